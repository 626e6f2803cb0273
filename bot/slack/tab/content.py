"""What the Home tab tells one person: what needs them, how things stand, what they hold."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.record.records import Visit
from bot.slack.sending.unreachable import unreachable
from bot.slack.tab.lines import EMPTY, Bar, Line, Tail, button, tail
from bot.slack.tab.own import ACTIVATED, free_seats, holdings, may_ask
from policy.acts import ActivateToken, DecideRequest, RecordRenewal
from policy.context import count, in_words, token_name
from policy.deadlines import Deadline, Kind, coming_up
from policy.ledger import has_clock
from policy.ledger.lapsed import lapsed
from policy.model import Answered

_WINDOWS: Final = {Kind.REFUND, Kind.SWAP, Kind.REPLACEMENT, Kind.RENEWAL}
_NEAR: Final = dt.timedelta(days=90)
_NOW: Final = "now"


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What is on the Home tab. Only administrators and auditors (`reads_all`) see more than their own."""

    state: str
    edition: dt.date
    administers: bool
    reads_all: bool
    mine: Tail
    attention: Tail = EMPTY
    bars: tuple[Bar, ...] = ()
    windows: Tail = EMPTY
    tokens: Tail = EMPTY
    waiting: Tail = EMPTY
    administrators: tuple[str, ...] = ()
    rated: str = ""
    """How answers were rated, for administrators."""

    pictures: tuple[tuple[str, str], ...] = ()
    """Files of the desk's in Slack, each with what it shows in words."""

    steps: tuple[str, ...] = ()
    """What of the set-up is still to be done, by the forms of its steps."""

    free: tuple[str, ...] = ()
    """How many seats are free, by product, for those who see no bars."""

    may_ask: bool = True
    """Whether they may ask for a seat."""


def home_facts(visit: Visit) -> HomeFacts:
    """The Home tab of who asks."""
    person, ctx, company = visit.request.person, visit.context(), visit.ledger.company
    administers = company.is_administrator(person, visit.today)
    upcoming = coming_up(visit.ledger, ctx)
    ahead = upcoming.deadlines
    needed = [
        one
        for one in ahead
        if (_needs(one, person, visit.today) and one.kind is not Kind.REQUEST)
        or (administers and one.kind is Kind.LEAVER)
    ]
    nobody = [Line(text) for text in unreachable(visit)] if administers else []
    over = list(_over(visit, upcoming.over)) if administers else []
    requests = list(_requests(visit)) if administers else []
    attention = [*nobody, *over, *(_due(one, administers) for one in needed), *requests]
    mine = holdings(visit, [choice for line in attention for choice in line.buttons])
    to_activate = sum(choice.label == ACTIVATED for line in mine for choice in line.buttons)
    facts = HomeFacts(
        state=_state(len(over) + len(needed) + len(requests) + to_activate, ahead, visit.today),
        edition=visit.edition.in_force_from,
        administers=administers,
        reads_all=visit.reads_all,
        mine=tail(mine),
        attention=tail(attention),
        administrators=tuple(map(visit.name, company.administrators(visit.today))),
    )
    bars = tuple(_bars(visit))
    if not visit.reads_all:
        return replace(facts, free=tuple(free_seats(bars)))
    return replace(
        facts,
        may_ask=may_ask(visit),
        bars=bars,
        windows=tail([_window(one, visit.today) for one in ahead if one not in needed and _is_open(one, visit.today)]),
        tokens=tail(_tokens(visit, administers=administers)),
        waiting=tail(list(_queued(visit))),
        steps=tuple(_steps(visit)) if administers else (),
    )


def _over(visit: Visit, rows: Sequence[tuple[str, str, str]]) -> Iterator[Line]:
    """Of offers that have ended: what is still to be done, the renewal by its form."""
    renewable = [one.offer.id for one in lapsed(visit.ledger, visit.today) if one.renewable_until]
    for day, what, _ in rows:
        form = button("It is renewed …", RecordRenewal(offer=renewable.pop(0))) if day != _NOW and renewable else None
        yield Line(f"**{day}** · {what}", form=form)


def _steps(visit: Visit) -> Iterator[str]:
    company, today = visit.ledger.company, visit.today
    if not company.is_set_up:
        yield "settings"
    if not visit.ledger.offers.bought(dt.date.max):
        yield "purchase"
    if len(company.administrators(today)) < 2:
        yield "role"


def _needs(one: Deadline, person: str, today: dt.date) -> bool:
    """Whether something is to be done by a person now."""
    return one.concerns(person) and one.opens <= today and any(rung.day <= today for rung in one.rungs)


def _state(needed: int, ahead: tuple[Deadline, ...], today: dt.date) -> str:
    if needed:
        return f"{count(needed, 'thing')} {'needs' if needed == 1 else 'need'} you"
    later = [one.day for one in ahead if one.day and one.day > today]
    return f"All quiet until {in_words(min(later))}" if later else "All quiet"


def _due(one: Deadline, administers: bool) -> Line:
    day = f"**{in_words(one.day)}** · " if one.day else ""
    name = one.names[0]
    values = {**one.said, "name": name, "Name": name[:1].upper() + name[1:]}
    offered = one.buttons if administers else one.own
    buttons = (button(choice.label.format_map(values), choice.act) for choice in offered)
    return Line(f"{day}{one.title}", tuple(filter(None, buttons))[:3])


def _is_open(one: Deadline, today: dt.date) -> bool:
    """Whether a window is open; that of a renewal, which opens with the term, once its end comes near."""
    if one.kind not in _WINDOWS or one.day is None or one.day < today:
        return False
    return one.kind is not Kind.RENEWAL or one.day - today <= _NEAR


def _window(one: Deadline, today: dt.date) -> Line:
    assert one.day  # noqa: S101  # the caller has looked
    left = (one.day - today).days
    days = "today is its last day" if left == 0 else f"{count(left, 'day')} left"
    return Line(f"**{in_words(one.day)}** · {one.title}, {days}")


def _bars(visit: Visit) -> Iterator[Bar]:
    """The seats that offers grant, by product; with the offer where several grant it."""
    ledger, today, ctx = visit.ledger, visit.today, visit.context()
    offers = list(ledger.offers.in_force(today))
    granted = [(offer, grant) for offer in offers for grant in ledger.offers.grants_of(offer.id, today)]
    clocked = [(offer, grant) for offer, grant in granted if has_clock(grant.product)]
    products = [grant.product for _, grant in clocked]
    for offer, grant in clocked:
        resting = ledger.seats.resting(offer.id, grant.product, today)
        used = ledger.seats.held(offer.id, grant.product, today)
        until = resting[0].free_from if resting else None
        alone = products.count(grant.product) == 1
        name = ctx.product(grant.product) if alone else f"{ctx.product(grant.product)}, {ctx.offer(offer)}"
        yield Bar(name, used, len(resting), grant.quantity, until)


def _tokens(visit: Visit, *, administers: bool) -> list[Line]:
    """This year's tokens: those still to be entered first."""
    ledger, today, ctx = visit.ledger, visit.today, visit.context()
    found = [
        token
        for offer in ledger.offers.in_force(today)
        for token in ledger.licences.tokens_of(offer.id, today)
        if (term := offer.term_of(today)) and token.program_year == term.year and not token.replaced_with
    ]
    found.sort(key=lambda token: (not token.unused, token.issue))
    return [
        Line(
            f"{token_name(token)} · {ctx.product(token.service)}, {count(token.seats, 'seat')} · "
            + (f"entered on {token.tenant}" if token.activated else "**not entered yet**"),
            form=button("Entered …", ActivateToken(token=token.id)) if token.unused and administers else None,
        )
        for token in found
    ]


def _requests(visit: Visit) -> Iterator[Line]:
    ctx = visit.context()
    for one in visit.ledger.seats.open_requests(visit.today):
        choices = (("Approve", Answered.APPROVED), ("Deny", Answered.DENIED))
        buttons = (button(label, DecideRequest(request=one.id, decision=decision)) for label, decision in choices)
        text = f"{visit.name(one.person)} asks for a {ctx.product(one.product)} seat, since {in_words(one.since)}"
        yield Line(text, tuple(filter(None, buttons)))


def _queued(visit: Visit) -> Iterator[Line]:
    ctx, ledger = visit.context(), visit.ledger
    for product in dict.fromkeys(key[0] for key in ledger.seats.waits):
        for wait in ledger.seats.waiting(product, visit.today):
            yield Line(f"{visit.name(wait.person)} waits for {ctx.product(product)}, since {in_words(wait.since)}")
