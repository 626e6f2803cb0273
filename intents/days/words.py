"""The words and figures of which days are made."""

import calendar
import re
from typing import Final

from intents.lexicon import load
from intents.numbers import NUMBER_STARTS

_FILE: Final = load("dates")
WORDS: Final = {key: frozenset(words) for key, words in _FILE["words"].items()}
UNITS: Final = {word: unit for unit, words in _FILE["units"].items() for word in words}
SIMPLE: Final = {word: int(offset) for offset, words in _FILE["simple"].items() for word in words}
MONTHS: Final = {
    name: number
    for number in range(1, 13)
    for name in (
        calendar.month_name[number].lower(),
        calendar.month_abbr[number].lower(),
        *_FILE["months"].get(str(number), ()),
    )
}
WEEKDAYS: Final = {
    name: number
    for number in range(7)
    for name in (
        calendar.day_name[number].lower(),
        calendar.day_abbr[number].lower(),
        *_FILE["weekdays"].get(str(number), ()),
    )
}
TURNS: Final = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
EDGES: Final = {"end": "end", "start": "start", "beginning": "start", "middle": "middle"}
ROUGHLY: Final = frozenset({"early", "mid", "late"})
YEAR: Final = re.compile(r"\d{4}")
PLAIN_YEAR: Final = re.compile(r"(?:19|20)\d\d")
YEARS: Final = range(1990, 2100)
STARTS: Final = frozenset(
    {*MONTHS, *WEEKDAYS, *SIMPLE, *TURNS, *EDGES, *ROUGHLY, *NUMBER_STARTS, "the", "in", "day", "a", "few"}
)
"""The words that a day can begin with, where it does not begin with a digit."""


def is_month(word: str) -> bool:
    """Whether a word names a month, short or long."""
    return word in MONTHS
