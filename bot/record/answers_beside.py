"""Answers to the questions that stand in a message beside what it records."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.acts.said import Unclear
from bot.acts.wished import meant_after
from bot.record.recording import Answers
from bot.reply import Reply
from bot.talk.plan import Wish
from bot.talk.turn import Turn
from intents.model import Reading
from policy.acts import Act
from policy.ledger import Ledger

AnswerOne = Callable[[Turn, Reading], Reply]


def answers_beside(
    turn: Turn,
    readings: Sequence[Reading],
    found: Sequence[list[Act] | Unclear | None],
    wishes: Sequence[Wish],
    answer: AnswerOne,
) -> Answers | None:
    """Answers to those readings in which nothing was `found` to record, on the ledger with the wishes recorded.

    Those before the last act and those behind it, in order; None where every reading is to be recorded.
    """
    questions = [at for at, one in enumerate(found) if one is None]
    if not questions or turn.visit is None:
        return None
    visit, last = turn.visit, max(at for at, one in enumerate(found) if one is not None)

    def answers(ledger: Ledger) -> tuple[list[Reply], list[Reply]]:
        after = replace(turn, visit=replace(visit, ledger=ledger))
        replies = [(at, answer(after, meant_after(readings[at], wishes))) for at in questions]
        return [reply for at, reply in replies if at < last], [reply for at, reply in replies if at > last]

    return answers
