"""Keys with their activations, tokens with their tenants, software on machines."""

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from policy import model
from policy.ledger.offers import WINDOW
from policy.ledger.pool import Pool
from policy.ledger.track import Shelf, no_state
from policy.model import Entry

_FEW: Final = 5


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


_OF_A_KEY: Final = ("label", "offer", "product", "activations", "issued", "issue", "last_five")
_OF_A_TOKEN: Final = ("label", "offer", "service", "seats", "program_year", "issued", "issue")
"""What its issue says of a key or token."""


class Licences:
    """Keys, tokens and installed software."""

    def __init__(self, base: "Licences | None" = None) -> None:
        self._base = base
        self.keys: Shelf[str, Key] = base.keys.fork() if base else Shelf(self._key_after)
        self.tokens: Shelf[str, Token] = base.tokens.fork() if base else Shelf(self._token_after)
        self.activations: Shelf[tuple[str, str], None] = base.activations.fork() if base else Shelf(no_state)
        self.installed: Shelf[tuple[str, str], Use] = base.installed.fork() if base else Shelf(self._use_after)
        self._issues: dict[str, model.KeyIssued | model.TokenIssued] = {}
        self._of_offer: dict[str, dict[str, None]] = {}
        self._labels: dict[tuple[str, str], list[str]] = {}
        self._machines: dict[str, Pool[tuple[str, str], Use]] = {}
        self._products: dict[str, dict[str, None]] = {}
        self._open: Pool[str, Token] = (
            base._open.fork(self.tokens) if base else Pool(self.tokens, lambda token: token.unused)
        )

    def issue(self, key_or_token: str) -> model.KeyIssued | model.TokenIssued | None:
        """The entry by which a key or token was recorded."""
        found = self._issues.get(key_or_token)
        return self._base.issue(key_or_token) if found is None and self._base else found

    def home(self, key_or_token: str) -> tuple[str, str] | None:
        """The offer that issued a key or token, and its product or service."""
        issue = self.issue(key_or_token)
        if issue is None:
            return None
        return issue.offer, issue.product if isinstance(issue, model.KeyIssued) else issue.service

    def presumed_key(self, key: str) -> Key | None:
        """A key before anything was done with it, also on days before it was recorded."""
        issue = self.issue(key)
        return new_key(issue) if isinstance(issue, model.KeyIssued) else None

    def presumed_token(self, token: str) -> Token | None:
        """A token before anything was done with it, also on days before it was recorded."""
        issue = self.issue(token)
        return new_token(issue) if isinstance(issue, model.TokenIssued) else None

    def labelled(self, what: str, label: str) -> str | None:
        """The id of the key ("key") or token ("token") with a label, in any case of letters."""
        shelf = self.keys if what == "key" else self.tokens
        standing = [subject for subject in self.all_labelled(what, label) if shelf.last(subject)]
        return standing[-1] if standing else None

    def all_labelled(self, what: str, label: str) -> list[str]:
        """Every key or token that ever had a label, those that were taken back included."""
        below = self._base.all_labelled(what, label) if self._base else []
        return [*below, *self._labels.get((what, label.casefold()), ())]

    def key(self, key: str, day: dt.date) -> Key | None:
        return self.keys.on(key, day)

    def token(self, token: str, day: dt.date) -> Token | None:
        return self.tokens.on(token, day)

    def unused_tokens(self, day: dt.date) -> list[Token]:
        """Tokens still to be entered, the oldest first."""
        return [state for token in self._open.in_use(day) if (state := self.tokens.on(token, day))]

    def tokens_of(self, offer: str, day: dt.date) -> list[Token]:
        """Every token that an offer issued by a day."""
        found = (self.tokens.on(token, day) for token in self._tokens_ever(offer))
        return [state for state in found if state]

    def activated_before(self, key: str, machine: str, day: dt.date) -> bool:
        """Whether a key was used on a machine on or before a day."""
        return self.activations.first((key, machine.casefold()), day) is not None

    def used_with_any_key(self, product: str, machine: str, day: dt.date) -> bool:
        """Whether a product was activated on a machine by a day; an install alone activates nothing."""
        keys = (key for key in self.keys if (home := self.home(key)) and home[1] == product)
        return any(self.activated_before(key, machine, day) for key in keys)

    def use(self, product: str, machine: str, day: dt.date) -> Use | None:
        """A product on a machine, None where it is not, or no longer, in use there."""
        return self.installed.on((product, machine.casefold()), day)

    def products_on(self, machine: str, day: dt.date) -> list[Use]:
        """What is in use on a machine."""
        name = machine.casefold()
        return [use for product in self._products_ever(name) if (use := self.installed.on((product, name), day))]

    def machines(self, product: str) -> Pool[tuple[str, str], Use] | None:
        """The machines that ever had a product, with those in use counted."""
        found = self._machines.get(product)
        if found is None and self._base and (below := self._base.machines(product)):
            found = self._machines[product] = below.fork(self.installed)
        return found

    def in_use(self, product: str, day: dt.date) -> int:
        """On how many machines a product is in use."""
        pool = self.machines(product)
        return pool.count(day) if pool else 0

    def everything_in_use(self, day: dt.date) -> Iterator[Use]:
        """Every product on every machine on a day: what would have to be uninstalled."""
        for product in self.products_installed():
            pool = self.machines(product)
            for place in pool.in_use(day) if pool else ():
                if use := self.installed.on(place, day):
                    yield use

    def products_installed(self) -> Iterator[str]:
        if self._base:
            yield from self._base.products_installed()
        yield from (name for name in self._machines if not (self._base and self._base.machines(name)))

    def note_issue(self, subject: str, entry: model.KeyIssued | model.TokenIssued) -> None:
        self._issues[subject] = entry
        what = "key" if isinstance(entry, model.KeyIssued) else "token"
        if entry.label and subject not in self.all_labelled(what, entry.label):
            self._labels.setdefault((what, entry.label.casefold()), []).append(subject)

    def note_token(self, token: str, day: dt.date) -> None:
        self._open.touch(token, day)
        home = self.home(token)
        if home:
            self._of_offer.setdefault(home[0], {})[token] = None

    def note_use(self, product: str, machine: str, day: dt.date) -> None:
        pool = self.machines(product)
        if pool is None:
            pool = self._machines[product] = Pool(self.installed, lambda use: True)
        pool.touch((product, machine.casefold()), day)
        self._products.setdefault(machine.casefold(), {})[product] = None

    def _tokens_ever(self, offer: str) -> dict[str, None]:
        below = self._base._tokens_ever(offer) if self._base else {}
        return {**below, **self._of_offer.get(offer, {})}

    def _products_ever(self, machine: str) -> dict[str, None]:
        below = self._base._products_ever(machine) if self._base else {}
        return {**below, **self._products.get(machine, {})}

    def _key_after(self, before: Key | None, entry: Entry) -> Key | None:
        if isinstance(entry, model.KeyIssued):
            return _issued_again(before, entry) if before else new_key(entry)
        seq = entry.seq or 0
        before = before or self.presumed_key(getattr(entry, "key", ""))
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

    def _token_after(self, before: Token | None, entry: Entry) -> Token | None:
        if isinstance(entry, model.TokenIssued):
            issued = new_token(entry)
            of_issue = {field: getattr(issued, field) for field in _OF_A_TOKEN}
            return before._replace(**of_issue) if before else issued
        seq = entry.seq or 0
        before = before or self.presumed_token(getattr(entry, "token", ""))
        match entry:
            case model.TokenViewed() if before and not before.view:
                return before._replace(viewed=entry.on, view=seq)
            case model.TokenActivated() if before:
                return before._replace(activated=entry.on, activation=seq, tenant=entry.tenant)
            case model.TokenReplaced() if before:
                return before._replace(replaced_with=entry.with_, replacement=seq)
        return before

    def _use_after(self, before: Use | None, entry: Entry) -> Use | None:
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
                offer, product = self.home(entry.key) or ("", "")
                return Use(entry.machine, product, offer, None, entry.key, entry.on, entry.seq or 0)
            case model.SoftwareRemoved():
                return None
        return before
