"""A message as words: where each stands in the text, and how it is read."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

_WORD: Final = re.compile(
    r"<@[A-Za-z0-9]+(?:\|[^>\s]*)?>"  # a mention, as Slack sends it
    r"|https?://\S+"
    r"|\d+(?:[./-]\d+)+"  # 10/3, 2024-10-03, 3.10.2024
    r"|[#@]?[^\W_](?:[\w.+&'’/-]*[^\W_]|\+)?"
    r"|[?!.,;:()\"“”>\n…]"
)
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "´": "'", "–": "-", "—": "-", "\u00a0": " "})
_CLITIC: Final = re.compile(r"(?<=\w)(?:'s|s'|')$")
STOPS: Final = frozenset('?!.,;:()"“”>\n…')


@dataclass(slots=True)
class Words:
    """Parallel lists, one item a word: `typed` as in the text, `low` as read (lower case, repaired).

    `spans` are (start, end) in `text`; `owns` marks a possessive ("ana's"), whose `low` stands
    without it.
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
        return _CLITIC.sub("", piece) if self.owns[end - 1] else piece


def clean(text: str) -> str:
    """Text with composed letters, plain quotes and dashes, and without control characters."""
    if text.isascii() and text.isprintable():
        return text
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")


def split(text: str) -> Words:
    """The words and stops of a cleaned text."""
    words = Words(text)
    for match in _WORD.finditer(text):
        typed = match[0]
        low = typed.lower()
        owns = False
        if "'" in low and (low.endswith("'s") or low.endswith("s'")) and low not in _CONTRACTIONS:
            low, owns = (low[:-2] if low.endswith("'s") else low[:-1]), True
        words.typed.append(typed)
        words.low.append(low)
        words.spans.append(match.span())
        words.owns.append(owns)
    return words


_CONTRACTIONS: Final = frozenset(
    f"{word}'s"
    for word in (
        "it",
        "that",
        "what",
        "who",
        "where",
        "when",
        "how",
        "there",
        "here",
        "he",
        "she",
        "let",
        "everyone",
        "everybody",
        "anyone",
        "somebody",
        "someone",
        "nobody",
    )
)
