"""A key, a token, a product in use: what each is on a day, and how an entry changes it."""

import datetime as dt
from typing import Final, NamedTuple

from policy import model
from policy.ledger.offers import WINDOW
from policy.model import Entry

_FEW: Final = 5
"""Activations."""
_OF_A_KEY: Final = ("label", "offer", "product", "activations", "issued", "issue", "last_five")
_OF_A_TOKEN: Final = ("label", "offer", "service", "seats", "program_year", "issued", "issue")
"""What its issue says of a key or token."""


class Key(NamedTuple):
    """A product key on a day; `left` is None where its activations are not limited or not known."""

    id: str
    label: str | None
    offer: str
    product: str
    activations: int | None
    left: int | None
    consumed: int
    activated: int
    issued: dt.date
    issue: int
    last_five: str | None = None
    viewed: dt.date | None = None
    view: int | None = None
    last_use: int | None = None
    counted: int | None = None
    """The portal's count, where it came after the last use."""

    @property
    def used(self) -> int:
        """How many activations are gone: by what is left of them, which the portal's count sets, else by the uses."""
        if self.activations is None or self.left is None:
            return self.consumed
        return max(self.consumed, self.activations - self.left)


def runs_low(left: int, of: int | None) -> bool:
    """Whether few activations are left of a key: five, or a fifth of all if that is more; of a small key the half."""
    return left <= max(_FEW, (of or 0) // 5) and (of is None or left * 2 <= of)


class Token(NamedTuple):
    """A token of a cloud service on a day."""

    id: str
    label: str | None
    offer: str
    service: str
    seats: int
    program_year: int
    issued: dt.date
    issue: int
    viewed: dt.date | None = None
    view: int | None = None
    activated: dt.date | None = None
    activation: int | None = None
    tenant: str | None = None
    replaced_with: str | None = None
    replacement: int | None = None

    @property
    def replaceable_until(self) -> dt.date | None:
        """The last day to ask for a replacement: 30 days after the activation."""
        return self.activated + WINDOW if self.activated else None

    @property
    def unused(self) -> bool:
        """Whether it is still to be entered."""
        return self.activated is None and self.replaced_with is None


class Use(NamedTuple):
    """A product in use on a machine; `install` is None where only an activation tells so."""

    machine: str
    product: str
    offer: str
    install: str | None
    key: str | None
    since: dt.date
    entry: int


def new_key(entry: model.KeyIssued) -> Key:
    """A key as it was issued."""
    return Key(
        id=entry.key,
        label=entry.label,
        offer=entry.offer,
        product=entry.product,
        activations=entry.activations,
        left=entry.activations,
        consumed=0,
        activated=0,
        issued=entry.on,
        issue=entry.seq or 0,
        last_five=entry.last_five,
    )


def new_token(entry: model.TokenIssued) -> Token:
    """A token as it was issued."""
    return Token(
        id=entry.token,
        label=entry.label,
        offer=entry.offer,
        service=entry.service,
        seats=entry.seats,
        program_year=entry.program_year,
        issued=entry.on,
        issue=entry.seq or 0,
    )


def _issued_again(before: Key, entry: model.KeyIssued) -> Key:
    """A key that was used on days before it was issued, with what its issue says, which may have been put right."""
    issued = new_key(entry)
    more = (issued.activations or 0) - (before.activations or 0)
    left = issued.activations if before.left is None else max(0, before.left + more)
    return before._replace(**{field: getattr(issued, field) for field in _OF_A_KEY}, left=left)


def key_after(before: Key | None, entry: Entry) -> Key | None:
    """A key after an entry about it."""
    if isinstance(entry, model.KeyIssued):
        return _issued_again(before, entry) if before else new_key(entry)
    seq = entry.seq or 0
    match entry:
        case model.KeyViewed() if before and not before.view:
            return before._replace(viewed=entry.on, view=seq)
        case model.KeyCounted() if before:
            return before._replace(left=entry.left, counted=seq)
        case model.KeyActivated() if before:
            return before._replace(
                left=None if before.left is None else max(0, before.left - entry.consumed),
                consumed=before.consumed + entry.consumed,
                activated=before.activated + 1,
                last_use=seq if entry.consumed else before.last_use,
                counted=None if entry.consumed else before.counted,
            )
    return before


def token_after(before: Token | None, entry: Entry) -> Token | None:
    """A token after an entry about it."""
    if isinstance(entry, model.TokenIssued):
        issued = new_token(entry)
        of_issue = {field: getattr(issued, field) for field in _OF_A_TOKEN}
        return before._replace(**of_issue) if before else issued
    seq = entry.seq or 0
    match entry:
        case model.TokenViewed() if before and not before.view:
            return before._replace(viewed=entry.on, view=seq)
        case model.TokenActivated() if before:
            return before._replace(activated=entry.on, activation=seq, tenant=entry.tenant)
        case model.TokenReplaced() if before:
            return before._replace(replaced_with=entry.with_, replacement=seq)
    return before


def use_after(before: Use | None, entry: Entry, home: tuple[str, str] | None) -> Use | None:
    """A product on a machine after an entry about it; `home` are the offer and product of the key that it names."""
    match entry:
        case model.SoftwareInstalled():
            return Use(
                entry.machine,
                entry.product,
                entry.offer,
                entry.install,
                entry.key,
                entry.on,
                entry.seq or 0,
            )
        case model.KeyActivated():
            if before:
                return before._replace(key=entry.key)
            offer, product = home or ("", "")
            return Use(entry.machine, product, offer, None, entry.key, entry.on, entry.seq or 0)
        case model.SoftwareRemoved():
            return None
    return before
