"""An audit pack that was changed, cut or computed anew is found, with what is in the pack and nothing else."""

import ast
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.audit import Pack, verify, verify_pack
from storage.verify import alone as of_database
from tests.storage.audited import edit, rechained, run
from tests.storage.years import T1


def test_the_packs_own_file_checks_it_with_nothing_installed(made: Pack) -> None:
    done = run(made.folder, "--head", str(made.head), "--seal", made.seal)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("sound")
    assert "made anew as a whole would pass" in run(made.folder).stdout


def test_the_pack_and_the_database_are_chained_alike() -> None:
    assert verify.genesis(T1) == of_database.genesis(T1)
    assert verify.chained("a", "b", "c") == of_database.chained("a", "b", "c")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE seats SET person = 'carol' WHERE person = 'bob'", "seats: has, against the entries,"),
        ("UPDATE seats SET to_day = '2024-06-02' WHERE to_day IS NULL", "seats:"),
        ("UPDATE seats SET grant_entry = 1", "seats:"),
        ("DELETE FROM seats WHERE person = 'carol'", "seats: lacks, by the entries,"),
        (
            "INSERT INTO seats SELECT 99, seat, number, offer, product, 'dave', from_day, NULL, NULL, NULL, NULL, "
            'grant_entry, "by" FROM seats LIMIT 1',
            "seats: has, against the entries,",
        ),
        ("UPDATE grants SET quantity = 30", "grants:"),
        ("UPDATE grants SET counts = 0", "grants:"),
        ('UPDATE keys SET "left" = 4', "keys:"),
        ("DELETE FROM activations", "activations:"),
        ("UPDATE machines SET machine = 'other'", "machines:"),
        ("UPDATE tokens SET tenant = 'mine'", "tokens:"),
        ("UPDATE offers SET purchased = '2024-06-20'", "offers:"),
        ("UPDATE terms SET last_day = '2026-01-01'", "terms:"),
        ("UPDATE credits SET amount = 1", "credits:"),
        ("UPDATE people SET administrator = 1", "people:"),
        ("UPDATE entries SET counts = 1 - counts", "entries:"),
        ("UPDATE entries SET \"by\" = 'ana' WHERE seq = 8", "#8 differs from its JSON"),
        ("UPDATE entries SET body = replace(body, 'carol', 'dave')", "the chain breaks at #"),
        ("UPDATE entries SET hash = lower(hex(randomblob(32))) WHERE seq = 5", "the chain breaks at #5"),
        ("DELETE FROM entries WHERE seq = 7", "#7 is missing"),
        ("UPDATE decisions SET last_entry = last_entry + 1 WHERE first_entry = 9", "decisions: #9"),
        ("DELETE FROM decisions WHERE first_entry = 9", "decisions:"),
    ],
)
def test_a_tampered_table_is_found_even_with_the_manifest_made_anew(copy: Pack, statement: str, words: str) -> None:
    edit(copy.folder, statement)
    found = verify_pack(copy.folder)
    assert any(words in finding for finding in found), found
    assert run(copy.folder).returncode == 1


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP VIEW who_had_what", "CREATE VIEW who_had_what AS SELECT * FROM seats WHERE person <> 'bob'"),
        ("ALTER TABLE seats RENAME TO other", "CREATE VIEW seats AS SELECT * FROM other WHERE date('now') < '2100'"),
        ("CREATE TRIGGER quiet AFTER INSERT ON seats BEGIN DELETE FROM seats; END",),
        ("CREATE TABLE more_seats (person TEXT)",),
        ("ALTER TABLE seats ADD COLUMN note TEXT",),
        ("DROP TABLE locations",),
        ("DROP VIEW who_had_what",),
    ],
)
def test_a_view_that_shows_something_else_is_found(copy: Pack, statements: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(copy.folder / "audit.sqlite3")) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
        assert verify.check_schema(db) != []


def test_an_entry_cut_off_the_end_is_found_against_the_head(copy: Pack) -> None:
    last = copy.head.seq
    edit(copy.folder, f"DELETE FROM entries WHERE seq = {last}", f"DELETE FROM decisions WHERE first_entry = {last}")
    assert verify_pack(copy.folder) == [], "whole in itself, so it takes a head that was noted"
    found = verify_pack(copy.folder, [(copy.head.workspace, copy.head.seq, copy.head.hash)])
    assert f"#{last} is not the one that you noted" in found[0]


def test_an_entry_appended_is_found_against_the_head(copy: Pack) -> None:
    last = copy.head.seq
    edit(
        copy.folder,
        f'INSERT INTO entries SELECT {last + 1}, at, day, kind, "by", part, why, reference, counts, reversed_by, '
        f"'x', replace(body, '\"seq\":{last}', '\"seq\":{last + 1}'), hash FROM entries WHERE seq = {last}",
        then=rechained,
    )
    noted = [(copy.head.workspace, copy.head.seq, copy.head.hash)]
    words = f"entries: #{last + 1} to #{last + 1} were appended after the head that you noted"
    assert words in verify_pack(copy.folder, noted)
    assert words not in verify_pack(copy.folder, anchors=noted), "of an earlier day it is right that more follows"
    done = run(copy.folder, "--head", str(copy.head))
    assert done.returncode == 1
    assert words in done.stdout


def test_a_pack_computed_anew_is_found_against_the_head_and_against_the_seal(copy: Pack) -> None:
    edit(
        copy.folder,
        "UPDATE entries SET body = replace(body, 'K1', 'K9') WHERE kind = 'key_issued'",
        "UPDATE keys SET label = 'K9'",
        then=rechained,
    )
    assert verify_pack(copy.folder) == []
    assert "computed anew" in verify_pack(copy.folder, [(copy.head.workspace, copy.head.seq, copy.head.hash)])[0]
    assert "sealed" in verify_pack(copy.folder, seal=copy.seal)[0]
    assert run(copy.folder, "--head", str(copy.head)).returncode == 1


@pytest.mark.parametrize("name", ["report.html", "audit.xlsx", "csv/seats.csv", "verify.py", "audit.sqlite3"])
def test_a_file_that_was_touched_is_named(copy: Pack, name: str) -> None:
    with (copy.folder / name).open("ab") as file:
        file.write(b" ")
    assert f"{name}: it was changed since the pack was made" in verify_pack(copy.folder)


def test_a_file_too_many_and_a_file_too_few_are_named(copy: Pack) -> None:
    (copy.folder / "csv" / "keys.csv").unlink()
    (copy.folder / "extra.csv").write_text("x")
    found = verify_pack(copy.folder)
    assert "csv/keys.csv: it is missing" in found
    assert "extra.csv: it is not in the manifest" in found


@pytest.mark.parametrize("name", ["csv/__pycache__.csv", "__pycache__/x.csv", "csv/more.csv", ".hidden"])
def test_a_file_too_many_is_found_whatever_its_name_and_even_if_the_manifest_names_it(copy: Pack, name: str) -> None:
    (copy.folder / name).parent.mkdir(exist_ok=True)
    (copy.folder / name).write_text("x")
    assert f"{name}: it is not in the manifest" in verify_pack(copy.folder)
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    manifest["files"][name] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    (copy.folder / "manifest.json").write_text(json.dumps(manifest))
    assert f"{name}: it is no file of the pack" in verify_pack(copy.folder)


def test_a_report_left_out_with_its_line_in_the_manifest_is_missed(copy: Pack) -> None:
    (copy.folder / "report.html").unlink()
    manifest = json.loads((copy.folder / "manifest.json").read_text())
    del manifest["files"]["report.html"]
    (copy.folder / "manifest.json").write_text(json.dumps(manifest))
    assert "report.html: the manifest does not name it" in verify_pack(copy.folder)


def test_a_way_out_of_the_pack_is_found(copy: Pack, tmp_path: Path) -> None:
    shutil.move(copy.folder / "csv", tmp_path / "elsewhere")
    (copy.folder / "csv").symlink_to(tmp_path / "elsewhere")
    assert "csv: it leads to somewhere else" in verify_pack(copy.folder)


def test_the_script_defines_each_name_once() -> None:
    """It is made of several modules, in which a name could stand for two things."""
    tree = ast.parse(verify.script())
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    defined += [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        if isinstance(target, ast.Name)
    ]
    assert sorted(set(defined)) == sorted(defined)
    assert "import storage" not in verify.script()
    assert "from storage" not in verify.script()


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"workspace": 7}', b"\xff\xfe"])
def test_a_broken_manifest_is_said_not_raised(copy: Pack, raw: bytes) -> None:
    (copy.folder / "manifest.json").write_bytes(raw)
    assert "manifest.json" in verify_pack(copy.folder)[0]
    assert run(copy.folder).returncode == 1


def test_a_database_that_is_none_is_said_not_raised(copy: Pack) -> None:
    (copy.folder / "audit.sqlite3").write_bytes(b"no database" * 100)
    assert any("audit.sqlite3: it can't be read" in finding for finding in verify_pack(copy.folder))
    assert run(copy.folder).returncode == 1
