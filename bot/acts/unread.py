"""Numbers in a message that nobody can take for what they stand for: what is asked, instead of leaving them out."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.acts.said import Unclear
from intents.days.words import PLAIN_YEAR
from intents.marks import Kind, Tag
from intents.model import Reading
from intents.naming.labels import LESS
from intents.numbers import number_of
from policy.acts import Act, AddToken, CountKey, GrantCredit, RecordGrant, UseCredit, UseHours

_NUMERAL: Final = re.compile(r"[-+]?(?:\d{7,}|\d+[.,]\d+|\d[\d.,]*(?:e[-+]?\d+|k|m|mn|bn)|[-+]\d+|\d+-\d+)")
"""What is written as a number and is no whole one of up to six digits; an address of several dots is none."""
_NO_AMOUNT: Final = re.compile(r"\d[\d.]*,\d{1,2}(?![\d,])|\d[\d.,]* ?(?:%|percent\b|per cent\b)", re.IGNORECASE)
"""A fraction behind a comma, or a share: "15,50", "10%"."""
_LARGE: Final = frozenset({"million", "millions", "billion", "billions", "trillion"})
_PARTS: Final = frozenset({"half", "quarter"})
_OF_WHAT: Final = frozenset({"a", "an", "of", "seat"})
_AMOUNTS: Final = frozenset({"use_hours", "use_credit", "grant_credit"})
_OTHERS: Final = frozenset({"change_setting", "set_deputy", "state_profile", "add_person", "erase_person"})
"""Acts that count nothing, or whose numbers are read for themselves."""
_TIMES: Final = frozenset({"twice", "thrice"})
_SPANS: Final = frozenset("day days week weeks month months year years hour hours".split())
_OTHER_SPANS: Final = frozenset("minute minutes min mins day days week weeks".split())
_AGO: Final = frozenset({"ago", "agoo"})
_SINCE: Final = frozenset({"since", "from", "during"})
_DAY_LEADS: Final = frozenset({"on", "since", "from", "at", "dated", "@"})
_SPAN_ENDS: Final = frozenset({"after", "before", "later", "prior"})
_OF_ENTRIES: Final = frozenset({"undo", "correct_entry"})


def unread(reading: Reading, made: Sequence[Act]) -> Unclear | None:
    """The question about the first number that could not be read; None where there is none, or the act asks itself."""
    if reading.plain or reading.label in _OTHERS or any(map(_asks_itself, made)):
        return None
    checks = (_times, _days, _amounts, _either, _numbers)
    return next(filter(None, (check(reading) for check in checks)), None)


def _times(reading: Reading) -> Unclear | None:
    """More than once: "twice", "3 times"; what was recorded twice is taken back once."""
    if reading.label == "undo":
        return None
    pairs = pairwise(reading.words)
    if _TIMES.isdisjoint(reading.words) and not any(one.isdigit() and other == "times" for one, other in pairs):
        return None
    return Unclear("**Once, or more than once?** I record one at a time: say it once for each time.")


def _days(reading: Reading) -> Unclear | None:
    days = _days_from_elsewhere(reading)
    return Unclear(f"**Which day?** I can't take “{days}” for one. Say it with the date.") if days else None


def _amounts(reading: Reading) -> Unclear | None:
    """Of hours and money: fractions behind a comma, shares, several amounts, other spans than hours."""
    if reading.label not in _AMOUNTS:
        return None
    if amount := _NO_AMOUNT.search(reading.text):
        return Unclear(f"**How much?** I can't take “{amount[0]}” for an amount. Say it as in 15.50 or 1,234.56.")
    if len({tag.value for tag in reading.named(Kind.COUNT)}) > 1:
        return Unclear("**How much in all?** I hear several amounts. Say one at a time.")
    dated = _dated(reading)
    if reading.label == "use_hours" and any(
        word in _OTHER_SPANS and at not in dated for at, word in enumerate(reading.words)
    ):
        return Unclear("**How many hours?** Say it in hours, such as 1.5.")
    return None


def _either(reading: Reading) -> Unclear | None:
    """One number or another: "20 or 21 left"."""
    words = reading.words
    if "or" not in words or "undo" in words:
        return None
    at = words.index("or")
    pair = (words[at - 1], words[at + 1]) if 0 < at < len(words) - 1 else ("", "")
    if any(number_of(one) is None for one in pair):
        return None
    return Unclear(f"**{pair[0]} or {pair[1]}?** Say it once more with the right number.")


def _numbers(reading: Reading) -> Unclear | None:
    typed, before = next(_unreadable(reading), ("", ""))
    if not typed:
        return None
    if before in _DAY_LEADS:
        return Unclear(f"**Which day?** I can't take “{typed}” for one. Say it as in 10 Feb.")
    if reading.label in _OF_ENTRIES:
        return Unclear(f"**Which entry?** “{typed}” is no number of one. Say it with its number, such as “undo 14”.")
    return Unclear(f"**How many?** I can't take “{typed}” for a number here. Say it with a whole one, such as 25.")


def _unreadable(reading: Reading) -> Iterator[tuple[str, str]]:
    """What stands for a number and is none that can be read, each with the word before it."""
    words = reading.words
    taken = {at for tag in reading.tags if not _may_be_a_number(tag) for at in range(tag.start, tag.end)}
    of_entries, of_amounts = reading.label in _OF_ENTRIES, reading.label in _AMOUNTS
    for at, (word, following) in enumerate(pairwise((*words, ""))):
        if at in taken:
            continue
        if _NUMERAL.fullmatch(word) and not of_amounts:
            if not (of_entries and word.replace("-", "").isdigit()):  # "undo -1" and "undo 5-7" are read there
                yield word, words[at - 1] if at else ""
        elif word in LESS and (number_of(following) is not None or following[:1].isdigit()):
            yield f"{word} {following}", ""
        elif word in _LARGE or (word in _PARTS and not of_amounts and following in _OF_WHAT):
            yield word, ""


def _dated(reading: Reading) -> set[int]:
    """Where words that make a day stand."""
    return {at for tag in reading.tags if tag.kind is Kind.DATE for at in range(tag.start, tag.end)}


def _days_from_elsewhere(reading: Reading) -> str | None:
    """A span that counts from something else, or that an assignment can't have: "10 days after bob", "for 30 days"."""
    words = reading.words
    dated = _dated(reading)
    for at in range(len(words) - 1):
        if at in dated or at + 1 in dated:
            continue
        if words[at + 1] in _AGO or (words[at] in _SINCE and PLAIN_YEAR.fullmatch(words[at + 1])):
            return " ".join(words[max(0, at - 1) if words[at + 1] in _AGO else at : at + 2])
        if words[at + 1] not in _SPANS or number_of(words[at]) is None:
            continue
        for_so_long = reading.label == "assign_seat" and at and words[at - 1] == "for"
        if for_so_long or not _SPAN_ENDS.isdisjoint(words[at + 2 : at + 3]):
            return " ".join(words[at : at + 2])
    return None


def _may_be_a_number(tag: Tag) -> bool:
    """A count, or what was taken for a machine for want of better: "1e9"."""
    return tag.kind is Kind.COUNT or (tag.kind is Kind.MACHINE and _NUMERAL.fullmatch(tag.text.lower()) is not None)


def _asks_itself(act: Act) -> bool:
    """Whether an act lacks the very number, so that it is asked for."""
    match act:
        case AddToken(seats=None) | CountKey(left=None) | UseHours(hours=None) | RecordGrant(grants=()):
            return True
        case UseCredit(amount=None) | GrantCredit(amount=None):
            return True
    return False
