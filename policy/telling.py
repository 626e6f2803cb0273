"""An entry in one line, as people would tell it."""

from collections.abc import Callable
from typing import Any, Final

from policy import model
from policy.context import Context, count, in_words, programme_name
from policy.ledger import Ledger
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


_TOLD: Final[dict[type[Entry], Callable[[_Teller, Any], str]]] = {
    model.WorkspaceSetUp: lambda t, e: "the workspace was set up",
    model.SettingsChanged: lambda t, e: (
        f"the settings are: time zone {e.zone}, dates {e.day_order.value.replace('_', ' ')}, reminders from {e.morning}"
        + {True: ", a learning partner", False: ", no learning partner"}.get(e.learning_partner, "")
    ),
    model.PersonAdded: lambda t, e: f"{t.name(e.person)} was added",
    model.PersonErased: lambda t, e: f"name and address of {t.name(e.person)} were erased",
    model.RoleGiven: lambda t, e: f"{t.name(e.person)} became {e.role}",
    model.RoleTaken: lambda t, e: f"{t.name(e.person)} was no longer {e.role}",
    model.DeputyNamed: lambda t, e: f"{t.name(e.deputy)} stood in for {t.name(e.person)}",
    model.DeputyDismissed: lambda t, e: f"{t.name(e.deputy)} no longer stood in for {t.name(e.person)}",
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
    model.KeyIssued: lambda t, e: f"key {e.label or e.key} for {t.product(e.product)} was issued",
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
    model.IncidentOpened: lambda t, e: f"{e.support} support incident opened, {t.product(e.product)}",
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
