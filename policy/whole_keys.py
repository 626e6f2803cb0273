"""Product keys and tokens in full: found in any text, so that no more than their last five characters goes further."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_SHORTEST: Final = 25
_GROUPS: Final = 5
_DIGIT: Final = re.compile(r"\d")
_PART: Final = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]+")
_JOINTS: Final = r" \t._/|:;+=~*\\" + "\u00a0\u00b7\u2010-\u2015\u2022\u2043\u2212-"
"""What joins the groups of a key. A comma does not: "on pc001, pc002, …" lists machines."""
_ALONE_BEFORE, _ALONE_BEHIND = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_GROUP: Final = "[A-Za-z0-9]{5}"
_IN_GROUPS: Final = re.compile(rf"{_ALONE_BEFORE}{_GROUP}(?:([{_JOINTS}]){_GROUP})(?:\1{_GROUP}){{3,}}{_ALONE_BEHIND}")
_IN_OTHER_GROUPS: Final = re.compile(rf"{_ALONE_BEFORE}{_GROUP}(?:[{_JOINTS}]{{1,3}}\n?{_GROUP}){{4,}}{_ALONE_BEHIND}")
_IN_ONE: Final = re.compile(rf"{_ALONE_BEFORE}[A-Za-z0-9]{{{_SHORTEST}}}{_ALONE_BEHIND}")
_WORDS_BESIDE: Final = frozenset("token today again there their these value enter admin added thank".split())
"""Words as long as a group of a key, that may stand before or behind one."""


def cut_whole_keys(text: str, left: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """The text with `left(last five)` in place of every key or token in full, and the last five of each.

    A key has five groups of five letters or digits, or the 25 in one run; five ordinary words of five
    letters are none, so one digit at least must be among them, and two groups with one where what joins them
    differs. Of more than five groups in a row all are cut, but for the words at their ends that one knows: nobody
    can tell where the key begins. Wide letters and invisible characters hide none.
    """
    if len(text) < _SHORTEST:
        return text, ()
    plain = text if text.isascii() else _without_disguise(text)
    if not _DIGIT.search(plain):
        return text, ()
    found: list[str] = []

    def cut(match: re.Match[str]) -> str:
        parts = _PART.findall(match[0])
        digits = sum(map(_has_digit, parts))
        if digits < (2 if match.re is _IN_OTHER_GROUPS else 1) or match[0].isdecimal():
            return match[0]
        before, behind = "", ""
        while len(parts) // 2 + 1 > _GROUPS and parts[0].lower() in _WORDS_BESIDE:
            before, parts = before + parts[0] + parts[1], parts[2:]
        while len(parts) // 2 + 1 > _GROUPS and parts[-1].lower() in _WORDS_BESIDE:
            behind, parts = parts[-2] + parts[-1] + behind, parts[:-2]
        found.append(parts[-1][-5:].upper())
        return before + left(found[-1]) + behind

    for pattern in (_IN_GROUPS, _IN_OTHER_GROUPS, _IN_ONE):
        plain = pattern.sub(cut, plain)
    return (plain, tuple(found)) if found else (text, ())


def with_last_fives(text: str) -> str:
    """The text with every key or token in full cut down to its last five characters."""
    return cut_whole_keys(text, str)[0]


def _has_digit(part: str) -> bool:
    return any(map(str.isdigit, part))


def _without_disguise(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
