"""What a programme year brings: the renewal before its end, the end of rights, and new tokens to be entered."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from policy.acts.offers import RecordRenewal
from policy.acts.outcome import Act
from policy.acts.reminders import FinishReminder, OpenRenewalList
from policy.acts.tokens import ActivateToken, AddToken
from policy.context import capital, count
from policy.deadlines.deadline import Button, Deadline, Rung, Shift, cut
from policy.deadlines.look import Look, dated
from policy.deadlines.windows import token_called
from policy.ladders import Kind, Ladder, kinds
from policy.ledger import WINDOW, Offer, Token

_FEW_TO_NAME: Final = 3
_DAY: Final = dt.timedelta(days=1)


def years(look: Look) -> Iterator[Deadline]:
    """The renewal and the end of rights of every offer, and the tokens of its year that are not entered."""
    for offer in look.standing:
        if look.today <= offer.renewable_until:
            yield from _end(look, offer)
        if look.ledger.offers.covers(offer.id, look.today):
            yield from _renewed(look, offer) if len(offer.terms) > 1 else _first_year(look, offer)


def _end(look: Look, offer: Offer) -> Iterator[Deadline]:
    last, name = offer.term.end, look.offer(offer)
    said = {"offer": name, "grace": dated(last + WINDOW)}
    near = look.today >= last - dt.timedelta(days=max([70, *look.ladder(Kind.RIGHTS_END).before]))
    for kind in (Kind.RENEWAL, Kind.RIGHTS_END):
        deadline = f"{kind}:{offer.id}:{offer.term.year}"
        over = look.today > last and kind is Kind.RENEWAL
        if over or look.done(deadline):
            continue
        words = kinds()[kind]
        buttons = [Button(words.done, FinishReminder(deadline=deadline, called=f"the {kind.replace('-', ' ')}"))]
        if kind is Kind.RENEWAL or look.today > last:
            buttons.insert(0, Button(words.act, RecordRenewal(offer=offer.id)))
        if kind is Kind.RENEWAL:
            buttons.insert(1, Button("Open renewal list", OpenRenewalList()))
        held = _held(look, offer) if near and kind is Kind.RIGHTS_END else ""
        yield Deadline(
            id=deadline,
            kind=kind,
            subject=offer.id,
            opens=offer.term.start,
            day=last,
            people=look.people(deadline, look.by(offer.term.entry)),
            rungs=look.before(kind, last),
            topic=f"end:{offer.id}:{last}",
            said={**said, "held": f"{held} " if held else ""},
            buttons=tuple(buttons),
            until=offer.renewable_until,
        )


def _held(look: Look, offer: Offer) -> str:
    """What is in use of an offer: seats, tokens, and the software to uninstall."""
    seats = sum(look.ledger.seats.held(*pool, look.today) for pool in look.ledger.seats.pools() if pool[0] == offer.id)
    tokens = sum(
        1 for one in look.ledger.licences.tokens_of(offer.id, look.today) if one.activated and not one.replaced_with
    )
    machines: dict[str, list[str]] = {}
    for use in look.ledger.licences.everything_in_use(look.today):
        if use.offer == offer.id:
            machines.setdefault(use.product, []).append(use.machine)
    used = [count(number, noun) for number, noun in ((seats, "seat"), (tokens, "token")) if number]
    text = f"In use: {' and '.join(used)}. " if used else ""
    if machines:
        products = [f"{look.product(product)} on {_few(names)}" for product, names in list(machines.items())[:3]]
        more = f"; {count(len(machines) - 3, 'more product')}" if len(machines) > 3 else ""
        text += f"To uninstall: {'; '.join(products)}{more}."
    return text.strip()


def _few(names: list[str]) -> str:
    shown = ", ".join(cut(name)[:20] for name in names[:_FEW_TO_NAME])
    return shown if len(names) <= _FEW_TO_NAME else f"{shown} and {len(names) - _FEW_TO_NAME:,} more"


@dataclass(frozen=True)
class _Year:
    """A year of an offer after the first: when it was renewed, and until when its tokens should be entered.

    Renewed before the old year's end, that is the old end: there the rights of the old tokens run out. Renewed
    later, it is 30 days after the renewal.
    """

    offer: str
    renewed: dt.date
    old_end: dt.date
    end: dt.date
    _rungs: dict[Ladder, tuple[Rung, ...]] = field(default_factory=dict, compare=False)

    @property
    def last(self) -> dt.date:
        return self.old_end if self.renewed <= self.old_end else self.renewed + WINDOW

    def rungs(self, ladder: Ladder) -> tuple[Rung, ...]:
        """Weekly from the renewal until the year's end, daily in the week up to the last day."""
        if ladder not in self._rungs:
            weekly = range(0, (self.end - self.renewed).days, ladder.every) if ladder.every else ()
            left = (self.last - self.renewed).days
            days = {*ladder.after, *weekly, *range(max(0, left - ladder.daily + 1), left + 1)}
            self._rungs[ladder] = tuple(
                Rung(f"+{day}", self.renewed + day * _DAY, Shift.NOWHERE if day == left else Shift.BEFORE)
                for day in sorted(days)
            )
        return self._rungs[ladder]

    def lapse(self, today: dt.date) -> str:
        if self.last > self.old_end:
            until = f"aim for {dated(self.last)}, 30 days after the renewal" if today <= self.last else ""
            late = f"the 30 days after the renewal were over on {dated(self.last)}"
            return f"last year's rights ran out on {dated(self.old_end)}; {until or late}"
        return f"last year's rights {'run' if today <= self.last else 'ran'} out on {dated(self.last)}"


def _renewed(look: Look, offer: Offer) -> Iterator[Deadline]:
    """New tokens each year: still to be fetched, and each to be entered (section "Cloud Services Activation")."""
    renewal = look.ledger.entry(offer.term.entry)
    if renewal is None:
        return
    year = _Year(offer.id, renewal.on, offer.terms[-2].end, offer.term.end)
    tokens = look.ledger.licences.tokens_of(offer.id, look.today)
    said = {"lapse": year.lapse(look.today), "Lapse": capital(year.lapse(look.today))}
    new = [one for one in tokens if one.program_year >= offer.term.year]
    before = max((one.program_year for one in tokens if one.program_year < offer.term.year), default=None)
    had = dict.fromkeys(one.service for one in tokens if one.program_year == before and not one.replaced_with)
    if lacking := [service for service in had if service not in {one.service for one in new}]:
        services = ", ".join(look.product(service) for service in lacking[:6])
        fetched = {**said, "offer": look.offer(offer), "since": dated(year.renewed), "services": services}
        deadline = f"{Kind.FETCH}:{offer.id}:{offer.term.year}"
        add = AddToken(offer=offer.id, service=lacking[0] if len(lacking) == 1 else None)
        yield from _token(look, Kind.FETCH, deadline, offer.id, year, fetched, add, offer.term.entry)
    for token in new:
        if token.unused:
            deadline = f"{Kind.ENTRY}:{token.id}:{token.program_year}"
            called = {**said, **_called(look, token)}
            act = ActivateToken(token=token.id)
            yield from _token(look, Kind.ENTRY, deadline, token.id, year, called, act, token.issue)


def _token(
    look: Look, kind: Kind, deadline: str, subject: str, year: _Year, said: dict[str, str], act: Act, entry: int
) -> Iterator[Deadline]:
    if look.done(deadline):
        return
    yield Deadline(
        id=deadline,
        kind=kind,
        subject=subject,
        opens=year.renewed,
        day=year.last,
        people=look.people(deadline, look.by(entry)),
        rungs=year.rungs(look.ladder(kind)),
        topic=f"{kind}:{year.offer}",
        said=said,
        buttons=_done(kind, deadline, said.get("token", "the new tokens"), act),
    )


def _first_year(look: Look, offer: Offer) -> Iterator[Deadline]:
    """Tokens that came with the purchase: not before refund and swap are over, which the first entry would end."""
    for token in look.ledger.licences.tokens_of(offer.id, look.today):
        deadline = f"{Kind.UNUSED}:{token.id}"
        swapped = offer.swapped is not None and (token.issued, token.issue) < (offer.swapped, offer.swap or 0)
        if not token.unused or swapped or look.done(deadline):
            continue
        first = max(token.issued, offer.purchased)
        said = {**_called(look, token), "since": dated(token.issued)}
        yield Deadline(
            id=deadline,
            kind=Kind.UNUSED,
            subject=token.id,
            opens=first,
            day=None,
            people=look.people(deadline, look.by(token.issue)),
            rungs=look.after(Kind.UNUSED, first),
            topic=f"{Kind.UNUSED}:{offer.id}",
            said=said,
            buttons=_done(Kind.UNUSED, deadline, said["token"], ActivateToken(token=token.id)),
        )


def _done(kind: Kind, deadline: str, called: str, act: Act) -> tuple[Button, ...]:
    words = kinds()[kind]
    return (Button(words.act, act), Button(words.done, FinishReminder(deadline=deadline, called=called)))


def _called(look: Look, token: Token) -> dict[str, str]:
    name = token_called(token)
    return {
        "token": name,
        "Token": capital(name),
        "subject": name,
        "service": look.product(token.service),
        "seats": count(token.seats, "seat"),
    }
