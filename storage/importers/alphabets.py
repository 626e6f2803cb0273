"""In which of the old alphabets of spreadsheet programs a text is written, by how its words look in each.

Measured on lists of names: a general guesser (charset-normalizer 3.5.2) read Polish names in Western and Greek ones in
Cyrillic letters, for want of running text. Where no alphabet gives words, the file is better saved anew.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

ALPHABETS: Final = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1257")
"""Western, Turkish, Central European, Cyrillic, Greek, Baltic; where words look alike the first is taken."""

_WORD: Final = re.compile(r"[^\s\d\x00-\x40\x5b-\x60\x7b-\x7f]+")
_VOWELS: Final = frozenset("aeiouyæœøаеёиоуыэюяєіїαεηιουω")
_RARE: Final = frozenset("þðÞÐÝ")
"""Letters of Icelandic, where Turkish has ones that most of its names need."""

_WORST: Final = 0.34
_LONG: Final = 4


def alphabet_of(raw: bytes) -> str | None:
    """The encoding in which the bytes, some of them not ASCII, make the best words; None where all look wrong."""
    scored: list[tuple[float, int, str]] = []
    for place, encoding in enumerate(ALPHABETS):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        words = [word for word in _WORD.findall(text) if not word.isascii()]
        if words:
            scored.append((sum(map(_fault, words)) / len(words), place, encoding))
    best = min(scored, default=(1.0, 0, ""))
    return best[2] if best[0] < _WORST else None


def _fault(word: str) -> float:
    """How little a word looks like one: 0 to 1."""
    if not all(unicodedata.category(sign)[0] in "LM" for sign in word):
        return 1
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in word}
    if len(scripts) > 1:
        return 1
    if any(one.islower() and other.isupper() for one, other in pairwise(word)):
        return 0.5
    plain = unicodedata.normalize("NFD", word.lower())
    if len(word) >= _LONG and not any(sign in _VOWELS for sign in plain):
        return 1
    if len(word) >= _LONG and scripts == {"LATIN"} and not any(sign.isascii() for sign in word):
        return 0.6
    return 0.25 if _RARE.intersection(word) else 0
