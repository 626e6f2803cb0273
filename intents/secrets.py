"""Product keys and tokens typed in full: taken out of a message before anything else sees it."""

import re
from typing import Final

_IN_GROUPS: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9]{5}(?:([-–— _.])[A-Za-z0-9]{5})(?:\1[A-Za-z0-9]{5}){3,}(?![A-Za-z0-9])"
)
_IN_ONE: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{25}(?![A-Za-z0-9])")


_DIGIT: Final = re.compile(r"[0-9]")
_GROUPS: Final = 5
_WORDS_BESIDE: Final = frozenset("token today again there their these value enter admin added thank".split())
"""Words as long as a group of a key, that may stand before or behind one."""


def without_secrets(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with every key or token cut down to nothing, and the last five characters of each.

    A key has five groups of five letters or digits, or the 25 in one run; five ordinary words of five
    letters are none, so one digit at least must be among them. Of more than five groups in a row all are
    cut, but for the words at their ends that one knows: nobody can tell where the key begins.
    """
    if not _DIGIT.search(text):
        return text, ()
    found: list[str] = []

    def cut(match: re.Match[str]) -> str:
        if not any(c.isdigit() for c in match[0]):
            return match[0]
        joint = match[1] if match.re is _IN_GROUPS else ""
        groups = match[0].split(joint) if joint else [match[0]]
        before: list[str] = []
        behind: list[str] = []
        while len(groups) > _GROUPS and groups[0].lower() in _WORDS_BESIDE:
            before.append(groups.pop(0) + joint)
        while len(groups) > _GROUPS and groups[-1].lower() in _WORDS_BESIDE:
            behind.insert(0, joint + groups.pop())
        found.append(groups[-1][-5:].upper())
        return "".join(before + behind)

    for pattern in (_IN_GROUPS, _IN_ONE):
        text = pattern.sub(cut, text)
    return text, tuple(found)
