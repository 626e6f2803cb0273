"""The facts that a sentence states, from its words and what they name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from sys import intern
from typing import Any, Final

from intents.days.elapsed import days_since, since_assignment
from intents.form import other_half
from intents.granted import told_of_a_count
from intents.lexicon import Phrases, load
from intents.marks import Kind, Tag
from intents.model import Mood, Reading
from intents.others import told_of_others
from intents.sides import other_side
from intents.whose_offer import holds_what_is_denied, ours, without_denied_products
from intents.words import STOPS
from policy.catalogue import Catalogue
from policy.facts import NO_FACTS, Facts, Level, Programme, Regime

_FILE: Final = load("facts")
_DENIALS: Final = _FILE.pop("denial")
_DENIAL: Final = frozenset(_DENIALS["words"])
_MODALS: Final = frozenset(_DENIALS["modals"])
"""Denials of what one may or will do: "can't move activated seats" denies the move, not that they are activated."""
_OF_WHAT_ONE_CAN: Final = frozenset(_DENIALS["of_what_one_can"])
"""Facts that those deny too: "we can't sit beside them"."""
_ABOUT_US: Final = tuple(_FILE.pop("about_us")["phrases"])
_CORRECTIONS: Final = frozenset(_FILE.pop("correction")["words"])
_TAKEN_BACK: Final = frozenset(_FILE.pop("taken_back")["phrases"])
_BOUGHT: Final = frozenset(_FILE.pop("bought")["words"])
_WINS: Final[dict[str, bool]] = {
    fact: values.pop("wins") == "yes" for fact, values in _FILE.items() if "wins" in values
}
"""Which value of a fact counts where a sentence says both."""
_UNLESS: Final[dict[str, Phrases]] = {
    fact: Phrases((phrase, fact) for phrase in values.pop("unless"))
    for fact, values in _FILE.items()
    if "unless" in values
}
_DROPPED_DENIED: Final = frozenset(fact for fact, values in _FILE.items() if values.pop("denied", None) == "drops")
_GAP: Final = "…"
_Told = tuple[tuple[str, ...], str, str, str]
"""A phrase, the fact and the value that it tells, and its last word, without which it can't stand in a sentence."""

_BEGINNING: Final[dict[str, list[tuple[str, str, str]]]] = {}
"""By their first word the phrases as the file has them, each with its fact and value."""
for _fact, _values in _FILE.items():
    for _value, _phrases in _values.items():
        for _phrase in _phrases:
            _BEGINNING.setdefault(_phrase.partition(" ")[0], []).append((_phrase, _fact, _value))

_PHRASES: Final[dict[str, dict[str, list[_Told]]]] = {}
"""The same, by the word behind the first one ("" for any other), of the first words that were met so far."""


def _begun_with(first: str) -> dict[str, list[_Told]]:
    """The phrases that begin with a first word of some, by the word behind it."""
    told: list[_Told] = []
    for phrase, fact, value in _BEGINNING[first]:
        words = tuple(map(intern, phrase.split()))
        told.append((words, fact, value, words[-1]))
    seconds = {"", *(words[1] for words, *_ in told if len(words) > 1 and words[1] != _GAP)}
    return _PHRASES.setdefault(
        first, {second: [one for one in told if one[0][1:2] in ((), (_GAP,), (second,))] for second in seconds}
    )


_TOLD_APART: Final = 2
"""Words of a phrase that `_begun_with` has compared already."""
_WIDEST_GAP: Final = 4
_NO_DENIAL_BEFORE: Final = frozenset(
    "only wrong against we you they it he she i allowed permitted forbidden possible ok okay fine legal".split()
)
_FACTS_OF_A_WORD: Final = {"yes": True, "no": False, "so": True}
_OF_WORDS: Final = {
    "covered_by_words": ("version_covered", None),
    "not_required": ("needs_key", False),
    "key_asked_for": ("needs_key", True),
    "on_premises_by_words": ("product_kind", "on_premises"),
}
"""Facts of the lexicon that tell another one: its name, and its value where it is not the same."""
_WHERE_UNNAMED: Final = frozenset({"on_premises_by_words"})
"""Those that tell nothing beside a product that is named."""
_ENDS: Final = frozenset(".?!")
_ANOTHER_CLAUSE: Final = frozenset({".", "?", "!", ";", "but", "though", "although", "however", "except"})


def stated_facts(low: Sequence[str], tags: Sequence[Tag], today: date, catalogue: Catalogue) -> Facts:
    """What the sentence says about the case it asks about; after "no, sorry" what is said there."""
    corrected = _corrected_at(low, tags)
    if corrected:
        tags = [tag for tag in tags if tag.start >= corrected or tag.kind is not Kind.OFFER]
    left_out = (other_half(low) if "or" in low else None) or other_side(low)
    if left_out:  # "is it free, or must we pay?" asks whether it is free
        tags = [tag for tag in tags if not left_out[0] < tag.start < left_out[1] or tag.kind is not Kind.OFFER]
    found = _said([*low[: left_out[0]], *low[left_out[1] :]] if left_out else low, corrected)
    found |= told_of_a_count(low, tags) | told_of_others(low)
    offers = [tag for tag in tags if tag.kind is Kind.OFFER]
    if offers and _UNLESS["level"].stand_in(low):  # "we want to become silver"
        tags, offers = [tag for tag in tags if tag.kind is not Kind.OFFER], []
    if own := ours(low, offers):
        tags = [tag for tag in tags if tag.kind is not Kind.OFFER or tag in own]
        if {tag.value for tag in own}.isdisjoint(Level):
            found.pop("level", None)
    if "level" in found:
        found["level"] = Level(found["level"])
    denied = [
        tag
        for tag in offers
        if _is_denied(low, tag.start, min(3, tag.start - corrected)) and not holds_what_is_denied(low, tag)
    ]
    kept = without_denied_products(low, [tag for tag in tags if tag not in denied] if denied else tags)
    of_tags = {fact: value for fact, value in _of_tags(kept, catalogue, today).items() if value is not None}
    for said, (fact, value) in _OF_WORDS.items():
        if (held := found.pop(said, None)) is not None and (value is None or held):
            (of_tags if said in _WHERE_UNNAMED else found).setdefault(fact, held if value is None else value)
    if of_tags.get("version_covered") is False:  # "the latest version of our app on SQL 2008" covers no SQL 2008
        found.pop("version_covered", None)
    found = of_tags | found
    days = days_since(low, tags, today)
    if days is not None:
        found |= {f"days_since_{event}": days[0] for event in ("purchase", "activation", "assignment")}
        found["dated"] = days[1]
        if (assigned := since_assignment(low)) is not None:
            found["days_since_assignment"] = assigned
    return Facts.of(found) if found else NO_FACTS


def _said(low: Sequence[str], start: int) -> dict[str, Any]:
    """The facts of the phrases from word `start` on; of two values the first, or the one that wins.

    A phrase that tells nothing of a fact (`aside`) hides those that begin in it: "on his own laptop" is not alone.
    """
    found: dict[str, Any] = {}
    hidden: dict[str, int] = {}
    present = frozenset(low)
    for at in range(start, len(low)):
        word = low[at]
        if word not in _BEGINNING:
            continue
        begun = _PHRASES.get(word) or _begun_with(word)
        following = low[at + 1] if at + 1 < len(low) else ""
        for phrase, fact, value, last in begun.get(following) or begun[""]:
            if last not in present:
                continue
            if fact in found and value != "aside" and _WINS.get(fact, found[fact]) is found[fact]:
                continue  # nothing more can change it
            if (len(phrase) > _TOLD_APART and not _runs(low, at, phrase)) or hidden.get(fact, 0) > at:
                continue
            if value == "aside":
                hidden[fact] = at + len(phrase)
                continue
            if fact == "level" and _is_denied(low, max(at, start), min(3, at - start)):
                continue
            if fact in _UNLESS and _UNLESS[fact].stand_in(low):
                continue
            if fact in _DROPPED_DENIED and _is_denied(low, min(at + _WIDEST_GAP + 1, len(low)), 2 * _WIDEST_GAP + 1):
                continue
            denied = value == "yes" and _is_said_not_to_be(low, at, phrase, of_an_act=fact in _OF_WHAT_ONE_CAN)
            held = not denied if value == "yes" else _FACTS_OF_A_WORD.get(value, value)
            if fact not in found or _WINS.get(fact) is held:
                found[fact] = held
    return found


def _is_said_not_to_be(low: Sequence[str], at: int, phrase: tuple[str, ...], *, of_an_act: bool) -> bool:
    """Whether a phrase is denied: before it, right behind it ("used nothing") or in its gap ("criteria aren't met")."""
    if _is_denied(low, at, 5, of_an_act=of_an_act) or low[at + len(phrase) : at + len(phrase) + 1] == ["nothing"]:
        return True
    if _GAP not in phrase:
        return False
    last = low.index(phrase[-1], at + 1)
    return any(word in _DENIAL or word.endswith("n't") for word in low[at + 1 : last] if word not in phrase)


def _runs(low: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase begins at a word; "…" in it stands for a few words, but for no end of a sentence."""
    for n, word in enumerate(phrase):
        if word == _GAP:
            return _runs_on(low, at + n, phrase[n + 1 :])
        if at + n >= len(low) or low[at + n] != word:
            return False
    return True


def _runs_on(low: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    """Whether the rest of a phrase stands behind a few words."""
    if phrase and phrase[0] not in low[at : at + _WIDEST_GAP + 1]:
        return False
    for gap in range(_WIDEST_GAP + 1):
        if _runs(low, at + gap, phrase):
            return True
        if at + gap < len(low) and low[at + gap] in _ENDS:
            return False
    return False


def lasting(reading: Reading, today: date) -> tuple[Facts, date | None]:
    """Facts about the organisation that somebody states ("we're gold"), and the day of purchase, where said.

    A programme or a level that is only asked about is no statement.
    """
    if reading.mood in (Mood.HYPOTHETICAL, Mood.QUOTE, Mood.REPORTED, Mood.PLAN) or "if" in reading.words:
        return NO_FACTS, None
    found: dict[str, Any] = {}
    if _is_about_us(reading):
        found = {name: getattr(reading.facts, name) for name in ("programme", "level", "learning_partner", "member")}
    days = reading.facts.days_since_purchase
    dated = reading.facts.dated and not _BOUGHT.isdisjoint(reading.words)
    purchased_on = today - timedelta(days=days) if dated and days is not None else None
    return Facts.of(found) if found else NO_FACTS, purchased_on


def _is_about_us(reading: Reading) -> bool:
    words = " ".join(reading.words)
    return any(cue in words for cue in _ABOUT_US)


def taken_back(reading: Reading, before: Facts) -> Facts | None:
    """The facts after somebody takes back what they stated last: "sorry, we are not", "we are no longer gold".

    `before` are those facts. What was True becomes False, a programme and its level nobody knows any more.
    None where nothing is taken back.
    """
    words = [word for word in reading.words if word not in STOPS]
    bare = " ".join(words) in _TAKEN_BACK
    offers = reading.named(Kind.OFFER)
    denied = [tag for tag in offers if _is_denied(reading.words, tag.start, 3)]
    if not bare and not (denied and reading.mood is Mood.NEGATION and _is_about_us(reading)):
        return None
    if bare and before.learning_partner:
        return replace(before, learning_partner=False)
    if bare and before.member:
        return replace(before, member=False)
    levels = {tag.value for tag in denied} & set(Level)
    if levels and before.level is not None and before.level.value not in levels:
        return None
    return replace(before, programme=None, level=None)


def _is_denied(low: Sequence[str], at: int, reach: int, *, of_an_act: bool = True) -> bool:
    """Whether a word of denial stands among the `reach` words before a word, in its clause.

    "not only", "nothing wrong with" and "don't we" deny nothing; "no seat assigned, but a token viewed" not the view.
    "Can't" denies only what is `of_an_act`.
    """
    if low[at - 1 : at] in (["or"], ["nor"]):  # "haven't looked at a token or used anything"
        reach *= 2
    for n in range(at - 1, max(0, at - reach) - 1, -1):
        if low[n] in _ANOTHER_CLAUSE:
            return False
        if low[n] in _MODALS and not of_an_act:
            continue
        if (low[n] in _DENIAL or low[n].endswith("n't")) and low[n + 1 : n + 2] and low[n + 1] not in _NO_DENIAL_BEFORE:
            return True
    return False


def _corrected_at(low: Sequence[str], tags: Sequence[Tag]) -> int:
    """The word behind a correction that says another offer: "we're gold, no sorry, silver"; 0 without one."""
    if _CORRECTIONS.isdisjoint(low):
        return 0
    offers = [tag for tag in tags if tag.kind is Kind.OFFER]
    for at in range(len(low) - 1, 0, -1):
        if low[at] in _CORRECTIONS and low[at + 1 : at + 2] != ["for"]:  # "meant for gold" corrects nothing
            both = any(tag.start < at for tag in offers) and any(tag.start > at for tag in offers)
            return at + 1 if both else 0
    return 0


def _of_tags(tags: Sequence[Tag], catalogue: Catalogue, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not tags:
        return found
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
