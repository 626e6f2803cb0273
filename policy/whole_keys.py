"""Product keys and tokens in full: found in any text, so that no more than their last five characters goes further."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from policy.key_shapes import WIDEST, Stretch, found_loose, is_in_groups, is_in_one, is_spelled

_SHORTEST: Final = 24
_GROUPS: Final = 5
_DIGIT: Final = re.compile(r"\d")
_PART: Final = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]+")
_JOINTS: Final = r" \t._/|:;+=~*\\" + "\u00a0\u00b7\u2010-\u2015\u2022\u2043\u2212-"
"""What joins the groups of a key. A comma does not, where anything else may be: "on pc001, pc002, …" lists machines."""
_ALONE_BEFORE, _ALONE_BEHIND = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_GROUP: Final = "[A-Za-z0-9]{5}"
_BETWEEN: Final = rf"[^A-Za-z0-9]{{1,{WIDEST}}}"
_IN_GROUPS: Final = re.compile(rf"{_ALONE_BEFORE}{_GROUP}(?:([{_JOINTS}]){_GROUP})(?:\1{_GROUP}){{3,}}{_ALONE_BEHIND}")
_IN_OTHER_GROUPS: Final = re.compile(rf"{_ALONE_BEFORE}{_GROUP}(?:{_BETWEEN}{_GROUP}{_ALONE_BEHIND}){{4,}}")
_GLUED: Final = re.compile(rf"{_GROUP}([-_./|:\u2010-\u2015\u2212])(?:{_GROUP}\1){{3}}{_GROUP}")
_FIVES: Final = re.compile(rf"{_GROUP}(?:{_BETWEEN}{_GROUP}){{4}}")
"""What all three have, looked for first: most messages have nothing of the kind."""
_IN_ONE: Final = re.compile(rf"{_ALONE_BEFORE}[A-Za-z0-9]{{{_SHORTEST},}}{_ALONE_BEHIND}")
_SPELLED: Final = re.compile(rf"{_ALONE_BEFORE}(?:[A-Za-z0-9]{_BETWEEN}){{{_SHORTEST - 1},}}[A-Za-z0-9]{_ALONE_BEHIND}")
_WORDS_BESIDE: Final = frozenset("token today again there their these value enter admin added thank".split())
"""Words as long as a group of a key, that may stand before or behind one."""


def cut_whole_keys(text: str, left: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """The text with `left(last five)` in place of every key or token in full, and the last five of each.

    A key has five groups of five letters or digits, or the 25 in one run, or grouped otherwise; a digit at least is
    among them, and what tells it from words, numbers and lists of machines (`policy.key_shapes`) the more, the less
    it is written as issued. Of more than five groups in a row all are cut, but for the words at their ends that one
    knows: nobody can tell where the key begins. Wide letters and invisible characters hide none.
    """
    if len(text) < _SHORTEST:
        return text, ()
    plain = text if text.isascii() else _without_disguise(text)
    if not _DIGIT.search(plain):
        return text, ()
    found: list[str] = []

    def instead(key: str) -> str:
        found.append("".join(filter(str.isalnum, key))[-5:].upper())
        return left(found[-1])

    def cut_groups(match: re.Match[str]) -> str:
        before, key, behind = _without_words(match[0])
        return before + instead(key) + behind if is_in_groups(Stretch.of(key)) else match[0]

    def cut_run(match: re.Match[str]) -> str:
        return instead(match[0]) if is_in_one(match[0]) else match[0]

    def cut_spelled(match: re.Match[str]) -> str:
        return instead(match[0]) if is_spelled(match[0]) else match[0]

    if _FIVES.search(plain):
        for pattern in (_IN_GROUPS, _GLUED, _IN_OTHER_GROUPS):
            plain = pattern.sub(cut_groups, plain)
    plain = _IN_ONE.sub(cut_run, plain)
    if len(plain) >= _SHORTEST * 2 - 1:
        plain = _SPELLED.sub(cut_spelled, plain)
    while place := found_loose(plain):
        start, end = place
        plain = plain[:start] + instead(plain[start:end]) + plain[end:]
    return (plain, tuple(found)) if found else (text, ())


def with_last_fives(text: str) -> str:
    """The text with every key or token in full cut down to its last five characters."""
    return cut_whole_keys(text, str)[0]


def _without_words(groups: str) -> tuple[str, str, str]:
    """Groups without the known words at both ends: what stands before, the groups, and what stands behind."""
    parts = _PART.findall(groups)
    before, behind = "", ""
    while len(parts) // 2 + 1 > _GROUPS and _is_word(parts[0]):
        before, parts = before + parts[0] + parts[1], parts[2:]
    while len(parts) // 2 + 1 > _GROUPS and _is_word(parts[-1]):
        behind, parts = parts[-2] + parts[-1] + behind, parts[:-2]
    return before, "".join(parts), behind


def _is_word(part: str) -> bool:
    return part.lower() in _WORDS_BESIDE or (part.isalpha() and part.istitle())


def _without_disguise(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
