"""How long ago something happened, as a sentence says it: "40 days ago", "after three weeks", "since monday"."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from intents.days.denied import OVER, denied, part_of
from intents.days.words import is_month
from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.numbers import NUMBER_STARTS, number_of

_FILE: Final = load("elapsed")
_SPAN_BEFORE: Final = frozenset(_FILE["span_before"]["words"])
_SPAN_AFTER: Final = frozenset(_FILE["span_after"]["words"])
_SINCE: Final = frozenset(_FILE["since"]["words"])
_EVENTS: Final = frozenset(_FILE["event"]["words"])
_OTHER_EVENTS: Final = frozenset(_FILE["other_event"]["words"])
_LEAVING: Final = frozenset(_FILE["leaving"]["words"])
_LESS: Final = frozenset(_FILE["less"]["words"])
_MORE: Final = frozenset(_FILE["more"]["words"])
_DAYS_IN: Final[dict[str, int]] = _FILE["days_in"]
_NTH: Final[dict[str, int]] = _FILE["nth"]
_WHOLE: Final = frozenset(_FILE["whole"]["words"])
_OF_THE_THING: Final = frozenset({"into", "with", "of", "on", "after"})
_ASSIGNED: Final = frozenset({"assigned", "assignment"})
_HOLDING: Final = frozenset({"got", "gave", "given", "assigned", "handed", "went"})
_BUYING: Final = frozenset({"bought", "purchased", "paid", "activated", "redeemed"})
_RENEWING: Final = frozenset({"renewal", "renew", "renews", "renewed"})
_WAS: Final = frozenset({"was", "were", "did"})
_UNTIL: Final = frozenset(_FILE["until"]["words"])
_LAST: Final = frozenset({"last", "final"})
_TODAY: Final = frozenset({"today", "it's", "its", "now"})
_NOW: Final = frozenset({"today", "now", "already"})
_LATER: Final = frozenset({"after", "later"})
_ENDS: Final = frozenset(".?!;")
_WINDOW: Final = 30
"""Days in which a refund, a swap or a replacement can be asked for: "after 30 days" is past them."""
_IS: Final = frozenset({"are", "is", "were", "was", "already", "have", "has", "had", "long"})
_MORE_BEHIND: Final = frozenset({"over", "up", "behind"})
_YEAR: Final = re.compile(r"20\d\d")
_SINCE_YEAR: Final = frozenset({"since", "in", "from"})
_GLUED: Final = re.compile(r"(\d{1,4})-?(days?|d|weeks?|months?)")
_ORDINAL: Final = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_STARTS: Final = NUMBER_STARTS | _NTH.keys() | {"ages", "long", "years", "day"}
"""The words that a span can begin with, where it does not begin with a digit."""
_OF_A_SEAT: Final = frozenset({"from", "seat", "seats"})
_LEAD: Final = 5
_TAIL: Final = 8
_ASKING: Final = frozenset("can may could should shall might will would must is are does do did when how".split())
_A_LONG_TIME: Final = 365
_LAST_SHORT_DAY: Final = 200
_LABELLED: Final = frozenset({"key", "keys", "token", "tokens", "mak", "machine", "box", "laptop", "seat"})
_A_CENTURY: Final = 36_525
_WAIT: Final = 90
"""Days of the longest window: who left sooner than that held nothing for longer."""


def days_since(low: Sequence[str], tags: Sequence[Tag], today: date) -> tuple[int, bool] | None:
    """Days that a date or a span lies back, and whether they count from a day that was.

    "40 days ago" and "bought on 3 May" do; "after 100 days" and "day 31" are only as long. A span without
    such a word ("is the window 30 days?") is none, nor is one of another event ("ana joined last week"); but
    who left after 15 days had nothing for longer.
    """
    elsewhere = (
        not _OTHER_EVENTS.isdisjoint(low)
        and _EVENTS.isdisjoint(low)
        and not ("moved" in low and not _OF_A_SEAT.isdisjoint(low))
    )
    if "day" in low and _is_today(low, at := low.index("day")) and (span := _span(low, at, elsewhere=elsewhere)):
        return span
    dated = None if elsewhere else _since_date(low, tags, today)
    if dated:
        return dated
    found: list[tuple[int, bool]] = []
    for at, word in enumerate(low):
        if word not in _STARTS and not word[0].isdigit():
            if word[0] == "d" and (nth := _short_day(low, at)) is not None:
                found.append((nth, False))
            continue
        before = {*low[max(0, at - 3) : at]}
        following = low[at + 1] if at + 1 < len(low) else ""
        if (word in ("ages", "long") and following == "ago") or (word in ("ages", "years") and "for" in before):
            return _A_LONG_TIME, False
        if word in _NTH and following in ("week", "month"):
            return _DAYS_IN[following] * _NTH[word], False
        if (
            _YEAR.fullmatch(word)
            and int(word) < today.year
            and not elsewhere
            and not _SINCE_YEAR.isdisjoint(low[max(0, at - _LEAD) : at])
        ):
            return (today - date(int(word), 12, 31)).days, False
        if span := _span(low, at, elsewhere=elsewhere):
            if word == "day" and _is_today(low, at):  # "the last day is day 30, and it's day 31 now"
                return span
            found.append(span)
    if not found:
        return None
    return found[-1] if _is_of_holders(low) else found[0]


def _short_day(low: Sequence[str], at: int) -> int | None:
    """31 of "refund on d31?"; the "d12" of "token d12" is a label, "d365" is Dynamics."""
    number = low[at][1:]
    if not number.isdecimal() or int(number) > _LAST_SHORT_DAY or {*low[max(0, at - 1) : at]} & _LABELLED:
        return None
    return int(number)


def since_assignment(low: Sequence[str]) -> int | None:
    """Days since an assignment, where a sentence tells those of another event too: "activated …, but assigned …"."""
    if _ASSIGNED.isdisjoint(low) or _BUYING.isdisjoint(low):
        return None
    for at, word in enumerate(low):
        if word in _STARTS or word[0].isdigit():
            events = [one for one in low[max(0, at - _TAIL) : at] if one in _EVENTS]
            if events and events[-1] in _ASSIGNED and (span := _span(low, at, elsewhere=False)):
                return span[0]
    return None


def _is_today(low: Sequence[str], at: int) -> bool:
    """Whether "day 31" is said to be today's."""
    return not _TODAY.isdisjoint(low[max(0, at - 3) : at]) or not _NOW.isdisjoint(low[at + 2 : at + 4])


def _is_of_holders(low: Sequence[str]) -> bool:
    """Whether a sentence tells who had a seat: then its last day is that of the present holder."""
    return not _HOLDING.isdisjoint(low) and _BUYING.isdisjoint(low)


def _since_date(low: Sequence[str], tags: Sequence[Tag], today: date) -> tuple[int, bool] | None:
    """Days from the day of an event to the day that is asked about, or to today.

    A date with no event beside it is none of the case's: "may we swap on 5 July?" asks about that day. But "it went
    out on 2 April" tells one.
    """
    days = [(tag, tag.day.on) for tag in tags if tag.kind is Kind.DATE and tag.day and tag.day.on]
    events = [(tag, on) for tag, on in days if on <= today and not _is_now(low, tag) and _is_of_an_event(low, tag)]
    events = [(tag, on) for tag, on in events if on != today] or events
    if not events:
        return None
    tag, since = events[-1] if _is_of_holders(low) else events[0]
    asked = [
        _in_month_of(since, on) if _is_now(low, other) and _is_bare(low, other) else on
        for other, on in days
        if (other, on) not in events and on != today and _is_asked_about(low, other)
    ]
    was_it = len(events) > 1 and _is_of_holders(low) and not _WAS.isdisjoint(low)
    if was_it:  # "… and gave it to her on 1 May. Was that allowed?"
        asked, since = [since], events[0][1]
    for on in asked:
        if on < since:  # "on 30 July" without a year is the one to come
            on = next((day for day in (_in_year(on, since.year), _in_year(on, since.year + 1)) if day > since), on)
        if on > since:
            return (on - since).days, False
    beyond = _beyond(low, tag.start, tag.end) if low[tag.end - 1] in _SINCE else 0
    if low[max(0, tag.start - 1) : tag.start] == ["and"] and (more := _plain_span(low, max(0, tag.start - 3))):
        return (today - since).days + more[0], False  # "a month and a day ago"
    return (today - since).days + beyond, tag.day is not None and tag.day.fault is None and not beyond


def _is_asked_about(low: Sequence[str], tag: Tag) -> bool:
    return _is_now(low, tag) or not (
        _lead(low, tag) or not _RENEWING.isdisjoint(low[max(0, tag.start - _LEAD) : tag.start])
    )


def _is_now(low: Sequence[str], tag: Tag) -> bool:
    """Whether a date is said to be today's: "now 20 Oct", "today is the 5th"."""
    before = [word for word in low[max(0, tag.start - 3) : tag.start] if word not in ("the", "on", "is", ",")]
    return before[-1:] in (["now"], ["today"])


def _is_bare(low: Sequence[str], tag: Tag) -> bool:
    """Whether a date is a day of some month that is not named: "today is the 25th"."""
    return not any(is_month(word) or not word.isalnum() for word in low[tag.start : tag.end])


def _in_month_of(since: date, on: date) -> date:
    """The first day with the number of `on` that is not before `since`."""
    moved = since.replace(day=1) + timedelta(days=on.day - 1)
    if moved >= since:
        return moved
    return (since.replace(day=1) + timedelta(days=32)).replace(day=1) + timedelta(days=on.day - 1)


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 else day.day)


def _lead(low: Sequence[str], tag: Tag) -> list[str]:
    """The words of events before a date; "moved from Ana to Ben" is one of a holder."""
    before = range(max(0, tag.start - _LEAD - 2 * ("moved" in low)), tag.start)
    words = ["handed" if low[n] == "moved" and "from" in low[n : n + 2] else low[n] for n in before]
    return [word for word in words if word in _EVENTS | _OTHER_EVENTS]


def _is_of_an_event(low: Sequence[str], tag: Tag) -> bool:
    """Whether a date is that of a purchase, an activation or an assignment: "bought on 3 May", "on 3 May we bought"."""
    if lead := _lead(low, tag):
        return lead[-1] in _EVENTS
    if low[tag.end - 1] in _SINCE or low[max(0, tag.start - 1) : tag.start] in (["since"], ["from"], ["of"]):
        return True
    for word in low[tag.end : tag.end + _LEAD]:
        if word in _ENDS:
            break
        if word in _EVENTS | _OTHER_EVENTS:
            return word in _EVENTS
    start = next((n + 1 for n in range(tag.start - 1, -1, -1) if low[n] in _ENDS), 0)
    return start < tag.start and _ASKING.isdisjoint(low[start : tag.start])  # "it went out on 2 April. Can we …?"


def _span(low: Sequence[str], at: int, *, elsewhere: bool) -> tuple[int, bool] | None:
    """The days of a span that begins at a word, where it is one of time gone by."""
    before = {*low[max(0, at - 3) : at]}
    glued = _GLUED.fullmatch(low[at])
    number = int(glued[1]) if glued else number_of(low[at])
    behind = at + 1 if glued else at + 2 + (low[at + 1 : at + 2] != [] and low[at + 1] in _WHOLE)
    unit = glued[2] if glued else "".join(low[behind - 1 : behind])
    if low[at] == "day" and (nth := number_of(unit)) is not None:
        return _days_at(low, at, nth), False
    if low[at + 1 : at + 2] == ["day"] and (ordinal := _ORDINAL.fullmatch(low[at])):  # "the 31st day is today"
        return _days_at(low, at, int(ordinal[1])), False
    if number is None or unit not in _DAYS_IN:
        return None
    after = {*low[behind : behind + 3]}
    whole = number * _DAYS_IN[unit]
    if "of" in low[max(0, at - 2) : at] and (part := part_of(low, at, behind, whole)) is not None:
        return part, False
    if low[behind : behind + 1] == ["and"] and (more := _plain_span(low, behind + 1)):  # "a month and a day ago"
        whole, behind = whole + more[0], more[1]
        after = {*low[behind : behind + 3]}
    if elsewhere and _OF_THE_THING.isdisjoint(low[behind : behind + 1]):
        left_so_soon = "after" in before and whole < _WAIT and not _LEAVING.isdisjoint(low[max(0, at - 5) : at])
        return (whole, False) if left_so_soon else None
    half = 15 if low[behind : behind + 3] == ["and", "a", "half"] and unit == "month" else 0
    days = whole + half + _beyond(low, at, behind)
    if whole == _WINDOW and {*low[max(0, at - 2) : at]} & _LATER:
        days += 1
    if whole == _WAIT and not _UNTIL.isdisjoint(low[max(0, at - 2) : at]):
        return whole - 1, False
    if whole > _WINDOW and low[max(0, at - 1) : at] in (["have"], ["is"]):  # "we have 60 days for it, right?"
        return whole, False
    if days > _A_CENTURY or not (before & (_SPAN_BEFORE | _LESS) or after & _SPAN_AFTER or half or days > whole):
        return None
    return days, days == whole and bool(after & _SINCE or before & {"for"} or ("been" in before and "since" in after))


def _days_at(low: Sequence[str], at: int, nth: int) -> int:
    """The days gone by on "day 31"; "until day 90" is the time before it, "the last day was day 30" the time after."""
    just_before = low[max(0, at - 1) : at]
    if nth == _WAIT and not _UNTIL.isdisjoint(just_before):
        return nth - 1
    is_past = (nth == _WINDOW and just_before == ["after"]) or (
        just_before == ["was"] and not _LAST.isdisjoint(low[max(0, at - _LEAD - 2) : at])
    )
    return nth + _beyond(low, at, len(low)) + is_past


def _plain_span(low: Sequence[str], at: int) -> tuple[int, int] | None:
    """The days of a span, and the word behind it."""
    number = number_of(low[at]) if at + 1 < len(low) else None
    return (number * _DAYS_IN[low[at + 1]], at + 2) if number is not None and low[at + 1] in _DAYS_IN else None


def _beyond(low: Sequence[str], at: int, behind: int) -> int:
    """A day more for "over 30 days" and "the 30 days are up", a day less for "under 90 days"."""
    if (differs := denied(low, at, behind)) is not None:
        return differs
    before = {*low[max(0, at - 2) : at]}
    if before & _LESS:
        return -1
    are_over = any(low[n] in OVER and low[n - 1] in _IS for n in range(behind + 1, min(behind + _TAIL, len(low))))
    if "must" in before or "do" in before:  # "must 90 days have passed?" tells of none that have
        return 0
    return 1 if before & _MORE or {*low[behind : behind + 2]} & _MORE_BEHIND or are_over else 0
