"""The facts that a sentence states, from its words and what they name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from intents.dates import number_of
from intents.lexicon import load
from intents.model import Mood, Reading
from intents.tags import Kind, Tag
from intents.words import STOPS
from policy.catalogue import Catalogue
from policy.decision import Form
from policy.facts import Facts, Level, Programme, Regime

_FILE: Final = load("facts")
_DENIAL: Final = frozenset(_FILE.pop("denial")["words"])
_ABOUT_US: Final = tuple(_FILE.pop("about_us")["phrases"])
_CORRECTIONS: Final = frozenset(_FILE.pop("correction")["words"])
_TAKEN_BACK: Final = frozenset(_FILE.pop("taken_back")["phrases"])
_BOUGHT: Final = frozenset(_FILE.pop("bought")["words"])
_SPAN_BEFORE: Final = frozenset(_FILE.pop("span_before")["words"])
_SPAN_AFTER: Final = frozenset(_FILE.pop("span_after")["words"])
_EVENTS: Final = frozenset(_FILE.pop("event")["words"])
_OTHER_EVENTS: Final = frozenset(_FILE.pop("other_event")["words"])
_SINCE: Final = frozenset(_FILE.pop("since")["words"])
_ASKS: Final = {kind: frozenset(words) for kind, words in _FILE.pop("asks").items()}
_FIELD: Final = frozenset(_FILE.pop("field")["words"])
_WINS: Final[dict[str, bool]] = {
    fact: values.pop("wins") == "yes" for fact, values in _FILE.items() if "wins" in values
}
"""Which value of a fact counts where a sentence says both."""
_UNLESS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    fact: tuple(tuple(phrase.split()) for phrase in values.pop("unless"))
    for fact, values in _FILE.items()
    if "unless" in values
}
_PHRASES: Final[dict[str, list[tuple[tuple[str, ...], str, str]]]] = {}
for _fact, _values in _FILE.items():
    for _value, _phrases in _values.items():
        for _words in map(str.split, _phrases):
            _PHRASES.setdefault(_words[0], []).append((tuple(_words), _fact, _value))
_WIDEST_GAP: Final = 4
_FACTS_OF_A_WORD: Final = {"yes": True, "no": False, "so": True}
_OF_WORDS: Final = {
    "covered_by_words": ("version_covered", None),
    "not_required": ("needs_key", False),
    "key_asked_for": ("needs_key", True),
}
"""Facts of the lexicon that tell another one: its name, and its value where it is not the same."""
_DAYS_IN: Final = {
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
    "wks": 7,
    "month": 30,
    "months": 30,
    "fortnight": 14,
    "year": 365,
    "years": 365,
}
_YEAR: Final = re.compile(r"20\d\d")
_SINCE_YEAR: Final = frozenset({"since", "in", "from"})
_LEAD: Final = 5
_A_LONG_TIME: Final = 365
_NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_WHOLE: Final = frozenset({"full", "whole", "good", "entire", "calendar", "more", "odd"})
_OF_THE_THING: Final = frozenset({"into", "with", "of", "on"})
_LESS: Final = frozenset({"less", "under", "fewer", "barely", "nearly", "almost", "hardly", "scarcely"})
_MORE: Final = frozenset({"over", "more", "past", "beyond"})
_MORE_BEHIND: Final = frozenset({"over", "up", "behind"})
_ENDS: Final = frozenset(".?!")
_ANOTHER_CLAUSE: Final = frozenset({".", "?", "!", ";", "but", "though", "although", "however", "except"})
_A_CENTURY: Final = 36_525
_GLUED: Final = re.compile(r"(\d{1,4})-?(days?|d|weeks?|months?)")


def stated_facts(low: Sequence[str], tags: Sequence[Tag], today: date, catalogue: Catalogue) -> Facts:
    """What the sentence says about the case it asks about; after "no, sorry" what is said there."""
    corrected = _corrected_at(low, tags)
    if corrected:
        tags = [tag for tag in tags if tag.start >= corrected or tag.kind is not Kind.OFFER]
    found = _said(low, corrected)
    if "level" in found:
        found["level"] = Level(found["level"])
    kept = [
        tag
        for tag in tags
        if tag.kind is not Kind.OFFER or not _is_denied(low, tag.start, min(3, tag.start - corrected))
    ]
    for said, (fact, value) in _OF_WORDS.items():
        if (held := found.pop(said, None)) is not None and (value is None or held):
            found.setdefault(fact, held if value is None else value)
    found = {fact: value for fact, value in _of_tags(kept, catalogue, today).items() if value is not None} | found
    days = _days_since(low, tags, today)
    if days is not None:
        found |= {f"days_since_{event}": days[0] for event in ("purchase", "activation", "assignment")}
        found["dated"] = days[1]
    return Facts(**found)


def _said(low: Sequence[str], start: int) -> dict[str, Any]:
    """The facts of the phrases from word `start` on; of two values the first, or the one that wins."""
    found: dict[str, Any] = {}
    for at in range(start, len(low)):
        for phrase, fact, value in _PHRASES.get(low[at], ()):
            if not _runs(low, at, phrase):
                continue
            if fact == "level" and _is_denied(low, max(at, start), min(3, at - start)):
                continue
            if any(_stands_in(low, beside) for beside in _UNLESS.get(fact, ())):
                continue
            held = not _is_denied(low, at, 5) if value == "yes" else _FACTS_OF_A_WORD.get(value, value)
            if fact not in found or _WINS.get(fact) is held:
                found[fact] = held
    return found


def _runs(low: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase begins at a word; "…" in it stands for a few words, but for no end of a sentence."""
    if not phrase:
        return True
    if phrase[0] != "…":
        return at < len(low) and low[at] == phrase[0] and _runs(low, at + 1, phrase[1:])
    for gap in range(_WIDEST_GAP + 1):
        if _runs(low, at + gap, phrase[1:]):
            return True
        if at + gap < len(low) and low[at + gap] in _ENDS:
            return False
    return False


def _stands_in(low: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(low[at : at + len(phrase)]) == phrase for at in range(len(low) - len(phrase) + 1))


def lasting(reading: Reading, today: date) -> tuple[Facts, date | None]:
    """Facts about the organisation that somebody states ("we're gold"), and the day of purchase, where said.

    A programme or a level that is only asked about is no statement.
    """
    if reading.mood in (Mood.HYPOTHETICAL, Mood.QUOTE, Mood.REPORTED, Mood.PLAN) or "if" in reading.words:
        return Facts(), None
    words = " ".join(reading.words)
    found: dict[str, Any] = {}
    if any(cue in words for cue in _ABOUT_US):
        found = {name: getattr(reading.facts, name) for name in ("programme", "level", "learning_partner", "member")}
    purchased_on = None
    if (
        reading.facts.days_since_purchase is not None
        and reading.facts.dated
        and any(word in _BOUGHT for word in reading.words)
    ):
        purchased_on = today - timedelta(days=reading.facts.days_since_purchase)
    return Facts(**found), purchased_on


def day_fault(reading: Reading) -> str | None:
    """Why a day that is said is none ("bought on 31/02/2026"), as words behind "Which day?"; None where all are."""
    return next((tag.day.fault for tag in reading.named(Kind.DATE) if tag.day and tag.day.fault), None)


def taken_back(reading: Reading, before: Facts) -> Facts | None:
    """The facts after somebody takes back what they stated last: "sorry, we are not", "we are no longer gold".

    `before` are those facts. What was True becomes False, a programme and its level nobody knows any more.
    None where nothing is taken back.
    """
    words = [word for word in reading.words if word not in STOPS]
    bare = " ".join(words) in _TAKEN_BACK
    offers = reading.named(Kind.OFFER)
    denied = [tag for tag in offers if _is_denied(reading.words, tag.start, 3)]
    about_us = any(cue in " ".join(reading.words) for cue in _ABOUT_US)
    if not bare and not (denied and about_us and reading.mood is Mood.NEGATION):
        return None
    if bare and before.learning_partner:
        return replace(before, learning_partner=False)
    if bare and before.member:
        return replace(before, member=False)
    levels = {tag.value for tag in denied} & set(Level)
    if levels and before.level is not None and before.level.value not in levels:
        return None
    return replace(before, programme=None, level=None)


def _is_denied(low: Sequence[str], at: int, reach: int) -> bool:
    """Whether a word of denial stands among the `reach` words before a word, in its clause.

    "not only" denies nothing, nor does "no seat assigned, but a token viewed" deny the view.
    """
    for n in range(at - 1, max(0, at - reach) - 1, -1):
        if low[n] in _ANOTHER_CLAUSE:
            return False
        if (low[n] in _DENIAL or low[n].endswith("n't")) and low[n + 1] != "only":
            return True
    return False


def _corrected_at(low: Sequence[str], tags: Sequence[Tag]) -> int:
    """The word behind a correction that says another offer: "we're gold, no sorry, silver"; 0 without one."""
    offers = [tag for tag in tags if tag.kind is Kind.OFFER]
    for at in range(len(low) - 1, 0, -1):
        if low[at] in _CORRECTIONS:
            both = any(tag.start < at for tag in offers) and any(tag.start > at for tag in offers)
            return at + 1 if both else 0
    return 0


def _of_tags(tags: Sequence[Tag], catalogue: Catalogue, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    programmes = {programme_of(tag.value) for tag in tags if tag.kind is Kind.OFFER}
    if len(programmes) == 1:
        found["programme"] = programmes.pop()
    named = [tag for tag in tags if tag.kind is Kind.PRODUCT]
    products = [catalogue.by_id[tag.value] for tag in named]
    if products:
        studio = any(product.kind == "visual_studio" for product in products)
        found["regime"] = Regime.VISUAL_STUDIO if studio else Regime.LICENCE
        product = products[0]
        found["product_kind"] = product.kind if product.kind != "visual_studio" else None
        found["needs_key"], found["needs_activation"] = product.needs_key, product.needs_activation
        found["scs_scope"] = product.scs_scope
        found["version_covered"] = product.covered(named[0].version, today) if named[0].version else None
        if product.kind == "visual_studio" and product.id.endswith(("enterprise", "professional")):
            found["vs_edition"] = product.id.rsplit("-", 1)[1]
    return found


def programme_of(offer: str) -> Programme:
    """The programme of an offer of the lexicon; silver and gold are levels of a competency."""
    return Programme.COMPETENCY if offer in ("competency", "silver", "gold") else Programme(offer)


def _beyond(low: Sequence[str], at: int, behind: int) -> int:
    """A day more for "over 30 days" and "30 days are up", a day less for "under 90 days"."""
    before = {*low[max(0, at - 2) : at]}
    if before & _LESS:
        return -1
    return 1 if before & _MORE or {*low[behind : behind + 2]} & _MORE_BEHIND else 0


def form_in(low: Sequence[str]) -> Form | None:
    """The form of a question as its grammar shows it: "is …?" asks for yes or no, "which …?" does not.

    Of the last sentence; None where its first word tells nothing ("what about …?", "can you tell me who …?").
    """
    end = len(low)
    while end and low[end - 1] in _ENDS:
        end -= 1
    start = next((n + 1 for n in range(end - 1, -1, -1) if low[n] in _ENDS), 0)
    start = next((n + 1 for n in range(start, end - 1) if low[n] == "," and low[n + 1] in _ASKS["open"]), start)
    words = [word for word in low[start:end] if word not in _ASKS["passed_over"]]
    if not words:
        return None
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _ASKS["amounts"] or (first in ("the", "a") and second in _ASKS["amounts"]):
        return Form.OPEN
    if first in _ASKS["open"]:
        turned = second in ("about", "if") or any(word in _ASKS["tags"] for word in words[-2:])
        return None if turned else Form.OPEN
    for at, word in enumerate(words):
        if word in _ASKS["telling"]:  # "tell me when", "any idea how long", "I wonder whether"
            told = next((one for one in words[at + 1 : at + 3] if one in _ASKS["open"] | _ASKS["whether"]), None)
            if told is not None:
                return Form.POLAR if told in _ASKS["whether"] else Form.OPEN
    plain = first in _ASKS["polar"] and (_ASKS["telling"] | _ASKS["open"]).isdisjoint(words)
    return Form.POLAR if plain else None


def names_the_field(reading: Reading) -> bool:
    """Whether a sentence has a word of the desk's field, or names one of its things."""
    kinds = (Kind.PRODUCT, Kind.OFFER, Kind.TOKEN, Kind.KEY)
    return (
        not _FIELD.isdisjoint(reading.words)
        or reading.facts.claim is not None
        or any(reading.named(kind) for kind in kinds)
    )


def _days_since(low: Sequence[str], tags: Sequence[Tag], today: date) -> tuple[int, bool] | None:
    """Days that a date or a span lies back, and whether they count from a day that was.

    "40 days ago" and "bought on 3 May" do; "after 100 days" and "day 31" are only as long. A span without
    such a word ("is the window 30 days?") is none, nor is one of another event ("ana left last week").
    """
    elsewhere = not _OTHER_EVENTS.isdisjoint(low) and _EVENTS.isdisjoint(low)
    for tag in () if elsewhere else tags:
        if tag.kind is Kind.DATE and tag.day and tag.day.on and tag.day.on <= today:
            lead = [word for word in low[max(0, tag.start - _LEAD) : tag.start] if word in _EVENTS | _OTHER_EVENTS]
            if not lead or lead[-1] in _EVENTS:
                past = (today - tag.day.on).days
                beyond = _beyond(low, tag.start, tag.end) if low[tag.end - 1] in _SINCE else 0
                return past + beyond, tag.day.fault is None and not beyond
    for at, word in enumerate(low):
        before = {*low[max(0, at - 3) : at]}
        following = low[at + 1] if at + 1 < len(low) else ""
        if (word in ("ages", "long") and following == "ago") or (word in ("ages", "years") and "for" in before):
            return _A_LONG_TIME, False
        if word in _NTH and following == "week":
            return 7 * _NTH[word], False
        if (
            _YEAR.fullmatch(word)
            and int(word) < today.year
            and not elsewhere
            and not _SINCE_YEAR.isdisjoint(low[max(0, at - _LEAD) : at])
        ):
            return (today - date(int(word), 12, 31)).days, False
        glued = _GLUED.fullmatch(word)
        number = int(glued[1]) if glued else number_of(word)
        behind = at + 1 if glued else at + 2 + (following in _WHOLE)
        unit = glued[2] if glued else "".join(low[behind - 1 : behind])
        if word == "day" and (nth := number_of(unit)) is not None:
            return nth, False
        if number is None or unit not in _DAYS_IN:
            continue
        after = {*low[behind : behind + 3]}
        if elsewhere and _OF_THE_THING.isdisjoint(low[behind : behind + 1]):
            continue
        half = 15 if low[behind : behind + 3] == ["and", "a", "half"] and unit == "month" else 0
        days = number * _DAYS_IN[unit] + half + _beyond(low, at, behind)
        if days <= _A_CENTURY and (before & (_SPAN_BEFORE | _LESS) or after & _SPAN_AFTER or half):
            exact = days == number * _DAYS_IN[unit]
            return days, exact and bool(after & _SINCE or before & {"for"})
    return None
