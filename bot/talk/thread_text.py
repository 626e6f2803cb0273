"""A conversation as text and back, so that any process goes on with it."""

import base64
from collections.abc import Mapping
from typing import Self

import numpy as np
from pydantic import BaseModel, Field

from bot.record.plans import read, whole
from bot.reply import Reply
from bot.talk.conversation import Open, Thread
from intents.marks import Kind, Tag
from intents.model import Mood, Reading
from intents.scorer import Guess
from policy.decision import Decision, Form
from policy.facts import Facts


class _Read(BaseModel):
    """A reading, as far as the next question may rest on it."""

    label: str
    intent: str
    confidence: float
    guesses: tuple[Guess, ...]
    form: Form
    mood: Mood
    tags: tuple[Tag, ...]
    facts: Facts
    scores: str | None

    @classmethod
    def of(cls, reading: Reading) -> Self:
        scores = None if reading.scores is None else base64.b64encode(reading.scores.tobytes()).decode()
        return cls(
            label=reading.label,
            intent=reading.intent,
            confidence=reading.confidence,
            guesses=reading.guesses,
            form=reading.form,
            mood=reading.mood,
            tags=tuple(tag for tag in reading.tags if tag.kind is Kind.PRODUCT),
            facts=reading.facts,
            scores=scores,
        )

    @property
    def reading(self) -> Reading:
        scores = None if self.scores is None else np.frombuffer(base64.b64decode(self.scores), np.float32)
        return Reading(
            text="",
            label=self.label,
            intent=self.intent,
            confidence=self.confidence,
            guesses=self.guesses,
            form=self.form,
            mood=self.mood,
            slots={},
            tags=self.tags,
            facts=self.facts,
            words=(),
            scores=scores,
        )


class Opened(BaseModel):
    """What one person has open. `words`: the message in which it is open whom a name means."""

    offers: dict[str, str]
    asks: str | None
    labels: tuple[str, ...]
    asked: str | None
    among: tuple[str, ...] = ()
    words: str | None
    question: Reply | None
    recorded: tuple[int, ...]
    refused: str | None = None
    asked_twice: bool = False

    @classmethod
    def of(cls, one: Open) -> Self:
        return cls(
            offers={label: whole(plan) for label, plan in one.offers.items()},
            asks=whole(one.asks) if one.asks else None,
            labels=one.labels,
            asked=one.asked,
            among=one.among,
            words=one.words,
            question=one.question,
            recorded=one.recorded,
            refused=whole(one.refused) if one.refused else None,
            asked_twice=one.asked_twice,
        )

    @property
    def open(self) -> Open:
        """The same, without what follows a name: that rests on the names of the day."""
        return Open(
            offers={label: plan for label, text in self.offers.items() if (plan := read(text)) is not None},
            asks=read(self.asks) if self.asks else None,
            labels=self.labels,
            asked=self.asked,
            among=self.among,
            question=self.question,
            recorded=self.recorded,
            refused=read(self.refused) if self.refused else None,
            asked_twice=self.asked_twice,
            words=self.words,
        )


class Left(BaseModel):
    """A thread as it is left: what was said in it, and what each who spoke has open."""

    reading: _Read | None
    decision: Decision | None
    facts: Facts
    rested: tuple[str, ...]
    opened: Mapping[str, Opened] = Field(default_factory=dict)

    @classmethod
    def of(cls, thread: Thread) -> Self:
        return cls(
            reading=_Read.of(thread.reading) if thread.reading else None,
            decision=thread.decision,
            facts=thread.facts,
            rested=thread.rested,
            opened={person: Opened.of(one) for person, one in thread.everybodys.items()},
        )

    def bring(self, thread: Thread) -> None:
        """Brings a thread to where it was left; it is to be turned to who asks."""
        thread.reading = self.reading.reading if self.reading else None
        thread.decision, thread.facts, thread.rested = self.decision, self.facts, self.rested
        thread.begin({person: one.open for person, one in self.opened.items()})
