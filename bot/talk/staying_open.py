"""A question of the desk that stays open below the answer to something else that is asked meanwhile."""

from collections.abc import Container, Sequence
from typing import Final

from bot.reply import Kind, Reply
from bot.talk.conversation import Open, Thread
from bot.talk.follow_up import courtesy
from intents.model import Reading
from policy.decision import Verdict

_SHORT: Final = 3
_FEW: Final = 6
"""Words and stops of what may have been meant as an answer, and of what can be nothing else: a question is put once
more behind them."""
_ECHOED: Final = 60
"""Letters of what was typed that are said back."""
_DROPPED: Final = "_The card before this was not answered: nothing of it is recorded._"
_STILL_OPEN: Final = "_Still open:_"
_LOOKED_UP: Final = frozenset({Kind.REPORT, Kind.HELP})
_TOLD: Final = _LOOKED_UP | {Kind.ANSWER}
"""Behind an answer of the guide a "yes" may be meant for that, so that a card is closed by it."""


def beside_the_question(thread: Thread, before: Open, text: str, readings: Sequence[Reading], reply: Reply) -> Reply:
    """The reply to words that answer nothing of what was open `before`, with what becomes of that.

    A lookup leaves the question open, and it stands once more below what was looked up; an answer of the guide leaves
    open what no "yes" answers. Behind a few words that say nothing it is put once more. Behind anything else it is
    closed; of a card that is said.
    """
    question = before.question
    if question is None:
        return reply
    if before.is_open and _is_looked_up(reply, _LOOKED_UP if question.proposed else _TOLD):
        offers, asked_twice = thread.offers, before.asked_twice
        thread.opened_again(before)
        thread.offers, thread.asked_twice = {**offers, **before.offers}, asked_twice
        return _above(reply, question)
    of_nothing = all(reading.label == "none" for reading in readings)
    short = sum(len(reading.words) for reading in readings) <= (_FEW if of_nothing else _SHORT)
    if not question.proposed and reply.kind is Kind.UNKNOWN and short and not before.asked_twice:
        thread.opened_again(before)
        if courtesy(tuple(text.lower().split())):
            return reply
        return question.model_copy(update={"text": f"I can't take “{text[:_ECHOED]}” for an answer.\n{question.text}"})
    return reply.model_copy(update={"text": f"{reply.text}\n{_DROPPED}"}) if question.proposed else reply


def _is_looked_up(reply: Reply, kinds: Container[Kind]) -> bool:
    """Whether a reply only tells something, and asks nothing that a yes could be meant for."""
    asks = reply.verdict is Verdict.IT_DEPENDS or any(part.kind not in kinds for part in reply.parts)
    return reply.kind in kinds and not reply.recorded and not asks


def _above(reply: Reply, question: Reply) -> Reply:
    """What was looked up, with the open question and its choices below; a picker's field with it."""
    return reply.model_copy(
        update={
            "text": f"{reply.text}\n\n{_STILL_OPEN}\n{question.text}",
            "choices": tuple(dict.fromkeys((*question.choices, *reply.choices))),
            "plans": {**reply.plans, **question.plans},
            "awaits": question.awaits,
            "asks": question.asks,
        }
    )
