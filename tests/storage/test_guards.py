"""The log only grows: what any program with a plain connection is refused."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from storage.errors import AppendOnlyError
from storage.postgres.shape import expected, facts
from storage.verify.alone import verify
from tests.storage.office import T1, Place, added, asked, filled, opened, verified

COLUMNS = 'workspace, seq, cause, part, at, "on", kind, body, hash'
SAME_NUMBER = "SELECT workspace, seq, 'x', 9, at, \"on\", kind, body, hash FROM entries WHERE seq = 2"
SAME_CAUSE = 'SELECT workspace, 99, cause, part, at, "on", kind, body, hash FROM entries WHERE seq = 2'
ATTACKS = {
    "update": "UPDATE entries SET body = '{}' WHERE seq = 2",
    "update of nothing else than the hash": "UPDATE entries SET hash = ''",
    "update or replace": "UPDATE OR REPLACE entries SET seq = 3 WHERE seq = 2",
    "delete": "DELETE FROM entries WHERE seq = 5",
    "delete all": "DELETE FROM entries",
    "replace a number": f"REPLACE INTO entries ({COLUMNS}) {SAME_NUMBER}",
    "replace a cause": f"INSERT OR REPLACE INTO entries ({COLUMNS}) {SAME_CAUSE}",
    "ignore": f"INSERT OR IGNORE INTO entries ({COLUMNS}) {SAME_NUMBER}",
    "upsert": f"INSERT INTO entries ({COLUMNS}) {SAME_NUMBER} ON CONFLICT DO UPDATE SET body = '{{}}'",
}


@pytest.mark.parametrize("recursive_triggers", ["OFF", "ON"])
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_plain_connection_cannot_change_what_was_recorded(
    tmp_path: Path, attack: str, recursive_triggers: str
) -> None:
    file = tmp_path / "mpn.sqlite3"
    before = list(filled(file).entries("E1/T1"))
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")
    with pytest.raises(sqlite3.IntegrityError, match="entries are never"):
        db.execute(attack.replace("WHERE seq = 2 ON", "WHERE seq = 2 AND true ON"))
    db.commit()
    db.close()
    assert verify(file).is_sound
    assert list(filled(file, 0).entries("E1/T1")) == before


SERVER_ATTACKS = {
    "update": "UPDATE entries SET body = '{}' WHERE seq = 2",
    "update of nothing else than the hash": "UPDATE entries SET hash = ''",
    "delete": "DELETE FROM entries WHERE seq = 5",
    "delete all": "DELETE FROM entries",
    "truncate": "TRUNCATE entries",
    "truncate all": "TRUNCATE replies, entries CASCADE",
    "upsert": f"INSERT INTO entries ({COLUMNS}) {SAME_NUMBER} ON CONFLICT (workspace, seq) DO UPDATE SET body = '{{}}'",
    "merge": "MERGE INTO entries AS ours USING entries AS theirs ON ours.seq = theirs.seq AND ours.seq = 2 "
    "WHEN MATCHED THEN DELETE",
    "move to another": "WITH gone AS (DELETE FROM entries RETURNING *) SELECT count(*) FROM gone",
}


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("attack", SERVER_ATTACKS.values(), ids=SERVER_ATTACKS.keys())
def test_nor_can_one_to_the_server(url: str, attack: str, role: str) -> None:
    before = list(filled(url).entries(T1))
    with pytest.raises(psycopg.Error, match="entries are never") as caught:
        asked(url, f"SET session_replication_role = {role}", attack)
    assert caught.value.sqlstate == "MPN01"
    assert verified(url).is_sound
    assert list(opened(url).entries(T1)) == before


@pytest.mark.parametrize("attack", ["DROP TRIGGER {} ON entries", "ALTER TABLE entries DISABLE TRIGGER {}"])
@pytest.mark.parametrize("guard", ["entries_are_never_changed", "entries_are_never_emptied"])
def test_a_guard_that_was_taken_away_is_found(url: str, attack: str, guard: str) -> None:
    filled(url)
    asked(url, attack.format(guard))
    (finding,) = verified(url).findings
    assert guard in str(finding)


BODY = "CREATE OR REPLACE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
DROP = "DROP TRIGGER entries_are_never_changed ON entries"


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ([BODY.format("entries_only_grow")], "the guard entries_are_never_changed was switched off, or is not as"),
        (
            [DROP, BODY.format("other"), "CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE ON entries "
             "FOR EACH ROW EXECUTE FUNCTION other()",
             "ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_are_never_changed"],
            "the guard entries_are_never_changed was switched off, or is not as",
        ),
        (
            [DROP, "CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE ON replies FOR EACH ROW "
             "EXECUTE FUNCTION entries_only_grow()"],
            "the guard entries_are_never_changed was",
        ),
        (
            [DROP, "CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE ON entries FOR EACH ROW "
             "WHEN (OLD.seq < 0) EXECUTE FUNCTION entries_only_grow()",
             "ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_are_never_changed"],
            "the guard entries_are_never_changed was switched off, or is not as",
        ),
        (["ALTER TABLE entries ENABLE TRIGGER entries_are_never_emptied"], "the guard entries_are_never_emptied was"),
        (["CREATE RULE quiet AS ON INSERT TO entries DO INSTEAD NOTHING"], "the rule quiet was put in from outside"),
        (
            [BODY.format("other"), "CREATE TRIGGER z AFTER INSERT ON replies FOR EACH ROW EXECUTE FUNCTION other()"],
            "the trigger z was put in from outside",
        ),
        (["CREATE TABLE more () INHERITS (entries)"], "the table entries is not as the desk made it"),
        (["ALTER TABLE entries ENABLE ROW LEVEL SECURITY"], "the table entries is not as the desk made it"),
        (["ALTER TABLE replies SET UNLOGGED"], "the table replies is not as the desk made it"),
        (["ALTER TABLE entries DROP CONSTRAINT entries_workspace_cause_part_key"], "cause_part_key is missing"),
        (["ALTER TABLE people DROP COLUMN tz"], "the column people.tz is missing"),
        (["ALTER TABLE people ADD COLUMN note TEXT"], "the column people.note was put in from outside"),
        (["DROP INDEX people_by_change"], "the index people_by_change is missing"),
        (["CREATE UNIQUE INDEX few ON people (name)"], "the index few was put in from outside"),
        (["DROP TABLE people"], "the table people is missing"),
    ],
)  # fmt: skip
def test_tables_of_a_server_that_are_not_as_the_desk_made_them(url: str, harm: list[str], words: str) -> None:
    filled(url)
    assert verified(url).is_sound
    asked(url, *harm)
    assert words in "\n".join(map(str, verified(url).findings))


def test_what_a_server_should_have_is_what_the_changes_make(url: str) -> None:
    database = opened(url).database
    with database.engine.connect() as connection:  # type: ignore[attr-defined]
        assert facts(connection) == expected()


def test_the_desk_itself_cannot_either(place: Place) -> None:
    log = filled(place, 2)
    with pytest.raises(AppendOnlyError, match="reversal"), log.database.writing(T1) as transaction:
        transaction.rows("DELETE FROM entries")
    assert added(log) == ["p1", "p2"]
