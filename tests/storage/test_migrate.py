"""A record moves from a file to a server: whole, with the same hashes, again and again, and never over another."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from policy.acts import DirectoryChange
from storage import errors, replies
from storage.copies.migrate import Moved, OtherHistoryError, UnsoundSourceError, migrate_to
from storage.log import Drafts
from storage.people.directory import People, Person
from storage.people.reached import found
from storage.postgres import AwayError
from tests.storage.office import (
    AT,
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
    opened,
    person,
    recomputed,
    verified,
)

TABLES = {
    "entries": 'workspace, seq, cause, part, at, "on", kind, body, hash',
    "replies": "workspace, cause, reply",
    "people": "workspace, id, name, email, tz, administrator, bot, guest, deactivated, erased, change",
    "next_due": "workspace, day, seq",
    "posts": "workspace, name, day",
    "claims": "workspace, person, cause, entries",
    "unreached": "workspace, id, now",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two workspaces, with replies, somebody erased, and one where there are only people."""
    file = tmp_path / "mpn.sqlite3"
    log = filled(file)
    add(log, "both", "ana", "bob", workspace="E2/T2")
    people = People(log.database)
    people.upsert(T1, [Person("U1", "Ana Souza", "ana@contoso.com", "Europe/Lisbon", administrator=True)])
    people.upsert("E3/T3", [Person("U2", "Bob", bot=True)])
    people.erase(T1, "p2")
    log.note_post(T1, "weekly", "2026-06-01")
    log.claim(T1, "U1", "reminders:U1:2026-06-01", [person("p9")])
    found(log.database, T1, "U1", reached=False)
    log.put_off(T1, 5, None)
    return file


def rows(place: Place) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(asked(place, f"SELECT {columns} FROM {table}")) for table, columns in TABLES.items()}


def erasing(who: str) -> Drafts:
    return Drafts((person(who),), None, (DirectoryChange(who),))


def test_everything_stands_on_the_server_as_it_stood_in_the_file(file: Path, url: str) -> None:
    heads = (opened(file).head(T1), opened(file).head("E2/T2"), opened(file).head("E3/T3"))
    assert migrate_to(file, url) == (Moved(heads[0], 5), Moved(heads[1], 2), Moved(heads[2], 0))
    assert rows(url) == rows(file)
    assert verified(url, heads[:2], heads[:2]).is_sound
    desk = opened(url)
    assert desk.append(T1, "p3", never, at=AT).reply == opened(file).recorded(T1, "p3").reply  # type: ignore[union-attr]
    assert not add(desk, "later").again
    assert known(desk) == ["p1", "p2", "p3", "p4", "p5", "later"]


def test_run_again_it_moves_nothing(file: Path, url: str) -> None:
    first = migrate_to(file, url)
    before = rows(url)
    assert [(one.head, one.entries) for one in migrate_to(file, url)] == [(one.head, 0) for one in first]
    assert rows(url) == before


def test_run_again_it_moves_what_was_recorded_in_the_file_since(file: Path, url: str) -> None:
    migrate_to(file, url)
    log = opened(file)
    add(log, "since", "carol", "dave")
    People(log.database).upsert(T1, [Person("U1", "Ana Lima")])
    log.append(T1, "erased", lambda ledger: erasing("p3"), at=AT)
    assert [one.entries for one in migrate_to(file, url)] == [3, 0, 0]
    assert rows(url) == rows(file)
    assert "P3" not in str(rows(url)["replies"])


def test_what_the_desk_has_recorded_on_the_server_since_is_not_touched(file: Path, url: str) -> None:
    migrate_to(file, url)
    desk = opened(url)
    desk.append(T1, "erased", lambda ledger: erasing("U1"), at=AT)
    People(desk.database).erase("E2/T2", "ana")
    before = rows(url)
    moved = migrate_to(file, url)
    assert [(one.entries, one.ahead) for one in moved] == [(0, True), (0, False), (0, False)]
    assert moved[0].head == desk.head(T1)
    assert rows(url) == before
    assert "Souza" not in str(before)


def test_who_was_erased_on_either_side_is_erased_on_the_server_and_not_named_in_replies(file: Path, url: str) -> None:
    old = opened(file)
    ana, zoe = Person("U1", "Ana Souza", "ana@contoso.com"), Person("U2", "Zoe Miller", "zoe@contoso.com")
    People(old.database).upsert("E2/T2", [ana, zoe])
    said = json.dumps({"text": "Done. Ana Souza has seat 1, Zoe Miller seat 2."})
    old.append("E2/T2", "told", lambda ledger: Drafts((person("U1"),), lambda entries: said), at=AT)
    migrate_to(file, url)
    desk = People(opened(url).database)
    for number in range(9):  # a busy directory: its rows on the server are newer than those of the file
        desk.upsert("E2/T2", [replace(ana, tz=f"zone-{number}")])
    desk.erase("E2/T2", "U2")
    for number in range(19):
        People(old.database).upsert("E2/T2", [replace(zoe, tz=f"zone-{number}")])
    with old.database.writing("E2/T2") as transaction:
        transaction.rows("UPDATE people SET name = '', email = '', tz = '', erased = 1 WHERE id = 'U1'")
        replies.forget(transaction, "E2/T2", [replies.Gone(ana.id, ana.name, ana.email)])
    assert [one.ahead for one in migrate_to(file, url)] == [False, False, False]
    assert {one.id for one in desk.all("E2/T2")} == {"ana", "bob"}
    text = str(rows(url))
    assert not any(name in text for name in ("Souza", "Miller", "zoe@"))
    assert opened(url).append("E2/T2", "told", never, at=AT).reply == (
        '{"text":"Done. somebody has seat 1, somebody seat 2."}'
    )


@pytest.mark.parametrize("many", [1, 3, 9], ids=["shorter", "a part of it", "longer"])
def test_another_record_of_the_same_workspace_is_not_mixed_with_this_one(file: Path, url: str, many: int) -> None:
    other = opened(url)
    for number in range(many):
        add(other, f"x{number}")
    before = rows(url)
    with pytest.raises(OtherHistoryError, match="another record of E1/T1"):
        migrate_to(file, url)
    assert rows(url) == before


def test_a_file_that_is_not_sound_is_not_moved(file: Path, url: str) -> None:
    edited(file, "DELETE FROM entries WHERE seq = 2")
    with pytest.raises(UnsoundSourceError, match="#2 is missing"):
        migrate_to(file, url)
    assert opened(url).workspaces() == ()


def test_a_file_whose_chain_was_computed_anew_does_not_follow_what_was_moved(file: Path, url: str) -> None:
    migrate_to(file, url)
    edited(file, "UPDATE entries SET body = replace(body, '\"p1\"', '\"px\"') WHERE seq = 1 AND workspace = 'E1/T1'")
    recomputed(file)
    add(opened(file), "since")
    with pytest.raises(OtherHistoryError, match="#5"):
        migrate_to(file, url)
    assert added(opened(url)) == ["p1", "p2", "p3", "p4", "p5"]


def test_a_move_that_breaks_off_leaves_whole_workspaces_and_goes_on_the_next_time(
    file: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.copies import migrate

    moved = migrate._moved

    def breaks(source: object, target: object, workspace: str) -> Moved:
        if workspace == "E2/T2":
            raise AwayError(file="the database")
        return moved(source, target, workspace)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(AwayError):
        patched.setattr(migrate, "_moved", breaks)
        migrate_to(file, url)
    assert opened(url).workspaces() == (T1,)
    assert [one.entries for one in migrate_to(file, url)] == [0, 2, 0]
    assert rows(url) == rows(file)


def test_a_server_whose_guards_are_gone_is_not_trusted_with_it(file: Path, url: str) -> None:
    opened(url)
    asked(url, "DROP TRIGGER entries_are_never_changed ON entries")
    with pytest.raises(errors.StorageError, match="entries_are_never_changed"):
        migrate_to(file, url)


def test_a_long_record_moves_in_pages(file: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(opened(file), "crowd", *[f"c{number}" for number in range(25)])
    monkeypatch.setattr("storage.chain.PAGE", 4)
    assert migrate_to(file, url)[0].entries == 30
    assert rows(url) == rows(file)


def test_the_file_is_left_as_it_is(file: Path, url: str) -> None:
    before = rows(file)
    migrate_to(file, url)
    assert rows(file) == before
    assert not add(opened(file), "later").again
    assert [one.name for one in file.parent.iterdir() if not one.name.startswith("mpn.sqlite3")] == []


def test_a_file_that_is_not_there_and_a_server_that_is_away(file: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.CannotOpenError):
        migrate_to(tmp_path / "none.sqlite3", "postgresql://127.0.0.1:1/desk")
    with pytest.raises(AwayError):
        migrate_to(file, "postgresql://127.0.0.1:1/desk")


def test_a_cause_delivered_to_the_old_desk_and_to_the_new_one_is_recorded_once(file: Path, url: str) -> None:
    migrate_to(file, url)
    assert opened(url).append(T1, "p5", adding("other"), at=AT).again
