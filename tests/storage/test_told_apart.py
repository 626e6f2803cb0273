"""What is kept beside the record: the end of the last sweep, what was posted, whom nothing reaches, the next days."""

import datetime as dt
from collections.abc import Callable

import pytest

from storage.log import Log
from storage.people.directory import People, Person
from storage.people.reached import found, unreached
from storage.reminding.sweeps import last_in
from tests.storage.office import AT, T1, Place, add, asked, filled, opened

LATER = AT + dt.timedelta(days=400)
FAR = dt.date(2199, 1, 1)


@pytest.fixture
def log(place: Place) -> Log:
    return filled(place, 3)


def quiet(log: Log) -> None:
    """Nothing falls due."""
    log.put_off(T1, 3, None)
    assert log.due(LATER) == ()


def test_the_end_of_a_sweep_is_known_to_every_process_and_to_who_only_looks(place: Place, log: Log) -> None:
    assert (log.last_sweep(), last_in(str(place))) == (None, None)
    log.swept(AT)
    log.swept(AT.astimezone(dt.timezone(dt.timedelta(hours=9))) + dt.timedelta(minutes=5))
    at = AT.replace(microsecond=0) + dt.timedelta(minutes=5)
    assert opened(place).last_sweep() == last_in(str(place)) == at
    opened(place).swept(AT)  # the clock was set back: what it says now counts
    assert log.last_sweep() == AT.replace(microsecond=0)


def test_who_only_looks_makes_no_tables(new_place: Callable[[], Place]) -> None:
    empty = new_place()
    assert last_in(str(empty)) is None
    if isinstance(empty, str):
        assert asked(empty, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    else:
        assert not empty.exists()


def test_a_post_is_noted_once_for_a_day_whoever_does_it(place: Place, log: Log) -> None:
    assert log.posted(T1, "weekly") is None
    assert log.note_post(T1, "weekly", "2026-06-01")
    assert not opened(place).note_post(T1, "weekly", "2026-06-01")
    assert log.note_post(T1, "head", "2026-06-01")
    assert log.note_post("E2/T2", "weekly", "2026-06-01")
    assert opened(place).note_post(T1, "weekly", "2026-06-08")
    assert log.posted(T1, "weekly") == "2026-06-08"


def test_whom_nothing_reaches_makes_the_workspace_due_and_so_does_reaching_them_again(place: Place, log: Log) -> None:
    quiet(log)
    found(log.database, T1, "U1", reached=True)
    assert log.due(LATER) == ()
    found(log.database, T1, "U1", reached=False)
    assert unreached(opened(place).database, T1) == {"U1"}
    assert unreached(log.database, "E2/T2") == frozenset()
    assert log.due(AT) == (T1,)
    quiet(log)
    found(log.database, T1, "U1", reached=False)
    assert log.due(LATER) == ()
    found(log.database, T1, "U1", reached=True)
    assert unreached(log.database, T1) == frozenset()
    assert log.due(AT) == (T1,)


def test_somebody_whose_account_is_switched_off_makes_the_workspace_due(log: Log) -> None:
    people = People(log.database)
    people.upsert(T1, [Person("U1", "Ana"), Person("U2", "Bob")])
    quiet(log)
    people.upsert(T1, [Person("U1", "Ana Souza"), Person("U2", "Bob")])
    assert log.due(LATER) == ()
    people.upsert(T1, [Person("U1", "Ana Souza", deactivated=True)])
    assert log.due(AT) == (T1,)
    quiet(log)
    people.upsert(T1, [Person("U1", "Ana Souza", deactivated=True)])
    assert log.due(LATER) == ()


def test_a_round_does_not_put_off_what_happened_while_it_went_on(log: Log) -> None:
    quiet(log)
    found(log.database, T1, "U1", reached=False)
    noted = log.noted_day(T1)
    found(log.database, T1, "U2", reached=False)
    log.put_off(T1, 3, FAR, noted)
    assert log.due(AT) == (T1,)
    log.put_off(T1, 3, FAR, log.noted_day(T1))
    assert log.due(LATER) == ()


def test_the_heads_are_those_of_the_record(place: Place, log: Log) -> None:
    add(log, "m1", workspace="E2/T2")
    assert log.heads() == (log.head(T1), log.head("E2/T2"))
    log.put_off(T1, 3, FAR)
    add(log, "m4")
    assert opened(place).heads()[0] == log.head(T1)
    assert log.heads()[0].seq == 4


@pytest.mark.parametrize(
    ("harm", "mended"),
    [
        ("DELETE FROM next_due", True),
        ("UPDATE next_due SET day = '2026-07-02'", True),
        ("UPDATE next_due SET seq = 2", True),
        ("UPDATE next_due SET day = '2026-06-30'", False),
        ("UPDATE next_due SET day = '2026-07-01'", False),
    ],
)
def test_a_day_that_is_missing_or_too_late_is_put_right(place: Place, log: Log, harm: str, mended: bool) -> None:
    log.put_off(T1, 3, dt.date(2026, 7, 1))
    asked(place, harm)
    assert log.mend_next_day(T1, 3, dt.date(2026, 7, 1)) is mended
    assert (log.due(AT) == (T1,)) is mended
    assert log.heads() == (log.head(T1),)
