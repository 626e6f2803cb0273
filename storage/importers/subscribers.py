"""Microsoft's export of Visual Studio subscribers: who has which subscription, since when, activated or not."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from policy.acts import Act, ActivateSeat, AddPerson, AssignSeat
from policy.context import in_words
from policy.ledger import Seat, has_clock
from storage.importers.listed import Line
from storage.importers.vocabulary import vocabulary
from storage.importers.wish import Desk, Difference, Known, Plan, RowError, Wish, Wrong

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOST_NAMED = 5


def plan_of(desk: Desk) -> Plan:
    """What the rows come to, and where the export and the ledger differ."""
    plan = Plan()
    listed: set[tuple[str, str]] = set()
    expiries: Counter[dt.date] = Counter()
    for line in desk.listed.lines:
        if not (line["name"] or line["email"]) and not line.fault:
            continue  # a subscription that nobody has
        try:
            _row(desk, plan, line, listed, expiries)
        except RowError as error:
            plan.wrong.append(Wrong(line.number, _who(line), str(error)))
    plan.differences += _not_listed(desk, listed)
    plan.differences += _other_end(desk, expiries)
    return plan


def _row(desk: Desk, plan: Plan, line: Line, listed: set[tuple[str, str]], expiries: Counter[dt.date]) -> None:
    product = _product(line)
    person, new = _person(desk, line)
    name = line["name"] or desk.people.name(person)
    what = f"{name}, {desk.ctx.product(product)}"
    listed.add((person, product))
    assigned = desk.day(line, "assigned")
    activated = _activated(desk, line)
    if expires := desk.day(line, "expires"):
        expiries[expires] += 1
    if _is_no_person(name):
        plan.notes.append(f"“{name}” (line {line.number}) looks like a team or a test user; a subscriber is a person.")
    if line["status"] and not vocabulary().says("yes", line["status"]):
        text = f"{what}: the export says the subscription is {line['status'][:40].lower()}."
        plan.differences.append(Difference(text, line.number))
    held = [seat for seat in desk.ledger.seats.of(person, desk.today) if seat.product == product]
    if held:
        _of_holder(desk, plan, line, what, held[0], assigned, activated)
        return
    if assigned is None:
        raise RowError("There is no day on which it was assigned.")
    if activated and activated < assigned:
        raise RowError(f"It was activated on {in_words(activated)}, before it was assigned on {in_words(assigned)}.")
    acts: list[Act] = [
        AssignSeat(person=person, product=product, offer=desk.offer, on=assigned, reference=line["reference"] or None)
    ]
    if activated:
        acts.append(ActivateSeat(person=person, product=product, on=activated))
    if new:
        acts.append(AddPerson(person=person, name=name, email=line["email"] or None))
    plan.wishes.append(Wish(line.number, _what(what, assigned, activated), tuple(acts)))


def _of_holder(
    desk: Desk,
    plan: Plan,
    line: Line,
    what: str,
    seat: Seat,
    assigned: dt.date | None,
    activated: dt.date | None,
) -> None:
    """A seat that the ledger has: known, with what differs."""
    if assigned and assigned != seat.since:
        text = f"{what}: the export says assigned on {in_words(assigned)}, the ledger {in_words(seat.since)}."
        plan.differences.append(Difference(text, line.number, seat.assignment))
    if seat.activated and activated and seat.activated != activated:
        text = f"{what}: the export says activated on {in_words(activated)}, the ledger {in_words(seat.activated)}."
        plan.differences.append(Difference(text, line.number, seat.assignment))
    if seat.activated and not activated:
        text = f"{what}: the ledger says activated on {in_words(seat.activated)}, the export not yet."
        plan.differences.append(Difference(text, line.number, seat.assignment))
    if activated and not seat.activated:
        act = ActivateSeat(person=seat.last, product=seat.product, seat=seat.id, on=max(activated, seat.since))
        plan.wishes.append(Wish(line.number, f"{what}, activated on {in_words(activated)}", (act,)))
        return
    plan.known.append(Known(line.number, what, seat.assignment))


def _product(line: Line) -> str:
    if line.fault:
        raise RowError(line.fault)
    if not line["level"]:
        raise RowError("There is no subscription level.")
    if product := vocabulary().level_of(line["level"]):
        return product
    raise RowError(f"“{line['level'][:80]}” is no level of Visual Studio that I know.")


def _person(desk: Desk, line: Line) -> tuple[str, bool]:
    email = line["email"]
    if email and not _ADDRESS.fullmatch(email):
        raise RowError(f"“{email[:80]}” is no address.")
    try:
        return desk.people.find(line["name"], email)
    except LookupError:
        raise RowError(f"Several people are called {line['name']}; give the address.") from None


def _activated(desk: Desk, line: Line) -> dt.date | None:
    """The day of the activation; that of the assignment where the export only says yes."""
    words = vocabulary()
    if not line["activated"] or words.says("no", line["activated"]):
        return None
    if words.says("yes", line["activated"]):
        return desk.day(line, "assigned")
    return desk.day(line, "activated")


def _is_no_person(name: str) -> bool:
    words = name.casefold().split()
    team = vocabulary().words["team"]
    bare = [word.rstrip("0123456789") for word in words]
    if any(word != stem and stem in team for word, stem in zip(words, bare, strict=True)):
        return True
    return bool(words) and all(word in team for word in bare)


def _not_listed(desk: Desk, listed: set[tuple[str, str]]) -> Iterator[Difference]:
    """Seats that the ledger has and the export has not."""
    for offer, product in list(desk.ledger.seats.pools()):
        if not has_clock(product) or desk.offer not in (None, offer):
            continue
        for seat in desk.ledger.seats.holders(offer, product, desk.today):
            if (seat.last, product) not in listed:
                text = (
                    f"{desk.ctx.name(seat.last)} has {desk.ctx.product(product)} seat "
                    f"{desk.ledger.seats.number(seat.id)} in the ledger since {in_words(seat.since)}, and is not in "
                    "the export."
                )
                yield Difference(text, entry=seat.assignment)


def _other_end(desk: Desk, expiries: Counter[dt.date]) -> Iterator[Difference]:
    """Ends of subscriptions that no offer in force has, the most frequent first."""
    ends = {offer.term.end for offer in desk.ledger.offers.in_force(desk.today)}
    near = {end + dt.timedelta(days=shift) for end in ends for shift in (-1, 0, 1)}  # UTC, and who counts the last day
    for day, many in expiries.most_common(_MOST_NAMED):
        if ends and day not in near:
            rows = "1 row of the export expires" if many == 1 else f"{many:,} rows of the export expire"
            last = ", ".join(in_words(end) for end in sorted(ends))
            yield Difference(f"{rows} on {in_words(day)}; by the ledger it is {last}.")


def _who(line: Line) -> str:
    return (line["name"] or line["email"] or "a row")[:80]


def _what(what: str, assigned: dt.date, activated: dt.date | None) -> str:
    return f"{what}, assigned on {in_words(assigned)}" + (
        f", activated on {in_words(activated)}" if activated else ", not activated"
    )
