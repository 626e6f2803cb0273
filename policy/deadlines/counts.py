"""What runs low or lapses: the activations of a key, a month's Azure credit."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from policy.acts.credit import UseCredit
from policy.acts.keys import CountKey
from policy.acts.reminders import FinishReminder
from policy.context import capital, count, money
from policy.days import month_end
from policy.deadlines.deadline import Button, Deadline, cut
from policy.deadlines.look import Look, dated
from policy.ladders import Kind, kinds
from policy.ledger import Credit, Key, runs_low
from policy.model import CreditForm

_WORTH_A_WORD: Final = Decimal("0.05")
"""Of a month's credit: less than this share left is not told."""


def counts(look: Look) -> Iterator[Deadline]:
    """Keys with few activations left, and credit that would lapse with the month."""
    for subject in look.ledger.licences.keys:
        key = look.ledger.licences.key(subject, look.today)
        if key and key.left is not None and look.ledger.offers.covers(key.offer, look.today):
            yield from _low(look, key, key.left)
    for credit in look.ledger.services.granted(look.today):
        if credit.form is CreditForm.MONTHLY:
            yield from _credit(look, credit)


def _low(look: Look, key: Key, left: int) -> Iterator[Deadline]:
    """Told when few are left, and once more when none is."""
    given, deadline = key.activations or 0, f"{Kind.ACTIVATIONS}:{key.id}"
    touched = key.activated > 0 or left != given
    if not runs_low(left, key.activations) or not touched or look.done(deadline):
        return
    track = look.ledger.licences.keys.track(key.id)
    entries = list(track.entries(until=look.today)) if track else []
    since = entries[-1].on if entries else look.today
    name = key_called(key)
    words = kinds()[Kind.ACTIVATIONS]
    told, state = (count(left, "activation"), "low") if left else ("no activation", "none")
    yield Deadline(
        id=deadline,
        kind=Kind.ACTIVATIONS,
        subject=key.id,
        opens=since,
        day=None,
        people=look.people(deadline, look.by(key.issue)),
        rungs=tuple(replace(rung, id=f"{state}{rung.id}") for rung in look.after(Kind.ACTIVATIONS, since)),
        topic=Kind.ACTIVATIONS,
        said={
            "key": name,
            "Key": capital(name),
            "product": look.product(key.product),
            "activations": told,
            "detail": f"{name} ({look.product(key.product)}, {told})",
            "since": dated(since),
        },
        buttons=(
            Button(words.act, CountKey(key=key.id)),
            Button(words.done, FinishReminder(deadline=deadline, called=name)),
        ),
    )


def _credit(look: Look, credit: Credit) -> Iterator[Deadline]:
    """Monthly credit before the month ends: that it lapses is how Azure does it, the guide is silent."""
    today = look.today
    if credit.offer and not look.ledger.offers.covers(credit.offer, today):
        return
    left = look.ledger.services.left(credit, today)
    deadline = f"{Kind.CREDIT}:{credit.id}:{today:%Y-%m}"
    if left <= 0 or left < credit.amount * _WORTH_A_WORD or look.done(deadline):
        return
    first = today.replace(day=1)
    last = month_end(today)
    amount = money(left, credit.currency)
    words = kinds()[Kind.CREDIT]
    yield Deadline(
        id=deadline,
        kind=Kind.CREDIT,
        subject=credit.id,
        opens=max(first, credit.since),
        day=last,
        people=look.people(deadline, look.by(credit.entry)),
        rungs=look.before(Kind.CREDIT, last),
        topic=deadline,
        said={"amount": amount, "month": f"{today:%B}"},
        buttons=(
            Button(words.act, UseCredit(credit=credit.id)),
            Button(words.done, FinishReminder(deadline=deadline, called=f"{today:%B}'s credit")),
        ),
        until=last,
    )


def key_called(key: Key) -> str:
    """A key within a sentence: key K7."""
    label = cut(key.label or key.id)
    return label if label.casefold().startswith("key") else f"key {label}"
