"""The pictures as PNG, for a face that can show no SVG. The font comes with the desk: a server often has none."""

import datetime as dt
import html
import re
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from policy.context import Context
from policy.ledger import Ledger
from storage.audit.pack import CannotWriteError
from storage.audit.pictures import pictures_of

_WIDTH: Final = 1380
"""Pixels: half as wide again as the picture is drawn, so that it stays sharp on a fine screen."""

_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def as_png(svg: str, width: int = _WIDTH) -> bytes:
    """A picture of ours as PNG, `width` pixels wide; the same bytes each time."""
    from resvg_py import svg_to_bytes  # takes 3 MB, and most runs draw nothing

    return bytes(
        svg_to_bytes(
            svg_string=svg, width=width, font_files=[_font()], sans_serif_family="Manrope", skip_system_fonts=True
        )
    )


def title_of(svg: str) -> str:
    """What a picture of ours says that it shows, for those who don't see it."""
    found = _TITLE.search(svg)
    return html.unescape(found[1]) if found else ""


def write_pictures(folder: Path, ledger: Ledger, day: dt.date, ctx: Context) -> list[str]:
    """Writes the pictures of a day to a folder, each as SVG and PNG; their names. Raises CannotWriteError."""
    drawn = pictures_of(ledger, day, ctx)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, svg in drawn.items():
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
            (folder / f"{name}.png").write_bytes(as_png(svg))
    except OSError as error:
        raise CannotWriteError(file=folder, fault=error.strerror or "the disk refused it") from error
    return list(drawn)


@cache
def _font() -> str:
    """The file of Manrope, which has Latin, Greek and Cyrillic letters."""
    with as_file(files("font_manrope") / "files" / "Manrope-Regular.ttf") as file:
        return str(Path(file))
