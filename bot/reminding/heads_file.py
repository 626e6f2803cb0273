"""A file outside the database with the head of every record, a line each a day: an anchor for `mpn verify`."""

import datetime as dt
import errno
import fcntl
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from storage.verify.alone import Anchor

_A_DAY: Final = "0000-00-00 "


def append_heads(file: Path, now: dt.datetime, heads: Callable[[], Iterable[Anchor]]) -> bool:
    """Appends `day workspace seq hash` for every workspace, once a day (UTC); whether it did so now.

    Processes that share the file wait for each other. A line that a crash cut off is left, and the day written anew.
    Raises OSError where the file can't be written, or holds something else.
    """
    day = now.astimezone(dt.UTC).date().isoformat()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if not _is_of_heads(descriptor):
            raise FileExistsError(errno.EEXIST, "it holds something else than heads")
        end = _end_of(descriptor)
        if end.startswith(day) and end.endswith("\n"):
            return False
        lines = [f"{day} {head.workspace} {head.seq} {head.hash}\n" for head in heads()]
        if not lines:
            return False
        text = "".join(["" if not end or end.endswith("\n") else "\n", *lines])
        written = os.write(descriptor, text.encode())
        os.fsync(descriptor)
        return written == len(text.encode())
    finally:
        os.close(descriptor)


def cannot_take_heads(file: Path) -> str | None:
    """Why heads can't be appended to a file, in words; None where they can. Looks only."""
    if not file.exists():
        return None if os.access(file.absolute().parent, os.W_OK) else "it does not exist, and can't be made there"
    if not file.is_file() or not os.access(file, os.R_OK | os.W_OK):
        return "it is no file that can be read and written"
    with file.open("rb") as looked_at:
        return None if _is_of_heads(looked_at.fileno()) else "it holds something else than heads"


def _is_of_heads(descriptor: int) -> bool:
    """Whether a file is empty or begins with a day, so that a ledger that is named by mistake is left as it is."""
    begin = os.pread(descriptor, len(_A_DAY), 0).decode("ascii", "replace")
    return all(one.isdigit() == like.isdigit() and like in ("0", one) for one, like in zip(begin, _A_DAY, strict=False))


def _end_of(descriptor: int) -> str:
    """The last line of the file, with its end where it has one."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, 4_096, max(0, size - 4_096)).decode("utf-8", "replace")
    return tail[tail.rstrip("\n").rfind("\n") + 1 :]
