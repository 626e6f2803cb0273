"""The workspace: set up, its settings changed, its profile stated, its locations."""

from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from policy import model
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record
from policy.acts.settle import common, refuse, settle
from policy.context import Context, programme_name
from policy.days import is_zone
from policy.facts import FACT_NAMES, Programme
from policy.laws import Fault
from policy.ledger import Ledger, Settings
from policy.model import DayOrder, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp(Act):
    """The first request of a workspace: who acts, and whoever else is named, becomes administrator."""

    zone: str = "UTC"
    administrators: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings(Act):
    """(setting, value) pairs; the settings are the fields of policy.ledger.Settings."""

    changes: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFact(Act):
    """What somebody says of the company that is no purchase: a learning partner, gold, an Action Pack."""

    fact: str
    value: bool | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLocation(Act):
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLocation(Act):
    location: str | None = None


_NAMES: Final = {
    "zone": "the time zone",
    "day_order": "the order of dates",
    "morning": "the hour of reminders",
    "learning_partner": "the profile",
    "holidays": "the country of the holidays",
    "weekly_channel": "the channel of the weekly summary",
    "head_channel": "the channel of the log's head",
    "ladders": "the days before a deadline",
}
_ORDERS: Final = {
    DayOrder.MONTH_FIRST: "month first (10/3 is 3 October)",
    DayOrder.DAY_FIRST: "day first (3/10 is 3 October)",
}


def _set_up(ledger: Ledger, act: SetUp, ctx: Context) -> Outcome:
    if ledger.company.is_set_up:
        return refuse(ctx, Fault("This workspace is set up already.", ("admin-role",)))
    if (known := ledger.company.administrators(ctx.today)) and ctx.by not in known:
        return refuse(ctx, Fault("Only an administrator sets a workspace up.", ("admin-role",)))
    given = {"by": ctx.by, "on": act.on or ctx.today}
    administrators = dict.fromkeys(act.administrators or (ctx.by,))
    entries = (
        model.WorkspaceSetUp(zone=act.zone, **given),
        *(model.RoleGiven(person=one, role=Role.ADMINISTRATOR, **given) for one in administrators),
    )
    names = " and ".join(ctx.name(one) for one in administrators)
    text = f"**Ready.** {names} may record here; everybody else can ask, see their own and request."
    return settle(ledger, act, ctx, Record(entries, text, ("admin-role",)))


def settings_entry(settings: Settings, act: Act, ctx: Context, **changes: Any) -> model.SettingsChanged:
    """The whole settings with some changed. Raises pydantic.ValidationError for a value that is none."""
    fields = {**settings._asdict(), "ladders": dict(settings.ladders), **changes}
    return model.SettingsChanged(**fields, **common(act, ctx))


def _change(ledger: Ledger, act: ChangeSettings, ctx: Context) -> Outcome:
    if not act.changes:
        return Ask("changes", "What should change: the time zone, the order of dates, or the hour of reminders?", act)
    changes = dict(act.changes)
    if (zone := changes.get("zone")) is not None and not is_zone(str(zone)):
        text = f"I know no time zone “{zone}”. Write one such as Europe/Berlin. Nothing was changed."
        return refuse(ctx, Fault(text, ("admin-role",)))
    try:
        entry = settings_entry(ledger.company.settings(ctx.today), act, ctx, **changes)
    except ValidationError as error:
        wrong = str(error.errors()[0]["loc"][0])
        text = f"I can't set {_NAMES.get(wrong, wrong)} to “{changes.get(wrong)}”. Nothing was changed."
        return refuse(ctx, Fault(text, ("admin-role",)))
    said = "; ".join(_said(name, getattr(entry, name)) for name in changes)
    text = f"**Done:** {said} (#{ledger.last_seq + 1})."
    return settle(ledger, act, ctx, Record((entry,), text))


def _said(name: str, value: Any) -> str:
    if name == "learning_partner":
        return {True: "you are a learning partner", False: "you are no learning partner"}.get(
            value, "whether you are a learning partner is open"
        )
    if name == "day_order":
        return f"dates are read {_ORDERS[value]}"
    return f"{_NAMES.get(name, name)} is {value}"


def _state(ledger: Ledger, act: StateFact, ctx: Context) -> Outcome:
    if act.fact == "learning_partner":
        return _state_learning_partner(ledger, act, ctx)
    if act.fact not in FACT_NAMES:
        return refuse(ctx, Fault(f"No answer turns on “{act.fact}”, so there is nothing to note.", ("track-usage",)))
    entry = model.FactStated(fact=act.fact, value=act.value, **common(act, ctx))
    value = str(act.value)
    said = programme_name(Programme(value)) if act.fact == "programme" and value in set(Programme) else value
    text = (
        f"**Noted:** {act.fact.replace('_', ' ')}: {said} (#{ledger.last_seq + 1}). "
        "It is no purchase: record that with its day, so that I can work out the windows."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("track-usage",)))


def _state_learning_partner(ledger: Ledger, act: StateFact, ctx: Context) -> Outcome:
    value = act.value if isinstance(act.value, bool) else None
    entry = settings_entry(ledger.company.settings(ctx.today), act, ctx, learning_partner=value)
    text = f"**Noted:** {_said('learning_partner', value)} (#{ledger.last_seq + 1}). Answers use it from now on."
    return settle(ledger, act, ctx, Record((entry,), text, ("not-customer-training",)))


def _add_location(ledger: Ledger, act: AddLocation, ctx: Context) -> Outcome:
    if act.location is None:
        return Ask("location", "Which location?", act)
    entry = model.LocationAdded(location=act.location, **common(act, ctx))
    text = (
        f"**Recorded:** {act.location} is on your membership profile (#{ledger.last_seq + 1}). "
        "Your licences can be shared there; separate organisations stay outside."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("share-locations",)))


def _remove_location(ledger: Ledger, act: RemoveLocation, ctx: Context) -> Outcome:
    if act.location is None:
        return Ask("location", "Which location?", act)
    entry = model.LocationRemoved(location=act.location, **common(act, ctx))
    text = (
        f"**Recorded:** {act.location} is no longer on your membership profile (#{ledger.last_seq + 1}). "
        "Licences can't be shared there any more."
    )
    return settle(ledger, act, ctx, Record((entry,), text, ("share-locations",)))


DECIDES: Final[Decides] = {
    SetUp: _set_up,
    ChangeSettings: _change,
    StateFact: _state,
    AddLocation: _add_location,
    RemoveLocation: _remove_location,
}
