"""An entry in one line, as people would tell it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from policy import model
from policy.context import Context, count, in_words, programme_name
from policy.ladders import Kind, kinds
from policy.ledger import Ledger, Settings
from policy.model import Entry


def told(ledger: Ledger, ctx: Context, entry: Entry) -> str:
    """What an entry says: "Ana Souza got Visual Studio Professional seat 2"."""
    return _TOLD[type(entry)](_Teller(ledger, ctx), entry)


class _Teller:
    def __init__(self, ledger: Ledger, ctx: Context) -> None:
        self.ledger, self.ctx = ledger, ctx

    def seat(self, seat: str) -> str:
        home = self.ledger.seats.home(seat)
        return f"{self.ctx.product(home[1])} seat {self.ledger.seats.number(seat)}" if home else seat

    def offer(self, offer: str) -> str:
        known = self.ledger.offers.known(offer)
        return f"the {self.ctx.offer(known)}" if known else offer

    def key(self, key: str) -> str:
        known = self.ledger.licences.keys.last(key)
        return f"key {known.label or key}" if known else key

    def token(self, token: str) -> str:
        known = self.ledger.licences.tokens.last(token)
        return f"token {known.label or token}" if known else token

    def subject(self, subject: str) -> str:
        return self.token(subject) if subject in self.ledger.licences.tokens else self.offer(subject)

    def name(self, person: str) -> str:
        return self.ctx.name(person)

    def product(self, product: str | None) -> str:
        return self.ctx.product(product) if product else "no product named"


def _settings(entry: model.SettingsChanged) -> dict[str, str]:
    """The settings in words, by name; of those that few set only what is set."""
    learning = {True: "a learning partner", False: "no learning partner", None: ""}[entry.learning_partner]
    told = {
        "zone": f"time zone {entry.zone}",
        "day_order": f"dates {entry.day_order.value.replace('_', ' ')}",
        "morning": f"reminders from {entry.morning}",
        "evening": f"none from {entry.evening}" if entry.evening else "",
        "learning_partner": learning,
        "holidays": f"days off of {entry.holidays}" if entry.holidays else "",
        "weekly_channel": f"weekly summary to {entry.weekly_channel}" if entry.weekly_channel else "",
        "head_channel": f"head of the record to {entry.head_channel}" if entry.head_channel else "",
        "ladders": ", ".join(_ladder(kind, days) for kind, days in sorted(entry.ladders.items())),
    }
    return {name: text for name, text in told.items() if text}


def _ladder(kind: str, days: Sequence[int]) -> str:
    when = "before" if kind in set(Kind) and kinds()[Kind(kind)].before else "after"
    numbers = ", ".join(map(str, days))
    return f"reminders about {_called(kind)} {numbers} days {when}" if days else f"no reminders about {_called(kind)}"


def _changed_settings(ledger: Ledger, ctx: Context, entry: model.SettingsChanged) -> Iterator[str]:
    """What is other than it was before."""
    earlier = [one for one in ledger.company.settings_shelf.entries("") if entry.seq is None or one.number < entry.seq]
    before: object = max(earlier, key=lambda one: one.number, default=ledger.company.defaults)
    told = _settings(entry)
    for name in _settings_names():
        was, now = getattr(before, name), getattr(entry, name)
        if name == "evening":
            was, now = was or Settings().evening, now or Settings().evening
        if name == "ladders":
            was = dict(was)
            yield from (_ladder(kind, days) for kind, days in sorted(now.items()) if was.get(kind) != days)
            yield from (f"the usual ones about {_called(kind)}" for kind in sorted(was.keys() - now.keys()))
        elif name == "who":
            was, now = dict(was or {}), dict(now or {})
            chosen = ((kind, person) for kind, person in sorted(now.items()) if was.get(kind) != person)
            yield from (f"reminders about {_called(kind)} go to {ctx.name(person)}" for kind, person in chosen)
        elif was != now:
            yield told.get(name, _UNSET.get(name, ""))


def _settings_names() -> list[str]:
    return [name for name in model.SettingsChanged.model_fields if name not in Entry.model_fields]


def _called(kind: str) -> str:
    return kinds()[Kind(kind)].called if kind in set(Kind) else kind


_UNSET: Final = {
    "evening": "none from 21:00",
    "holidays": "days off on Saturdays and Sundays",
    "weekly_channel": "no weekly summary",
    "head_channel": "no head of the record in a channel",
    "learning_partner": "a learning partner or not: open",
}


_TOLD: Final[dict[type[Entry], Callable[[_Teller, Any], str]]] = {
    model.WorkspaceSetUp: lambda t, e: "the workspace was set up",
    model.SettingsChanged: lambda t, e: (
        f"the settings: {', '.join(_changed_settings(t.ledger, t.ctx, e)) or 'as they were'}"
    ),
    model.PersonAdded: lambda t, e: f"{t.name(e.person)} was added",
    model.PersonErased: lambda t, e: f"name and address of {t.name(e.person)} were erased",
    model.RoleGiven: lambda t, e: f"{t.name(e.person)} became {e.role}",
    model.RoleTaken: lambda t, e: f"{t.name(e.person)} was no longer {e.role}",
    model.DeputyNamed: lambda t, e: (
        f"{t.name(e.deputy)} is {t.name(e.person)}'s deputy" + (f" until {in_words(e.until)}" if e.until else "")
    ),
    model.DeputyDismissed: lambda t, e: f"{t.name(e.deputy)} is no longer {t.name(e.person)}'s deputy",
    model.LocationAdded: lambda t, e: f"{e.location} came onto the profile",
    model.LocationRemoved: lambda t, e: f"{e.location} left the profile",
    model.FactStated: lambda t, e: f"{e.fact.replace('_', ' ')} was stated: {e.value}",
    model.OfferPurchased: lambda t, e: f"{programme_name(e.program, e.level, e.competency)} bought",
    model.OfferRenewed: lambda t, e: f"{t.offer(e.offer)} was renewed",
    model.OfferSwapped: lambda t, e: f"swapped to the {programme_name(e.program)}",
    model.OfferEnded: lambda t, e: f"{t.offer(e.offer)} ended, {e.reason}",
    model.ClaimMade: lambda t, e: f"the {e.claim} of {t.subject(e.subject)} was asked for",
    model.ClaimDecided: lambda t, e: f"Microsoft {e.decision} the {e.claim} of {t.subject(e.subject)}",
    model.GrantRecorded: lambda t, e: f"{t.offer(e.offer)} grants {e.quantity} {t.product(e.product)}",
    model.KeyIssued: lambda t, e: (
        f"key {e.label or e.key} for {t.product(e.product)} was issued"
        + (f", {count(e.activations, 'activation')}" if e.activations else "")
    ),
    model.KeyViewed: lambda t, e: f"{t.key(e.key)} was viewed",
    model.KeyCounted: lambda t, e: f"{t.key(e.key)} has {count(e.left, 'activation')} left, as the portal says",
    model.KeyActivated: lambda t, e: f"{t.key(e.key)} was used on {e.machine} ({count(e.consumed, 'activation')})",
    model.SoftwareInstalled: lambda t, e: f"{t.product(e.product)} was installed on {e.machine}",
    model.SoftwareRemoved: lambda t, e: f"{t.product(e.product)} was removed from {e.machine}",
    model.TokenIssued: lambda t, e: f"token {e.label or e.token} was issued, {e.seats} {t.product(e.service)} seats",
    model.TokenViewed: lambda t, e: f"{t.token(e.token)} was viewed",
    model.TokenActivated: lambda t, e: f"{t.token(e.token)} was activated on {e.tenant} for {count(e.seats, 'seat')}",
    model.TokenReplaced: lambda t, e: f"{t.token(e.token)} was replaced by {t.token(e.with_)}",
    model.SeatAssigned: lambda t, e: f"{t.name(e.person)} got {t.seat(e.seat)}",
    model.SeatActivated: lambda t, e: f"{t.name(e.person)} activated {t.seat(e.seat)}",
    model.SeatReleased: lambda t, e: f"{t.name(e.person)} gave back {t.seat(e.seat)}",
    model.SeatReassigned: lambda t, e: f"{t.seat(e.seat)} went from {t.name(e.from_person)} to {t.name(e.person)}",
    model.SeatQueued: lambda t, e: f"{t.name(e.person)} began to wait for {t.product(e.product)}",
    model.SeatUnqueued: lambda t, e: f"{t.name(e.person)} no longer waited for {t.product(e.product)}",
    model.SeatRequested: lambda t, e: f"{t.name(e.person)} asked for a {t.product(e.product)} seat",
    model.RequestDecided: lambda t, e: f"{t.name(e.person)}'s request was {e.decision}",
    model.IncidentOpened: lambda t, e: (
        f"{e.support} support incident opened, {t.product(e.product)}" + (f" {e.version}" if e.version else "")
    ),
    model.CreditGranted: lambda t, e: f"{e.amount} {e.currency} of {e.form} credit granted",
    model.CreditUsed: lambda t, e: f"{e.amount} {e.currency} of {e.form} credit used",
    model.HoursUsed: lambda t, e: f"{e.hours} presales hours used",
    model.BalanceRecorded: lambda t, e: f"{e.used} {e.balance.replace('_', ' ')} had been used before",
    model.EntryReversed: lambda t, e: f"#{e.seq_reversed} was taken back",
    model.ImportRecorded: lambda t, e: f"{e.file} was imported, {count(e.rows, 'row')}",
    model.ReminderSent: lambda t, e: f"{t.name(e.to)} was reminded of {e.deadline}",
    model.ReminderSnoozed: lambda t, e: (
        f"{t.name(e.to)} put off {e.deadline}" + (f" until {in_words(e.until)}" if e.until else "")
    ),
    model.ReminderDone: lambda t, e: f"{e.deadline} was marked done",
    model.ReminderHandedOver: lambda t, e: f"{e.deadline} was handed to {t.name(e.to)}",
}
