"""Product keys and tokens typed in full: taken out of a message before anything else sees it."""

import re
from typing import Final

_IN_GROUPS: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9]{5}(?:([-–— _.])[A-Za-z0-9]{5})(?:\1[A-Za-z0-9]{5}){3}(?![A-Za-z0-9])"
)
_IN_ONE: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{25}(?![A-Za-z0-9])")


def without_secrets(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with every key or token cut down to nothing, and the last five characters of each.

    A key has five groups of five letters or digits, or the 25 in one run; five ordinary words of five
    letters are none, so one digit at least must be among them.
    """
    found: list[str] = []

    def cut(match: re.Match[str]) -> str:
        if not any(c.isdigit() for c in match[0]):
            return match[0]
        found.append(match[0][-5:].upper())
        return ""

    for pattern in (_IN_GROUPS, _IN_ONE):
        text = pattern.sub(cut, text)
    return text, tuple(found)
