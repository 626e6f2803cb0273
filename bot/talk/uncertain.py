"""Questions about what a message means: which of several people, somebody nobody knows, a day that is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.acts.acting import acts_of
from bot.acts.leavers import given_back_by
from bot.acts.newcomers import address_behind
from bot.acts.said import Unclear
from bot.answers.questions import heard
from bot.record.recording import CANCEL, for_administrators
from bot.record.records import Visit
from bot.record.said import Said
from bot.reply import Kind, Reply
from bot.talk.plan import Plan, Wish
from bot.talk.whom import added_first, near_names, new_ids, or_somebody_near, proper, whom
from intents.leftover import amended, gives_back, is_bare_order, replaces, says_more, tells_of_a_leaver, withdraws
from intents.marks import Kind as Tagged
from intents.marks import Tag
from intents.model import Mood, Reading
from intents.reader import ACTS, Reader
from policy.acts import Act, AddPerson, RecordPurchase, ReleaseSeat, Undo

_SURE: Final = 0.4
"""How sure a reading that is no plain command must be to be proposed."""

_MEANT: Final = (Mood.STATEMENT, Mood.REQUEST, Mood.NEGATION)
"""How words are meant that may put one value in the place of another: "to Eva, no wait, to Tom" denies."""

_TAKES_STRANGERS: Final = frozenset(
    {"assign_seat", "move_seat", "queue_seat", "request_seat", "give_role", "set_deputy", "add_person"}
)
"""Acts that may begin with somebody being added."""

_TO_ONE: Final = frozenset({"assign_seat", "queue_seat", "give_role"})
_HAVE_DONE: Final = frozenset({"got", "joined", "been", "started", "come", "back", "seat", "licence", "license"})
"""Behind "Ana's" one of these: it says that she has, or names her seat."""
_COUNTED: Final = frozenset({"opening_balance", "set_activations_left", "record_grant", "add_key", "activate_token"})
"""Acts that state a number; behind the number of an entry they say what it should say."""
_HANDING: Final = frozenset({"give", "assign", "hand", "allocate"})


def wanted(reading: Reading, visit: Visit) -> list[Act] | Unclear | None:
    """What a reading wants recorded; None for one that asks, supposes, denies, quotes or is not sure."""
    person = visit.request.person
    if withdraws(reading):
        asked = [one for one in visit.ledger.seats.open_requests(visit.today) if one.person == person]
        own = [one.entry for one in asked if (entry := visit.ledger.entry(one.entry)) and entry.by == person]
        if own:
            return [Undo(seqs=(own[-1],))]
    if reading.label in ACTS and reading.mood in _MEANT and (said := amended(reading)):
        one, other = said.values
        return Unclear(f"**{one} or {other}?** Say the whole of it once more, as it is meant.", amended=said)
    if gives_back(reading) or is_bare_order(reading):
        reading = replace(reading, intent=reading.label)
    if not reading.plain and replaces(reading):
        reading = replace(reading, label="move_seat", intent="move_seat", confidence=max(reading.confidence, _SURE))
    if reading.label not in ACTS or reading.intent == "none" or says_more(reading):
        return None
    if reading.label == "state_profile" and not visit.ledger.company.is_administrator(person, visit.today):
        return None  # what somebody else says of the company holds for this run, and is no record
    if not reading.plain and (reading.mood not in (Mood.STATEMENT, Mood.REQUEST) or reading.confidence < _SURE):
        return None
    named = reading.named(Tagged.PERSON)
    if named and not reading.plain and reading.label in _TO_ONE and all(_is_of_theirs(reading, tag) for tag in named):
        return None  # "assign VS to carol's team"
    acts = acts_of(_as_meant(reading), person)
    if isinstance(acts, list) and len(acts) > 1 and isinstance(acts[0], RecordPurchase) and _is_bought(acts[0], visit):
        acts = acts[1:]  # "the pack that we bought gives us 3 VS"
    if isinstance(acts, list) and tells_of_a_leaver(reading):
        return [act for one in acts if isinstance(one, ReleaseSeat) for act in given_back_by(one, visit)]
    return acts


def _is_of_theirs(reading: Reading, tag: Tag) -> bool:
    """Whether what belongs to somebody is named, and not they: not in "Ana's got VS", "Ana's joined, give her VS"."""
    return tag.owned and _HAVE_DONE.isdisjoint(reading.words[tag.end : tag.end + 2])


def _is_bought(act: RecordPurchase, visit: Visit) -> bool:
    """Whether such an offer is in force already."""
    return any(offer.is_of(act.program, act.level) for offer in visit.ledger.offers.in_force(visit.today))


def _as_meant(reading: Reading) -> Reading:
    """The act that is meant, where the words name another.

    "Priya activated it" is about a seat where neither a product, a key nor a machine is named; "#4 had 30
    activations" is about entry 4; "give Zoe 3 VS seats" grants nothing.
    """
    of_entry = reading.words[0][0] == "#" and reading.words[0][1:].isdecimal()
    if of_entry and not reading.plain and reading.label in _COUNTED and "left" not in reading.words:
        return replace(reading, label="correct_entry", intent="correct_entry")
    hands_out = not _HANDING.isdisjoint(reading.words) and not reading.named(Tagged.OFFER)
    if reading.label == "record_grant" and reading.named(Tagged.PERSON) and hands_out:
        return replace(reading, label="assign_seat", intent="assign_seat")
    of_software = {Tagged.PRODUCT, Tagged.KEY, Tagged.MACHINE, Tagged.TOKEN} & {tag.kind for tag in reading.tags}
    if reading.label == "record_activation" and reading.named(Tagged.PERSON) and not of_software:
        return replace(reading, label="activate_seat", intent="activate_seat")
    return reading


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A message in which a name or a day is not certain. Nothing of it is recorded until that is."""

    reader: Reader
    visit: Visit
    text: str
    readings: Sequence[Reading]

    def asked(self) -> Said:
        """The question about the first thing that is not certain; for somebody new the offer to add them."""
        visit = self.visit
        strangers: dict[str, str] = {}
        several: list[Unclear] = []
        named: dict[str, str] = {}
        ids = new_ids(visit)
        while (found := self._unclear(named)) is not None:
            reading, what = found
            if not what.typed:
                return self._either(reading, what) or self._instead(reading, what) or self._which_day(reading, what)
            if not visit.ledger.company.is_administrator(visit.request.person, visit.today):
                return self._not_yours(reading)
            if what.ids:
                several.append(what)
            elif reading.label in _TAKES_STRANGERS:
                strangers[what.typed] = next(ids)
            else:
                return self._who_is_meant(reading, what.typed, named)
            named[what.typed] = strangers.get(what.typed) or what.ids[0]
        first = heard(self._first)
        if len(several) > 1:
            names = " and ".join(f"which {proper(one.typed)}" for one in several)
            text = f"**{names[0].upper()}{names[1:]}?** Say it again with their whole names."
            return Said(Reply(kind=Kind.QUESTION, text=text, reading=first), {})
        if several:
            (one,) = several
            return whom(visit, one, lambda person: self._plan(named | {one.typed: person}, strangers), Plan(), first)
        return added_first(visit, strangers, self._plan(named, strangers), first, lambda person: self._plan_for(person))

    @property
    def _first(self) -> Reading:
        return next(one for one in self.readings if wanted(one, self.visit) is not None)

    def _unclear(self, named: dict[str, str]) -> tuple[Reading, Unclear] | None:
        for reading in self.readings:
            if isinstance(found := wanted(_with_names(reading, named), self.visit), Unclear):
                return reading, found
        return None

    def _plan(self, named: dict[str, str], strangers: dict[str, str] | None = None) -> Plan:
        """What the message wants, with names made certain; whoever is new is added first."""
        readings = [_with_names(one, named) for one in self.readings]
        acts = [act for one in readings if isinstance(found := wanted(one, self.visit), list) for act in found]
        new = [
            AddPerson(person=person, name=proper(typed), email=address_behind(self.text, typed))
            for typed, person in (strangers or {}).items()
        ]
        return Plan(tuple(map(Wish, [*new, *acts])), sure=not strangers and self._is_plain(named))

    def _plan_for(self, person: str) -> Plan:
        """What the message wants where its one stranger is somebody known."""
        found = self._unclear({})
        return self._plan({found[1].typed: person}) if found else Plan()

    def _is_plain(self, named: dict[str, str]) -> bool:
        """Whether the message is a plain command once the names are written out."""
        text = self.text
        for typed, person in named.items():
            text = _written_out(text, typed, self.visit.name(person))
        readings = self.reader.read(text, self.visit.names, self.visit.today, self.visit.order)
        return bool(readings) and all(reading.plain for reading in readings)

    def _who_is_meant(self, reading: Reading, typed: str, named: dict[str, str]) -> Said:

        def naming(person: str) -> Plan:
            return self._plan(named | {typed: person})

        if near := near_names(self.visit, typed):
            return or_somebody_near(self.visit, proper(typed), near, naming, None, heard(reading))
        text = f"**I don't know {proper(typed)}.** Who is meant?"
        return Said(Reply(kind=Kind.QUESTION, text=text, reading=heard(reading)), {}, naming=naming)

    def _either(self, reading: Reading, what: Unclear) -> Said | None:
        """Asks which of two values is meant; None where it can't be told what either would record."""
        if what.amended is None or len(self.readings) > 1:
            return None
        visit, offers = self.visit, {}
        for value, sentence in zip(what.amended.values, what.amended.sentences, strict=True):
            readings = self.reader.read(sentence, visit.names, visit.today, visit.order)
            found = [wanted(one, visit) for one in readings]
            acts = [act for one in found if isinstance(one, list) for act in one]
            if not acts or any(isinstance(one, Unclear) for one in found):
                return None
            offers[value] = Plan(tuple(map(Wish, acts)), sure=all(one.plain for one in readings))
        offers[CANCEL] = Plan()
        text = what.text.partition("** ")[0] + "**"
        return Said(Reply(kind=Kind.QUESTION, text=text, choices=tuple(offers), reading=heard(reading)), offers)

    def _instead(self, reading: Reading, what: Unclear) -> Said | None:
        """Asks what is meant, with the likeliest below; None where nothing is, or it holds other requests too."""
        if not what.instead or len(self.readings) > 1:
            return None
        people = [person for act in what.instead if (person := getattr(act, "person", None))]
        yes = f"One for {self.visit.name(people[0])}" if len(people) == 1 else "One each"
        offers = {yes: Plan(tuple(map(Wish, what.instead))), CANCEL: Plan()}
        return Said(Reply(kind=Kind.QUESTION, text=what.text, choices=tuple(offers), reading=heard(reading)), offers)

    def _which_day(self, reading: Reading, what: Unclear) -> Said:
        """Asks for the day; one act alone can be told when it was."""
        asks = None
        dated = [tag for tag in reading.tags if tag.kind is Tagged.DATE]
        if len(self.readings) == len(dated) == 1:
            tags = (replace(tag, day=None) if tag in dated else tag for tag in reading.tags)
            undated = replace(reading, tags=tuple(tags))
            acts = wanted(undated, self.visit)
            if isinstance(acts, list) and len(acts) == 1:
                whole = _written_out(self.text, dated[0].text, "today")
                readings = self.reader.read(whole, self.visit.names, self.visit.today, self.visit.order)
                asks = Plan((Wish(acts[0]),), slot="on", sure=all(one.plain for one in readings))
        return Said(Reply(kind=Kind.QUESTION, text=what.text, reading=heard(reading)), {}, asks)

    def _not_yours(self, reading: Reading) -> Said:
        company = self.visit.ledger.company
        names = " or ".join(map(self.visit.name, company.administrators(self.visit.today)))
        refused = f"**That is for an administrator.** Only an administrator records here. Ask {names}."
        return for_administrators(self.visit, heard(reading), refused, self.text)


def _with_names(reading: Reading, named: dict[str, str]) -> Reading:
    """The reading with names made certain."""

    def certain(tag: Tag) -> Tag:
        meant = tag.kind is Tagged.PERSON and tag.text in named and len(tag.ids) != 1
        return replace(tag, ids=(named[tag.text],)) if meant else tag

    return replace(reading, tags=tuple(map(certain, reading.tags)))


def _written_out(text: str, typed: str, meant: str) -> str:
    """The text with what stands once in it put in other words."""
    return re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", lambda _: meant, text, count=1)
