"""The workspace: set up, its settings changed, its profile stated, its locations."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import StrictInt, TypeAdapter, ValidationError

from policy import model
from policy.acts.outcome import Act, Ask, Decides, Outcome, Record
from policy.acts.settle import common, refuse, settle
from policy.context import Context, programme_name, with_and
from policy.days import dated, is_zone, working_day
from policy.facts import FACT_NAMES, Programme
from policy.ladders import Kind, KindOf, kinds
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
    """(setting, value) pairs; the settings are the fields of policy.ledger.Settings.

    `ladders` are (kind of deadline, days) pairs: no days for no reminders of it, None for the usual ones again; `who`
    are (kind of deadline, person) pairs. Kinds that are not named stay as they are.
    """

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
    "evening": "the hour after which nobody is reminded",
    "learning_partner": "the profile",
    "holidays": "the country of the holidays",
    "weekly_channel": "the channel of the weekly summary",
    "head_channel": "the channel of the log's head",
    "ladders": "the days before a deadline",
}
_WHAT: Final = (
    "What should change? You can say: “time zone is Europe/Berlin”, “use day first for dates”, “remind us at 8”, "
    "“quiet hours 18-8”, “holidays of Germany”, “no reminders about credit”, “refund reminders 10 and 2 days before”, "
    "“post the weekly summary in #channel”."
)
_LONGEST_LADDER: Final = 365
"""Days before or after which a reminder may come."""

_PAIRS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "ladders": TypeAdapter(tuple[tuple[str, tuple[StrictInt, ...] | None], ...]),
    "who": TypeAdapter(tuple[tuple[str, str], ...]),
}
"""How the settings look that say something of several kinds of deadline."""

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
    who = dict(settings.who) | dict(changes.pop("who", ()))
    ladders = dict(settings.ladders) | dict(changes.pop("ladders", ()))
    kept = {kind: days for kind, days in ladders.items() if days is not None}
    evening = settings.evening if settings.evening != Settings().evening else None
    fields = {**settings._asdict(), "evening": evening, **changes, "ladders": kept, "who": who or None}
    return model.SettingsChanged(**fields, **common(act, ctx))


def _change(ledger: Ledger, act: ChangeSettings, ctx: Context) -> Outcome:
    if not act.changes:
        return Ask("changes", _WHAT, act)
    changes = dict(act.changes)
    if (wrong := _ill_formed(changes)) is not None:
        text = f"I can't set {_NAMES.get(wrong, wrong)} to that. Nothing was changed."
        return refuse(ctx, Fault(text, ("admin-role",)))
    if (zone := changes.get("zone")) is not None and not is_zone(str(zone)):
        text = f"I know no time zone “{zone}”. Write one such as Europe/Berlin. Nothing was changed."
        return refuse(ctx, Fault(text, ("admin-role",)))
    if wrong := _wrong_days(dict(changes.get("ladders") or ())) or _no_kind(dict(changes.get("who") or ())):
        return refuse(ctx, Fault(wrong, ("admin-role",)))
    try:
        entry = settings_entry(ledger.company.settings(ctx.today), act, ctx, **changes)
    except ValidationError as error:
        wrong = str(error.errors()[0]["loc"][0])
        text = f"I can't set {_NAMES.get(wrong, wrong)} to “{changes.get(wrong)}”. Nothing was changed."
        return refuse(ctx, Fault(text, ("admin-role",)))
    said = "; ".join(
        _ladders_said(dict(value))
        if name == "ladders"
        else _who_said(dict(value), ctx)
        if name == "who"
        else _said(name, getattr(entry, name), ctx, entry)
        for name, value in changes.items()
        if not (name == "morning" and "evening" in changes)
    )
    text = f"**Done:** {said} (#{ledger.last_seq + 1})."
    return settle(ledger, act, ctx, Record((entry,), text))


def _ill_formed(changes: Mapping[str, Any]) -> str | None:
    """A name that is no setting's, or one whose value is no list of (kind of deadline, …) pairs where it must be."""
    for name, value in changes.items():
        if name not in Settings._fields:
            return name
        try:
            if name in _PAIRS and value is not None:
                _PAIRS[name].validate_python(tuple(value.items()) if isinstance(value, Mapping) else value)
        except ValidationError:
            return name
    return None


def reminders_now(ledger: Ledger, ctx: Context) -> tuple[str, ...]:
    """When and to whom reminders come that differ from everybody's, a line a kind."""
    settings = ledger.company.settings(ctx.today)
    said = [_ladders_said({kind: days}) for kind, days in settings.ladders]
    said += [_who_said({kind: person}, ctx) for kind, person in settings.who]
    return tuple(f"{one}." for one in said)


def _no_kind(named: Iterable[str]) -> str | None:
    unknown = next((kind for kind in named if kind not in set(Kind)), None)
    return f"I send no reminders of “{unknown}”. Nothing was changed." if unknown else None


def _who_said(who: Mapping[str, str], ctx: Context) -> str:
    return "; ".join(
        f"{ctx.name(person)} gets the reminders about {kinds()[Kind(kind)].called}" for kind, person in who.items()
    )


def _wrong_days(ladders: Mapping[str, Sequence[int] | None]) -> str | None:
    if unknown := _no_kind(ladders):
        return unknown
    if any(not 0 <= day <= _LONGEST_LADDER for days in ladders.values() for day in days or ()):
        return f"A reminder can come up to {_LONGEST_LADDER} days before or after. Nothing was changed."
    return None


def _ladders_said(ladders: Mapping[str, Sequence[int] | None]) -> str:
    return "; ".join(_ladder_said(Kind(kind), days) for kind, days in ladders.items())


def _ladder_said(kind: Kind, days: Sequence[int] | None) -> str:
    one = kinds()[kind]
    if days is None:
        return f"reminders about {one.called} come on the usual days: {_days_said(one.before or one.after, one)}"
    if not days:
        return f"no reminders about {one.called} any more; lists go on showing them"
    return f"reminders about {one.called} come {_days_said(days, one)}"


def _days_said(days: Sequence[int], one: KindOf) -> str:
    """10 and 2 days before, and on the last day."""
    before = bool(one.before)
    numbers = [f"{day}" for day in sorted(set(days), reverse=before) if day]
    noun = "day" if numbers == ["1"] else "days"
    told = [f"{with_and(numbers)} {noun} {'before' if before else 'after'}"] if numbers else []
    if 0 in days:
        told.append("on the last day" if before else "at once")
    return " and ".join(told) if before else " and ".join(reversed(told))


def _from_now_on(name: str, value: Any, ctx: Context, entry: model.SettingsChanged) -> str | None:
    """What a setting of the reminders means from now on; None for another setting."""
    if name in ("evening", "morning"):
        return f"nobody is reminded from {entry.evening} to {entry.morning}" if name == "evening" else None
    if name == "weekly_channel":
        monday = ctx.today + dt.timedelta(days=7 - ctx.today.weekday())
        first = dated(working_day(monday, ctx.off))
        return f"a weekly summary goes to {_place(value)}, first on {first}" if value else "there is no weekly summary"
    if name == "head_channel":
        what = "the head of the record goes to"
        return f"{what} {_place(value)} every day" if value else "the head of the record goes to no channel"
    if name == "holidays":
        return f"nobody is reminded on the days off of {value}" if value else "days off are Saturdays and Sundays"
    return None


def _place(channel: str) -> str:
    """A channel as a message names it."""
    return channel if channel.startswith("#") else f"the channel {channel}"


def _said(name: str, value: Any, ctx: Context, entry: model.SettingsChanged) -> str:
    if told := _from_now_on(name, value, ctx, entry):
        return told
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
    said = _said("learning_partner", value, ctx, entry)
    text = f"**Noted:** {said} (#{ledger.last_seq + 1}). Answers use it from now on."
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
