"""Deadlines as a calendar file, to be subscribed to or imported; a second import updates the first."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar, Event

from policy.deadlines import Deadline


def calendar(deadlines: Iterable[Deadline], *, at: dt.datetime, workspace: str = "mpn-desk") -> bytes:
    """An iCalendar file (RFC 5545) with an event of a whole day for each deadline that has a day.

    The ids of the events stay the same, so that a program that knows them moves them; `at` is when it was made.
    """
    made = Calendar()
    made.add("prodid", "-//MPN Desk//Deadlines//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for one in deadlines:
        if one.day is None:
            continue
        event = Event()
        event.add("uid", f"{one.id}@{workspace}")
        event.add("dtstamp", at.astimezone(dt.UTC))
        event.add("sequence", int(at.timestamp()) // 60)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + dt.timedelta(days=1))
        event.add("summary", one.title[:1].upper() + one.title[1:])
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())
