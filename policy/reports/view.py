"""What one person may see of a ledger on a day, and how a report is put together."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from policy.acts.find import matches
from policy.acts.outcome import Choice
from policy.context import Context, in_words, programme_name, with_and
from policy.decision import Form, Verdict
from policy.ledger import Ledger, Offer, Seat
from policy.model import Level, Programme
from policy.reports.asked import Asked, Report, Table

LINES: Final = 20
"""Lines of a list in a text; the table has more."""

ROWS: Final = 200
"""Rows of a table; the whole is in the export."""

_WORD: Final = 60
"""Characters of a name or label in a report; a longer one is cut."""


@dataclass(frozen=True)
class View:
    """A ledger as `ctx.by` may see it at the end of `day`.

    `sees_all`: administrators and auditors see everybody's, others their own and how many are free.
    Whoever does not see all reads "somebody" wherever another's name would stand; `named` gives the name itself,
    for the person asked about and for administrators. `ctx.today` is the day of the report, `today` the workspace's.
    """

    ledger: Ledger
    ctx: Context
    ask: Asked
    today: dt.date
    sees_all: bool
    named: Callable[[str], str]

    @classmethod
    def of(cls, ledger: Ledger, ctx: Context, ask: Asked) -> "View":
        sees_all = ledger.company.reads_all(ctx.by, ctx.today)
        name = ctx.name if sees_all else _masked(ctx)
        return cls(ledger, replace(ctx, today=ask.on or ctx.today, name=name), ask, ctx.today, sees_all, ctx.name)

    @property
    def day(self) -> dt.date:
        return self.ctx.today

    @property
    def past(self) -> bool:
        return self.day < self.today

    @property
    def administers(self) -> bool:
        """Whether the person who asks may record what is proposed."""
        return self.ledger.company.is_administrator(self.ctx.by, self.today)

    def sees(self, person: str | None) -> bool:
        return self.sees_all or person == self.ctx.by

    def name(self, person: str) -> str:
        return cut(self.ctx.name(person))

    def product(self, product: str) -> str:
        return cut(self.ctx.product(product))

    def offer(self, offer: Offer) -> str:
        return cut(self.ctx.offer(offer))

    def when(self) -> str:
        """The day of the report, where it is not today: " on 3 Mar 2026"."""
        return "" if self.day == self.today else f" on {in_words(self.day)}"

    def be(self, number: int = 1) -> str:
        """Is, are, was or were."""
        return ("was" if self.past else "is") if number == 1 else ("were" if self.past else "are")

    def offers(self, *, standing: bool = False) -> list[Offer]:
        """The offers bought by the day, of the programme asked about; `standing`: whose rights hold on it."""
        found = self.ledger.offers.in_force(self.day) if standing else self.ledger.offers.bought(self.day)
        return [one for one in found if self.ask.programme in (None, one.program)]

    def covers(self, offer: str) -> bool:
        return self.ledger.offers.covers(offer, self.day)

    def wants(self, product: str) -> bool:
        """Whether a product is the one asked about."""
        return self.ask.product is None or matches(self.ask.product, product)

    def polar(self, usual: Form) -> bool:
        """Whether the answer is a yes or a no."""
        return (self.ask.form or usual) is Form.POLAR

    def verdict(self, *, is_so: bool) -> Verdict | None:
        """Yes or no to a question of fact; None where none was put."""
        return yes(is_so=is_so) if self.polar(Form.OPEN) else None

    def token(self) -> str | None:
        """The id of the token asked about."""
        label = self.ask.token or self.ask.key
        return self.ledger.licences.meant("token", label) if label else None

    def key(self) -> str | None:
        """The id of the key asked about."""
        return self.ledger.licences.meant("key", self.ask.key) if self.ask.key else None

    def seat(self, seat: Seat) -> str:
        """A seat as people call it: Visual Studio Professional seat 2 of 3."""
        number = self.ledger.seats.number(seat.id)
        grant = self.ledger.offers.grant(seat.offer, seat.product, self.day)
        of = f" of {grant.quantity:,}" if grant and grant.quantity >= number else ""
        return f"{self.product(seat.product)} seat {number:,}{of}"

    def hidden(self) -> str:
        """What is said where something was left out."""
        named = [cut(self.named(one)) for one in self.ledger.company.administrators(self.today)[:2]]
        ask = f" Ask {' or '.join(named)}." if named else ""
        return f"What others hold is shown to administrators and auditors only.{ask}"

    def says(
        self,
        *lines: str,
        verdict: Verdict | None = None,
        rules: Sequence[str] = (),
        entries: Iterable[int | None] = (),
        date: dt.date | None = None,
        table: Table | None = None,
        choices: tuple[Choice, ...] = (),
        conditions: tuple[str, ...] = (),
    ) -> Report:
        """The report of these lines; the sections and entries that it rests on stand last."""
        kept = tuple(dict.fromkeys(rules))[:4]
        text = "\n".join(filter(None, [*lines, self.ctx.small(kept, *entries)]))
        conditions = conditions if verdict is Verdict.ALLOWED_IF else ()
        return Report(text, verdict, kept, date, table, choices if self.day == self.today else (), conditions)

    def nothing_bought(self) -> Report:
        """No offer by the day, and the sentence that would record one."""
        later = [one for one in self.ledger.offers.bought(dt.date.max) if self.ask.programme in (None, one.program)]
        if later:
            first = min(later, key=lambda one: (one.purchased, one.purchase))
            text = f"**Nothing was bought yet{self.when()}.** The {self.offer(first)} was bought on "
            text += f"{in_words(first.purchased)} (#{first.purchase})."
            return self.says(text, rules=("benefits-start",), date=first.purchased)
        programme = Programme(self.ask.programme) if self.ask.programme in set(Programme) else None
        what = f"No {programme_name(programme)} is" if programme else "No offer is"
        text = f'**{what} recorded yet.** Tell me: "{bought(self.today, programme)}".'
        return self.says(text, rules=("benefits-start", "track-usage"))


def _masked(ctx: Context) -> Callable[[str], str]:
    return lambda person: ctx.name(person) if person == ctx.by else "somebody"


def bought(day: dt.date, programme: Programme | None = None) -> str:
    """The sentence that records a purchase."""
    competency = programme is Programme.COMPETENCY
    level = Level.GOLD if competency else None
    name = programme_name(programme or Programme.ACTION_PACK, level, "Data Analytics" if competency else None)
    return f"we bought the {name} on {day.day} {day:%b}"


def cut(text: str) -> str:
    """A name or label in one line, short enough, and without marks that a message would take for its own."""
    plain = " ".join(text.replace("*", "").replace("`", "").split())
    return plain if len(plain) <= _WORD else f"{plain[: _WORD - 1]}…"


def listed(lines: Iterable[str], total: int) -> list[str]:
    """The first of `total` lines as a list, and how many more there are."""
    shown = [f"• {line}" for line in islice(lines, LINES)]
    return [*shown, f"And {total - len(shown):,} more."] if total > len(shown) else shown


def tabled(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], total: int) -> Table:
    """The first of `total` rows."""
    kept = tuple(islice(rows, ROWS))
    return Table(columns, kept, max(0, total - len(kept)))


def joined(words: Sequence[str]) -> str:
    """Several in a sentence: "one, two and three"; after the first few how many more."""
    if len(words) > 5:
        words = [*words[:4], f"{len(words) - 4:,} more"]
    return with_and(words)


def yes(*, is_so: bool) -> Verdict:
    """Yes or no to a question of fact, as a verdict."""
    return Verdict.ALLOWED if is_so else Verdict.NOT_ALLOWED
