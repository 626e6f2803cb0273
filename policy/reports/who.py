"""Who has a product: the people with seats, the machines that it is on, the tenants of its tokens."""

from collections.abc import Iterator
from itertools import chain

from policy.context import count, in_words
from policy.decision import Form
from policy.ledger import Seat, Use, has_clock
from policy.reports.asked import Only, Report, Table
from policy.reports.counts import ended_words
from policy.reports.holdings import seats_of
from policy.reports.stock import activated, free_line, granting, has_seats, rules_of, since
from policy.reports.view import View, joined, listed, tabled


def who_has(view: View) -> Report:
    """Who has a product on a day: the people with seats, the machines it is on, the tenants of its tokens."""
    if view.ask.person:
        return seats_of(view)
    pools = [pool for pool in view.ledger.seats.pools() if view.wants(pool[1]) and _is_asked(view, pool[0])]
    total = sum(view.ledger.seats.held(*pool, view.day) for pool in pools)
    machines = [] if view.ask.programme else _machines(view)
    if not view.sees_all and (view.ask.product is None or has_seats(view, view.ask.product)):
        return _own_of(view, total)
    if view.ask.only is Only.NOT_ACTIVATED:
        return _not_activated(view, pools)
    if view.ask.only is Only.MOVABLE:
        return _movable(view, pools)
    head = _head(view, total, machines)
    lines = listed(
        (f"{view.name(one.last)}: {view.seat(one)}, {since(view, one)}" for one in _held(view, pools)), total
    )
    rows = ((view.name(one.last), view.seat(one), in_words(one.since), activated(one)) for one in _held(view, pools))
    table = tabled(("Person", "Seat", "Since", "Activated"), rows, total) if total else _table_of(view, machines)
    lines += listed((_use_line(view, use) for use in machines), len(machines)) if machines else []
    foot = _tenants(view) if view.ask.product else []
    if not (total or machines or foot):
        foot = _none_granted(view)
    return view.says(
        *head,
        *lines,
        *foot,
        verdict=view.verdict(is_so=bool(total or machines)),
        rules=rules_of(view.ask.product),
        table=table,
    )


def _not_activated(view: View, pools: list[tuple[str, str]]) -> Report:
    """The Visual Studio seats that don't count yet: given, and not activated (section "Visual Studio")."""
    clocked = [seat for seat in _held(view, pools) if has_clock(seat.product) and view.covers(seat.offer)]
    waiting = [seat for seat in clocked if not seat.activated]
    verdict = view.verdict(is_so=not waiting)
    if not clocked:
        text = f"**Nobody holds a Visual Studio seat that gives a right{view.when()}**, so none waits to be activated."
        return view.says(text, rules=("vs-per-user",))
    if not waiting:
        begin = "Yes" if view.polar(Form.OPEN) else "Nobody"
        text = f"**{begin}: every Visual Studio seat that is held is activated{view.when()}**, {len(clocked):,} of "
        return view.says(f"{text}{len(clocked):,}.", verdict=verdict, rules=("vs-per-user",))
    rows = ((view.name(one.last), view.seat(one), in_words(one.since)) for one in waiting)
    lines = (
        f"{view.name(one.last)}: {view.seat(one)}, since {in_words(one.since)} (#{one.assignment})" for one in waiting
    )
    return view.says(
        f"**{'No: ' if view.polar(Form.OPEN) else ''}{count(len(waiting), 'seat')} of {len(clocked):,} "
        f"{view.be(len(waiting))} not activated{view.when()}.**",
        *listed(lines, len(waiting)),
        'A seat counts once its holder has signed in. Then tell me: "Ana activated her seat".',
        verdict=verdict,
        rules=("vs-per-user",),
        entries=[one.assignment for one in waiting[:3]],
        table=tabled(("Person", "Seat", "Since"), rows, len(waiting)),
    )


def _movable(view: View, pools: list[tuple[str, str]]) -> Report:
    """When each seat that is held may go to somebody else, the first first (section "Assigning subscriptions")."""
    held = [seat for seat in _held(view, pools) if has_clock(seat.product) and view.covers(seat.offer)]
    held.sort(key=lambda seat: (seat.free_from, seat.assignment))
    now = [seat for seat in held if seat.free_from <= view.day]
    text = f"**{count(len(now), 'seat')} of {len(held):,} may go to somebody else{view.when() or ' today'}.**"
    when = {seat.id: "now" if seat in now else f"from {in_words(seat.free_from)}" for seat in held}
    rows = ((view.name(seat.last), view.seat(seat), when[seat.id]) for seat in held)
    lines = (f"{view.name(seat.last)}: {view.seat(seat)}, {when[seat.id]} (#{seat.assignment})" for seat in held)
    return view.says(
        text,
        *listed(lines, len(held)),
        free_line(view),
        verdict=view.verdict(is_so=bool(now)),
        rules=("vs-move", "vs-per-user"),
        date=held[0].free_from if held and not now else None,
        table=tabled(("Person", "Seat", "May move"), rows, len(held)) if held else None,
    )


def _head(view: View, total: int, machines: list[Use]) -> list[str]:
    """How many people have it, or on how many machines it is."""
    product = view.ask.product
    if product is None:
        return [f"**{count(total, 'seat')} {view.be(total)} held{view.when()}.**"]
    what = view.product(product)
    on_machines = f"{what} {view.be()} on {count(len(machines), 'machine')}{view.when()}."
    if not has_seats(view, product):
        none = f"{what} {view.be()} recorded on no machine{view.when()}."
        return [f"**{on_machines if machines else none}**"]
    who = count(total, "person", "people") if total else "Nobody"
    has = "had" if view.past else "have" if total > 1 else "has"
    return [f"**{who} {has} a seat of {what}{view.when()}.**", *([on_machines] if machines else [])]


def _is_asked(view: View, offer: str) -> bool:
    known = view.ledger.offers.offer(offer, view.day)
    return known is not None and view.ask.programme in (None, known.program)


def _held(view: View, pools: list[tuple[str, str]]) -> Iterator[Seat]:
    """The seats with a holder, one by one: of ten thousand only the first are shown."""
    for key in pools:
        pool = view.ledger.seats.pool(*key)
        for seat in pool.in_use(view.day) if pool else ():
            state = view.ledger.seats.seat(seat, view.day)
            if state and state.holder:
                yield state


def _machines(view: View) -> list[Use]:
    """The machines on which the product asked about is in use; none where no product was named."""
    if view.ask.product is None:
        return []
    licences = view.ledger.licences
    pools = [pool for one in licences.products_installed() if view.wants(one) and (pool := licences.machines(one))]
    places = chain.from_iterable(pool.in_use(view.day) for pool in pools)
    return [use for place in places if (use := licences.installed.on(place, view.day))]


def _use_line(view: View, use: Use) -> str:
    return f"{use.machine}: {view.product(use.product)}, since {in_words(use.since)} (#{use.entry})"


def _table_of(view: View, machines: list[Use]) -> Table | None:
    rows = ((use.machine, view.product(use.product), in_words(use.since)) for use in machines)
    return tabled(("Machine", "Product", "Since"), rows, len(machines)) if machines else None


def _tenants(view: View) -> list[str]:
    """Where the tokens of a cloud service were entered."""
    tokens = [
        one
        for offer in view.offers()
        for one in view.ledger.licences.tokens_of(offer.id, view.day)
        if one.activated and not one.replaced_with and view.wants(one.service)
    ]
    lines = [f"{one.seats:,} on {one.tenant} (token {one.label or one.id})" for one in tokens]
    return [f"By token: {joined(lines)}."] if lines else []


def _none_granted(view: View) -> list[str]:
    if not view.ledger.offers.bought(view.day):
        return [view.nothing_bought().text.split("\n")[0].replace("**", "")]
    if not view.offers(standing=True):
        return [ended_words(view, one) for one in view.offers()[-1:]]
    if not any(grant for one in view.offers() for grant in view.ledger.offers.grants_of(one.id, view.day)):
        return [f'No grant is recorded either. Tell me what Partner Center lists: "{granting(view)}".']
    return ['To give one: "assign VS to Ana".'] if view.ask.product in (None, "visual-studio") else []


def _own_of(view: View, total: int) -> Report:
    """Somebody's own part of who has what, and how many are free."""
    own = [one for one in view.ledger.seats.of(view.ctx.by, view.day) if view.wants(one.product)]
    what = f"{view.product(view.ask.product)} seat" if view.ask.product else "seat"
    verb = "had" if view.past else "have"
    head = f"**You {verb} {joined([view.seat(one) for one in own])}{view.when()}.**" if own else ""
    head = head or f"**You {verb} no {what}{view.when()}.**"
    lines = [f"{view.seat(one)}: {since(view, one)}" for one in own]
    return view.says(
        head,
        *(listed(lines, len(lines)) if len(lines) > 1 else []),
        free_line(view),
        view.hidden() if total > len(own) else "",
        verdict=view.verdict(is_so=bool(own)),
        rules=rules_of(view.ask.product),
        entries=[one.assignment for one in own[:3]],
    )
