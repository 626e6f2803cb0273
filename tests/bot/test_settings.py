"""Settings that can't be taken: said in words by every command, and never taken for something else."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.record.records import Records
from bot.settings import Settings
from tests.journeys.people import STAFF, WORKSPACE


def run(environment: dict[str, str], *words: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, list(words), input=typed, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("command", [("run",), ("check",), ("export", "calendar", "out.ics"), ("forget", "T1")])
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "99999"),
        ("MPN_KEEP_DAYS", "-1"),
        ("MPN_KEEP_DAYS", "99999999999"),
        ("SLACK_API_URL", "xoxb-secret"),
    ],
)
def test_a_setting_that_is_none_ends_the_command_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], setting: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = run({setting: value}, *command)
    assert (code, setting in told, ".env.sample" in told) == (1, True, True)
    assert value not in told


def test_a_file_of_settings_that_is_no_text_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(b"PORT=3000\nMPN_ADMINISTRATORS=\xff\xfe\n")
    code, told = run({}, "check")
    assert (code, ".env can't be read" in told) == (1, True)


def test_what_is_empty_is_as_usual_and_blanks_around_a_value_are_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "MPN_DATABASE", "MPN_KEEP_DAYS", "SLACK_API_URL"):
        monkeypatch.setenv(name, " ")
    monkeypatch.setenv("SLACK_BOT_TOKEN", " xoxb-1\n")
    found = Settings(_env_file=None)
    assert (found.port, found.mpn_database, found.mpn_keep_days) == (3000, "mpn.sqlite3", 0)
    assert (found.slack_api_url, found.slack_bot_token) == ("https://slack.com/api/", "xoxb-1")
    monkeypatch.setenv("SLACK_API_URL", "https://slack.com/api")
    assert Settings(_env_file=None).slack_api_url == "https://slack.com/api/"


def test_half_of_a_client_is_missed_and_opens_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    code, told = run({}, "run")
    assert (code, "SLACK_CLIENT_SECRET" in told) == (1, True)


def test_heads_that_can_not_be_noted_are_said_and_a_ledger_is_no_file_of_heads(tmp_path: Path) -> None:
    ledger = tmp_path / "desk.sqlite3"
    records = Records.open(ledger)
    records.welcome(WORKSPACE, STAFF)
    before = ledger.read_bytes()
    for place in (ledger, tmp_path / "none" / "heads", tmp_path):
        code, told = run({"MPN_DATABASE": str(ledger), "MPN_HEADS_FILE": str(place)}, "run", typed="quit\n")
        assert (code, "MPN_HEADS_FILE" in told) == (0, True)
    assert ledger.read_bytes() == before
