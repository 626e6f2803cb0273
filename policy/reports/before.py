"""Who had a seat before somebody: the holder before them, from when to when."""

from collections.abc import Iterator

from policy.context import in_words
from policy.model import Entry, SeatAssigned, SeatReassigned
from policy.reports.asked import Report
from policy.reports.view import View, cut, listed

_GIVEN = (SeatAssigned, SeatReassigned)


def holder_before(view: View, person: str) -> Report:
    """Who had each seat of a person before it was theirs; not for who may not see the others."""
    name = view.name(person)
    if not view.sees_all:
        return view.says(f"**I can't show who had it before {cut(name)}.** {view.hidden()}", rules=("admin-role",))
    seats = [seat for seat in view.ledger.seats.ever(person) if _is_meant(view, seat)]
    lines = [_line(view, seat, person) for seat in seats]
    if not lines:
        return view.says(f"**{name} has had no seat{view.when()}.**", rules=("track-usage",))
    if len(lines) == 1:
        return view.says(f"**{lines[0]}**", rules=("track-usage", "vs-reassign"))
    return view.says(
        f"**Before {name}{view.when()}:**", *listed(lines, len(lines)), rules=("track-usage", "vs-reassign")
    )


def _is_meant(view: View, seat: str) -> bool:
    home = view.ledger.seats.home(seat)
    return home is not None and view.wants(home[1])


def _line(view: View, seat: str, person: str) -> str:
    home = view.ledger.seats.home(seat)
    called = f"{view.product(home[1] if home else '')} seat {view.ledger.seats.number(seat)}"
    given = list(_given(view, seat))
    first = next((at for at, entry in enumerate(given) if getattr(entry, "person", None) == person), 0)
    if not first:
        return f"Nobody had {called} before {view.name(person)}."
    before, after = given[first - 1], given[first]
    holder = view.name(getattr(before, "person", ""))
    return f"{holder} had {called} before: from {in_words(before.on)} (#{before.number}), then {view.name(person)} " + (
        f"from {in_words(after.on)} (#{after.number})."
    )


def _given(view: View, seat: str) -> Iterator[Entry]:
    """The entries by which a seat got a holder, in the order of their days."""
    told = (one for one in view.ledger.about(seat) if isinstance(one, _GIVEN) and one.on <= view.day)
    standing = (one for one in told if not view.ledger.is_reversed(one.number))
    return iter(sorted(standing, key=lambda one: (one.on, one.number)))
