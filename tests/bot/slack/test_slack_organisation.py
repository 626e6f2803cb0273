"""Installed in a whole organisation: one token, of each workspace a record of its own, and taken out of all at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.record.records import Records
from bot.settings import Settings
from bot.slack import app as slack_app
from tests.bot.slack.conftest import NOON, opened, settings_for
from tests.bot.slack.office import shelf_of
from tests.bot.slack.test_slack_install import holds, installs
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp
from tests.fake_slack.workspace import Workspace


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(workspace=Workspace("T0ACME", "E0CORP", org_wide=True)) as slack:
        yield slack


@pytest.fixture
def records(file: Path) -> Records:
    return Records.open(file, first_speaks=False)


_MORE = {"slack_bot_token": "", "slack_client_id": "1.2"}


def _settings(slack: FakeSlack) -> Settings:
    return settings_for(slack).model_copy(update=_MORE | {"slack_client_secret": slack.client_secret})


def _office(slack: FakeSlack, file: Path, records: Records) -> AbstractContextManager[OverHttp]:
    more = _MORE | {"slack_client_secret": slack.client_secret}
    return opened(slack, Desk.open(records), records, shelf_of(file, records), **more)


@pytest.fixture
def running(slack: FakeSlack, file: Path, records: Records) -> Iterator[OverHttp]:
    with _office(slack, file, records) as app:
        yield app


def test_who_installs_it_is_told_and_administrates_where_they_speak(
    slack: FakeSlack, running: OverHttp, records: Records, paula: Person
) -> None:
    carol = slack.person("Carol Ng")
    assert installs(slack, running, carol) == 200
    carol.sees("Time zone and dates", "If the app is taken out of Slack one day")
    carol.says("we bought the Action Pack on 1 May 2026")
    carol.sees("#1")
    assert len([seen for seen in carol.sees_all() if "three steps" in seen.words]) == 1
    assert records.log.workspaces() == ("E0CORP/T0ACME",)


def test_each_workspace_has_a_record_of_its_own(
    slack: FakeSlack, running: OverHttp, records: Records, paula: Person
) -> None:
    installs(slack, running, paula)
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("#1")
    slack.workspace.team = "T0OTHER"
    paula.says("what do we have?")
    paula.sees("No offer is recorded yet")
    paula.runs("/mpn we bought the Action Pack on 2 May 2026")
    paula.sees("2 May 2026", "#1")
    assert records.log.workspaces() == ("E0CORP/T0ACME", "E0CORP/T0OTHER")


def test_everybody_of_a_workspace_is_known_once_somebody_there_speaks(
    slack: FakeSlack, running: OverHttp, records: Records, paula: Person
) -> None:
    slack.person("Bob Meyer")
    installs(slack, running, paula)
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("#1")
    slack.workspace.waits(lambda: len(records.people.all("E0CORP/T0ACME")) == 2 or None, 5)
    assert {one.name for one in records.people.all("E0CORP/T0ACME")} == {"Paula Reyes", "Bob Meyer"}
    assert not records.people.all("E0CORP")


def test_its_reminders_are_swept(slack: FakeSlack, file: Path, records: Records, paula: Person) -> None:
    """The token is the organisation's, the record a workspace's: what is due there is told there."""
    with _office(slack, file, records) as app:
        installs(slack, app, paula)
        paula.says("we bought the Action Pack on 5 May 2026")
        paula.sees("#1")
    noon = NOON + timedelta(days=1)
    with slack_app.opened(
        Desk.open(records), _settings(slack), records, lambda: noon, shelf=shelf_of(file, records), pause=0.01
    ) as desk:
        assert desk.sweeps
        desk.sweeps()
        paula.sees("time to ask for a refund of the Action Pack ends")


def test_taken_out_of_the_organisation_its_token_goes_and_the_records_stay(
    slack: FakeSlack, running: OverHttp, file: Path, paula: Person, caplog: pytest.LogCaptureFixture
) -> None:
    installs(slack, running, paula)
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("#1")
    (token,) = slack.workspace.tokens
    assert holds(file, token)
    assert running.bring(Kind.EVENT, slack.workspace.event({"type": "app_uninstalled"}), 0)[0] == 200
    assert not holds(file, token)
    assert "E0CORP" in caplog.text
    said = len(paula.sees_all())
    paula.says("undo")
    installs(slack, running, paula)
    paula.says("undo")
    paula.sees("Taken back", "#1")
    assert len(paula.sees_all()) >= said
