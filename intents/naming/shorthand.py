"""What people leave out when they type fast, put back: "tok 7", "bobs seat", "vs 4 maria", "acton pack"."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from intents.days.words import is_month
from intents.lexicon import load
from intents.marks import WORDS, Marks
from intents.words import STOPS

_FILE: Final = load("naming")
_SHORT_FOR: Final = {short: word for word, shorts in _FILE["short_for"].items() for short in shorts}
_DIGITS: Final = _FILE["digits_for_words"]
_MAY_STAND_FOR_ANOTHER: Final = frozenset({"were", *_SHORT_FOR, *_DIGITS})
_NO_OWNER_BEFORE: Final = frozenset({"no", "id", "#"})
_SHORT: Final = 4
"""Letters of a known word that is left as it is beside any other."""
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
_BEFORE_A_TENANT: Final = frozenset({"on", "in", "to", "from", "for", "at", "the", "tenant"})
_TENANT_OF: Final = re.compile(r"[a-z]{4,}")


class Neighbours:
    """Words of phrases, each by its first letter and a word beside it: what "acton" can only be before "pack"."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._before: dict[tuple[str, str], tuple[str, ...]] = {}
        self._after: dict[tuple[str, str], tuple[str, ...]] = {}
        for phrase in phrases:
            for first, second in pairwise(phrase.split()):
                self._before[second, first[0]] = (*self._before.get((second, first[0]), ()), first)
                self._after[first, second[0]] = (*self._after.get((first, second[0]), ()), second)

    def has(self, low: Sequence[str], at: int) -> bool:
        """Whether a word with this one's first letter is known beside one of the two at its sides."""
        letter = low[at][0]
        return (at > 0 and (low[at - 1], letter) in self._after) or (
            at + 1 < len(low) and (low[at + 1], letter) in self._before
        )

    def meant(self, word: str, before: str, after: str) -> str | None:
        """The one word within a slip of `word` (two from eight letters on) that stands between the two."""
        beside = {*self._before.get((after, word[0]), ()), *self._after.get((before, word[0]), ())}
        if not beside or len(word) < 3 or word in beside:
            return None
        slips = 1 if len(word) < 8 else 2
        near = [other for other in beside if OSA.distance(other, word) <= slips]
        return near[0] if len(near) == 1 and len(near[0]) > 2 else None


def put_back(run: Marks, neighbours: Neighbours) -> None:
    """Changes the words as read, never as typed; marks those that are known as they are."""
    drawn_out = bool(_DRAWN_OUT.search(run.words.text.lower()))
    lower = list(map(str.lower, run.words.typed))
    known = list(map(run.known, lower))
    run.as_known = [
        is_known and typed == word and typed not in _MAY_STAND_FOR_ANOTHER and not drawn_out
        for is_known, typed, word in zip(known, lower, run.low, strict=True)
    ]
    for at, (word, typed) in enumerate(zip(run.low, lower, strict=True)):
        if at and typed[-1] == "s" and run.as_known[at] and _is_surname_of(run, at, typed):
            run.low[at], run.words.owns[at] = typed[:-1], True
            continue
        if run.as_known[at] and (len(typed) <= _SHORT or not neighbours.has(run.low, at)):
            continue
        if drawn_out and (plain := _DRAWN_OUT.sub(r"\1", typed)) != typed and run.known(plain):
            run.low[at] = plain
        elif typed == "were" and _says_of_us(run, at):
            run.low[at] = "we're"
        elif typed in _SHORT_FOR:
            run.low[at] = _SHORT_FOR[typed]
        elif word in _DIGITS and _stands_for_a_word(run, at):
            run.low[at] = _DIGITS[word]
        elif typed[-1] == "s" and not run.words.owns[at] and _is_owner(run, at, typed):
            run.low[at], run.words.owns[at] = typed[:-1], True
        elif typed.isalpha() and (len(typed) > _SHORT or not known[at]):
            _repair_beside(run, at, typed, neighbours)
        run.as_known[at] &= run.low[at] == word


def _repair_beside(run: Marks, at: int, typed: str, neighbours: Neighbours) -> None:
    meant = neighbours.meant(typed, run.word(at - 1), run.word(at + 1))
    if (meant is None and run.known(typed)) or run.names.people.knows(typed):
        return
    if meant is not None:
        run.low[at] = meant
    elif run.word(at - 1) in _BEFORE_A_TENANT and _TENANT_OF.fullmatch(typed):
        names = (run.companies, run.names.tenants)
        if any(typed in some for some in names):
            return
        near = {name for some in names for name in some if _within_a_slip(name, typed)}
        if len(near) == 1:
            run.low[at] = near.pop()


def _within_a_slip(name: str, typed: str) -> bool:
    return name[0] == typed[0] and abs(len(name) - len(typed)) <= 1 and OSA.distance(name, typed) <= 1


def _stands_for_a_word(run: Marks, at: int) -> bool:
    """ "vs 4 maria", "replacement 4 token 7"; never behind the noun of a label, nor before a unit."""
    before, after = run.word(at - 1), run.word(at + 1)
    after = _SHORT_FOR.get(after, after)
    if (after in run.names.tenants or after in run.companies) and run.word(at - 2) in WORDS["token_nouns"]:
        return True
    if not before or before in WORDS["token_nouns"] or before in WORDS["key_nouns"] or before in _NO_OWNER_BEFORE:
        return False
    if before[-1].isdigit() or before in WORDS["numbered"] - {"seat"} or after in WORDS["token_nouns"] - {"token"}:
        return False
    if is_month(after) and before in WORDS["numbered_day"]:
        return False
    if run.low[at] == "2" and after in WORDS["orders"] | {"replace"}:
        return True
    return run.names_somebody(at + 1) or after in WORDS["behind_a_word"] or after in run.names.tenants


def _says_of_us(run: Marks, at: int) -> bool:
    """ "were gold": an apostrophe left out, where nobody asks and no noun stands before."""
    if run.word(at - 1) not in STOPS | WORDS["before_were"] or "?" in run.low[at:]:
        return False
    following = at + 1
    while run.word(following) in WORDS["determiners"] | {"only", "not", "also"}:
        following += 1
    return run.word(following) in WORDS["what_we_are"]


def _is_surname_of(run: Marks, at: int, typed: str) -> bool:
    """ "bob stones seat": a surname with an s that is a word as well, behind the first name that goes with it."""
    people = run.names.people
    if not people.knows(run.low[at - 1]) or people.knows(typed) or run.words.owns[at - 1]:
        return False
    return people.find([run.low[at - 1], typed[:-1]])[0] > 1


def _is_owner(run: Marks, at: int, typed: str) -> bool:
    """ "bobs seat": the name of somebody with an s that is no word and no name of its own."""
    stem = typed[:-1]
    if len(stem) < 3 or run.names.people.knows(typed) or typed in run.given_names or run.known(typed):
        return False
    return run.names.people.knows(stem) or stem in run.given_names
