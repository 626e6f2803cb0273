"""Acts on seats and requests for them, from what is said."""

import re
from collections.abc import Callable
from typing import Any, Final

from bot.acts.said import Make, Said, Unclear, for_each, label_of
from intents.lexicon import load
from intents.marks import Kind
from intents.numbers import number_of
from policy import acts
from policy.acts import Act
from policy.context import count
from policy.model import Answered

_NAMING: Final = load("naming")
_NTH: Final[dict[str, int]] = _NAMING["nth"]
_NOUNS: Final = frozenset(_NAMING["seat_nouns"]["words"])
_STAND_INS: Final = frozenset(_NAMING["seat_nouns"]["stand_ins"])
_MARKS: Final = frozenset({"number", "no", "no.", "nr", "nr.", "#", "."})
_GIVING: Final = frozenset({"give", "assign", "hand", "grant"})
_DIGITS_OF_A_YEAR: Final = 4
_NUMBERED: Final = re.compile(r"#?(\d{1,4})|(?:seat)-?(\d{1,4})|(\d{1,2})(?:st|nd|rd|th)")


def _who_activated(said: Said) -> list[str]:
    """Who speaks, where the words mean them, or begin with "I": one activates a seat by signing in to it oneself."""
    spoken_by_self = said.reading.words[:1] in (("i",), ("i've",), ("ive",))
    return [said.speaker] if spoken_by_self and not said.tags(Kind.PERSON) else said.myself()


def _seat(act: Callable[..., Act], *, alone: bool = False, unnamed: Callable[[Said], list[str]] = Said.myself) -> Make:
    """Acts on one person's seat; `alone` are those that can go by the number of a seat.

    `unnamed` gives whose it is where the words name nobody.
    """

    def make(said: Said) -> list[Act] | Unclear:
        if keys := _of_keys(said):
            return keys
        people = said.people() or unnamed(said)
        number = _seat_number(said)
        if number is not None and len(people) > 1:
            return Unclear(f"**Who gets seat {number}?** Say one person at a time, with the number of the seat.")
        product: dict[str, Any] = {"product": said.product} if said.product else {}
        if (many := _how_many(said)) is not None and people and many != len(people):
            seats, names = count(many, "seat"), count(len(people), "person", "people")
            text = f"**Who gets how many?** I hear {seats} for {names}, and one person needs one seat."
            return Unclear(text, instead=tuple(act(person=one, **product, **said.common) for one in people))
        apart = _products_apart(said)
        if isinstance(apart, Unclear):
            return apart
        if apart:
            return [act(person=person, product=product, **said.common) for person, product in apart]
        if number is not None and alone:
            product["number"] = number
        return for_each(people, lambda person: act(person=person, **product, **said.common))

    return make


def _assign(said: Said) -> list[Act] | Unclear | None:
    return _handed_on(said) or _assign_new(said)


def _handed_on(said: Said) -> list[Act]:
    """The move that is meant where what is given is somebody's: "give bob's one to dave"; nothing for other words."""
    owners = [tag for tag in said.tags(Kind.PERSON) if tag.owned]
    takers = [tag for tag in said.tags(Kind.PERSON) if not tag.owned]
    if len(owners) != 1 or len(takers) != 1 or len(owners[0].ids) != 1 or len(takers[0].ids) != 1:
        return []
    behind = said.reading.words[owners[0].end : owners[0].end + 1]
    named = owners[0].end in {tag.start for tag in said.tags(Kind.PRODUCT)}
    if behind and behind[0] not in _NOUNS | _STAND_INS and not named:
        return []
    return [acts.MoveSeat(from_person=owners[0].ids[0], person=takers[0].ids[0], product=said.product, **said.common)]


def _products_apart(said: Said) -> list[tuple[str, str]] | Unclear:
    """Each person with the product that is named for them, where several are: "ana VS Pro and bob Enterprise"."""
    tags = [tag for tag in said.named if tag.kind in (Kind.PERSON, Kind.PRODUCT)]
    if len({tag.value for tag in tags if tag.kind is Kind.PRODUCT}) < 2:
        return []
    behind = tags[0].kind is Kind.PERSON  # "ana VS Pro", and not "VS Pro for ana"
    waiting: list[str] = []
    pairs: list[tuple[str, str]] = []
    for tag in reversed(tags) if behind else tags:
        if tag.kind is Kind.PERSON and waiting:
            pairs.append((tag.ids[0], waiting[-1]))
        elif tag.kind is Kind.PRODUCT:
            if waiting and waiting[-1] not in {product for _, product in pairs[-1:]}:
                return Unclear(_WHICH)
            waiting.append(tag.value)
    everybody = sum(tag.kind is Kind.PERSON for tag in tags)
    if not pairs or len(pairs) != everybody or pairs[-1][1] != waiting[-1]:
        return Unclear(_WHICH)
    return pairs[::-1] if behind else pairs


def _move(said: Said) -> list[Act] | Unclear:
    givers, takers = said.people("from_person"), said.people()
    product = said.product
    if _is_given(said):
        of: dict[str, Any] = {"product": product} if product else {}
        person = next(iter(givers or takers), None)
        return [acts.AssignSeat(person=person, number=_seat_number(said), **of, **said.common)]
    if max(len(givers), len(takers)) < 2:
        moved = acts.MoveSeat(
            from_person=next(iter(givers), None),
            person=next(iter(takers), None),
            product=product,
            number=_seat_number(said),
            **said.common,
        )
        return _of_keys(said) or [moved]
    if len(givers) != len(takers):
        return Unclear("**Whose seat goes to whom?** Say one move at a time, such as “move Ana's VS seat to Bob”.")
    pairs = zip(givers, takers, strict=True)
    return [acts.MoveSeat(from_person=giver, person=to, product=product, **said.common) for giver, to in pairs]


def _is_given(said: Said) -> bool:
    """Whether the one person named is handed something, and nobody's seat moves: "give zoe seat 2"."""
    people, words = said.tags(Kind.PERSON), said.reading.words
    return len(people) == 1 and not people[0].owned and words[max(people[0].start - 1, 0)] in _GIVING


def _of_keys(said: Said) -> list[Act]:
    """A key or token given to somebody, which none can be."""
    person = said.person() or said.person("from_person")
    keys = [acts.GiveKey(key=label_of(tag), person=person) for tag in said.tags(Kind.KEY)]
    tokens = [acts.GiveKey(token=label_of(tag), person=person) for tag in said.tags(Kind.TOKEN)]
    return [*keys, *tokens]


def _seat_number(said: Said) -> int | None:
    """The number of a seat: "VS seat 2", "seat no. 2", "seat #2", "seat-2", "the second VS seat"."""
    words = said.reading.words
    behind = {tag.end for tag in said.tags(Kind.PRODUCT) if tag.value.startswith("visual-studio")}  # "VS #2"
    for at, word in enumerate(words):
        if (found := _NUMBERED.fullmatch(word)) is None and word not in _NTH and number_of(word) is None:
            continue
        if found and found[2]:
            return int(found[2])
        back = at - 1
        while back >= 0 and words[back] in _MARKS:
            back -= 1
        digits = found[1] if found else None
        if digits and len(digits) < _DIGITS_OF_A_YEAR and back + 1 in behind:
            return int(digits)
        if back >= 0 and words[back] in _NOUNS and (digits or (number_of(word) and word not in ("a", "an", "one"))):
            return int(digits) if digits else number_of(word)
        nth = int(found[3]) if found and found[3] else _NTH.get(word)
        if nth is not None and _NOUNS.intersection(words[at + 1 : at + 4]):
            return nth
    return None


def _how_many(said: Said) -> int | None:
    """How many seats are spoken of: "2 VS seats", "three seats"."""
    words = said.reading.words
    products = {tag.start: tag.end for tag in said.tags(Kind.PRODUCT)}
    for tag in said.tags(Kind.COUNT):
        end = products.get(tag.end, tag.end)
        behind_a_name = tag.start in products.values()  # "visual studio 2019 seat"
        if words[end : end + 1] and words[end] in _NOUNS and not behind_a_name:
            return int(tag.value)
    return None


def _request(said: Said) -> list[Act] | Unclear:
    if (many := _how_many(said)) is not None and many != 1:
        return Unclear(f"**{count(many, 'seat')}?** One person needs one seat: name each person, or ask for one.")
    product: dict[str, Any] = {"product": said.product} if said.product else {}
    return [acts.RequestSeat(person=said.person() or said.speaker, **product, **said.common)]


def _answered(decision: Answered) -> Callable[[Said], list[Act]]:
    def make(said: Said) -> list[Act]:
        numbered = next((word[1:] for word in said.reading.words if word[0] == "#" and word[1:].isdecimal()), None)
        number = int(numbered) if numbered else said.count
        return [acts.DecideRequest(decision=decision, number=number, person=said.person(), **said.common)]

    return make


_WHICH: Final = "**Who gets which product?** Say one at a time, such as “assign VS Professional to Ana”."

_assign_new: Final = _seat(acts.AssignSeat, alone=True)

MAKERS: Final[dict[str, Make]] = {
    "assign_seat": _assign,
    "activate_seat": _seat(acts.ActivateSeat, alone=True, unnamed=_who_activated),
    "release_seat": _seat(acts.ReleaseSeat, alone=True),
    "move_seat": _move,
    "queue_seat": _seat(acts.QueueSeat),
    "unqueue_seat": _seat(acts.UnqueueSeat),
    "request_seat": _request,
    "approve_request": _answered(Answered.APPROVED),
    "deny_request": _answered(Answered.DENIED),
}
