"""What stands in a message besides its words: signs that say nothing, and any other, which make it no plain command."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from intents.lexicon import load

_FILE: Final = load("signs")
_TONES: Final = "[\U0001f3fb-\U0001f3ff\ufe0f\u200d]"
_NEUTRAL: Final = re.compile(
    f"(?:{'|'.join(map(re.escape, _FILE['emoji']['signs']))}){_TONES}*"
    rf"|:(?:{'|'.join(map(re.escape, _FILE['emoji']['codes']))}):(?::skin-tone-[2-6]:)?"
    rf"|(?<=\s)(?:{'|'.join(map(re.escape, _FILE['emoji']['typed']))})(?=\s|$)"
    r"|(?<=\sw)/(?=\s)"  # "w/ K3": with
)
_LONGEST_ANSWER: Final = 40


def _alone(signs: Sequence[str], codes: Sequence[str]) -> re.Pattern[str]:
    """One of some signs alone, once or more, of whatever skin."""
    sign = f"(?:{'|'.join(map(re.escape, signs))}){_TONES}*"
    return re.compile(rf"(?:(?:{sign}|:(?:{'|'.join(map(re.escape, codes))}):(?::skin-tone-[2-6]:)?)\s*)+")


_ANSWERS: Final = {word: _alone(_FILE[word]["signs"], _FILE[word]["codes"]) for word in ("yes", "no")}
_MAY_HIDE: Final = frozenset("\n\r\t\ufeff")


def without_neutral_signs(text: str) -> str:
    """The text with a space for each letter of a sign that says no more than thanks; its length stays."""
    if text.isascii() and ":" not in text and "/" not in text:
        return text
    return _NEUTRAL.sub(lambda sign: " " * len(sign[0]), text)


def in_words(text: str) -> str:
    """A sign alone that answers, as the word that it stands for: "👍" is "yes"; any other text as it is."""
    if not text or len(text) > _LONGEST_ANSWER or text[0].isalnum():
        return text
    return next((word for word, signs in _ANSWERS.items() if signs.fullmatch(text)), text)


def has_other_signs(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether anything but space stands between the words: quote marks, code, struck-out text, emoji, brackets."""
    at = 0
    for start, end in spans:
        if start > at and not text[at:start].isspace():
            return True
        at = end
    return bool(text[at:].strip())


def hides(text: str) -> bool:
    """Whether there are characters that nobody sees, such as one that turns the writing round."""
    if text.isascii() and text.isprintable():
        return False
    return any(unicodedata.category(c)[0] == "C" and c not in _MAY_HIDE for c in text)
