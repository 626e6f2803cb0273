"""A Slack, a desk that says what a test wants, and the app between them on a real port."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.record.records import Records
from bot.reply import Kind, Reply, Request
from bot.settings import Settings
from bot.slack import app as slack_app
from bot.slack import web
from bot.slack.face import Answers
from bot.slack.kept.shelf import Shelf
from bot.slack.watching import figures_of
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp
from tests.storage.office import cluster

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class StandIn:
    """A desk that answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.says: Callable[[Request], Reply] = echo

    def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        return self.says(request)


def echo(request: Request) -> Reply:
    """The words of a request, or its choice, with two choices below."""
    return Reply(
        kind=Kind.ANSWER,
        text=f"**Heard:** {request.text or request.press}\n_The section · edition 12 Nov 2020_",
        choices=("Why?", "We are a learning partner"),
    )


def settings_for(slack: FakeSlack) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_app_token="",
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.url,
    )


@contextmanager
def opened(
    slack: FakeSlack, desk: Answers, records: Records | None = None, shelf: Shelf | None = None, **settings: str
) -> Iterator[OverHttp]:
    """The desk behind a real HTTP server, installed in the workspace."""
    chosen = settings_for(slack).model_copy(update=settings)
    with slack_app.opened(desk, chosen, records, lambda: NOON, shelf=shelf, pause=0.05) as opened:
        figures = figures_of(opened.metrics, opened.outbox, records, chosen.mpn_metrics_token) if records else None
        server = web.server(opened.app, 0, opened.install, figures=figures)
        with web.in_background(server):
            yield slack.installs(f"http://127.0.0.1:{server.effective_port}")


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack


@pytest.fixture
def desk() -> StandIn:
    return StandIn()


@pytest.fixture
def app(slack: FakeSlack, desk: StandIn) -> Iterator[OverHttp]:
    with opened(slack, desk) as app:
        yield app


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mpn.sqlite3"


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, file: Path) -> Path | str:
    """A file, or the URL of an empty database on a server."""
    return file if request.param == "file" else cluster().database()


@pytest.fixture
def paula(slack: FakeSlack) -> Person:
    """She owns the Slack workspace."""
    return slack.person("Paula Reyes", is_admin=True, is_owner=True)


@pytest.fixture
def ana(slack: FakeSlack, paula: Person) -> Person:
    return slack.person("Ana Souza")


@pytest.fixture
def bob(slack: FakeSlack, paula: Person) -> Person:
    return slack.person("Bob Meyer")
