"""Keys with their activations, tokens with their tenants, software on machines."""

import datetime as dt
from collections.abc import Iterator

from policy import model
from policy.ledger.licence_states import Key, Token, Use, key_after, new_key, new_token, token_after, use_after
from policy.ledger.pool import Pool
from policy.ledger.track import Shelf, no_state
from policy.model import Entry


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

    def meant(self, what: str, named: str) -> str:
        """The id of the key ("key") or token ("token") that a label or an id names, the label first."""
        return self.labelled(what, named) or named

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
        if not isinstance(entry, model.KeyIssued):
            before = before or self.presumed_key(getattr(entry, "key", ""))
        return key_after(before, entry)

    def _token_after(self, before: Token | None, entry: Entry) -> Token | None:
        if not isinstance(entry, model.TokenIssued):
            before = before or self.presumed_token(getattr(entry, "token", ""))
        return token_after(before, entry)

    def _use_after(self, before: Use | None, entry: Entry) -> Use | None:
        home = self.home(entry.key) if isinstance(entry, model.KeyActivated) else None
        return use_after(before, entry, home)
