"""The demo company's audit report as an auditor sees it: on a screen, on paper, and its pictures alone.

make report         # into report/
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.demo import open_demo
from bot.reply import Request
from policy.catalogue import Catalogue
from policy.rulebook import Rulebook
from storage.audit import make_pack, write_pictures

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SIZE: Final = "1100,5200"
"""Pixels of the window: the whole page of the demo company."""

_PATIENCE: Final = 120
_MISSING: Final = "No Chromium is installed here, which renders the report. On Debian: apt-get install chromium"


def main(folder: Path) -> int:
    """Renders the report into a folder; 1 where it can't, with what is missing."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        print(_MISSING, file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "pack", ignore_errors=True)
    _pack(folder / "pack", folder)
    page = (folder / "pack" / "report.html").absolute().as_uri()
    for name, options in (
        ("report.png", [f"--window-size={_SIZE}", "--hide-scrollbars", "--screenshot"]),
        ("report.pdf", ["--no-pdf-header-footer", "--print-to-pdf"]),
    ):
        made = folder / name
        made.unlink(missing_ok=True)
        _run(program, [*options[:-1], f"{options[-1]}={made.absolute()}", page])
        if not made.is_file():
            print(f"{program} made no {name}.", file=sys.stderr)
            return 1
        print(made)
    return 0


def _pack(pack: Path, pictures: Path) -> None:
    now = dt.datetime.now().astimezone()
    records, paula = open_demo("demo", now)
    with records.visit(Request("demo", paula, now), Rulebook.load().as_of(now.date()), Catalogue.load()) as visit:
        make_pack(records.log, records.people, "demo", visit.today, pack, visit.context(), at=now)
        for name in write_pictures(pictures, visit.ledger, visit.today, visit.context()):
            print(pictures / f"{name}.png")


def _run(program: str, options: list[str]) -> None:
    """One run of Chromium, with a profile of its own; as root it has no sandbox."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as profile:
        command = [program, "--headless", "--disable-gpu", f"--user-data-dir={profile}", *root, *options]
        subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "report")))
