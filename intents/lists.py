"""Lists of requests: what stands before an item is no word of it."""

import re
from typing import Final

_LINES: Final = re.compile(r"(?:\A|\n)[ \t]*(?:[-*•‣–]|\(?\d{1,2}[.)]|[a-h]\))[ \t]+(?=\S)")
_RUNNING: Final = re.compile(r"(?:\A|(?<=[\s;,.:]))\(?(\d{1,2})[.)]\s+(?=[^\W\d])")
_BEGINS: Final = frozenset("-*•‣–(0123456789")
_FEWEST: Final = 2


def without_item_marks(text: str) -> tuple[str, bool]:
    """The text with an end of line in place of the mark before each item, its length kept; whether it is a list.

    "1. assign VS to Ana 2. release Bob's seat", or a line each. One item alone is no list.
    """
    if not text or not (text[0] in _BEGINS or "\n" in text):
        return text, False
    if len(_LINES.findall(text)) >= _FEWEST:
        return _LINES.sub(_line_end, text), True
    numbers = [int(number) for number in _RUNNING.findall(text)]
    if len(numbers) >= _FEWEST and numbers == list(range(1, len(numbers) + 1)):
        return _RUNNING.sub(_line_end, text), True
    return text, False


def _line_end(mark: re.Match[str]) -> str:
    return ("\n" if mark.start() else " ") + " " * (len(mark[0]) - 1)
