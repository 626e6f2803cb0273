"""A server that is stopped, killed, full, locked, foreign or only read: said with what to do, and nothing lost."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from sqlalchemy import event

import storage.sqlite.schema
from benchmarks.cluster import Cluster
from storage import errors
from storage.log import Log
from storage.opening import NoDriverError
from storage.opening import opened as opened_place
from storage.people.directory import People, Person
from storage.postgres import AwayError, BadAddressError, EncodingError, NoWritesError, Postgres, UnconfirmedError
from storage.postgres.schema import changes
from tests.storage.office import (
    AT,
    QUICK,
    T1,
    add,
    added,
    adding,
    asked,
    cluster,
    filled,
    in_a_child,
    known,
    opened,
    verified,
)


def raised(work: Callable[[], object]) -> errors.StorageError:
    with pytest.raises(errors.StorageError) as caught:
        work()
    said = str(caught.value)
    assert "{" not in said
    assert "\n" not in said
    assert said.endswith(".")
    return caught.value


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server that these tests may stop and break."""
    cluster()  # skips where there is none
    own = Cluster(QUICK)
    yield own
    own.remove()


@pytest.fixture
def own(server: Cluster) -> str:
    return server.database()


def by_default(url: str, setting: str, value: str) -> None:
    (name,) = asked(url, "SELECT current_database()")[0]
    asked(url, f"ALTER DATABASE {name} SET {setting} = {value}")


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_while_the_server_is_stopped_a_plain_refusal_and_afterwards_as_before(
    server: Cluster, own: str, how: str
) -> None:
    log = filled(own)
    server.stop(how)
    try:
        for use in (
            lambda: add(log, "m1"),
            lambda: known(log),
            lambda: added(log),
            lambda: log.append(T1, "p1", adding("x"), at=AT),
            lambda: People(log.database).all(T1),
            lambda: opened(own),
        ):
            error = raised(use)
            assert isinstance(error, AwayError)
            assert "Try again in a minute" in str(error)
    finally:
        server.start()
    assert known(log) == ["p1", "p2", "p3", "p4", "p5"]
    assert not add(log, "m1").again
    assert added(log)[-1] == "m1"


@pytest.mark.parametrize(
    "use",
    [lambda log: add(log, "m1"), lambda log: People(log.database).upsert(T1, [Person("U1", "Ana")]), known, added],
    ids=["record", "write", "read", "list"],
)
def test_a_restart_between_two_requests_is_not_noticed(server: Cluster, own: str, use: Callable[[Log], object]) -> None:
    log = filled(own)
    server.stop()
    server.start()
    use(log)
    assert added(log)[:5] == ["p1", "p2", "p3", "p4", "p5"]
    assert verified(own).is_sound


def test_a_server_that_goes_away_in_the_middle_of_a_request_has_recorded_nothing(server: Cluster, own: str) -> None:
    log = filled(own)

    def while_it_stops(ledger: object) -> object:
        server.stop()
        server.start()
        return adding("ana")(ledger)  # type: ignore[arg-type]

    error = raised(lambda: log.append(T1, "m1", while_it_stops, at=AT))
    assert isinstance(error, AwayError)
    assert known(log) == ["p1", "p2", "p3", "p4", "p5"]
    assert not add(log, "m1").again


def breaks_at_commit(log: Log, server: Cluster, *, committed: bool) -> None:
    """The next commit loses its connection: after the server has it, or before."""
    dialect = log.database._engine.dialect  # type: ignore[attr-defined]
    commit = dialect.do_commit

    def breaking(connection: object) -> None:
        dialect.do_commit = commit
        if committed:
            commit(connection)
        server.sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'mpn-desk'")
        connection.execute("SELECT 1")  # type: ignore[attr-defined]

    dialect.do_commit = breaking


def test_a_commit_whose_answer_is_lost_is_still_confirmed(server: Cluster, own: str) -> None:
    log = filled(own)
    breaks_at_commit(log, server, committed=True)
    assert not add(log, "m1", "ana", "bob").again
    assert known(log) == added(log) == ["p1", "p2", "p3", "p4", "p5", "ana", "bob"]


def test_a_commit_that_never_reached_the_server_is_a_refusal(server: Cluster, own: str) -> None:
    log = filled(own)
    breaks_at_commit(log, server, committed=False)
    assert "nothing was recorded" in str(raised(lambda: add(log, "m1", "ana", "bob")))
    assert known(log) == added(log) == ["p1", "p2", "p3", "p4", "p5"]
    assert not add(log, "m1", "ana", "bob").again


def test_a_commit_lost_in_a_crash_is_not_taken_for_another_that_came_after_it(server: Cluster, own: str) -> None:
    """A server that crashes gives numbers of transactions again that it had not written down."""
    log, other = filled(own), opened(own)
    dialect = log.database._engine.dialect  # type: ignore[attr-defined]
    commit = dialect.do_commit

    def crashing(connection: object) -> None:
        dialect.do_commit = commit
        server.stop("immediate")
        server.start()
        for number in range(5):
            add(other, f"other-{number}", workspace=T1 if number else "E2/T2")
        connection.execute("SELECT 1")  # type: ignore[attr-defined]

    dialect.do_commit = crashing
    assert isinstance(raised(lambda: add(log, "m1")), AwayError)
    expected = ["p1", "p2", "p3", "p4", "p5", "other-1", "other-2", "other-3", "other-4"]
    assert known(log) == added(log) == expected


def test_where_nobody_can_tell_the_words_say_so(server: Cluster, own: str) -> None:
    log = filled(own)
    impatient = opened(own, patience=0.3)
    known(impatient)
    breaks_at_commit(impatient, server, committed=True)
    engine = impatient.database._engine  # type: ignore[attr-defined]
    begun: list[object] = []

    @event.listens_for(engine, "do_connect")
    def away(*_: object) -> None:
        begun.append(1)
        raise engine.dialect.dbapi.OperationalError("no route to host")

    error = raised(lambda: add(impatient, "m1"))
    assert isinstance(error, UnconfirmedError)
    assert "before you send it again" in str(error)
    assert begun
    event.remove(engine, "do_connect", away)
    assert known(log)[-1] == "m1"
    assert impatient.append(T1, "m1", adding("m1"), at=AT).again


def test_a_workspace_that_another_process_holds_for_too_long_and_one_that_nobody_does(url: str) -> None:
    log, impatient = filled(url), opened(url, patience=0.2)
    with log.database.writing(T1):
        began = time.monotonic()
        assert isinstance(raised(lambda: add(impatient, "m1")), errors.DatabaseBusyError)
        assert time.monotonic() - began < 2
        assert known(impatient) == ["p1", "p2", "p3", "p4", "p5"]
        assert not add(impatient, "m1", workspace="E2/T2").again
    assert not add(impatient, "m1").again


def test_a_pool_of_which_every_connection_is_taken(url: str) -> None:
    log = filled(url, 1)
    database = Postgres(url, patience=0.2)
    held = [database._engine.connect() for _ in range(20)]
    began = time.monotonic()
    assert isinstance(raised(lambda: add(Log(database), "m1")), errors.DatabaseBusyError)
    assert time.monotonic() - began < 5
    for connection in held:
        connection.close()
    add(Log(database), "m1")
    assert known(log) == ["p1", "m1"]


def test_who_is_killed_while_writing_frees_the_lock_at_once(url: str) -> None:
    log = filled(url)

    def dies() -> None:
        import os
        import signal

        own = opened(url)
        own.append(T1, "m1", lambda ledger: os.kill(os.getpid(), signal.SIGKILL), at=AT)

    assert in_a_child(dies) == -9
    began = time.monotonic()
    assert not add(log, "m1").again
    assert time.monotonic() - began < 2


def test_who_writes_sees_what_they_write_and_others_do_not(url: str) -> None:
    database, other = opened(url).database, opened(url).database
    people = People(database)
    with database.writing(T1) as transaction:
        transaction.rows("INSERT INTO replies (workspace, cause, reply) VALUES ('T', 'c', 'r')")
        with database.reading() as own:
            assert own.rows("SELECT reply FROM replies") == [("r",)]
        with other.reading() as others:
            assert others.rows("SELECT reply FROM replies") == []
        with pytest.raises(RuntimeError, match="already"), database.writing(T1):
            pass
        assert people.all(T1) == ()
    with other.reading() as others:
        assert others.rows("SELECT reply FROM replies") == [("r",)]


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_a_server_with_another_isolation_by_default_works_alike(server: Cluster, own: str, level: str) -> None:
    by_default(own, "default_transaction_isolation", f"'{level}'")
    one, other = opened(own), opened(own)
    gone_wrong: list[BaseException] = []

    def work(log: Log, name: str) -> None:
        try:
            for number in range(10):
                add(log, f"{name}-{number}")
        except BaseException as error:
            gone_wrong.append(error)

    threads = [threading.Thread(target=work, args=each) for each in ((one, "one"), (other, "other"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not gone_wrong
    assert len(added(one)) == 20


def test_a_server_that_confirms_before_it_has_written_is_told_not_to(server: Cluster, own: str) -> None:
    by_default(own, "synchronous_commit", "off")
    log = opened(own)
    with log.database.writing(T1) as transaction:
        assert transaction.rows("SHOW synchronous_commit") == [("on",)]
    with log.database.reading() as transaction:
        assert transaction.rows("SHOW synchronous_commit") == [("off",)]


def test_a_standby_and_a_user_without_rights_can_read(server: Cluster, own: str) -> None:
    filled(own)
    by_default(own, "default_transaction_read_only", "on")
    log = opened(own)
    assert known(log) == ["p1", "p2", "p3", "p4", "p5"]
    error = raised(lambda: add(log, "m1"))
    assert isinstance(error, NoWritesError)
    assert "primary" in str(error)
    assert known(log) == ["p1", "p2", "p3", "p4", "p5"]


def test_a_user_who_may_only_do_what_the_desk_does(own: str) -> None:
    """The rights in docs/postgres.md: whoever has the desk's password can't take the guards away either."""
    filled(own)
    asked(
        own,
        "CREATE ROLE desk LOGIN",
        "GRANT SELECT, INSERT ON entries TO desk",
        "GRANT SELECT, INSERT, UPDATE ON replies, people, next_due, last_marks TO desk",
        "GRANT SELECT, INSERT, UPDATE ON sweeps, posts, claims, unreached TO desk",
        "GRANT SELECT ON mpn_desk_changes TO desk",
    )
    as_desk = own.replace("//mpn@", "//desk@")
    log = opened(as_desk)
    add(log, "m1")
    People(log.database).upsert(T1, [Person("U1", "Ana")])
    People(log.database).erase(T1, "U1")
    log.put_off(T1, 6, None)
    for attack in (
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        "DROP TRIGGER entries_are_never_changed ON entries",
        "TRUNCATE entries",
        "DELETE FROM entries",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            asked(as_desk, attack)
    assert verified(as_desk).is_sound


def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    filled(url)
    asked(url, "INSERT INTO mpn_desk_changes (name) VALUES ('moons')")
    error = raised(lambda: opened(url))
    assert isinstance(error, errors.NewerVersionError)
    assert "moons" in str(error)


def test_the_database_of_another_program_is_refused_and_left_alone(url: str) -> None:
    asked(url, "CREATE TABLE people (song TEXT)")
    assert isinstance(raised(lambda: opened(url)), errors.OtherDatabaseError)
    assert asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("people",)]


def test_a_database_of_another_encoding_is_refused(server: Cluster) -> None:
    latin = server.database("ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    error = raised(lambda: opened(latin))
    assert isinstance(error, EncodingError)
    assert "LATIN1" in str(error)


@pytest.mark.parametrize(
    "url",
    ["mysql://ana:secret@host/db", "postgresql+asyncpg://ana:secret@host/db", "postgresql://ana:secret@host:port/db"],
)
def test_an_address_that_is_none(url: str) -> None:
    error = raised(lambda: opened_place(url))
    assert isinstance(error, BadAddressError)
    assert "secret" not in str(error)


def test_no_password_stands_in_an_error() -> None:
    error = raised(lambda: opened_place("postgresql://ana:secret@127.0.0.1:1/desk?password=secret"))
    assert isinstance(error, AwayError)
    assert "the database desk at 127.0.0.1:1 can't be reached" in str(error)
    assert "secret" not in str(error)
    assert "ana" not in str(error)


def test_without_the_extra_the_words_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "storage.postgres", None)
    assert isinstance(raised(lambda: opened_place("postgresql://host/db")), NoDriverError)


def test_processes_that_open_a_new_database_at_once_all_can(url: str) -> None:
    gone_wrong: list[BaseException] = []

    def work(number: int) -> None:
        try:
            add(opened(url), f"child-{number}")
        except BaseException as error:
            gone_wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not gone_wrong
    assert len(added(opened(url))) == 8
    assert verified(url).is_sound


def test_every_change_of_the_tables_is_there_for_both_databases() -> None:
    assert list(changes()) == [change.name for change in storage.sqlite.schema.changes._migrations]


def test_a_change_of_the_tables_that_fails_is_not_half_there(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.postgres import schema

    broken = dict(changes()) | {"moons": "CREATE TABLE moons (day TEXT); SELECT 1 / 0"}
    with monkeypatch.context() as patched:
        patched.setattr(schema, "changes", lambda: broken)
        with pytest.raises(Exception, match="division by zero"):
            opened(url)
    assert asked(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert added(filled(url, 1)) == ["p1"]


def test_texts_of_every_script_and_the_one_character_that_postgresql_has_not(url: str) -> None:
    people = People(opened(url).database)
    names = ["Ana", "Zoë", "Ýmir", "\U0001f600", "a:b %s %(x)s \\ '", "é", "ab", "Ab"]
    people.upsert(T1, [Person(name, name) for name in names])
    assert [one.id for one in people.all(T1)] == sorted(names)
    people.upsert(T1, [Person("N", "An\0a", tz="a\0b")])
    assert people.get(T1, "N") == Person("N", "Ana", tz="a\N{SYMBOL FOR NULL}b")


def test_writers_of_one_workspace_wait_in_turn_and_of_two_do_not(url: str) -> None:
    log = opened(url)
    spans: list[tuple[float, float]] = []

    def slow(workspace: str) -> None:
        with log.database.writing(workspace):
            began = time.monotonic()
            time.sleep(0.05)
            spans.append((began, time.monotonic()))

    def overlaps(workspaces: list[str]) -> int:
        spans.clear()
        threads = [threading.Thread(target=slow, args=(one,)) for one in workspaces]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(later[0] < earlier[1] for earlier, later in pairwise(sorted(spans)))

    assert overlaps(["T1"] * 4) == 0
    assert overlaps(["T1", "T2", "T3", "T4"]) > 0


def test_what_is_due_stands_on_the_server_too(url: str) -> None:
    log = opened(url)
    add(log, "m1")
    assert log.due(AT) == (T1,)
    log.put_off(T1, 1, dt.date(2027, 1, 1))
    assert log.due(AT) == ()
