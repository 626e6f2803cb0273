"""The log on a real file and a real server: recorded once, whole, in order, and the same when opened again."""

import datetime as dt
import json
import threading

import pytest

from policy import model
from policy.acts import DirectoryChange
from policy.ledger import Ledger
from storage.errors import BrokenChainError, UnknownEntryError
from storage.log import Drafts, Log, Recorded
from storage.people.directory import People
from storage.sqlite.database import SQLite
from tests.storage.office import (
    AT,
    DAY,
    T1,
    Place,
    add,
    added,
    adding,
    asked,
    edited,
    filled,
    known,
    never,
    numbers,
    opened,
    person,
    recomputed,
    verified,
)


def test_a_request_is_stamped_and_recorded_whole(place: Place) -> None:
    done = add(opened(place), "m1", "ana", "bob")
    assert [(entry.seq, entry.part, entry.at) for entry in done.entries] == [(1, 1, AT), (2, 2, AT)]
    assert json.loads(done.reply or "")["recorded"] == [1, 2]
    assert not done.again
    (alone,) = add(opened(place), "m2", "carol").entries
    assert (alone.seq, alone.part) == (3, None)


def test_it_is_the_same_after_it_is_opened_again(place: Place) -> None:
    log = filled(place)
    tomorrow = DAY + dt.timedelta(days=1)
    log.append(
        T1,
        "plan",
        lambda ledger: Drafts((person("late", tomorrow), model.EntryReversed(by="paula", on=DAY, seq_reversed=2))),
        at=AT,
    )
    with log.ledger(T1) as ledger:
        warm = [list(ledger.entries()), list(ledger.as_of(DAY).entries()), list(ledger.as_of(tomorrow).entries())]
    with opened(place).ledger(T1) as ledger:
        cold = [list(ledger.entries()), list(ledger.as_of(DAY).entries()), list(ledger.as_of(tomorrow).entries())]
    assert warm == cold
    assert len(warm[1]) == 4
    assert list(opened(place).entries(T1)) == warm[0]
    assert list(opened(place).entries(T1, after=5)) == warm[0][5:]
    assert list(opened(place).entries(T1, after=7)) == list(opened(place).entries(T1, after=99)) == []


def test_a_cause_delivered_again_gets_the_same_reply_and_decides_nothing(place: Place) -> None:
    log = opened(place)
    first = add(log, "m1", "ana", "bob")
    add(log, "m2")
    for later in (log, opened(place)):
        again = later.append(T1, "m1", never, at=AT + dt.timedelta(days=9))
        assert again == Recorded(first.entries, first.reply, again=True)
    assert opened(place).recorded(T1, "m1") == Recorded(first.entries, first.reply, again=True)
    assert added(log) == ["ana", "bob", "m2"]


def test_the_same_cause_in_another_workspace_is_another_request(place: Place) -> None:
    log = opened(place)
    add(log, "m1")
    assert not add(log, "m1", workspace="E2/T2").again
    assert log.workspaces() == (T1, "E2/T2")


def test_a_refusal_is_given_back_and_not_remembered(place: Place) -> None:
    log = opened(place)
    assert log.append(T1, "m1", lambda ledger: "not before 30 Aug", at=AT) == "not before 30 Aug"
    assert log.append(T1, "m1", lambda ledger: Drafts((), numbers), at=AT) == Recorded((), numbers([]))
    assert not add(log, "m1").again


def test_a_request_without_a_cause_stands_for_itself(place: Place) -> None:
    log = opened(place)
    for _ in range(2):
        log.append(T1, None, adding("ana"), at=AT)
    assert added(log) == ["ana", "ana"]


@pytest.mark.parametrize("cause", ["", "x" * 5_000, "ü", "a\0b", "\udcff", "line\nbreak"])
def test_any_cause_is_remembered(place: Place, cause: str) -> None:
    log = opened(place)
    add(log, cause, "ana")
    assert log.append(T1, cause, never, at=AT).again
    assert verified(place).is_sound


def test_what_another_process_records_is_seen(place: Place) -> None:
    one, other = opened(place), opened(place)
    add(one, "m1")
    assert known(other) == ["m1"]
    add(other, "m2")
    assert known(one) == ["m1", "m2"]
    seen = one.append(T1, "m3", lambda ledger: Drafts((person(f"after-{ledger.last_seq}"),)), at=AT)
    assert isinstance(seen, Recorded)
    assert added(one) == known(other) == ["m1", "m2", "after-2"]


def test_what_is_recorded_between_the_first_look_and_the_lock_is_decided_on(place: Place) -> None:
    other = opened(place)

    class Late(type(other.database)):  # type: ignore[misc]
        def writing(self, workspace: str):  # type: ignore[no-untyped-def]
            add(other, "between")
            return super().writing(workspace)

    log = Log(Late(place))
    log.append(T1, "m1", lambda ledger: Drafts((person(f"after-{ledger.last_seq}"),)), at=AT)
    assert added(log) == known(log) == ["between", "after-1"]


def test_a_decision_that_raises_records_nothing_and_drops_the_ledger(place: Place) -> None:
    log = filled(place, 2)

    def spoils(ledger: Ledger) -> Drafts:
        ledger.advance(person("nobody").model_copy(update={"seq": ledger.last_seq}))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        log.append(T1, "m1", spoils, at=AT)
    assert known(log) == added(log) == ["p1", "p2"]


def test_a_reply_that_cannot_be_made_records_nothing(place: Place) -> None:
    log = opened(place)
    with pytest.raises(ValueError, match="Expecting value"):
        log.append(T1, "m1", lambda ledger: Drafts((person("ana"),), lambda entries: "no JSON"), at=AT)
    assert added(log) == known(log) == []


def test_the_directory_changes_with_the_entries_or_not_at_all(place: Place) -> None:
    log = opened(place)
    add(log, "m1", "ana")

    def draft(ledger: Ledger) -> Drafts:
        return Drafts((person("bob"),), None, (DirectoryChange("bob", "Bob Miller", "bob@contoso.com"),) * 2 + (None,))  # type: ignore[arg-type]

    with pytest.raises(AttributeError):
        log.append(T1, "m2", draft, at=AT)
    assert [one.id for one in People(log.database).all(T1)] == added(log) == ["ana"]


def test_replies_of_every_script_are_kept_as_ascii(place: Place) -> None:
    log = opened(place)
    log.append(
        T1, "m1", lambda ledger: Drafts((person("ana"),), lambda entries: '{"text":"“Größe” \U0001f600"}'), at=AT
    )
    again = log.append(T1, "m1", never, at=AT)
    assert json.loads(again.reply or "") == {"text": "“Größe” \U0001f600"}
    assert (again.reply or "").isascii()


def test_only_a_few_workspaces_stay_in_memory(place: Place) -> None:
    log = Log(opened(place).database, most_in_memory=3)
    for number in range(10):
        add(log, "m1", f"p{number}", workspace=f"T{number}")
    assert len(log._shelves) == 3
    assert [known(log, f"T{number}") for number in range(10)] == [[f"p{number}"] for number in range(10)]


def test_an_up_to_date_ledger_is_not_folded_again(place: Place) -> None:
    log = filled(place)
    with log.ledger(T1) as first:
        pass
    add(log, "m1")
    with log.ledger(T1) as second:
        assert second is first


def test_a_log_longer_than_a_page_is_read_to_its_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.chain.PAGE", 4)
    log = filled(place, 11)
    expected = [f"p{number}" for number in range(1, 12)]
    assert added(log) == known(opened(place)) == expected
    assert [entry.number for entry in log.entries(T1, after=3)] == list(range(4, 12))


def test_a_file_that_was_put_back_to_an_earlier_state_is_folded_anew(place: Place) -> None:
    log = filled(place, 5)
    assert len(known(log)) == 5
    edited(place, "DELETE FROM entries WHERE seq > 2", "DELETE FROM replies WHERE cause IN ('p3', 'p4', 'p5')")
    assert known(log) == ["p1", "p2"]


def test_a_file_with_another_history_of_the_same_length_is_folded_anew(place: Place) -> None:
    log = filled(place, 2)
    assert known(log) == ["p1", "p2"]
    edited(place, "UPDATE entries SET body = replace(body, '\"p1\"', '\"px\"') WHERE seq = 1")
    recomputed(place)
    assert known(log) == ["px", "p2"]


def test_a_ledger_does_not_change_while_it_is_read(place: Place) -> None:
    log = filled(place, 1)
    writer = threading.Thread(target=add, args=(log, "m1"))
    with log.ledger(T1) as ledger:
        writer.start()
        writer.join(0.1)
        assert writer.is_alive()
        assert ledger.last_seq == 1
    writer.join()
    assert known(log) == ["p1", "m1"]


def test_an_edited_entry_is_not_built_upon(place: Place) -> None:
    filled(place)
    edited(place, "UPDATE entries SET body = replace(body, 'p3', 'px') WHERE seq = 3")
    log = opened(place)
    with pytest.raises(BrokenChainError, match="#3"):
        add(log, "m1")
    with pytest.raises(BrokenChainError, match="mpn verify"):
        known(log)
    with pytest.raises(BrokenChainError):
        added(log)


def test_an_entry_of_a_newer_version_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(place, 2)
    from storage import chain

    monkeypatch.setattr(chain, "from_json", lambda body: model.from_json(body.replace("person_added", "moon_claimed")))
    with pytest.raises(UnknownEntryError, match="Update the desk"):
        known(opened(place))


def test_two_workspaces_at_once_are_refused_before_threads_wait_for_each_other(place: Place) -> None:
    log = opened(place)
    with log.ledger(T1), pytest.raises(RuntimeError, match="one workspace"), log.ledger("E2/T2"):
        pass
    assert known(log, "E2/T2") == []


def test_a_thread_may_record_while_it_reads_the_same_workspace(place: Place) -> None:
    log = opened(place)
    with log.ledger(T1):
        add(log, "m1")
    assert known(log) == ["m1"]


@pytest.mark.parametrize("workspaces", [1, 6], ids=["one workspace", "a workspace each"])
def test_threads_record_one_after_the_other(place: Place, workspaces: int) -> None:
    log = opened(place)
    gone_wrong: list[BaseException] = []

    def work(name: int) -> None:
        workspace = f"T{name % workspaces}"
        try:
            for number in range(20):
                add(log, f"{name}-{number}", workspace=workspace)
                assert f"{name}-{number}" in known(log, workspace)
        except BaseException as error:
            gone_wrong.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not gone_wrong
    found = [added(log, f"T{number}") for number in range(workspaces)]
    assert sorted(who for there in found for who in there) == sorted(
        f"{name}-{number}" for name in range(6) for number in range(20)
    )
    assert [known(log, f"T{number}") for number in range(workspaces)] == found
    assert verified(place).is_sound


def test_a_ledger_in_memory_works_alike() -> None:
    log = Log(SQLite(None))
    add(log, "m1", "ana", "bob")
    assert log.append(T1, "m1", never, at=AT).again
    assert known(log) == ["ana", "bob"]
    with pytest.raises(ZeroDivisionError):
        log.append(T1, "m2", lambda ledger: 1 // 0, at=AT)
    assert known(log) == ["ana", "bob"]


def test_one_who_is_recorded_but_cannot_be_folded_is_still_confirmed(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log = filled(place, 1)
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "advance", lambda self, entry: 1 // 0)
        assert not add(log, "m1").again
    assert "folded anew" in caplog.text
    assert known(log) == ["p1", "m1"]


def test_rows_hold_plain_columns(place: Place) -> None:
    add(opened(place), "m1", "ana", "bob")
    row = asked(place, 'SELECT workspace, seq, cause, part, at, "on", kind FROM entries ORDER BY seq')[1]
    assert row == (T1, 2, "m1", 2, "2026-06-01T09:30:15.250000Z", "2026-06-01", "person_added")
