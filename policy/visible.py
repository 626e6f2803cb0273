"""Text without what takes effect instead of being seen: control characters, and marks that turn its direction."""

import re
from typing import Final

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Neither line breaks and tabs nor joiners, which some scripts need; but halves of letters, which no text can hold."""


def visible(text: str) -> str:
    """The text as somebody sees it: a terminal obeys the rest, and a name could pass for another one."""
    return _UNSEEN.sub("", text)


def in_one_line(text: str) -> str:
    """The same in one line, with single blanks: a name is never several lines of a reply."""
    return " ".join(visible(text).split())
