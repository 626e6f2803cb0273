"""Acts about the company itself, from what is said: locations, settings, deputies, what was used before."""

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from bot.acts.left import RATIO, activations_left
from bot.acts.newcomers import add_person, names_in
from bot.acts.said import Make, Said, for_each
from bot.reminding.said import recipient_changes, reminder_changes
from intents.lexicon import load
from intents.marks import Kind, Tag
from intents.numbers import number_of
from policy import acts
from policy.acts import Act
from policy.days import DayOrder
from policy.model import Balance

_FILE: Final = load("settings")
_WORDS: Final = {key: frozenset(entry["words"]) for key, entry in _FILE.items() if "words" in entry}
_ZONES_SAID: Final = {name: zone for zone, names in _FILE["zones"].items() for name in names}
_CLOCK: Final = re.compile(r"(?<![\d/.])(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|o'clock|h)?(?![\d/%])", re.IGNORECASE)
_SHARE: Final = re.compile(r"\b(\d{1,5})(?: out)? of (?:the )?\d{1,5}\b")
_ZONE: Final = re.compile(r"\b[A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?\b")
_MEANS: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})\b.*\bmeans\D*(\d{1,2})")
_UNTIL: Final = frozenset({"until", "till", "to", "through", "til"})


def _erase_person(said: Said) -> list[Act]:
    people = said.people()
    if not people and said.has("me", "my"):
        people = [said.speaker]
    return for_each(people, lambda person: acts.ErasePerson(person=person, **said.common))


def _location(act: type[acts.AddLocation] | type[acts.RemoveLocation]) -> Make:
    def make(said: Said) -> list[Act]:
        names = names_in(said, _WORDS["location_noise"])
        return for_each(names, lambda name: act(location=name, **said.common))

    return make


def _change_setting(said: Said) -> list[Act] | None:
    people = said.tags(Kind.PERSON)
    if people and not any(len(tag.ids) == 1 for tag in people):
        return None
    ids = [tag.ids[0] for tag in people if len(tag.ids) == 1]
    recipient = recipient_changes(said.reading.text, ids[0]) if len(ids) == 1 else []
    if reminders := recipient or reminder_changes(said.reading.text):
        return [acts.ChangeSettings(changes=tuple(reminders), **(said.common | {"on": None}))]
    changes: list[tuple[str, Any]] = []
    if order := _day_order(said):
        changes.append(("day_order", order))
    if zone := _zone(said):
        changes.append(("zone", zone))
    elif not order and (morning := _morning(said)):
        changes.append(("morning", morning))
    elif not changes and said.has("remind"):  # "remind us at the meeting"
        return None
    return [acts.ChangeSettings(changes=tuple(changes), **(said.common | {"on": None}))]


def _day_order(said: Said) -> DayOrder | None:
    line = " ".join(said.reading.words)
    for order in DayOrder:
        if any(re.search(rf"\b{re.escape(phrase)}\b", line) for phrase in _FILE[order.value]["phrases"]):
            return order
    if (match := _MEANS.search(said.reading.text)) and match[1] != match[2]:
        return DayOrder.DAY_FIRST if match[3] == match[1] else DayOrder.MONTH_FIRST
    return None


@cache
def _zones() -> dict[str, str]:
    """IANA zones by their names and by their cities, in lower case."""
    every = available_timezones()
    cities = {zone.rsplit("/", 1)[1].replace("_", " ").lower(): zone for zone in sorted(every) if "/" in zone}
    return cities | {zone.lower(): zone for zone in every} | _ZONES_SAID


def _zone(said: Said) -> str | None:
    """The time zone that is said; the word as typed where a zone is meant and nobody knows it."""
    if written := _ZONE.search(said.reading.text):
        if found := _zones().get(written[0].lower()):
            return found
    words = said.reading.words
    asked = any(word in _WORDS["zone_cues"] for word in words)
    if not asked and any(word in _WORDS["morning_cues"] for word in words):
        return None
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            name = " ".join(words[at : at + size])
            sure = asked or len(name) > 3 or f" {name.upper()}" in said.reading.text
            if sure and name not in _WORDS["zone_cues"] and (found := _zones().get(name)):
                return found
    return None


def _morning(said: Said) -> str | None:
    """The hour of reminders as HH:MM: "at 8", "7:30", "half past eight", "6 pm"."""
    words = said.reading.words
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        part = {"half": 30, "quarter": 15}.get(words[at - 1]) if word == "past" and at else None
        if part and (hour := number_of(following)) is not None:
            return _clock(hour, part, " ".join(words[at + 2 : at + 3]))
        if following in ("am", "pm", "o'clock") and not word.isdigit() and (hour := number_of(word)) is not None:
            return _clock(hour, 0, following)
    if said.has("noon", "midday"):
        return "12:00"
    if not any(word in _WORDS["morning_cues"] for word in words) and not said.has("hour", "clock"):
        return None
    times = [match for match in _CLOCK.finditer(said.reading.text) if int(match[1]) < 24]
    if said.says("days ahead", "days before") or not times:
        return None
    best = times[0]
    return _clock(int(best[1]), int(best[2] or 0), (best[3] or "").lower())


def _clock(hour: int, minute: int, half: str) -> str | None:
    hour += 12 if half == "pm" and hour < 12 else -12 if half == "am" and hour == 12 else 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _deputy(said: Said) -> list[Act]:
    people = said.tags(Kind.PERSON)
    represented = [tag for tag in people if _is_represented(said, tag)]
    if any(phrase in " ".join(said.reading.words) for phrase in _FILE["no_deputy"]["phrases"]):
        person = next((tag.ids[0] for tag in represented if tag.ids), None)
        return [acts.DismissDeputy(person=person, **said.common)]
    deputies = [tag for tag in people if tag not in represented]
    days = [tag for tag in said.tags(Kind.DATE) if tag.day]
    ends = [tag for tag in days if _word_before(said, tag) in _UNTIL]
    starts = [tag for tag in days if tag not in ends]
    return [
        acts.NameDeputy(
            deputy=next((tag.ids[0] for tag in deputies if tag.ids), None),
            person=next((tag.ids[0] for tag in represented if tag.ids), None),
            until=ends[-1].day.on if ends and ends[-1].day else None,
            **(said.common | {"on": starts[0].day.on if starts and starts[0].day else None}),
        )
    ]


def _word_before(said: Said, tag: Tag) -> str:
    words, at = said.reading.words, tag.start - 1
    while at >= 0 and words[at] in ("the", "on"):
        at -= 1
    return words[at] if at >= 0 else ""


def _is_represented(said: Said, tag: Tag) -> bool:
    """Whether a person is the one somebody else stands in for: "deputy for bob", "bob's deputy"."""
    return (tag.owned and len(said.tags(Kind.PERSON)) > 1) or _word_before(said, tag) in _WORDS["towards"]


def _opening_balance(said: Said) -> list[Act]:
    """What was used, held or activated before the desk began to count, each as the act that says so."""
    product: dict[str, Any] = {"product": said.product} if said.product else {}
    if said.tags(Kind.MACHINE):
        machines, key = [tag.value for tag in said.tags(Kind.MACHINE)], said.text(Kind.KEY)
        return for_each(
            machines, lambda machine: acts.InstallSoftware(machine=machine, key=key, **product, **said.common)
        )
    if said.tags(Kind.PERSON) and (said.has("seat", "seats", "subscription") or product):
        return for_each(said.people(), lambda person: acts.AssignSeat(person=person, **product, **said.common))
    if said.tags(Kind.TOKEN) or said.has("token", "tokens"):
        if said.has("viewed", "seen", "opened"):
            return [acts.ViewToken(token=said.token, **said.common)]
        tenant = said.value(Kind.TENANT)
        return [acts.ActivateToken(token=said.token, tenant=tenant, seats=said.count, **said.common)]
    if said.tags(Kind.KEY) or said.has("activations", "activation", "key"):
        rest = said.common | {"on": _day_alone(said)}
        if len(said.tags(Kind.KEY)) > 1:
            return [acts.CountKey(key=tag.text, **rest) for tag in said.tags(Kind.KEY)]
        return [acts.CountKey(key=said.key, left=activations_left(said), **rest)]
    if said.has("credit", "credits"):
        return [acts.UseCredit(amount=_used(said), currency=said.currency, **said.common)]
    return [acts.RecordBalance(balance=_balance(said), used=_used(said), **said.of, **said.common)]


def _day_alone(said: Said) -> dt.date | None:
    """The day that is said, unless the words that look like one are a ratio ("K8 12/25")."""
    return None if RATIO.search(said.reading.text) else said.day


def _used(said: Said) -> Decimal | None:
    """The number beside a word that tells of use, else the first: "presales hours 20, used 8"."""
    words = said.reading.words
    if share := _SHARE.search(said.reading.text):
        return Decimal(share[1])
    for at, word in enumerate(words):
        if word in _WORDS["used"]:
            for beside in (at + 1, at - 1):
                if 0 <= beside < len(words) and (number := number_of(words[beside])) is not None:
                    return Decimal(number)
    return said.amount


def _balance(said: Said) -> Balance | None:
    if said.has("hours", "hour", "presales", "hrs"):
        return Balance.PRESALES_HOURS
    if not said.has("incident", "incidents", "case", "cases", "ticket", "tickets"):
        return None
    return Balance.CLOUD_INCIDENTS if said.has("cloud", "signature", "scs") else Balance.PRODUCT_INCIDENTS


MAKERS: Final[dict[str, Make]] = {
    "add_person": add_person,
    "erase_person": _erase_person,
    "add_location": _location(acts.AddLocation),
    "remove_location": _location(acts.RemoveLocation),
    "change_setting": _change_setting,
    "set_deputy": _deputy,
    "opening_balance": _opening_balance,
}
