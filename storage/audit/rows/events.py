"""What happened once and stays so: activations, incidents, credit, hours; and the locations of the profile."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from policy import model
from policy.model import Entry
from policy.model.entry import as_number
from storage.audit.facts import Facts, Row, Value, iso


def _locations(facts: Facts) -> Iterator[Row]:
    for key in facts.then.company.locations:
        number = facts.then.company.locations.on(key, facts.day)
        added = facts.then.entry(number) if number else None
        if isinstance(added, model.LocationAdded):
            yield {"entry": added.number, "location": added.location, "since": iso(added.on)}


def _events(kind: type[Entry], *names: str) -> Callable[[Facts], Iterator[Row]]:
    """A table of entries of one kind, as they are."""

    def rows(facts: Facts) -> Iterator[Row]:
        for entry in facts.counted():
            if isinstance(entry, kind):
                own = {name: _plain(getattr(entry, name)) for name in names}
                yield {
                    "entry": entry.number,
                    "day": iso(entry.on),
                    "by": entry.by,
                    "reference": entry.reference,
                    **own,
                }

    return rows


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return as_number(value)
    return value if value is None or isinstance(value, int) else str(value)


_CREDIT: Final = ("credit", "offer", "form", "amount", "currency")
EVENTS: Final = {
    "activations": _events(model.KeyActivated, "key", "machine", "machine_new", "hardware_changed", "consumed"),
    "incidents": _events(model.IncidentOpened, "incident", "offer", "support", "product", "version"),
    "credits": _events(model.CreditGranted, *_CREDIT),
    "credit_uses": _events(model.CreditUsed, *_CREDIT),
    "hours": _events(model.HoursUsed, "offer", "hours"),
    "balances": _events(model.BalanceRecorded, "offer", "balance", "used"),
    "locations": _locations,
}
