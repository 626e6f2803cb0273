"""What an answer of the guide rested on, as text beside its choices: so that they are open as long as it is shown."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from intents.model import Mood, Reading
from intents.reader import public_intent
from intents.scorer import Guess
from policy.decision import Decision, Form
from policy.facts import Facts
from policy.judge import judge
from policy.rulebook import Edition, Rulebook

_KEY: Final = "answer"
_WRITE: Final = json.JSONEncoder(separators=(",", ":")).encode


class _Written(BaseModel):
    """`of` is the first day of the edition, `on` the day of the answer; `asked` are the facts that the question itself
    stated, where these were others; `open`: it was none for yes or no."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    matter: str
    of: dt.date
    on: dt.date
    facts: Facts
    asked: Facts | None = None
    open: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer given before: its decision, the facts it was made with, those that were asked with, edition and day."""

    decision: Decision
    facts: Facts
    asked: Facts
    edition: Edition
    on: dt.date

    @classmethod
    def of(cls, text: str | None, rulebook: Rulebook) -> Self | None:
        """What `written` wrote, judged again; None for any other text, or one of a matter that is there no more."""
        if not text or not text.startswith(f'{{"{_KEY}":'):
            return None
        try:
            found = _Written.model_validate(json.loads(text)[_KEY])
        except (ValidationError, ValueError, RecursionError):
            return None
        edition = rulebook.as_of(found.of)
        if edition.in_force_from != found.of or found.matter not in edition.matters:
            return None
        form = Form.OPEN if found.open else Form.POLAR
        decision = judge(edition, found.matter, found.facts, found.on, form)
        return cls(decision, found.facts, found.asked or found.facts, edition, found.on)

    @property
    def reading(self) -> Reading:
        """The question as far as it is known: what it was about, not its words."""
        matter = self.decision.matter
        return Reading(
            text="",
            label=matter,
            intent=public_intent(matter),
            confidence=1.0,
            guesses=(Guess(matter, 1.0),),
            form=Form.POLAR if self.decision.verdict else Form.OPEN,
            mood=Mood.QUESTION,
            slots={},
            tags=(),
            facts=self.asked,
            words=(),
            scores=None,
        )


def written(decision: Decision, facts: Facts, asked: Facts, on: dt.date) -> str:
    """A decision of a day and its facts as text: no words of the question, and nobody's name."""
    about = {
        "matter": decision.matter,
        "of": decision.edition.isoformat(),
        "on": on.isoformat(),
        "facts": facts.known(),
        "open": decision.verdict is None,
    }
    if asked is not facts:
        about["asked"] = asked.known()
    return _WRITE({_KEY: about})
