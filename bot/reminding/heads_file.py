"""A file outside the database with the head of every record, a line each a day: an anchor for `mpn verify`."""

import datetime as dt
import fcntl
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from storage.verify import Anchor


def append_heads(file: Path, now: dt.datetime, heads: Callable[[], Iterable[Anchor]]) -> bool:
    """Appends `day workspace seq hash` for every workspace, once a day (UTC); whether it did so now.

    Processes that share the file wait for each other. A line that a crash cut off is left, and the day written anew.
    Raises OSError where the file can't be written.
    """
    day = now.astimezone(dt.UTC).date().isoformat()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
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


def _end_of(descriptor: int) -> str:
    """The last line of the file, with its end where it has one."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, 4_096, max(0, size - 4_096)).decode("utf-8", "replace")
    return tail[tail.rstrip("\n").rfind("\n") + 1 :]
