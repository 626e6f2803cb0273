"""The log only grows: what any program with a plain connection is refused."""

import sqlite3
from pathlib import Path

import pytest

from storage.errors import AppendOnlyError
from storage.verify import verify
from tests.storage.office import T1, added, filled

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


def test_the_desk_itself_cannot_either(tmp_path: Path) -> None:
    log = filled(tmp_path / "mpn.sqlite3", 2)
    with pytest.raises(AppendOnlyError, match="reversal"), log.database.writing(T1) as transaction:
        transaction.rows("DELETE FROM entries")
    assert added(log) == ["p1", "p2"]
