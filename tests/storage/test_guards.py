"""The log only grows: what any program with a plain connection is refused."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from storage.errors import AppendOnlyError
from storage.verify import verify
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


def test_the_desk_itself_cannot_either(place: Place) -> None:
    log = filled(place, 2)
    with pytest.raises(AppendOnlyError, match="reversal"), log.database.writing(T1) as transaction:
        transaction.rows("DELETE FROM entries")
    assert added(log) == ["p1", "p2"]
