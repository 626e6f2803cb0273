"""Installed by OAuth: the state is checked, the installer alone gets three steps, tokens go with the app."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.desk import Desk
from bot.record.records import Records
from bot.slack.kept.shelf import beside
from tests.bot.slack.conftest import opened
from tests.bot.slack.office import shelf_of
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp
from tests.storage.office import asked


@pytest.fixture
def running(slack: FakeSlack, place: Path | str) -> Iterator[OverHttp]:
    records = Records.open(place, first_speaks=False)
    more = {"slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": slack.client_secret}
    with opened(slack, Desk.open(records), records, shelf_of(place, records), **more) as app:
        yield app


def holds(place: Path | str, token: str) -> bool:
    """Whether a token is still kept: of a file all bytes are looked at."""
    if isinstance(place, Path):
        return token.encode() in beside(place).read_bytes()
    return any(token in one for (one,) in asked(place, "SELECT installation FROM installations"))


def state_of(app: OverHttp) -> str:
    """The state on the page that sends somebody to Slack."""
    status, page = app.request("GET", "/slack/install")
    assert status == 200
    address = urlsplit(re.search(r'"([^"]+oauth/v2/authorize[^"]+)"', page)[1].replace("&amp;", "&"))  # type: ignore[index]
    asked_for = "app_mentions:read,chat:write,commands,files:read,files:write,im:history,im:write,users:read"
    assert parse_qs(address.query)["scope"] == [asked_for]
    return parse_qs(address.query)["state"][0]


def installs(slack: FakeSlack, app: OverHttp, person: Person, state: str | None = None) -> int:
    """Somebody agrees on Slack's page and comes back."""
    state = state or state_of(app)
    slack.workspace.codes["c0de"] = person.id
    cookie = {"Cookie": f"slack-app-oauth-state={state}"}
    status, _ = app.request("GET", f"/slack/oauth_redirect?code=c0de&state={state}", headers=cookie)
    return status


def test_the_installer_alone_gets_three_steps_and_administrates(
    slack: FakeSlack, running: OverHttp, paula: Person
) -> None:
    carol = slack.person("Carol Ng")
    assert carol.says("hello").status in (401, 200)
    assert installs(slack, running, carol) == 200
    hello = carol.sees("Time zone and dates", "What you bought", "Who else administrates")
    assert not paula.sees_all()
    carol.presses_of(hello, "Open", 1)
    carol.sees_modal("An offer was bought")
    carol.submits(program="action_pack", on="2026-05-01")
    carol.sees_modal("Action Pack bought on 1 May 2026")
    carol.opens_home()
    seen = carol.sees_at_home("Still to be set up", "Time zone and dates")
    assert "What you bought" not in seen
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("That is for an administrator.", "Carol Ng")


@pytest.mark.parametrize("state", ["made-up", ""])
def test_a_state_that_the_desk_did_not_give_is_refused(
    slack: FakeSlack, running: OverHttp, paula: Person, state: str
) -> None:
    assert installs(slack, running, paula, state or "x") in (400, 401)
    assert not slack.workspace.tokens


def test_a_reason_that_anybody_wrote_is_one_line_of_the_log_and_no_markup(
    running: OverHttp, caplog: pytest.LogCaptureFixture
) -> None:
    made_up = "x%0aERROR%20Fault%207Q3F%3Cscript%3E" + "y" * 5_000
    _, page = running.request("GET", f"/slack/oauth_redirect?error={made_up}")
    assert "<script>" not in page
    (line,) = [one.getMessage() for one in caplog.records if "installation failed" in one.getMessage()]
    assert "\n" not in line
    assert len(line) < 120


def test_a_state_is_good_once(slack: FakeSlack, running: OverHttp, paula: Person) -> None:
    state = state_of(running)
    assert installs(slack, running, paula, state) == 200
    assert installs(slack, running, paula, state) == 401


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}])
def test_with_the_app_its_tokens_go_and_the_record_stays(
    slack: FakeSlack,
    running: OverHttp,
    place: Path | str,
    paula: Person,
    event: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    installs(slack, running, paula)
    paula.sees("Time zone and dates")
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("#1")
    (token,) = slack.workspace.tokens
    assert holds(place, token)
    assert running.bring(Kind.EVENT, slack.workspace.event(event), 0)[0] == 200
    assert not holds(place, token)
    assert "The record is kept until" in caplog.text
    assert token not in caplog.text
    paula.says("undo")
    assert "Taken back" not in "".join(seen.words for seen in paula.sees_all())
    installs(slack, running, paula)
    paula.says("undo")
    paula.sees("Taken back", "#1")


def test_a_person_who_takes_back_their_own_token_changes_nothing(
    slack: FakeSlack, running: OverHttp, paula: Person
) -> None:
    installs(slack, running, paula)
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    assert running.bring(Kind.EVENT, slack.workspace.event(event), 0)[0] == 200
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("#1")


@pytest.mark.parametrize("place", ["file"], indirect=True)
def test_tokens_are_for_the_owner_of_the_file_alone(running: OverHttp, file: Path) -> None:
    assert beside(file).stat().st_mode & 0o077 == 0
