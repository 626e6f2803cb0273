"""Questions that the ledger answers: who has what, what is free, where things stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.answers.questions import heard
from bot.record.recording import offers_of
from bot.record.records import Visit
from bot.reply import Kind, Reply, Table
from bot.talk.conversation import Offers
from bot.talk.follow_up import asks_what_i_have
from bot.talk.yes_or_no import not_theirs, seat_valid
from intents.days.periods import period_of
from intents.field import speaks_of_everyday_life
from intents.form import form_in
from intents.model import Mood, Reading
from intents.plain_questions import PlainQuestion, plain_question
from intents.reader import ACTS, REPORTS
from intents.stated import programme_of
from intents.tags import Kind as Tagged
from intents.words import STOPS
from policy.deadlines import COLUMNS, coming_up, overdue
from policy.decision import Form, Verdict
from policy.model import KeyActivated
from policy.reports import Asked, Only, report
from policy.reports.replacement import is_any_replaceable

_SURE: Final = 0.2
_WORTH_A_TRY: Final = 0.1
_OF_KEYS: Final = frozenset(
    {"activation", "activations", "activate", "key", "keys", "install", "installs", "mak", "machines"}
)
_ME: Final = frozenset({"i", "my", "me", "mine", "i've", "myself"})
_SHOW: Final = frozenset({"show", "tell", "give", "send", "let", "get", "remind"})
_AGAIN: Final = ("reinstall", "re-install", "reimag", "re-imag", "reactivat", "re-activat", "rebuil", "wip")
_SUPPOSED: Final = frozenset({"if", "will", "would", "does", "do", "when", "going", "could"})
_BOARDS: Final = frozenset({"motherboard", "mainboard"})
_TURNED: Final = frozenset({"is", "are", "was", "has", "have", "did", "does", "do"})
_LEFT: Final = frozenset("resigned left quit leaves leave leaving retired departed fired dismissed gone".split())
_THAT: Final = frozenset({"that", "it", "this"})
_SHORT: Final = 9
_AS_TYPED: Final = (Tagged.KEY, Tagged.TOKEN, Tagged.TENANT, Tagged.MACHINE, Tagged.REFERENCE)
_ASKED_INSTEAD: Final = {"assign_seat": "seats_free", "request_seat": "seats_free", "activate_token": "token_status"}
"""What is answered to a question about an act: "should we give hannah a seat?"."""

_OF_THE_LEDGER: Final[dict[str, tuple[str, Tagged | None]]] = {
    "vs-move": ("reassign_check", Tagged.PERSON),
    "replace-token": ("replacement_window", Tagged.TOKEN),
    "refund": ("refund_window", None),
    "swap": ("swap_window", None),
}
"""Questions of the guide that the ledger answers once something is bought, and they name whose seat or which token."""
_OF_A_CASE: Final = ("days_since_assignment", "days_since_purchase", "days_since_activation", "touched", "renewal")
"""Facts that make a question one of a case of its own, whatever the ledger has."""

_OF_BURNING: Final = frozenset({"burn-reimage", "burn-new-machine", "burn-hardware-change", "burn-minor-hardware"})
_OF_INCIDENTS: Final = frozenset(
    {
        "cloud-incident",
        "product-incident",
        "support-count",
        "version-covered",
        "older-covered",
        "n-1-covered",
        "scs-scope",
    }
)
_GIVEN_US: Final = ("what did partner center ", "what does partner center ")
_FEW: Final = 6
_FREE: Final = frozenset({"free", "left", "available"})
_SEATS: Final = frozenset({"seats", "licences", "licenses"})
_OF_QUANTITIES: Final = frozenset({"grant-quantity", "grant-includes"})
_INCIDENTS: Final = frozenset({"incident", "incidents", "ticket", "tickets"})
_ANSWERS: Final = frozenset({*(label for label, _ in _OF_THE_LEDGER.values()), "burn_check"})
"""Reports that answer a question of the guide."""


def report_asked(reading: Reading, visit: Visit) -> str | None:
    """The report that a reading asks for; None for another question."""
    if asks_what_i_have(reading):
        return "seats_of"
    if reading.plain or speaks_of_everyday_life(reading):
        return None
    if (plain := _plain_question(reading, visit)) is not None:
        return plain.label
    if (of_ours := _of_ours(reading, visit)) is not None:
        return of_ours
    if reading.label == "activations_left" and _is_of_seats(reading, visit):
        return "seats_free"
    if reading.label in _OF_THE_LEDGER and reading.confidence >= _SURE:
        label, kind = _OF_THE_LEDGER[reading.label]
        of_a_case = any(getattr(reading.facts, fact) is not None for fact in _OF_A_CASE)
        named = kind is None or bool(reading.named(kind)) or _needs_no_name(kind, reading, visit)
        return label if named and not of_a_case and visit.ledger.offers.bought(visit.today) else None
    if reading.label in _OF_INCIDENTS and reading.confidence >= _SURE and _is_over(reading, visit):
        return "incidents_left"
    if reading.label in _OF_BURNING and reading.confidence >= _SURE and _of_an_install(reading, visit):
        return "burn_check"
    if reading.label == "vs-valid" and reading.named(Tagged.PERSON):
        return "seat_valid"
    if reading.label in REPORTS and reading.confidence >= _SURE:
        return reading.label
    if reading.mood is Mood.QUESTION and reading.label in ACTS:  # nobody asks to have something recorded
        likeliest = (guess.label for guess in reading.guesses if guess.label in REPORTS and guess.share >= _WORTH_A_TRY)
        return next(likeliest, _ASKED_INSTEAD.get(reading.label) if reading.confidence >= _SURE else None)
    return None


def _plain_question(reading: Reading, visit: Visit) -> PlainQuestion | None:
    """The report that the words ask for and nothing else; before anything is bought only what comes next."""
    asked = None if reading.plain else plain_question(reading.words, reading.tags, visit.catalogue.kinds)
    return asked if asked and (asked.label == "upcoming" or visit.ledger.offers.bought(visit.today)) else None


def _of_ours(reading: Reading, visit: Visit) -> str | None:
    """The report on what we were granted or what is free, where something is bought; None for another question."""
    if not visit.ledger.offers.bought(visit.today):
        return None
    words = [word.casefold() for word in reading.words if word not in STOPS]
    said = " ".join(words)
    if said.startswith(_GIVEN_US) and said.endswith((" us", " we get")):
        return "status"
    if not reading.named(Tagged.PRODUCT) or reading.named(Tagged.OFFER):
        return None
    ours = said.endswith("do we have") or (said.startswith("do we have ") and len(words) <= _FEW)
    ours = ours or (said.startswith("how many ") and words[-1] in _SEATS and len(words) <= _FEW)
    free = words[0] in {"are", "is"} and words[-1] in _FREE and len(words) <= _FEW
    return "seats_free" if free or (ours and reading.label in _OF_QUANTITIES) else None


def _is_over(reading: Reading, visit: Visit) -> bool:
    """Whether an incident is asked for after the end of all that was bought, by the ledger and not in a case of its
    own."""
    if _INCIDENTS.isdisjoint(reading.words):
        return False
    of_a_case = reading.facts.member is not None or reading.facts.programme is not None
    bought = visit.ledger.offers.bought(visit.today)
    return not of_a_case and bool(bought) and not visit.ledger.offers.in_force(visit.today)


def _needs_no_name(kind: Tagged, reading: Reading, visit: Visit) -> bool:
    """Whether it is plain which is meant: one's own seat ("when can I pass my seat on?"), the token in its 30 days."""
    if kind is Tagged.TOKEN:
        return is_any_replaceable(visit.ledger, visit.today)
    return _means_me(reading.words) and bool(visit.ledger.seats.of(visit.request.person, visit.today))


def _is_of_seats(reading: Reading, visit: Visit) -> bool:
    """Whether "how many are left" means seats: nothing of a key is said, and there are seats and no key."""
    names_key = reading.named(Tagged.KEY) or reading.named(Tagged.TOKEN) or not _OF_KEYS.isdisjoint(reading.words)
    return not names_key and len(visit.ledger.licences.keys) == 0 and any(True for _ in visit.ledger.seats.pools())


def reported(visit: Visit, reading: Reading, label: str) -> tuple[Reply, Offers]:
    """The reply of a report, and what its choices lead to."""
    if label in REPORTS or reading.intent == "none":
        reading = replace(reading, intent="seats_of" if label == "seat_valid" else label)
    plain = _plain_question(reading, visit)
    only = Only(plain.only) if plain and plain.only else None
    stranger = next((tag for tag in reading.named(Tagged.PERSON) if not tag.ids), None)
    if stranger is not None:
        text = f"**I don't know {stranger.text}.** Ask with a name of the directory, or add them first."
        return Reply(kind=Kind.UNKNOWN, text=text, reading=heard(reading)), {}
    if several := next((tag for tag in reading.named(Tagged.PERSON) if len(tag.ids) > 1), None):
        text = f"**Which {several.text}?** {len(several.ids)} people fit: ask again with the whole name."
        return Reply(kind=Kind.UNKNOWN, text=text, reading=heard(reading)), {}
    holders = reading.slots.get("from_person", ())
    named = sorted(reading.named(Tagged.PERSON), key=lambda tag: tag.text not in holders)
    people = [tag.ids[0] for tag in named if len(tag.ids) == 1]
    for_me = _means_me(reading.words) and only is not Only.MOVABLE
    if for_me and (not people or (label == "reassign_check" and _needs_no_name(Tagged.PERSON, reading, visit))):
        people = [visit.request.person]

    def first(kind: Tagged) -> str | None:
        named = next(iter(reading.named(kind)), None)
        return (named.text if kind in _AS_TYPED else named.value) if named else None

    offers = {programme_of(tag.value) for tag in reading.named(Tagged.OFFER)}
    asked = Asked(
        label=label,
        person=people[0] if people else None,
        product=first(Tagged.PRODUCT),
        key=first(Tagged.KEY),
        token=first(Tagged.TOKEN),
        tenant=first(Tagged.TENANT),
        machine=first(Tagged.MACHINE),
        programme=offers.pop() if len(offers) == 1 and label != "swap_window" else None,
        on=_day_asked(reading),
        entry=_entry(reading.words),
        form=_form_of(reading, plain),
        again=any(word.startswith(_AGAIN) for word in reading.words),
        supposed=not _SUPPOSED.isdisjoint(reading.words) and not any("activated" in word for word in reading.words),
        significant=not _BOARDS.isdisjoint(reading.words),
        only=only,
        reference=first(Tagged.REFERENCE),
    )
    if only is Only.RECORDED:
        asked = _of_days(asked, reading, visit)
    if label == "upcoming":
        return _upcoming(visit, reading, asked)
    if label == "seat_valid":
        return seat_valid(visit, reading, people), {}
    if not visit.reads_all and (label == "audit_report" or (people and people[0] != visit.request.person)):
        return not_theirs(visit, reading)
    last = _last_install(visit) if label == "burn_check" and asked.key is None else None
    if last and (asked.machine or last.machine).casefold() == last.machine.casefold():
        asked = replace(asked, key=last.key, machine=last.machine)
    found = report(visit.ledger, visit.context(), asked)
    reply = Reply(
        kind=Kind.ANSWER if label in _ANSWERS else Kind.REPORT,
        verdict=found.verdict,
        rules=found.rules[:4],
        sections=visit.edition.sections_of(found.rules[:4]),
        conditions=found.conditions,
        date=found.date,
        text=found.text,
        choices=tuple(choice.label for choice in found.choices),
        reading=heard(reading),
        table=Table(columns=found.table.columns, rows=found.table.rows) if found.table else None,
    )
    return reply, offers_of(found.choices)


def _day_asked(reading: Reading) -> date | None:
    """The day that a question is about; the day on which somebody left is none: "ana resigned last week"."""
    days = (tag for tag in reading.named(Tagged.DATE) if tag.day and not _is_of_leaving(reading.words, tag.start))
    return next((tag.day.on for tag in days if tag.day), None)


def _is_of_leaving(words: Sequence[str], at: int) -> bool:
    """Whether the clause up to a word tells that somebody left."""
    start = max((n + 1 for n in range(at) if words[n] in STOPS), default=0)
    clause = words[start:at]
    return not _LEFT.isdisjoint(clause) and "when" not in clause


def _of_an_install(reading: Reading, visit: Visit) -> bool:
    """Whether a question is about an install that is recorded: it names the key or the machine, or says "that"."""
    if reading.named(Tagged.KEY) or reading.named(Tagged.MACHINE):
        return bool(visit.ledger.licences.keys)
    return len(reading.words) <= _SHORT and not _THAT.isdisjoint(reading.words) and _last_install(visit) is not None


def _last_install(visit: Visit) -> KeyActivated | None:
    """The activation that who asks has just recorded."""
    entries = visit.ledger.last_request_by(visit.request.person)
    return next((entry for entry in reversed(entries) if isinstance(entry, KeyActivated)), None)


def _means_me(words: Sequence[str]) -> bool:
    """Whether somebody asks about themselves: "what do I have?", not "show me the log"."""
    return any(word in _ME and not (word == "me" and at and words[at - 1] in _SHOW) for at, word in enumerate(words))


def _entry(words: Sequence[str]) -> int | None:
    """The number of an entry: "#7", "entry 7"."""
    for before, word in zip(["", *words], words, strict=False):
        number = word.lstrip("#")
        if number.isdecimal() and (word[0] == "#" or before == "entry"):
            return int(number)
    return None


def _form_of(reading: Reading, plain: PlainQuestion | None) -> Form:
    """Whether a yes or a no is wanted; "did Ana leave?", "can Ana have VS?" are told what is recorded, no verdict."""
    if plain is None:
        return reading.form
    of_somebody = plain.label == "seats_free" and bool(reading.named(Tagged.PERSON))
    if of_somebody or plain.label in ("seats_of", "refund_window"):
        return Form.OPEN
    return Form.POLAR if reading.words[0] in _TURNED else form_in(reading.words) or Form.OPEN


def _of_days(asked: Asked, reading: Reading, visit: Visit) -> Asked:
    """The question of what was recorded: from when to when, and by whom."""
    since, until = period_of(reading.words, reading.tags, visit.today) or (None, None)
    return replace(asked, since=since, on=until, by=asked.person, person=None)


def _upcoming(visit: Visit, reading: Reading, asked: Asked) -> tuple[Reply, Offers]:
    """What is coming up, by date; or what is past its day."""
    late = asked.only is Only.OVERDUE
    found = (overdue if late else coming_up)(visit.ledger, visit.context())
    verdict = None
    if late and asked.form is Form.POLAR:
        verdict = Verdict.ALLOWED if found.is_late else Verdict.NOT_ALLOWED
    table = Table(columns=COLUMNS, rows=found.rows) if found.rows else None
    first = next((one.day for one in found.deadlines if one.day and one.day >= visit.today), None)
    reply = Reply(kind=Kind.REPORT, verdict=verdict, text=found.text, date=first, reading=heard(reading), table=table)
    return reply, {}
