"""What happened, in dated lines: to a person, a seat, a key, a token, or one entry."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from policy.context import count, in_words
from policy.model import Entry, OfferEnded, OfferPurchased, OfferRenewed, OfferSwapped
from policy.reports.asked import Only, Report
from policy.reports.before import holder_before
from policy.reports.view import LINES, View, cut, joined, listed, tabled
from policy.telling import told

_PEOPLE: Final = ("person", "from_person", "deputy", "to")
_OF_OFFERS: Final = (OfferPurchased, OfferRenewed, OfferSwapped, OfferEnded)
_LOOKED_AT: Final = 500
"""Entries looked at for the latest ones of all."""


def history(view: View) -> Report:
    """The entries about what is named, the latest first; of nothing named, the latest of all."""
    ask = view.ask
    if ask.entry is not None:
        return _entry(view, ask.entry)
    if ask.only is Only.RECORDED:
        return _recorded(view)
    if ask.only is Only.REFERENCE and ask.reference:
        return _of_reference(view, ask.reference)
    if ask.only is Only.BEFORE and ask.person:
        return holder_before(view, ask.person)
    if ask.only is Only.OFFERS:
        return _of_offers(view)
    if ask.only is Only.MACHINE and ask.machine:
        return _of_machine(view, ask.machine)
    if ask.key and (view.key() or "") in view.ledger.licences.keys:
        return _about(view, view.key() or "", f"key {ask.key}")
    if (token := view.token()) is not None:
        return _about(view, token, f"token {ask.token or ask.key}")
    if ask.seat:
        return _seat(view, ask.seat)
    if ask.person:
        return _person(view, ask.person)
    return _latest(view)


def _entry(view: View, seq: int) -> Report:
    entry = view.ledger.entry(seq)
    if entry is None:
        text = f"**There is no entry #{seq}.** The last one is #{view.ledger.last_seq}."
        return view.says(text if view.ledger.last_seq else _empty(view), rules=("track-usage",))
    if not _is_visible(view, entry):
        return view.says(f"**I can't show #{seq}.** {view.hidden()}", rules=("admin-role",))
    text = told(view.ledger, view.ctx, entry)
    recorded = f", recorded on {in_words(entry.at.date())}" if entry.at and entry.at.date() != entry.on else ""
    lines = [f"**#{seq}: {cut(text) if len(text) > 300 else text}**, on {in_words(entry.on)}."]
    lines.append(f"By {view.name(entry.by)}{recorded}.")
    if entry.why and view.sees_all:
        lines.append(f"Why: {cut(entry.why)}.")
    if entry.reference and view.sees_all:
        lines.append(f"Reference: {cut(entry.reference)}.")
    if reversal := view.ledger.reversal(seq):
        lines.append(f"It was taken back by #{reversal} and does not count.")
    others = [f"#{one.number}" for one in view.ledger.request_of(seq) if one.number != seq]
    if others:
        lines.append(f"Recorded together with {', '.join(others[:5])}{' and more' if len(others) > 5 else ''}.")
    if not reversal and view.administers:
        lines.append(f'To take it back: "undo {seq}".')
    return view.says(*lines, rules=("track-usage",), entries=[seq], date=entry.on)


def _is_visible(view: View, entry: Entry) -> bool:
    """Whether an entry is about nobody, or about whoever asks."""
    people = {person for name in _PEOPLE if (person := getattr(entry, name, None))}
    return view.sees_all or not people or view.ctx.by in people


def _about(view: View, subject: str, called: str) -> Report:
    found = [one for one in view.ledger.about(subject) if one.on <= view.day]
    visible = [one for one in found if _is_visible(view, one)]
    if not found:
        if subject in view.ledger.licences.keys or subject in view.ledger.licences.tokens:
            return view.says(f"**Nothing is recorded about {called}{view.when()}.**", rules=("track-usage",))
        return view.says(f"**There is no {called} in the ledger.**", rules=("track-usage",))
    return _list(view, visible, f"about {cut(called)}", hidden=len(found) > len(visible))


def _seat(view: View, seat: str) -> Report:
    """A seat's entries; to others than its holders it is not shown."""
    home = view.ledger.seats.home(seat)
    if home is None:
        return view.says(f"**There is no {cut(seat)} in the ledger.**", rules=("track-usage",))
    if not (view.sees_all or seat in view.ledger.seats.ever(view.ctx.by)):
        return view.says(f"**I can't show that seat.** {view.hidden()}", rules=("admin-role",))
    called = f"{view.product(home[1])} seat {view.ledger.seats.number(seat)}"
    return _about(view, seat, called)


def _person(view: View, person: str) -> Report:
    if not view.sees(person):
        text = f"**I can't show what {cut(view.named(person))} had.** {view.hidden()}"
        return view.says(text, rules=("admin-role",))
    found = [one for one in view.ledger.about(person) if one.on <= view.day and _is_of(view, one)]
    name = "you" if person == view.ctx.by else view.name(person)
    if not found:
        return view.says(f"**Nothing is recorded about {name}{view.when()}.**", rules=("track-usage",))
    return _list(view, found, f"about {name}")


def _is_of(view: View, entry: Entry) -> bool:
    product = getattr(entry, "product", None)
    return product is None or view.wants(product)


def _of_offers(view: View) -> Report:
    """What was bought, renewed, swapped and ended."""
    offers = {one.id for one in view.offers()}
    made = (one for offer in offers for one in view.ledger.about(offer) if isinstance(one, _OF_OFFERS))
    found: list[Entry] = [one for one in made if one.on <= view.day]
    if not found:
        return view.nothing_bought()
    return _list(view, found, "about what was bought and renewed")


def _of_machine(view: View, machine: str) -> Report:
    """What is on a machine, and what happened there."""
    called = machine.casefold()
    there = (one for one in _everything(view) if str(getattr(one, "machine", "")).casefold() == called)
    found = [one for one in there if not view.ledger.is_reversed(one.number) and one.on <= view.day]
    if not found:
        tell = f'Tell me: "activated K1 on {cut(machine)}".'
        return view.says(f"**Nothing is recorded on {cut(machine)}{view.when()}.**", tell, rules=("track-usage",))
    uses = [use for use in view.ledger.licences.everything_in_use(view.day) if use.machine.casefold() == called]
    names = joined([view.product(use.product) for use in uses])
    report = _list(view, found, f"about {cut(machine)}")
    has = f"**{cut(machine)} has {names}{view.when()}.**" if uses else f"**Nothing is on {cut(machine)} any more.**"
    return replace(report, text=f"{has}\n{report.text.replace('**', '', 2)}")


def _of_reference(view: View, reference: str) -> Report:
    """What was recorded with the number of a case or an order, for who may read what others recorded."""
    if not view.sees_all:
        return view.says(f"**I can't show {cut(reference)}.** {view.hidden()}", rules=("admin-role",))
    typed = reference.casefold().lstrip("#")
    found = [one for one in _backwards(view) if (one.reference or "").casefold().lstrip("#") == typed]
    if not found:
        text = f"**Nothing is recorded with the number {cut(reference)}.**"
        return view.says(text, "Say it with what you record: “token 7 replaced, case 4711”.", rules=("track-usage",))
    return _list(view, found, f"with the number {cut(reference)}")


def _recorded(view: View) -> Report:
    """What was recorded in some days, whatever day it is about, and by whom."""
    since, until = view.ask.since or dt.date.min, view.day
    made = (one for one in _everything(view) if one.at and since <= one.at.date() <= until)
    found = [one for one in made if view.ask.by in (None, one.by) and _is_visible(view, one)]
    days = _days(view)
    by = f" by {_doer(view, view.ask.by)}" if view.ask.by else ""
    if not found:
        last = next((one.at for one in _everything(view) if one.at and view.ask.by in (None, one.by)), None)
        more = f"The last entry{by} is of {in_words(last.date())}." if last else ""
        return view.says(
            f"**Nothing was recorded{by}{days}.**", more, verdict=view.verdict(is_so=False), rules=("track-usage",)
        )
    lines = (f"{_made_on(view, one)}{_line(view, one)}{'' if by else f', by {_doer(view, one.by)}'}" for one in found)
    return view.says(
        f"**{count(len(found), 'entry', 'entries')} recorded{by}{days}, the latest first.**",
        *listed(lines, len(found)),
        "" if view.sees_all else view.hidden(),
        verdict=view.verdict(is_so=True),
        rules=("track-usage", "audit-records"),
        table=tabled(("Day", "What", "Entry"), _rows(view, found), len(found)),
    )


def _everything(view: View) -> Iterator[Entry]:
    """All entries, the latest first, those that were taken back too."""
    return (one for seq in range(view.ledger.last_seq, 0, -1) if (one := view.ledger.entry(seq)))


def _doer(view: View, person: str) -> str:
    return "you" if person == view.ctx.by else view.name(person)


def _days(view: View) -> str:
    since, until = view.ask.since, view.day
    if since is None:
        return ""
    if since == until:
        return f" {'today, ' if until == view.today else 'on '}{in_words(until)}"
    return f" from {in_words(since)} to {in_words(until)}"


def _made_on(view: View, entry: Entry) -> str:
    """Where an entry is about another day than that on which it was recorded, that day; and that it does not count."""
    gone = "taken back, " if view.ledger.is_reversed(entry.number) else ""
    return f"{gone}recorded on {in_words(entry.at.date())}, " if entry.at and entry.at.date() != entry.on else gone


def _latest(view: View) -> Report:
    """The latest entries of all, by number."""
    if not view.ledger.last_seq:
        return view.says(_empty(view), rules=("track-usage",))
    latest = islice(_backwards(view), _LOOKED_AT)
    found = list(islice((one for one in latest if one.on <= view.day and _is_visible(view, one)), LINES))
    if not found:
        return view.says(f"**Nothing is recorded that you can see{view.when()}.**", rules=("track-usage",))
    lines = [_line(view, one) for one in found]
    head = f"**The latest of {count(view.ledger.last_seq, 'entry', 'entries')}{view.when()}.**"
    more = "" if view.sees_all else view.hidden()
    table = tabled(("Day", "What", "Entry"), _rows(view, found), len(found))
    return view.says(head, *listed(lines, len(lines)), more, rules=("track-usage", "audit-records"), table=table)


def _backwards(view: View) -> Iterator[Entry]:
    for seq in range(view.ledger.last_seq, 0, -1):
        if (entry := view.ledger.entry(seq)) and not view.ledger.is_reversed(seq):
            yield entry


def _list(view: View, found: list[Entry], about: str, *, hidden: bool = False) -> Report:
    found.sort(key=lambda one: (one.on, one.number), reverse=True)
    last = found[0].on if found else None
    lines = (_line(view, one) for one in found)
    head = f"**{count(len(found), 'entry', 'entries')} {about}{view.when()}, the latest first.**"
    return view.says(
        head,
        *listed(lines, len(found)),
        view.hidden() if hidden else "",
        rules=("track-usage", "audit-records"),
        date=last,
        table=tabled(("Day", "What", "Entry"), _rows(view, found), len(found)),
    )


def _line(view: View, entry: Entry) -> str:
    return f"{in_words(entry.on)}: {told(view.ledger, view.ctx, entry)[:200]} (#{entry.number})"


def _rows(view: View, found: Iterable[Entry]) -> Iterator[tuple[str, str, str]]:
    return ((in_words(one.on), told(view.ledger, view.ctx, one), f"#{one.number}") for one in found)


def _empty(view: View) -> str:
    return view.nothing_bought().text.split("\n")[0]
