"""Questions with the facts of the case in them, turned round, mistyped, in two clauses: verdict and deciding rule."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.reply import Kind
from tests.bot.asking import asked

QUESTIONS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "questions_more.toml").read_text(encoding="utf-8")
)["question"]
YES = ("allowed", "allowed_if")


def test_a_specialist_would_sign_the_answers(desk: Desk) -> None:
    """The facts and answers were mended on these, so this guards them; it does not measure new questions."""
    inside = [question for question in QUESTIONS if "rules" in question]
    replies = [(question, asked(desk, question["ask"])) for question in inside]
    verdict = [q["ask"] for q, reply in replies if (reply.verdict or "") not in q["verdicts"]]
    rule = [q["ask"] for q, reply in replies if not set(reply.rules[:1]) & set(q["rules"])]
    wrong_yes = [q["ask"] for q, reply in replies if reply.verdict in YES and q["verdicts"] == ["not_allowed"]]
    assert len(verdict) <= 0.06 * len(inside), verdict
    assert len(rule) <= 0.08 * len(inside), rule
    assert len(wrong_yes) <= 1, wrong_yes


def test_what_is_outside_the_guide_is_not_answered(desk: Desk) -> None:
    outside = [question["ask"] for question in QUESTIONS if "rules" not in question]
    answered = [ask for ask in outside if asked(desk, ask).kind is not Kind.UNKNOWN]
    assert len(answered) <= 0.25 * len(outside), answered


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("can each token be activated only once?", "allowed"),
        ("can a token be activated again?", "not_allowed"),
        ("can we install SQL Server without a key if it says Not Required?", "allowed"),
        ("must we enter a key if the column says Not Required?", "not_allowed"),
        ("does every product need a key?", "not_allowed"),
        ("bought 5 June, nothing used, no token viewed: can we still swap to the Learning Action Pack?", "allowed_if"),
        ("bought 5 June, one token viewed: can we still swap to the Learning Action Pack?", "not_allowed"),
        ("bought the action pack more than 30 days ago, refund?", "not_allowed"),
        ("she got Visual Studio less than 90 days ago, may we reassign it?", "not_allowed"),
        ("Ana quit 3 weeks into her VS seat, can Ben take over?", "not_allowed"),
        ("we missed the 30 days. is a refund still possible?", "not_allowed"),
        ("may we use the on-prem licences as long as we are members?", "allowed"),
        ("may we keep the on-prem licences after the membership?", "not_allowed"),
    ],
)
def test_a_fact_in_the_sentence_turns_the_answer(desk: Desk, text: str, verdict: str) -> None:
    assert asked(desk, text).verdict == verdict
