"""Where each kind of entry stands: on the tracks of the subjects that it changes.

Each function also keeps the indexes of its book right; it is called when an entry is added and
when it is withdrawn.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from policy import model
from policy.ledger.track import Shelf
from policy.model import Entry

if TYPE_CHECKING:
    from policy.ledger.ledger import Ledger

Places = list[tuple[Shelf[Any, Any], Any]]


def _offer(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.offers.offers, entry.offer)]


def _claim(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.offers.claims, (entry.claim, entry.subject))]


def _grant(ledger: "Ledger", entry: model.GrantRecorded) -> Places:
    ledger.offers.note_grant(entry.offer, entry.product)
    return [(ledger.offers.grants, (entry.offer, entry.product))]


def _key_issued(ledger: "Ledger", entry: model.KeyIssued) -> Places:
    ledger.licences.note_issue(entry.key, entry)
    return [(ledger.licences.keys, entry.key)]


def _key_viewed(ledger: "Ledger", entry: model.KeyViewed) -> Places:
    return [(ledger.licences.keys, entry.key), *_use_of(ledger, ledger.licences.home(entry.key))]


def _key_counted(ledger: "Ledger", entry: model.KeyCounted) -> Places:
    return [(ledger.licences.keys, entry.key)]


def _key_activated(ledger: "Ledger", entry: model.KeyActivated) -> Places:
    home = ledger.licences.home(entry.key)
    machine = entry.machine.casefold()
    places: Places = [
        (ledger.licences.keys, entry.key),
        (ledger.licences.activations, (entry.key, machine)),
        *_use_of(ledger, home),
    ]
    if home:
        ledger.licences.note_use(home[1], machine, entry.on)
        places.append((ledger.licences.installed, (home[1], machine)))
    return places


def _software(ledger: "Ledger", entry: Any) -> Places:
    machine = entry.machine.casefold()
    ledger.licences.note_use(entry.product, machine, entry.on)
    return [(ledger.licences.installed, (entry.product, machine))]


def _token_issued(ledger: "Ledger", entry: model.TokenIssued) -> Places:
    ledger.licences.note_issue(entry.token, entry)
    ledger.licences.note_token(entry.token, entry.on)
    return [(ledger.licences.tokens, entry.token)]


def _token_used(ledger: "Ledger", entry: Any) -> Places:
    ledger.licences.note_token(entry.token, entry.on)
    return [(ledger.licences.tokens, entry.token), *_use_of(ledger, ledger.licences.home(entry.token))]


def _token_replaced(ledger: "Ledger", entry: model.TokenReplaced) -> Places:
    ledger.licences.note_token(entry.token, entry.on)
    return [(ledger.licences.tokens, entry.token)]


def _seat_held(ledger: "Ledger", entry: Any) -> Places:
    """Assigned, or assigned to another person: uses the offer, and whoever waited waits no longer."""
    home = ledger.seats.home(entry.seat) or (getattr(entry, "offer", ""), getattr(entry, "product", ""))
    ledger.seats.note(entry.seat, *home, entry.person, entry.on)
    places: Places = [(ledger.seats.seats, entry.seat), (ledger.offers.uses, home[0])]
    wait = (home[1], entry.person)
    if wait in ledger.seats.waits:
        ledger.seats.note_wait(*wait, entry.on)
        places.append((ledger.seats.waits, wait))
    return places


def _seat_activated(ledger: "Ledger", entry: model.SeatActivated) -> Places:
    ledger.seats.note(entry.seat, entry.offer, entry.product, entry.person, entry.on)
    return [(ledger.seats.seats, entry.seat), (ledger.offers.uses, entry.offer)]


def _seat_released(ledger: "Ledger", entry: model.SeatReleased) -> Places:
    ledger.seats.note(entry.seat, entry.offer, entry.product, entry.person, entry.on)
    return [(ledger.seats.seats, entry.seat)]


def _wait(ledger: "Ledger", entry: Any) -> Places:
    """Queued or not any more; whoever is queued on a day before they got a seat waited until then."""
    wait = (entry.product, entry.person)
    ledger.seats.note_wait(*wait, entry.on)
    if isinstance(entry, model.SeatQueued):
        known = {one.number for one in ledger.seats.waits.entries(wait)}
        for gain in ledger.seats.gains(entry.person, entry.product, entry.on):
            if gain.number not in known:
                ledger.seats.note_wait(*wait, gain.on)
                ledger.seats.waits.add(wait, gain)
    return [(ledger.seats.waits, wait)]


def _request(ledger: "Ledger", entry: Any) -> Places:
    ledger.seats.note_request(entry.request, entry.on)
    return [(ledger.seats.requests, entry.request)]


def _incident(ledger: "Ledger", entry: model.IncidentOpened) -> Places:
    return [(ledger.services.incidents, (entry.offer, entry.support)), *_use(ledger, entry.offer)]


def _credit_granted(ledger: "Ledger", entry: model.CreditGranted) -> Places:
    return [(ledger.services.credits, entry.credit)]


def _credit_used(ledger: "Ledger", entry: model.CreditUsed) -> Places:
    period = ledger.services.period(entry.form, entry.on)
    return [(ledger.services.spent, (entry.credit, period)), *_use(ledger, entry.offer)]


def _hours(ledger: "Ledger", entry: model.HoursUsed) -> Places:
    return [(ledger.services.hours, entry.offer), *_use(ledger, entry.offer)]


def _balance(ledger: "Ledger", entry: model.BalanceRecorded) -> Places:
    used = _use(ledger, entry.offer) if entry.used else []
    return [(ledger.services.balances, (entry.offer, entry.balance)), *used]


def _settings(ledger: "Ledger", entry: Entry) -> Places:
    return [(ledger.company.settings_shelf, "")]


def _person(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.company.people, entry.person)]


def _role(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.company.roles, (entry.role, entry.person))]


def _deputy(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.company.deputies, entry.person)]


def _location(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.company.locations, entry.location.casefold())]


def _fact(ledger: "Ledger", entry: model.FactStated) -> Places:
    return [(ledger.company.facts, entry.fact)]


def _reminder(ledger: "Ledger", entry: Any) -> Places:
    return [(ledger.reminders.shelf, entry.deadline)]


def _reminded(ledger: "Ledger", entry: model.ReminderSent) -> Places:
    return [*_reminder(ledger, entry), (ledger.reminders.messages, entry.to)]


def _use(ledger: "Ledger", offer: str | None) -> Places:
    return [(ledger.offers.uses, offer)] if offer else []


def _use_of(ledger: "Ledger", home: tuple[str, str] | None) -> Places:
    return _use(ledger, home[0] if home else None)


PLACES: Final[dict[type[Entry], Callable[["Ledger", Any], Places]]] = {
    model.WorkspaceSetUp: _settings,
    model.SettingsChanged: _settings,
    model.PersonAdded: _person,
    model.PersonErased: _person,
    model.RoleGiven: _role,
    model.RoleTaken: _role,
    model.DeputyNamed: _deputy,
    model.DeputyDismissed: _deputy,
    model.LocationAdded: _location,
    model.LocationRemoved: _location,
    model.FactStated: _fact,
    model.OfferPurchased: _offer,
    model.OfferRenewed: _offer,
    model.OfferSwapped: _offer,
    model.OfferEnded: _offer,
    model.ClaimMade: _claim,
    model.ClaimDecided: _claim,
    model.GrantRecorded: _grant,
    model.KeyIssued: _key_issued,
    model.KeyViewed: _key_viewed,
    model.KeyCounted: _key_counted,
    model.KeyActivated: _key_activated,
    model.SoftwareInstalled: _software,
    model.SoftwareRemoved: _software,
    model.TokenIssued: _token_issued,
    model.TokenViewed: _token_used,
    model.TokenActivated: _token_used,
    model.TokenReplaced: _token_replaced,
    model.SeatAssigned: _seat_held,
    model.SeatReassigned: _seat_held,
    model.SeatActivated: _seat_activated,
    model.SeatReleased: _seat_released,
    model.SeatQueued: _wait,
    model.SeatUnqueued: _wait,
    model.SeatRequested: _request,
    model.RequestDecided: _request,
    model.IncidentOpened: _incident,
    model.CreditGranted: _credit_granted,
    model.CreditUsed: _credit_used,
    model.HoursUsed: _hours,
    model.BalanceRecorded: _balance,
    model.ReminderSent: _reminded,
    model.ReminderSnoozed: _reminder,
    model.ReminderDone: _reminder,
    model.ReminderHandedOver: _reminder,
}
"""Reversals and imports stand nowhere: a reversal moves other entries, an import only tells of them."""
