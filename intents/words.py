"""A message as words: where each stands in the text, and how it is read."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

_WORD: Final = re.compile(
    r"[A-Za-z]++(?=[\s?!,]|\Z)"  # most words: what comes below would find the same, and later
    r"|<@[A-Za-z0-9]+(?:\|[^>\s]*)?>"  # a mention, as Slack sends it
    r"|https?://\S+"
    r"|<mailto:[^>\s]*>|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an address, as Slack sends it and as typed
    r"|->|=>|→|&(?=\s)|(?<=\s)\+(?=\s)"
    r"|[Nn][OoRr]s?\.(?=\s?#?[A-Za-z]?-?\d)"  # no. 7
    r"|\d{1,3}(?:,\d{3})+(?![\d,])"  # 1,200
    r"|\d+(?:[./-]\d+)+"  # 10/3, 2024-10-03, 3.10.2024
    r"|(?<![^\s(])-\d+(?![\w./-])"  # -3
    r"|[#@]?[^\W_](?:[\w.+&'’/-]*[^\W_]|\+)?"
    r"|[?!.,;:()\"“”>\n…]"
)
_PLAIN: Final = str.maketrans(
    dict.fromkeys("’‘´ʼ′‛", "'") | dict.fromkeys("–—−", "-") | dict.fromkeys("؟⁇‽⸮", "?") | {"\u00a0": " "}
)
_OTHER_LETTERS: Final = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]+")
"""Letters and signs of another width or weight that are read as the plain ones."""
_TICK: Final = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])")
"""A backtick in a word, typed for an apostrophe; others mark code."""
_SIGNS: Final = {"->": "to", "=>": "to", "→": "to", "&": "and", "+": "and"}
STOPS: Final = frozenset('?!.,;:()"“”>\n…')


@dataclass(slots=True)
class Words:
    """Parallel lists, one item a word: `typed` as in the text, `low` as read (lower case, repaired).

    `spans` are (start, end) in `text`; `owns` marks a possessive ("ana's", "James'", "bobs seat"), whose
    `low` stands without its ending.
    """

    text: str
    typed: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    owns: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.low)

    def piece(self, start: int, end: int) -> str:
        """The text of words `start` to `end` (not included), as typed, without a possessive ending."""
        if start >= end:
            return ""
        piece = self.text[self.spans[start][0] : self.spans[end - 1][1]]
        if not self.owns[end - 1]:
            return piece
        return piece[:-2] if piece.lower().endswith("'s") else piece[:-1]


def clean(text: str) -> str:
    """Text with composed letters of one width, plain quotes and dashes, and without control characters."""
    if "`" in text:
        text = _TICK.sub("'", text)
    if text.isascii() and text.isprintable():
        return text
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    text = _OTHER_LETTERS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")


def has_other_letters(text: str) -> bool:
    """Whether a text has letters of another width or weight, which are read as plain ones: "𝗮𝘀𝘀𝗶𝗴𝗻"."""
    return not text.isascii() and bool(_OTHER_LETTERS.search(text))


def split(text: str) -> Words:
    """The words and stops of a cleaned text."""
    found = list(_WORD.finditer(text))
    typed = [match[0] for match in found]
    words = Words(text, typed, list(map(str.lower, typed)), [match.span() for match in found], [False] * len(found))
    for at, word in enumerate(typed):
        if not word.isalpha():
            words.low[at], words.owns[at] = _read(word)
    return words


def _read(typed: str) -> tuple[str, bool]:
    """A word with signs or digits as it is read, and whether it is a possessive."""
    low = _SIGNS.get(typed) or typed.lower()
    if low[0].isdigit() and "," in low:
        low = low.replace(",", "")
    elif low[-1] == "." and low[0] == "n":
        low = "nr"
    if "'" in low and (low.endswith("'s") or low.endswith("s'")) and low not in _CONTRACTIONS:
        return (low[:-2] if low.endswith("'s") else low[:-1]), True
    return low, False


_CONTRACTIONS: Final = frozenset(
    f"{word}'s"
    for word in (
        "it that what who where when how there here he she let everyone everybody anyone somebody someone nobody"
    ).split()
)
