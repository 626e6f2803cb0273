"""Reminders in Slack: one message a person, once, whatever happens between sending and recording."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.record.records import Records
from bot.slack import app as slack_app
from tests.bot.slack.conftest import NOON, opened, settings_for
from tests.bot.slack.office import office, shelf_of
from tests.fake_slack import FakeSlack, Person


def sweeps(slack: FakeSlack, place: Path | str, days: float) -> None:
    """A process that sweeps once, some days after the office's noon, and stops."""
    records = Records.open(place, first_speaks=False)
    shelf = shelf_of(place, records)
    later = NOON + timedelta(days=days)
    with slack_app.opened(
        Desk.open(records), settings_for(slack), records, lambda: later, shelf=shelf, pause=0.05
    ) as desk:
        assert desk.sweeps
        desk.sweeps()


@pytest.fixture
def bought(slack: FakeSlack, place: Path | str, paula: Person) -> Person:
    with office(slack, place):
        paula.says("we bought the Action Pack today")
        paula.sees("#1")
    return paula


def told(paula: Person) -> list[str]:
    return [seen.words for seen in paula.sees_all() if "time to ask for a refund" in seen.words]


def test_a_reminder_arrives_once_and_a_second_sweep_sends_nothing(
    slack: FakeSlack, place: Path | str, bought: Person
) -> None:
    sweeps(slack, place, 16)
    bought.sees("time to ask for a refund", "1 Jul")
    sweeps(slack, place, 16.01)
    assert len(told(bought)) == 1


def test_nothing_comes_twice_where_the_process_ended_between_sending_and_recording(
    slack: FakeSlack, place: Path | str, bought: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("storage.log.Log.append", ends)
        sweeps(slack, place, 16)
    bought.sees("time to ask for a refund")
    sweeps(slack, place, 16.01)
    sweeps(slack, place, 16.02)
    assert len(told(bought)) == 1


def test_each_thing_of_a_reminder_has_buttons_of_its_own(slack: FakeSlack, place: Path | str, bought: Person) -> None:
    sweeps(slack, place, 16)
    card = bought.sees("time to ask for a refund")
    buttons = card.buttons
    snooze = next(label for label in buttons if label.startswith("Snooze"))
    records = Records.open(place, first_speaks=False)
    with opened(slack, Desk.open(records), records):
        bought.presses(snooze, below=card)
        bought.sees("again on")
        done = next(label for label in buttons if label.startswith("Done with"))
        bought.presses(done, below=card)
        bought.sees("No more reminders of")
    assert set(buttons) - {snooze, done} <= set(card.buttons)
    assert not {snooze, done} & set(card.buttons)
