"""What goes wrong at the command line is told in a sentence, without a key that was typed."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main

KEY = "VK7JG-NPHTM-C97JM-9MPGT-3V66T"


@pytest.mark.parametrize(
    "words",
    [
        [KEY],
        [f"--{KEY}"],
        ["ask", f"--{KEY}", "hi"],
        ["verify", KEY],
        ["verify", "LEDGER", "--anchor", KEY],
        ["import", f"{KEY}.csv"],
        ["export", "pictures", "pack", "--workspace", KEY, "--db", "LEDGER"],
        ["erase", KEY, "--db", "LEDGER"],
        ["forget", KEY, "--db", "LEDGER"],
        ["chat", "--now", KEY],
        ["chat", "--people", KEY],
        ["chat", "--db", f"/{KEY}/desk.sqlite3"],
        ["rules", KEY],
        ["export", KEY],
        ["export", "audit", "pack", "--as-of", KEY],
        ["export", "calendar", f"/{KEY}/days.ics", "--db", "LEDGER"],
        ["migrate-to", "LEDGER", KEY],
    ],
)
def test_an_error_does_not_repeat_a_key(words: list[str], tmp_path: Path) -> None:
    ledger = str(tmp_path / "desk.sqlite3")
    CliRunner().invoke(
        main, ["chat", "--db", ledger], input="we bought Action Pack today\nyes\n", catch_exceptions=False
    )
    told = CliRunner().invoke(main, [ledger if word == "LEDGER" else word for word in words], input="hi\n")
    assert told.exit_code in (1, 2)
    assert "3V66T" in told.output
    assert "NPHTM" not in told.output


def shell(line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    mpn = f"{sys.executable} -m bot"
    return subprocess.run(["sh", "-c", line.replace("mpn", mpn)], capture_output=True, check=False, env=env or None)


@pytest.mark.parametrize(
    "line", ["mpn rules refund >&-", "mpn ask help >&- 2>&-", "mpn chat --json <&-", "mpn chat <&-"]
)
def test_a_stream_that_is_closed_is_no_fault(line: str) -> None:
    run = shell(line)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("line", ["mpn rules", "mpn ask help", "echo help | mpn chat", "echo '{}' | mpn chat --json"])
def test_no_room_for_what_is_shown_is_told(line: str) -> None:
    run = shell(f"{line} >/dev/full")
    assert run.returncode == 1
    assert b"could not be written (No space left on device)" in run.stderr
    assert b"Traceback" not in run.stderr


def test_a_pipe_that_is_closed_early_ends_it_quietly() -> None:
    run = shell("mpn rules | head -1")
    assert (run.stdout.count(b"\n"), run.stderr) == (1, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_a_terminal_cannot_show_is_a_question_mark(encoding: str) -> None:
    run = shell("echo hi | mpn chat", PYTHONIOENCODING=encoding)
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"? hi" in run.stdout


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    run = shell(
        "printf '\\377' > odd; echo hi | mpn chat --db desk.sqlite3 --as \"$(cat odd)\"".replace(
            "odd", str(tmp_path / "odd")
        ).replace("desk", str(tmp_path / "desk"))
    )
    assert run.returncode == 1
    assert b"bytes that are no text" in run.stderr
    assert b"Traceback" not in run.stderr


def test_a_ledger_without_a_name_is_not_kept_in_memory_unsaid() -> None:
    told = CliRunner().invoke(main, ["chat", "--json", "--db", ""], input="{}\n")
    assert told.exit_code == 2
    assert "--db names no file" in told.output


def test_a_fault_of_ours_gets_a_reference_and_shows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(words: str) -> str:
        raise RuntimeError(words)

    monkeypatch.setattr("bot.answers.rules_page.rules_page", breaks)
    told = CliRunner().invoke(main, ["rules", KEY])
    assert told.exit_code == 1
    assert "Something went wrong on my side. Reference " in told.output
    assert "nphtm" not in told.output.lower()
