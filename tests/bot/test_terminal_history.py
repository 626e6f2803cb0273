"""The history of the terminal: a file of its owner, without keys in full, and no fault where there is none."""

from pathlib import Path

import pytest

from bot.terminal.history import typed_before

KEY = "ABCDE-12345-FGHIJ-67890-KLMN1"


def test_no_key_gets_into_the_file_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    typed_before().append_string(f"add key K1 {KEY} for Windows")
    file = tmp_path / ".mpn_history"
    assert "add key K1 KLMN1 for Windows" in file.read_text()
    assert "12345" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert list(typed_before().load_history_strings()) == ["add key K1 KLMN1 for Windows"]


def test_a_home_that_takes_no_file_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    history = typed_before()
    history.append_string("who has VS?")
    assert history.get_strings() == ["who has VS?"]
    (tmp_path / "taken" / ".mpn_history").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "taken"))
    assert list(typed_before().load_history_strings()) == []
