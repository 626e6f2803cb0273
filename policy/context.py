"""What an act is judged with, beside the ledger: the day, who acts, and how things are called."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from policy.catalogue import Catalogue
from policy.days import DayOff, in_words, weekend
from policy.ledger import Key, Ledger, Offer, Token
from policy.ledger.lapsed import Lapsed
from policy.model import Level, Programme
from policy.rulebook import Edition

_PROGRAMMES = {Programme.ACTION_PACK: "Action Pack", Programme.LEARNING_ACTION_PACK: "Learning Action Pack"}
SPECIAL = {
    "product-incidents": "product support incidents",
    "cloud-incidents": "Signature Cloud Support incidents",
    "presales-hours": "presales hours",
}
"""What is granted and is no product, with its name."""


def _everybody(person: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Context:
    """`today` is the workspace's day, `by` who acts; `name` gives a person's name.

    `confirmed` is True when the person has answered the question of a Confirm with its first choice.
    """

    today: dt.date
    by: str
    name: Callable[[str], str]
    edition: Edition
    catalogue: Catalogue
    confirmed: bool = False
    off: DayOff = weekend
    """The days on which nobody is reminded."""
    left: Collection[str] = ()
    """Who is known to have left, as by an account that was switched off."""
    guests: Collection[str] = ()
    """Who is here as a guest, or of another organisation."""
    knows: Callable[[str], bool] = _everybody
    """Whether somebody is in the directory."""

    def product(self, product: str) -> str:
        """A product's name."""
        found = self.catalogue.by_id.get(product)
        return found.name if found else SPECIAL.get(product, product)

    def kind(self, product: str) -> str | None:
        """on_premises, cloud or visual_studio; None for what the catalogue does not know."""
        found = self.catalogue.by_id.get(product)
        return found.kind if found else None

    def offer(self, offer: Offer) -> str:
        """An offer's name: Action Pack, Gold Data Analytics competency."""
        return programme_name(offer.program, offer.level, offer.competency)

    def day(self, day: dt.date) -> str:
        """A day as people write it, and that it is today."""
        return f"today, {in_words(day)}" if day == self.today else in_words(day)

    def small(self, rules: Iterable[str], *entries: int | None) -> str:
        """The last line of a reply: the sections it rests on, and entries."""
        sections = self.edition.sections_of(rules)
        numbers = [f"entry #{entry}" for entry in dict.fromkeys(entries) if entry]
        return f"_{' · '.join([*sections, *numbers])}_" if sections or numbers else ""


def programme_name(program: Programme, level: Level | None = None, competency: str | None = None) -> str:
    """A programme as people call it."""
    if program in _PROGRAMMES:
        return _PROGRAMMES[program]
    words = [str(level).capitalize() if level else "", competency or "", "competency"]
    return " ".join(word for word in words if word)


def key_name(key: Key) -> str:
    """A key as people call it: Key K7."""
    return _labelled("Key", key.label, key.id)


def token_name(token: Token) -> str:
    """A token as people call it: Token 7."""
    return _labelled("Token", token.label, token.id)


def _labelled(noun: str, label: str | None, subject: str) -> str:
    if label is None:
        return f"{noun} {subject}"
    return label if label.casefold().startswith(noun.casefold()) else f"{noun} {label}"


def software_left(ctx: Context, over: Lapsed) -> str:
    """What is still in use of an offer that is over: Office on pc-1, SQL Server on db-1 and 3 more."""
    named = [f"{ctx.product(use.product)} on {use.machine}" for use in over.uses[:3]]
    more = f" and {len(over.uses) - 3:,} more" if len(over.uses) > 3 else ""
    return f"{', '.join(named)}{more} (the {ctx.offer(over.offer)} ran until {in_words(over.last)})"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun: 1 seat, 3 seats."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def with_and(words: Sequence[str]) -> str:
    """Several as a sentence names them: one, two and three."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def capital(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def money(amount: Decimal, currency: str = "") -> str:
    """An amount with its currency: 100 USD, 12.50 EUR."""
    return f"{amount:,.2f}".removesuffix(".00") + (f" {currency}" if currency else "")


def days_left(last: dt.date, today: dt.date) -> str:
    """How long a window stays open: today is its last day, or 21 days."""
    left = (last - today).days
    return "today is its last day" if left == 0 else count(left, "day")


__all__ = [
    "Context",
    "Ledger",
    "capital",
    "count",
    "days_left",
    "in_words",
    "key_name",
    "money",
    "programme_name",
    "software_left",
    "token_name",
]
