"""Letters on their way: once a key, taken by one process at a time, also after a restart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.slack.kept.letters import Kept, Letter, Letters, Passing
from bot.slack.kept.shelf import FileShelf, ServerShelf, Shelf
from bot.slack.views.message import Message
from storage.errors import StorageError
from storage.postgres import Postgres
from tests.storage.office import cluster

ONE = Letter("Ev1:0", "T1", "D1", None, Message("hello", [{"type": "divider"}]))


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_000.25

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["file", "server"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Shelf]:
    """Opens the same shelf, as one process after the other does."""
    if request.param == "file":
        return lambda: FileShelf(tmp_path / "letters")
    url = cluster().database()
    return lambda: ServerShelf(Postgres(url))


@pytest.fixture(params=["in memory", "kept"])
def letters(request: pytest.FixtureRequest, clock: Clock, shelf: Callable[[], Shelf]) -> Letters:
    return Passing(clock) if request.param == "in memory" else Kept(shelf(), 60.0, clock)


def test_a_key_is_sent_once(letters: Letters) -> None:
    assert letters.keep(ONE)
    assert not letters.keep(ONE)
    letters.sent(ONE)
    assert not letters.keep(ONE)
    assert not letters.due()


def test_what_is_put_off_comes_when_its_time_has_come(letters: Letters, clock: Clock) -> None:
    letters.keep(ONE)
    letters.put_off(ONE, 4)
    assert not letters.due()
    clock.now += 4
    (again,) = letters.due()
    assert (again.key, again.message, again.tries) == (ONE.key, ONE.message, 1)
    assert again.made == ONE.made
    assert not letters.due()


def test_another_process_takes_over_when_the_lease_ends(shelf: Callable[[], Shelf], clock: Clock) -> None:
    mine, other = (Kept(shelf(), 60.0, clock) for _ in range(2))
    mine.keep(ONE)
    assert not other.due()
    clock.now += 61
    assert len(other.due()) == 1
    assert not mine.due()
    other.sent(ONE)
    clock.now += 600
    assert not mine.due()


def test_what_was_sent_long_ago_is_forgotten(shelf: Callable[[], Shelf], clock: Clock) -> None:
    mine = Kept(shelf(), 60.0, clock)
    mine.keep(ONE)
    mine.sent(ONE)
    clock.now += 8 * 86_400
    assert Kept(shelf(), 60.0, clock).keep(ONE)


def test_nothing_is_left_of_the_words_of_a_letter_that_was_sent(shelf: Callable[[], Shelf], clock: Clock) -> None:
    mine = Kept(shelf(), 60.0, clock)
    mine.keep(ONE)
    assert shelf().run("SELECT message FROM letters") != [("",)]
    mine.sent(ONE)
    assert shelf().run("SELECT message FROM letters") == [("",)]


def test_a_server_that_is_away_breaks_nothing(clock: Clock) -> None:
    """What was told but could not be noted is due again, and then looked for in Slack."""
    url = cluster().database()
    mine = Kept(ServerShelf(Postgres(url)), 60.0, clock)
    mine.keep(ONE)
    with cluster().away(url):
        mine.sent(ONE)
    clock.now += 61
    assert [one.key for one in mine.due()] == [ONE.key]


def test_a_file_that_fails_is_told_in_words(tmp_path: Path) -> None:
    shelf = FileShelf(tmp_path / "letters")
    shelf.run("PRAGMA max_page_count = 1")
    with pytest.raises(StorageError):
        for number in range(200):
            Kept(shelf).keep(Letter(f"Ev{number}", "T1", "D1", None, Message("hello" * 200, [])))
