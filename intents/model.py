"""What a message was understood to say."""

from dataclasses import dataclass
from enum import StrEnum

from intents.marks import Kind, Tag
from intents.scorer import Guess, Scores
from policy.decision import Form
from policy.facts import Facts


class Mood(StrEnum):
    """How something is meant. Only a request or a statement can ever lead to a record."""

    STATEMENT = "statement"
    REQUEST = "request"
    QUESTION = "question"
    NEGATION = "negation"
    HYPOTHETICAL = "hypothetical"
    PLAN = "plan"
    QUOTE = "quote"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Reading:
    """One request of a message.

    `label` is the finest thing it is about: a matter of the rulebook, an act, a report, `help` or
    `none`; `intent` its public name. `slots` holds the words as typed, `tags` what they name.
    `plain` is True only where every part of the message is a clear command, thanks, or a question that stands
    apart, and all that it names is certain: nothing else is ever recorded unasked. `guesses` are the likeliest
    labels, the best first; `scores` is what the scorer gave each, for questions that follow (None for a plain
    command).
    """

    text: str
    label: str
    intent: str
    confidence: float
    guesses: tuple[Guess, ...]
    form: Form
    mood: Mood
    slots: dict[str, tuple[str, ...]]
    tags: tuple[Tag, ...]
    facts: Facts
    words: tuple[str, ...]
    scores: Scores | None
    plain: bool = False

    @property
    def resolved(self) -> bool:
        """Whether everybody named is exactly one person of the workspace, and every day exists."""
        return all(
            len(tag.ids) == 1 if tag.kind is Kind.PERSON else not (tag.day and tag.day.fault) for tag in self.tags
        )

    def named(self, kind: Kind) -> list[Tag]:
        """The tags of one kind, left to right."""
        return [tag for tag in self.tags if tag.kind is kind]
