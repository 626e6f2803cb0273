"""What was typed at the terminal before, for the arrow keys: in a file of whoever sits here, without keys in full."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from policy.whole_keys import with_last_fives

_NAME: Final = ".mpn_history"


class _OwnersHistory(FileHistory):
    """A history in a file that its owner alone can read. One that can't be read or written is no fault of the talk."""

    def load_history_strings(self) -> Iterable[str]:
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            os.close(os.open(self.filename, os.O_CREAT | os.O_APPEND, 0o600))
            super().store_string(string)

    def append_string(self, string: str) -> None:
        super().append_string(with_last_fives(string))


def typed_before() -> History:
    """The history in the home directory, or one in memory for somebody who has none."""
    try:
        return _OwnersHistory(Path.home() / _NAME)
    except RuntimeError:  # no HOME is set, and the system knows no such user
        return InMemoryHistory()
