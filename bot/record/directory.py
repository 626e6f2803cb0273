"""Who is in the directory, as it is told."""

from collections.abc import Sequence
from typing import Final

from bot.record.records import Visit
from bot.reply import Kind, Reply
from storage.people.directory import Person

_MOST_LISTED: Final = 30


def directory(visit: Visit, known: Sequence[Person]) -> Reply:
    """The people that are known; to somebody who may not see the others only how many."""
    many = (
        "**1 person is in the directory.**" if len(known) == 1 else f"**{len(known):,} people are in the directory.**"
    )
    if not visit.reads_all:
        return Reply(kind=Kind.REPORT, text=f"{many} Administrators see their names.")
    lines = [f"• {person.name} ({person.id})" for person in known[:_MOST_LISTED]]
    more = [f"• and {len(known) - _MOST_LISTED:,} more"] if len(known) > _MOST_LISTED else []
    return Reply(kind=Kind.REPORT, text="\n".join([many, *lines, *more]))
