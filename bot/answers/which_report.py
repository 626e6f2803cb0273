"""Which report a question asks for: who has what, what is free, where things stand."""

from collections.abc import Sequence
from typing import Final

from bot.record.records import Visit
from bot.talk.follow_up import asks_what_i_have
from intents.field import speaks_of_everyday_life
from intents.marks import Kind as Tagged
from intents.model import Mood, Reading
from intents.plain_questions import PlainQuestion, plain_question
from intents.reader import ACTS, REPORTS
from intents.words import STOPS
from policy.model import KeyActivated
from policy.reports.replacement import is_any_replaceable

_SURE: Final = 0.2
_WORTH_A_TRY: Final = 0.1
_OF_KEYS: Final = frozenset(
    {"activation", "activations", "activate", "key", "keys", "install", "installs", "mak", "machines"}
)
_ME: Final = frozenset({"i", "my", "me", "mine", "i've", "myself"})
_SHOW: Final = frozenset({"show", "tell", "give", "send", "let", "get", "remind"})
_THAT: Final = frozenset({"that", "it", "this"})
_SHORT: Final = 9
_ASKED_INSTEAD: Final = {"assign_seat": "seats_free", "request_seat": "seats_free", "activate_token": "token_status"}
"""What is answered to a question about an act: "should we give hannah a seat?"."""
OF_THE_LEDGER: Final[dict[str, tuple[str, Tagged | None]]] = {
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


def report_asked(reading: Reading, visit: Visit) -> str | None:
    """The report that a reading asks for; None for another question."""
    if asks_what_i_have(reading):
        return "seats_of"
    if reading.plain or speaks_of_everyday_life(reading):
        return None
    if (plain := question_in_plain_words(reading, visit)) is not None:
        return plain.label
    if (of_ours := _of_ours(reading, visit)) is not None:
        return of_ours
    if reading.label == "activations_left" and _is_of_seats(reading, visit):
        return "seats_free"
    if reading.label in OF_THE_LEDGER and reading.confidence >= _SURE:
        label, kind = OF_THE_LEDGER[reading.label]
        of_a_case = any(getattr(reading.facts, fact) is not None for fact in _OF_A_CASE)
        named = kind is None or bool(reading.named(kind)) or needs_no_name(kind, reading, visit)
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


def question_in_plain_words(reading: Reading, visit: Visit) -> PlainQuestion | None:
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


def needs_no_name(kind: Tagged, reading: Reading, visit: Visit) -> bool:
    """Whether it is plain which is meant: one's own seat ("when can I pass my seat on?"), the token in its 30 days."""
    if kind is Tagged.TOKEN:
        return is_any_replaceable(visit.ledger, visit.today)
    return means_me(reading.words) and bool(visit.ledger.seats.of(visit.request.person, visit.today))


def _is_of_seats(reading: Reading, visit: Visit) -> bool:
    """Whether "how many are left" means seats: nothing of a key is said, and there are seats and no key."""
    names_key = reading.named(Tagged.KEY) or reading.named(Tagged.TOKEN) or not _OF_KEYS.isdisjoint(reading.words)
    return not names_key and len(visit.ledger.licences.keys) == 0 and any(True for _ in visit.ledger.seats.pools())


def _of_an_install(reading: Reading, visit: Visit) -> bool:
    """Whether a question is about an install that is recorded: it names the key or the machine, or says "that"."""
    if reading.named(Tagged.KEY) or reading.named(Tagged.MACHINE):
        return bool(visit.ledger.licences.keys)
    return len(reading.words) <= _SHORT and not _THAT.isdisjoint(reading.words) and last_install(visit) is not None


def last_install(visit: Visit) -> KeyActivated | None:
    """The activation that who asks has just recorded."""
    entries = visit.ledger.last_request_by(visit.request.person)
    return next((entry for entry in reversed(entries) if isinstance(entry, KeyActivated)), None)


def means_me(words: Sequence[str]) -> bool:
    """Whether somebody asks about themselves: "what do I have?", not "show me the log"."""
    return any(word in _ME and not (word == "me" and at and words[at - 1] in _SHOW) for at, word in enumerate(words))
