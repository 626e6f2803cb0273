"""A process that ends before or after any statement: nothing half-written, nothing doubled, nothing forgotten."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.people.directory import People
from storage.verify.alone import verify
from tests.storage.office import (
    AT,
    T1,
    Crash,
    Crashes,
    Place,
    add,
    added,
    adding,
    in_a_child,
    known,
    numbers,
    opened,
    verified,
)

MOST_STATEMENTS = 60


def whole(place: Place) -> bool:
    """Whether the last request is in the place; all of it or nothing of it."""
    fresh = opened(place)
    with fresh.database.writing(T1):
        """Until a server has noticed that the last writer is dead."""
    assert verified(place).is_sound
    assert added(fresh) in (["first"], ["first", "ana", "bob"])
    assert sorted(one.id for one in People(fresh.database).all(T1)) == sorted(added(fresh))
    return len(added(fresh)) == 3


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("kill", [True, False], ids=["killed", "raised"])
def test_a_crash_at_any_statement_of_a_request(new_place: Callable[[], Place], before: bool, kill: bool) -> None:
    outcomes = []
    for at in range(1, MOST_STATEMENTS):
        place = new_place()
        add(opened(place), "first")
        crashes = Crashes(at, before=before, kill=kill)
        log = None if kill else crashes.opened(place)

        def request() -> int:
            own = log or crashes.opened(place)  # noqa: B023
            add(own, "first")
            crashes.arm()  # noqa: B023
            add(own, "second", "ana", "bob")
            crashes.disarm()  # noqa: B023
            return 7

        try:
            ended = in_a_child(request) if kill else request()
        except Crash:
            ended = 0
        outcomes.append(whole(place))
        log = log or opened(place)
        assert known(log) == added(opened(place))
        # The face delivers it again, to this process or the next.
        again = log.append(T1, "second", adding("ana", "bob"), at=AT)
        assert again.again == outcomes[-1]
        assert again.reply == numbers(again.entries).replace(", ", ",").replace(": ", ":")
        assert known(log) == added(log) == ["first", "ana", "bob"]
        if ended == 7:
            break
    else:
        pytest.fail("there were more statements than this test looks at")
    assert len(outcomes) > 10
    assert outcomes[0] is False
    assert outcomes.index(True) >= len(outcomes) - (1 if before else 2)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_crash_at_any_statement_of_the_first_opening(tmp_path: Path, before: bool) -> None:
    for at in range(1, MOST_STATEMENTS * 2):
        file = tmp_path / f"{at}.sqlite3"
        crashes = Crashes(at, before=before, kill=True)
        crashes.arm()

        def first_opening() -> int:
            crashes.opened(file)  # noqa: B023
            return 7

        ended = in_a_child(first_opening)
        log = opened(file)
        add(log, "first")
        assert added(log) == ["first"]
        assert verify(file).is_sound
        if ended == 7:
            break
    else:
        pytest.fail("there were more statements than this test looks at")
    assert at > 10
