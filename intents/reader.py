"""Text to typed requests: repair, tag, mask, score. Pure; never guesses a write."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from intents.certainty import asks, has_quotation, is_certain, is_quoted, stands_apart
from intents.commands.asides import aside_words, mood_beside
from intents.commands.clause import command_words
from intents.commands.command import Command, command_in, is_empty
from intents.courtesy import make_plain
from intents.form import other_half
from intents.lexicon import Phrases, load
from intents.lists import without_item_marks
from intents.marks import WORDS, Kind, Tag
from intents.model import Mood, Reading
from intents.mood import mood_of, mood_words
from intents.names import Names
from intents.repair import Repair
from intents.scorer import Guess, Head, Scorer, Scores
from intents.segments import grouped, joined_at, sentences
from intents.signs import without_neutral_signs
from intents.slips import is_as_typed
from intents.slots import reason_at, slots_of
from intents.stated import stated_facts
from intents.tags import Tagger
from intents.words import STOPS, Words, clean, has_other_letters, split
from policy.catalogue import Catalogue
from policy.days import DayOrder
from policy.decision import Form

_NAMES: Final = load("intents")
ACTS: Final = frozenset(_NAMES.pop("acts")["labels"])
"""Labels of what can be recorded."""

REPORTS: Final = frozenset(_NAMES.pop("reports")["labels"])
"""Labels of what the ledger alone can tell."""

_PUBLIC: Final[dict[str, str]] = {label: intent for intent, labels in _NAMES.items() for label in labels["labels"]}
_GUESSES: Final = 8
_SURE_OF_HALF: Final = 0.5
"""How sure the first half of "must he have a seat, or may he use hers?" must be to be taken for the whole."""
_WORDS_KEPT: Final = 4_000
_JOINTS: Final = frozenset({"and", "then", ",", "&", "plus"})
_LEADS: Final = Phrases((phrase, "") for phrase in load("structure")["leads_to_a_question"]["phrases"])

_NUMBER: Final = re.compile(r"\d")


class Reader:
    """Reads messages. One instance serves every thread: nothing in it changes but caches."""

    def __init__(
        self, vocabulary: Iterable[str], english: Container[str], scorer: Scorer | None, catalogue: Catalogue
    ) -> None:
        """`vocabulary` are words that a slip may be repaired to; `english` are others that are no slips."""
        self.catalogue = catalogue
        self.kinds = {product.id: product.kind for product in catalogue.product}
        self._known = lru_cache(_WORDS_KEPT)(self._is_known)
        self.tagger = Tagger(self.kinds, self._known, self._is_common)
        names = self.tagger.given_names | self.tagger.companies
        plain = frozenset(word for word in vocabulary if not _NUMBER.search(word)) - names
        lexical = self.tagger.products.words() | self.tagger.offers.words() | command_words()
        lexical |= mood_words() | aside_words() | WORDS["ordinary"]
        self._plain, self._english, self._names = plain | lexical, english, names
        self.repair = Repair(plain | lexical | names, english)
        self.scorer = scorer

    @classmethod
    def load(cls) -> "Reader":
        scorer = Scorer.load()
        return cls(scorer.vocabulary, scorer.words, scorer, Catalogue.load())

    def _is_known(self, word: str) -> bool:
        if word in self._plain:
            return True
        return word in self._english and word not in self._names and not _NUMBER.search(word)

    def _is_common(self, word: str) -> bool:
        """Whether a word is one of the field, and not only one that English has."""
        return word in self._plain

    def read(
        self, text: str, names: Names, today: date, order: DayOrder = DayOrder.MONTH_FIRST, *, acts: bool = True
    ) -> tuple[Reading, ...]:
        """The requests of a message, left to right; none for a message without words.

        Without `acts` nothing in it is taken for a command. What a list or fancy letters command is never sure.
        """
        text, is_list = without_item_marks(text)
        words = self._read_words(text, names)
        tags = self.tagger.tag(words, names, today, order)
        found: dict[tuple[int, int], Command | None] = {}
        for part in sentences(words.low):
            found |= self._commands(words, tags, part)
        if acts and any(found.values()) and not is_quoted(text, words):
            parts = {part: one for part, one in found.items() if one or not self._is_empty(words, tags, part)}
            questions = {part: self._request(words, tags, *part, None, today) for part, one in parts.items() if not one}
            if all(stands_apart(question, part, parts) for part, question in questions.items()):
                sure = not (is_list or has_other_letters(text)) and self._are_sure(words, tags, parts, names, today)
                return tuple(
                    questions.get(part) or self._request(words, tags, *part, command, today, plain=sure)
                    for part, command in parts.items()
                )
        quoted = any(found.values()) and has_quotation(words.text)
        return tuple(
            self._request(words, tags, *part, None, today, quoted=quoted) for part in grouped(words.low, list(found))
        )

    def _command(self, words: Words, tags: list[Tag], part: tuple[int, int]) -> Command | None:
        return command_in(words.low[part[0] : part[1]], _within(tags, *part), self.kinds)

    def _is_empty(self, words: Words, tags: list[Tag], part: tuple[int, int]) -> bool:
        return is_empty(words.low[part[0] : part[1]], _within(tags, *part), self.kinds)

    def _commands(self, words: Words, tags: list[Tag], part: tuple[int, int]) -> dict[tuple[int, int], Command | None]:
        """A sentence with its command, or as the commands that it joins, and the question behind them."""
        whole = self._command(words, tags, part)
        if whole is None:
            for at in range(part[0] + 2, part[1] - 2):
                if words.low[at] in _JOINTS and (first := self._command(words, tags, (part[0], at))):
                    begin = _behind_the_joint(words.low, at + 1, part[1])
                    rest = self._commands(words, tags, (begin, part[1]))
                    if None not in rest.values() or asks(words.low[begin : part[1]]):
                        return {(part[0], at): first, **rest}
        return {part: whole}

    def _are_sure(
        self,
        words: Words,
        tags: list[Tag],
        parts: Mapping[tuple[int, int], Command | None],
        names: Names,
        today: date,
    ) -> bool:
        """Whether every command of a message is clear, of whom and of when too: one that is not holds up all."""
        as_typed = (is_as_typed(typed, low, self._known) for typed, low in zip(words.typed, words.low, strict=True))
        return all(as_typed) and all(
            command.sure
            and all(is_certain(words.low, tag, command, names, today) for tag in tags if _inside(tag, part))
            for part, command in parts.items()
            if command
        )

    def masked(self, text: str, names: Names, today: date) -> list[str]:
        """A whole text as one sentence, as the scorer sees it."""
        words = self._read_words(text, names)
        return mask(words, self.tagger.tag(words, names, today, DayOrder.MONTH_FIRST), self.kinds)

    def _read_words(self, text: str, names: Names) -> Words:
        words = split(without_neutral_signs(clean(text)))
        for at, word in enumerate(words.low):
            meant = self.repair.repaired(word)
            if meant != word and not names.people.knows(word):
                words.low[at] = meant
        make_plain(words)
        return words

    def _request(
        self,
        words: Words,
        tags: list[Tag],
        start: int,
        end: int,
        command: Command | None,
        today: date,
        *,
        plain: bool = False,
        quoted: bool = False,
    ) -> Reading:
        """What the words `start` to `end` (not included) ask or say; a `command` among them is taken as it is."""
        piece = _part(words, start, end)
        named = _within(tags, start, end)
        form, talk, guesses = Form.POLAR, False, [Guess(command.label if command else "none", 1.0)]
        scores = None
        if not command and self.scorer:
            scores, guesses = self._guessed(self.scorer, piece, named)
            form = Form(self.scorer.answer(scores, Head.FORM))
            talk = self.scorer.answer(scores, Head.STANCE) == "talk"
        mood = Mood.QUOTE if quoted else mood_of(_without_people(piece.low, named))
        if command and mood not in (Mood.STATEMENT, Mood.REQUEST):
            mood = Mood.REQUEST
        label = guesses[0].label
        if label in ACTS and not command and mood in (Mood.STATEMENT, Mood.REQUEST):
            mood = mood_beside(label, words.text, piece.low, named, self.kinds) or mood
        idle = label in ACTS and not command and (talk or mood not in (Mood.STATEMENT, Mood.REQUEST))
        return Reading(
            text=piece.piece(0, len(piece)),
            label=label,
            intent="none" if idle else public_intent(label),
            confidence=guesses[0].share,
            guesses=tuple(guesses),
            form=form,
            mood=mood,
            slots=slots_of(piece.low, named, public_intent(label), piece),
            tags=tuple(named),
            facts=stated_facts(piece.low, named, today, self.catalogue),
            words=tuple(piece.low),
            scores=scores,
            plain=plain,
        )

    def _guessed(self, scorer: Scorer, piece: Words, named: list[Tag]) -> tuple[Scores, list[Guess]]:
        """The scores and the likeliest labels of a request, or of its beginning where the rest only misleads."""

        def of_the_first(end: int) -> tuple[Scores, list[Guess]]:
            scores = scorer.scores(mask(_part(piece, 0, end), _within(named, 0, end), self.kinds))
            return scores, scorer.ranked(scores, _GUESSES)

        found = of_the_first(len(piece))
        if reason := reason_at(piece.low):  # "give zoe a seat because ana left" releases nothing
            shorter = of_the_first(reason)
            if shorter[1][0].label in ACTS:
                found = shorter
        likeliest = found[1][0]
        other = other_half(piece.low) if "or" in piece.low and likeliest.label not in ACTS else None
        if end := other[0] if other else likeliest.share < _SURE_OF_HALF and joined_at(piece.low):
            shorter = of_the_first(end)
            if shorter[1][0].label not in ACTS | REPORTS and shorter[1][0].share > _SURE_OF_HALF:
                found = shorter
        return found


def _behind_the_joint(low: list[str], at: int, end: int) -> int:
    """Where the second of two requests begins: behind "and then", and behind "tell me" before a question."""
    while at < end - 1 and low[at] in _JOINTS:
        at += 1
    if (lead := _LEADS.at(low, at)) and lead[0] < end and asks(low[lead[0] : end]):
        return lead[0]
    return at


def public_intent(label: str) -> str:
    """The public name of a label; questions about the guide that have none of their own are `can_use`."""
    own = label in ACTS or label in REPORTS or "_" in label or label in ("none", "help")
    return _PUBLIC.get(label, label if own else "can_use")


def _inside(tag: Tag, part: tuple[int, int]) -> bool:
    return part[0] <= tag.start and tag.end <= part[1]


def _part(words: Words, start: int, end: int) -> Words:
    if (start, end) == (0, len(words)):
        return words
    return Words(
        words.text,
        words.typed[start:end],
        words.low[start:end],
        words.spans[start:end],
        words.owns[start:end],
    )


def _without_people(low: list[str], named: list[Tag]) -> list[str]:
    """The words with nothing in place of names that are words as well: May and Will tell no mood."""
    people = [tag for tag in named if tag.kind is Kind.PERSON and low[tag.start] in WORDS["everyday_names"]]
    if not people:
        return low
    names = {at for tag in people for at in range(tag.start, tag.end)}
    return ["" if at in names else word for at, word in enumerate(low)]


def _within(tags: list[Tag], start: int, end: int) -> list[Tag]:
    """The tags of a part, counted from its own first word."""
    if start == 0:
        return [tag for tag in tags if tag.end <= end]
    return [
        replace(tag, start=tag.start - start, end=tag.end - start)
        for tag in tags
        if start <= tag.start and tag.end <= end
    ]


def mask(words: Words, tags: list[Tag], kinds: Mapping[str, str]) -> list[str]:
    """The words of a sentence with types in place of what they name, without its stops."""
    masked: list[str] = []
    at = 0
    for tag in tags:
        masked += _plain(words.low[at : tag.start])
        masked.append(_type_of(tag, kinds))
        at = tag.end
    return masked + _plain(words.low[at:])


def _plain(low: list[str]) -> list[str]:
    return [word if word.isalpha() or not _NUMBER.search(word) else "<number>" for word in low if word not in STOPS]


def _type_of(tag: Tag, kinds: Mapping[str, str]) -> str:
    if tag.kind is Kind.PRODUCT:
        return {"visual_studio": "<vs>", "cloud": "<cloud>"}.get(kinds.get(tag.value, ""), "<onprem>")
    if tag.kind is Kind.OFFER:
        return "<competency>" if tag.value in ("silver", "gold") else f"<{tag.value}>"
    return f"<{tag.kind.value}>"
