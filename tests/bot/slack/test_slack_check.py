"""`mpn check` and /healthz: what is well and what is not, in words, and nothing changed."""

from pathlib import Path

import pytest

from bot.record.records import Records
from bot.settings import Settings
from bot.slack.check import check
from bot.slack.web import Web
from tests.bot.slack.conftest import settings_for
from tests.fake_slack import FakeSlack, Person
from tests.storage.office import asked, cluster


def found(settings: Settings) -> tuple[list[str], list[str]]:
    """What is well, and what is not."""
    findings = check(settings)
    return [one.text for one in findings if one.well], [one.text for one in findings if not one.well]


def settings(slack: FakeSlack, file: Path, **more: str) -> Settings:
    return settings_for(slack).model_copy(update={"mpn_database": str(file)} | more)


def test_everything_is_well(slack: FakeSlack, file: Path, paula: Person) -> None:
    Records.open(file)
    before = file.read_bytes()
    well, ill = found(settings(slack, file, mpn_administrators=paula.id))
    assert not ill
    for words in ("complete, for HTTP", "Slack knows it, for Acme", "all are granted", "is Paula Reyes", "0 entries"):
        assert any(words in text for text in well), words
    assert file.read_bytes() == before
    assert set(slack.calls) == {"auth.test", "users.info"}


def test_without_tokens_it_is_the_terminal(file: Path) -> None:
    well, ill = found(Settings(_env_file=None, mpn_database=str(file)))
    assert not ill
    assert any("opens in the terminal" in text for text in well)
    assert not file.exists()


def test_a_server_is_looked_at_and_left_as_it_is() -> None:
    url = cluster().database()
    well, ill = found(Settings(_env_file=None, mpn_database=url))
    assert not ill
    assert any("no tables of the desk yet" in text for text in well)
    assert asked(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    Records.open(url).log.database.close()  # type: ignore[attr-defined]
    assert any("holds 0 entries" in text for text in found(Settings(_env_file=None, mpn_database=url))[0])
    with cluster().away(url):
        _, ill = found(Settings(_env_file=None, mpn_database=url))
    assert any("can't be reached" in text and "MPN_DATABASE" in text for text in ill)
    assert "mpn@" not in "".join(ill)
    cluster().drop(url)


def test_what_is_wrong_is_said(slack: FakeSlack, file: Path, tmp_path: Path) -> None:
    slack.scopes = slack.scopes - {"users:read"}
    (tmp_path / "notes.txt").write_text("no database at all, " * 100)
    for more, words in (
        ({"slack_bot_token": "xoxb-old"}, "Slack refuses it (invalid_auth)"),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "no Slack answers at http://127.0.0.1:9"),
        ({"slack_signing_secret": ""}, "neither SLACK_APP_TOKEN"),
        ({"slack_bot_token": ""}, "SLACK_BOT_TOKEN is not set"),
        ({"slack_app_token": "xapp-old"}, "App token: Slack refuses it (invalid_auth)"),
        ({}, "Scopes: users:read missing"),
        ({"mpn_administrators": "U0NOBODY"}, "Slack knows no U0NOBODY"),
        ({"mpn_database": str(tmp_path / "notes.txt")}, "no SQLite database"),
        ({"mpn_database": str(tmp_path / "nowhere" / "mpn.sqlite3")}, "no folder"),
        ({"mpn_database": str(tmp_path)}, "is a folder"),
        ({"mpn_heads_file": str(tmp_path / "nowhere" / "heads")}, "can't be made there"),
        ({"mpn_heads_file": str(tmp_path / "notes.txt")}, "something else than heads"),
        ({"mpn_heads_file": str(tmp_path)}, "no file that can be read"),
    ):
        _, ill = found(settings(slack, file, **more))
        assert any(words in text for text in ill), (words, ill)
        assert "xoxb-" not in "".join(ill)


@pytest.mark.parametrize(("fault", "status"), [(None, "200 OK"), ("The disk is full.", "503 Service Unavailable")])
def test_whoever_watches_over_it_is_told_of_a_fault(slack: FakeSlack, fault: str | None, status: str) -> None:
    said: list[str] = []
    page = Web(None, fault=lambda: fault)  # type: ignore[arg-type]
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1"}
    body = b"".join(page(environ, lambda status, headers, *_: said.append(status)))  # type: ignore[arg-type, return-value]
    assert said == [status]
    assert body == (fault or "ok").encode()
