"""Settings of the reminders as people say them: quiet hours, days off, which reminders and when, what goes where."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from bot.reminding.days_off import country_called
from policy.ladders import Kind, kinds

Changes = list[tuple[str, Any]]
"""(setting, value) pairs, as policy.acts.ChangeSettings takes them."""

_CHANNEL: Final = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>|(#[\w-]+)")
_ID: Final = re.compile(r"#([CG][A-Z0-9]{8,})")
_HOUR: Final = r"(\d{1,2})(?::(\d\d))?\s*(am|pm|h|o'clock)?"
_QUIET: Final = re.compile(rf"\bquiet\b\D*{_HOUR}\s*(?:-|–|—|to|until|till|and)\s*{_HOUR}", re.IGNORECASE)
_HOLIDAYS: Final = re.compile(
    r"\bholidays?\b\s*(?:are\b|is\b|:)?\s*(?:those\b)?\s*(?:of|in|from|for)?\s+(.+)", re.IGNORECASE
)
_NO_HOLIDAYS: Final = re.compile(r"^\W*(?:no|without|ignore|forget)\b.*\bholidays?\b", re.IGNORECASE)
_NONE: Final = re.compile(
    r"\b(?:no|don'?t|do not|stop|never|without|mute|turn off|switch off|no longer)\b", re.IGNORECASE
)
_DAYS: Final = re.compile(r"((?:\d{1,3}\s*(?:,|and|&|or)?\s*)+)days?\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,3}")
_LAST_DAY: Final = re.compile(r"\bon the (?:last )?day\b|\bon its last day\b", re.IGNORECASE)


def reminder_changes(text: str) -> Changes:
    """What a sentence changes about reminders and posts; nothing where it is about something else."""
    for read in (_posts, _quiet_hours, _holidays, _ladder):
        if changes := list(read(text)):
            return changes
    return []


def recipient_changes(text: str, person: str) -> Changes:
    """Whose reminders of a kind become a person's, where a sentence names both."""
    kind = _kind_in(_words_of(text))
    return [("who", ((kind.value, person),))] if kind and "remind" in text.lower() else []


def _posts(text: str) -> Iterator[tuple[str, Any]]:
    low = text.lower()
    is_head = bool(re.search(r"\bhead\b", low))
    is_weekly = bool(re.search(r"\b(?:weekly|summary|digest)\b", low))
    found = _CHANNEL.search(text)
    if found:
        channel = found[1] or found[2]
        named = _ID.fullmatch(channel)
        yield ("head_channel" if is_head else "weekly_channel"), named[1] if named else channel
    elif (is_head or is_weekly) and _NONE.search(low):
        yield ("head_channel" if is_head else "weekly_channel"), None


def _quiet_hours(text: str) -> Iterator[tuple[str, Any]]:
    found = _QUIET.search(text)
    if found is None:
        return
    evening, morning = _clock(*found.groups()[:3]), _clock(*found.groups()[3:])
    if evening and morning and evening != morning:
        yield "evening", evening
        yield "morning", morning


def _clock(hour: str, minute: str | None, half: str | None) -> str | None:
    at, half = int(hour), (half or "").lower()
    at += 12 if half == "pm" and at < 12 else -12 if half == "am" and at == 12 else 0
    return f"{at:02}:{minute or '00'}" if at < 24 and int(minute or 0) < 60 else None


def _holidays(text: str) -> Iterator[tuple[str, Any]]:
    if _NO_HOLIDAYS.search(text):
        yield "holidays", None
    elif (found := _HOLIDAYS.search(text)) and (country := country_called(found[1])):
        yield "holidays", country


def _ladder(text: str) -> Iterator[tuple[str, Any]]:
    """Which reminders, and on which days; none, or the usual ones again."""
    low = _words_of(text)
    kind = _kind_in(low)
    if kind is None or "remind" not in low:
        return
    if found := _DAYS.search(text):
        days = [int(number) for number in _NUMBER.findall(found[1])]
        days += [0] if _LAST_DAY.search(text) else []
        yield "ladders", ((kind.value, tuple(sorted(set(days), reverse=True))),)
    elif _NONE.search(low):
        yield "ladders", ((kind.value, ()),)
    elif not _NUMBER.search(low):
        yield "ladders", ((kind.value, None),)


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+|,", text.lower()))


def _kind_in(low: str) -> Kind | None:
    """The kind of deadline that is named, by the longest of its names."""
    found = [(name, kind) for name, kind in _names() if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", low)]
    return max(found, key=lambda one: len(one[0]), default=("", None))[1]


@cache
def _names() -> Sequence[tuple[str, Kind]]:
    return [(name, kind) for kind, one in kinds().items() for name in one.said]
