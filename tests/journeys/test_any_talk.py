"""Days of talk without sense: sentences cut up and mixed, wrong choices, picks and clocks. Nothing breaks."""

import datetime as dt
import random

import pytest

from bot.demo import open_demo
from bot.desk import Desk
from bot.reply import Kind, Reply, Request
from bot.terminal.jsonl import as_json
from intents.training.examples import examples
from policy.ledger import Ledger
from storage.verify.log import verify_log
from tests.journeys import people
from tests.journeys.people import READER, RULEBOOK

SENTENCES = [example.text for example in examples()]
NAMES = ("ana", "bob", "token 2", "K20", "BUILD-01", "3", "on 3 Feb", "Bob Miller", "VS", "contoso", "#5", "31/02/2026")
SHORT = ("yes", "no", "why?", "undo", "3", "ana", "25 seats", "contoso", "which section?", "never mind")
PICKS = ("ana", "bob", "nobody", "2026-12-01", "5", "")


@pytest.mark.parametrize("seed", range(3))
def test_any_talk_gets_a_reply_and_the_record_stays_sound(seed: int) -> None:
    draw, now = random.Random(seed), dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
    records, _ = open_demo("demo", now, people.new_place())
    desk = Desk(READER, RULEBOOK, records)
    choices: tuple[str, ...] = ()
    for step in range(300):
        now += dt.timedelta(days=draw.choice((0, 0, 0, 0, 1, 3, 30)))
        reply = _step(desk, draw, now, choices, step)
        choices = reply.choices or choices
        assert as_json(reply)
        assert not (reply.recorded and reply.kind not in (Kind.DONE, Kind.REMINDERS, Kind.ANSWER)), reply
    report = verify_log(records.log)
    assert report.is_sound, report.findings
    with records.log.ledger("demo") as ledger:
        again = Ledger.of(records.log.entries("demo"))
        assert again.last_seq == ledger.last_seq == report.entries


def _step(desk: Desk, draw: random.Random, now: dt.datetime, choices: tuple[str, ...], step: int) -> Reply:
    who = draw.choice(("paula", "paula", "paula", "ana", "bob", "olga"))
    fate = draw.random()
    if fate < 0.08:
        return desk.tick("demo", now)
    if fate < 0.3 and choices:
        return desk.answer(Request("demo", who, now, press=draw.choice(choices)))
    if fate < 0.36:
        return desk.answer(Request("demo", who, now, pick=draw.choice(PICKS)))
    if fate < 0.44:
        return desk.answer(Request("demo", who, now, text=draw.choice(SHORT)))
    words = draw.choice(SENTENCES).split() + (draw.choice(SENTENCES).split() if draw.random() < 0.3 else [])
    if draw.random() < 0.4:
        words[draw.randrange(len(words))] = draw.choice(NAMES)
    return desk.answer(Request("demo", who, now, text=" ".join(words), cause=draw.choice((None, f"cause-{step}"))))
