"""`verify` finds whatever was done to a log from outside, in the package and run as a script."""

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

import storage.verify.alone
from storage.sqlite.schema import changes
from storage.verify.alone import Anchor, Report, verify
from tests.storage.office import T1, Place, add, asked, edited, filled, opened, recomputed, verified


@pytest.fixture
def file(tmp_path: Path) -> Path:
    filled(tmp_path / "mpn.sqlite3", 6).database.close()  # type: ignore[attr-defined]
    return tmp_path / "mpn.sqlite3"


@pytest.fixture
def stand(place: Place) -> Place:
    """The same, in a file or on a server."""
    filled(place, 6).database.close()  # type: ignore[attr-defined]
    return place


def where(report: Report) -> list[int | None]:
    return [finding.seq for finding in report.findings]


def told(report: Report) -> str:
    return "\n".join(map(str, report.findings))


def test_a_sound_log(stand: Place) -> None:
    add(opened(stand), "m1", workspace="E2/T2")
    report = verified(stand)
    assert (report.entries, told(report)) == (7, "")
    assert [str(head).rsplit(":", 1)[0] for head in report.heads] == ["E1/T1:6", "E2/T2:1"]
    assert report.heads[0] == opened(stand).head(T1)
    assert verified(stand, report.heads, report.heads).is_sound


def test_the_hash_is_as_it_is_told(stand: Place) -> None:
    """So that somebody else can write a checker."""
    before = hashlib.sha256(b'["mpn-desk", "E1/T1"]').hexdigest()
    rows = asked(stand, "SELECT cause, body, hash FROM entries ORDER BY seq")
    for cause, body, digest in rows:
        assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
        before = hashlib.sha256(f'{before}\n"{cause}"\n{body}'.encode()).hexdigest()
        assert before == digest


@pytest.mark.parametrize(
    ("attack", "seq"),
    [
        ("UPDATE entries SET body = replace(body, '\"p3\"', '\"px\"') WHERE seq = 3", 3),
        ("UPDATE entries SET body = body || ' ' WHERE seq = 3", 3),
        ("UPDATE entries SET body = 'gone' WHERE seq = 3", 3),
        ("UPDATE entries SET body = '[]' WHERE seq = 3", 3),
        ("UPDATE entries SET hash = 'x' WHERE seq = 6", 6),
        ("UPDATE entries SET at = '2020-01-01T00:00:00Z' WHERE seq = 2", 2),
        ("UPDATE entries SET \"on\" = '2020-01-01' WHERE seq = 2", 2),
        ("UPDATE entries SET kind = 'person_erased' WHERE seq = 2", 2),
        ("UPDATE entries SET part = 7 WHERE seq = 2", 2),
        ("UPDATE entries SET cause = 'other' WHERE seq = 4", 4),
        ("UPDATE entries SET workspace = 'E2/T2' WHERE seq = 1", 1),
        ("DELETE FROM entries WHERE seq = 1", 2),
        ("DELETE FROM entries WHERE seq = 4", 5),
        ("DELETE FROM entries WHERE seq IN (3, 4, 5)", 6),
        ("UPDATE entries SET seq = 9 WHERE seq = 6", 9),
        (
            "INSERT INTO entries SELECT workspace, 7, 'x', 1, at, \"on\", kind, replace(body, ':6', ':7'), hash"
            " FROM entries WHERE seq = 6",
            7,
        ),
    ],
)
def test_what_was_changed_is_found_where_it_was(stand: Place, attack: str, seq: int) -> None:
    edited(stand, attack)
    assert seq in where(verified(stand))


def test_one_edit_is_one_finding(stand: Place) -> None:
    edited(stand, "UPDATE entries SET body = replace(body, '\"p3\"', '\"px\"') WHERE seq = 3")
    assert where(verified(stand)) == [3]


def test_entries_that_changed_places(stand: Place) -> None:
    edited(
        stand,
        "UPDATE entries SET seq = 99 WHERE seq = 3",
        "UPDATE entries SET seq = 3 WHERE seq = 4",
        "UPDATE entries SET seq = 4 WHERE seq = 99",
    )
    assert {3, 4} <= set(where(verified(stand)))


def test_entries_cut_from_the_end_leave_their_replies(stand: Place) -> None:
    edited(stand, "DELETE FROM entries WHERE seq > 4")
    assert "the entries of 2 answered requests are missing" in told(verified(stand))


def test_the_end_cut_off_with_all_its_traces_is_found_by_an_anchor(stand: Place) -> None:
    head = opened(stand).head(T1)
    edited(stand, "DELETE FROM entries WHERE seq > 4", "DELETE FROM replies WHERE cause IN ('p5', 'p6')")
    edited(stand, "UPDATE next_due SET seq = 4")
    report = verified(stand)
    assert report.is_sound
    assert "whether its end was cut off, or all of it computed anew, only one can tell" in storage.verify.alone.told(
        report, ""
    )
    assert "No anchor was given" not in storage.verify.alone.told(verified(stand, report.heads), "")
    assert "the last one is #4" in told(verified(stand, [head]))
    edited(stand, "DELETE FROM entries", "DELETE FROM replies", "DELETE FROM next_due")
    assert "every other of this workspace" in told(verified(stand, [head]))


def test_the_end_cut_off_with_its_reply_is_found_by_what_was_noted_for_the_next_sweep(stand: Place) -> None:
    edited(stand, "DELETE FROM entries WHERE seq = 6", "DELETE FROM replies WHERE cause = 'p6'")
    (finding,) = verified(stand).findings
    assert str(finding) == "E1/T1 #6: it was recorded and is missing: the last entry is #5"
    edited(stand, "DELETE FROM entries", "DELETE FROM replies")
    (finding,) = verified(stand).findings
    assert str(finding) == "E1/T1: every entry of this workspace is missing"


def test_the_end_cut_off_with_what_was_noted_of_it_is_found_by_the_note_that_is_gone(stand: Place) -> None:
    head = opened(stand).head(T1)
    edited(stand, "DELETE FROM next_due")
    assert told(verified(stand, [head])) == ""
    edited(stand, "DELETE FROM entries WHERE seq > 4", "DELETE FROM replies WHERE cause IN ('p5', 'p6')")
    assert "whether its end was cut off, only an anchor can tell" in told(verified(stand))


def test_a_chain_computed_anew_is_found_by_an_anchor(stand: Place) -> None:
    early, head = Anchor(T1, 2, hash_of(stand, 2)), opened(stand).head(T1)
    edited(stand, "UPDATE entries SET body = replace(body, '\"p3\"', '\"px\"') WHERE seq = 3")
    recomputed(stand)
    assert verified(stand).is_sound
    assert verified(stand, [early]).is_sound
    assert where(verified(stand, [early, head])) == [6]
    assert "computed anew" in told(verified(stand, [head]))


def hash_of(place: Place, seq: int) -> str:
    return str(asked(place, f"SELECT hash FROM entries WHERE seq = {seq}")[0][0])


def test_an_entry_appended_after_the_head_is_found_when_the_head_is_given_as_such(stand: Place) -> None:
    head = opened(stand).head(T1)
    edited(
        stand,
        "INSERT INTO entries SELECT workspace, 7, 'x', 1, at, \"on\", kind, replace(body, '\"seq\":6', '\"seq\":7'), ''"
        " FROM entries WHERE seq = 6",
    )
    recomputed(stand)
    assert told(verified(stand)) == "E1/T1 #7: 1 entry was put in that the desk did not note, or its note was edited"
    edited(stand, "UPDATE next_due SET seq = 7")
    assert verified(stand, [head]).is_sound
    assert where(verified(stand, heads=[head])) == [7]
    assert "1 entry was appended" in told(verified(stand, heads=[head]))


def test_the_head_of_a_workspace_without_entries(stand: Place) -> None:
    empty = opened(stand).head("E2/T2")
    assert empty.seq == 0
    add(opened(stand), "m1", workspace="E2/T2")
    assert verified(stand, [empty]).is_sound
    assert where(verified(stand, heads=[empty])) == [1]


@pytest.mark.parametrize("guard", [name for name in storage.verify.alone.RECORD if name != "entries"])
def test_a_guard_that_was_removed(file: Path, guard: str) -> None:
    edited(file, f"DROP TRIGGER {guard}", guarded=True)
    assert guard in told(verify(file))


GUARD = storage.verify.alone.RECORD["entries_are_never_changed"]
ANOTHER = "CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON"
RAISES = "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"


@pytest.mark.parametrize(
    "guard",
    [
        f"{ANOTHER} replies {RAISES}",
        f"{ANOTHER} entries BEGIN SELECT 1; END",
        f"{ANOTHER} entries WHEN 0 {RAISES}",
        f"{ANOTHER} OF hash ON entries {RAISES}".replace("ON OF", "OF"),
        f"{ANOTHER} entries {RAISES}".replace("ABORT", "FAIL"),
        f"{ANOTHER} entries {RAISES}".replace("BEFORE", "AFTER"),
    ],
)
def test_a_guard_that_only_has_the_name_of_one(file: Path, guard: str) -> None:
    edited(file, "DROP TRIGGER entries_are_never_changed", guard, guarded=True)
    wanted = "the guard entries_are_never_changed is not as the desk made it: entries can be changed in place"
    assert told(verify(file)) == told(verified(file)) == wanted
    assert wanted in run(str(file)).stdout


def test_a_guard_is_the_same_whatever_its_lines(file: Path) -> None:
    edited(file, "DROP TRIGGER entries_are_never_changed", GUARD.replace("\n", "\n\t  "), guarded=True)
    assert verified(file).is_sound


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("CREATE TRIGGER quiet BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END", "the trigger quiet was put"),
        ("CREATE TRIGGER far AFTER INSERT ON replies BEGIN DELETE FROM replies; END", "the trigger far was put in"),
        ("CREATE UNIQUE INDEX few ON entries (kind, part, seq)", "the index few was put in from outside"),
        ("ALTER TABLE entries ADD COLUMN note TEXT", "the table entries is not as the desk made it"),
    ],
)
def test_what_was_tied_to_the_entries_is_found_by_the_script_too(file: Path, harm: str, words: str) -> None:
    edited(file, harm, guarded=True)
    assert words in told(verify(file))
    assert words in told(verified(file))
    assert words in run(str(file)).stdout


def test_entries_without_the_key_that_keeps_a_delivery_from_being_recorded_twice(file: Path) -> None:
    table = storage.verify.alone.RECORD["entries"].replace(",\n        UNIQUE (workspace, cause, part)", "")
    edited(file, "ALTER TABLE entries RENAME TO old", table, "INSERT INTO entries SELECT * FROM old", "DROP TABLE old")
    assert told(verified(file)) == "the table entries is not as the desk made it: entries can be changed in place"


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (["DROP TABLE people"], "the table people is missing"),
        (["DROP TABLE next_due"], "the table next_due is missing"),
        (["DROP INDEX people_by_change"], "the index people_by_change is missing"),
        (["ALTER TABLE people DROP COLUMN tz"], "the table people is not as the desk made it"),
        (["ALTER TABLE replies ADD COLUMN note TEXT"], "the table replies is not as the desk made it"),
        (
            ["DROP TABLE posts", "CREATE VIEW posts AS SELECT '' AS workspace"],
            "the table posts is not as the desk made",
        ),
        (["CREATE UNIQUE INDEX few ON people (name)"], "the index few was put in"),
        (["DELETE FROM _sqlite_migrations"], "the list of its changes is not as the desk wrote it"),
        (["DELETE FROM _sqlite_migrations WHERE name = 'next_due'"], "the list of its changes is not as"),
        (["DROP TABLE _sqlite_migrations"], "the list of its changes is not as the desk wrote it"),
        (["INSERT INTO _sqlite_migrations VALUES (9, 'mpn-desk', 'moons', '')"], "a newer version of the desk (it has"),
    ],
)
def test_tables_that_are_not_as_the_desk_made_them(file: Path, harm: list[str], words: str) -> None:
    edited(file, *harm, guarded=True)
    assert words in told(verified(file))


def test_what_others_keep_beside_the_desks_tables_is_let_be(file: Path) -> None:
    """As a program does that copies the file all the time."""
    edited(file, "CREATE TABLE _copied (at TEXT)", "CREATE VIEW v AS SELECT * FROM people", "ANALYZE", guarded=True)
    edited(file, "CREATE INDEX for_a_report ON people (name)", guarded=True)
    report = verified(file)
    assert told(report) == ""
    beside = "Beside the desk's own, put in by others, and let be: the table _copied, the view v."
    assert beside in storage.verify.alone.told(report, "desk.sqlite3")


def test_a_file_of_an_older_version_is_held_against_that_version(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    db = Database(file)
    changes.apply(db, stop_before="told_apart")
    db.close()
    assert told(verified(file)) == ""
    edited(file, "DROP INDEX next_due_by_day", "CREATE TABLE posts (day TEXT)", guarded=True)
    missing, later = verified(file).findings
    assert str(missing) == "the index next_due_by_day is missing"
    assert str(later) == "the table posts is of a later version than the list of its changes tells"


def test_what_sqlite_itself_finds_is_told(file: Path) -> None:
    edited(
        file,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'CHECK (part > 0)', 'CHECK (part > 1)') WHERE name = 'entries'",
    )
    assert "the file is damaged: CHECK constraint failed in entries" in told(verify(file))


def test_any_byte_of_an_entry_that_changes_is_found(file: Path) -> None:
    """Anywhere in the pages: found, or the byte says nothing (a free place)."""
    opened(file).database.close()  # type: ignore[attr-defined]
    original = file.read_bytes()
    draw = random.Random(9)
    body = original.index(b'"person":"p3"')
    for offset in [body + n for n in range(12)] + [draw.randrange(len(original)) for _ in range(60)]:
        file.write_bytes(original[:offset] + bytes([original[offset] ^ 0x11]) + original[offset + 1 :])
        report = verify(file)
        if offset < body + 12 and offset >= body:
            assert not report.is_sound, offset
        if report.is_sound:
            assert report.entries == 6
    file.write_bytes(original)
    assert verify(file).is_sound


def test_many_findings_are_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "many.sqlite3"
    add(opened(file), "m1", *[f"p{number}" for number in range(100)])
    edited(file, "UPDATE entries SET kind = 'x'")
    report = verify(file)
    assert len(report.findings) == 21
    assert "80 more" in told(report)


def test_a_log_longer_than_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.verify.alone, "_PAGE", 4)
    filled(tmp_path / "mpn.sqlite3", 9)
    assert (verify(tmp_path / "mpn.sqlite3").entries, verify(tmp_path / "mpn.sqlite3").is_sound) == (9, True)


def test_a_log_on_a_server_longer_than_a_page(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.chain.PAGE", 4)
    filled(url, 9)
    assert (verified(url).entries, verified(url).is_sound) == (9, True)


def test_reading_changes_nothing(file: Path) -> None:
    opened(file).database.close()  # type: ignore[attr-defined]
    before = (file.read_bytes(), sorted(file.parent.iterdir()))
    verify(file)
    assert (file.read_bytes(), sorted(file.parent.iterdir())) == before


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in told(verify(tmp_path / "none.sqlite3"))
    assert list(tmp_path.iterdir()) == []


SCRIPT = Path(storage.verify.alone.__file__)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_as_a_script_without_anything_of_ours(file: Path) -> None:
    """-I and -S: no site-packages, nothing of the folder."""
    sound = run(str(file))
    assert sound.returncode == 0, sound.stderr
    head = next(line for line in sound.stdout.splitlines() if line.startswith("head ")).removeprefix("head ")
    assert head == str(opened(file).head(T1))
    assert "6 entries in 1 workspace(s), sound" in sound.stdout
    assert run(str(file), "--anchor", head, "--head", head).returncode == 0
    add(opened(file), "m1")
    assert run(str(file), "--anchor", head).returncode == 0
    assert run(str(file), "--head", head).returncode == 1
    edited(file, "DELETE FROM entries WHERE seq = 2")
    found = run(str(file))
    assert found.returncode == 1
    assert "E1/T1 #3: #2 is missing before this entry" in found.stdout
    assert "NOT sound" in found.stdout


@pytest.mark.parametrize(
    "anchor", ["T1", "T1:x:" + "a" * 64, "T1:3:abc", ":3:" + "a" * 64, "T1:3:" + "g" * 64, "x" * 5_000, "", "."]
)
def test_an_anchor_that_is_none_is_wrong_usage(file: Path, anchor: str) -> None:
    assert run(str(file), "--anchor", anchor).returncode == 2


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\n\r\n", ""])
def test_a_file_of_anchors_may_have_gone_through_another_editor(tmp_path: Path, start: str, end: str) -> None:
    heads = tmp_path / "heads.txt"
    heads.write_bytes(f"{start}T1:3:{'A' * 64}\r\n2026-06-01 T1 4 {'b' * 64}{end}".encode())
    assert storage.verify.alone.anchors_in(str(heads)) == [Anchor("T1", 3, "a" * 64), Anchor("T1", 4, "b" * 64)]


@pytest.mark.parametrize("raw", [b"", b"\n\r\n", b"\xff\xfeT\x00", b"\0" * 9, b"2026-06-01 T1 4 abc\n"])
def test_a_file_without_anchors_is_none(file: Path, raw: bytes) -> None:
    heads = file.with_name("heads.txt")
    heads.write_bytes(raw)
    done = run(str(file), "--anchor", str(heads))
    assert (done.returncode, "Traceback" in done.stderr, "heads.txt" in done.stderr) == (2, False, True)


def test_an_anchor_is_read_as_it_was_written() -> None:
    anchor = Anchor("E1:x/T1", 14, "a" * 64)
    assert Anchor.parse(str(anchor)) == anchor
