"""Letters on their way: once a key, taken by one process at a time, also after a restart."""

from pathlib import Path

import pytest

from bot.slack.letters import Kept, Letter, Letters, Passing
from bot.slack.views.message import Message

ONE = Letter("Ev1:0", "T1", "D1", None, Message("hello", [{"type": "divider"}]))


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["in memory", "in a file"])
def letters(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Letters:
    return Passing(clock) if request.param == "in memory" else Kept(tmp_path / "letters", 60.0, clock)


def test_a_key_is_sent_once(letters: Letters) -> None:
    assert letters.keep(ONE)
    assert not letters.keep(ONE)
    letters.sent(ONE.key)
    assert not letters.keep(ONE)
    assert not letters.due()


def test_what_is_put_off_comes_when_its_time_has_come(letters: Letters, clock: Clock) -> None:
    letters.keep(ONE)
    letters.put_off(ONE, 4)
    assert not letters.due()
    clock.now += 4
    (again,) = letters.due()
    assert (again.key, again.message, again.tries) == (ONE.key, ONE.message, 1)
    assert not letters.due()


def test_another_process_takes_over_when_the_lease_ends(tmp_path: Path, clock: Clock) -> None:
    mine, other = (Kept(tmp_path / "letters", 60.0, clock) for _ in range(2))
    mine.keep(ONE)
    assert not other.due()
    clock.now += 61
    assert len(other.due()) == 1
    assert not mine.due()
    other.sent(ONE.key)
    clock.now += 600
    assert not mine.due()


def test_what_was_sent_long_ago_is_forgotten(tmp_path: Path, clock: Clock) -> None:
    mine = Kept(tmp_path / "letters", 60.0, clock)
    mine.keep(ONE)
    mine.sent(ONE.key)
    clock.now += 8 * 86_400
    assert Kept(tmp_path / "letters", 60.0, clock).keep(ONE)
