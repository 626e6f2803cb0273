"""The desk as a process: it opens by its settings, says why it cannot, and stops without losing a word."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.fake_slack import FakeSlack, until

_SERVE = """
from urllib.request import urlopen

import bot.slack.app
from bot.reply import Kind, Reply
from bot.settings import Settings
from bot.slack.app import serve

settings = Settings(_env_file=None)

class Desk:
    open = classmethod(lambda cls, records: cls())

    def answer(self, request):
        if "for Slack" in request.text:
            urlopen(settings.slack_api_url + "wait", b"")
        return Reply(kind=Kind.ANSWER, text="Heard: " + request.text)

bot.slack.app.Desk = Desk
serve(settings)
"""


@pytest.fixture(autouse=True)
def database(slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPN_DATABASE", str(tmp_path / "mpn.sqlite3"))
    monkeypatch.setenv("MPN_ADMINISTRATORS", slack.person("Paula Reyes").id)


def _environment(slack: FakeSlack, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    return kept | {"SLACK_API_URL": slack.url, "SLACK_BOT_TOKEN": slack.bot_token} | more


@contextmanager
def process(**environment: str) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, "-c", _SERVE], env=environment, stderr=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


_ASKED = "what waits for Slack?"
"""Acknowledged before it is answered; other words are answered first."""


def _stops_in_the_middle(
    slack: FakeSlack, running: subprocess.Popen[str], stop: signal.Signals, text: str = "wait for Slack"
) -> None:
    """Stopped with one message under way to Slack, one behind it, and one still at the desk: none is lost."""
    ana, bob = slack.person("Ana Souza"), slack.person("Bob Meyer")
    with ThreadPoolExecutor() as pool, slack.held():
        assert ana.says("first").status == 200
        assert ana.says("second").status == 200
        asked = pool.submit(bob.says, text)
        until(lambda: slack.calls["wait"])
        running.send_signal(stop)
    assert asked.result().status == 200
    ana.sees("Heard: second")
    bob.sees(f"Heard: {text}")
    assert running.wait(10) == 0
    assert running.stderr
    (log,) = running.stderr.read().splitlines()
    assert "The desk is open" in log


@pytest.mark.parametrize(
    ("stop", "text"), [(signal.SIGTERM, "wait for Slack"), (signal.SIGINT, "wait for Slack"), (signal.SIGTERM, _ASKED)]
)
def test_over_http_it_says_all_before_it_stops(slack: FakeSlack, stop: signal.Signals, text: str) -> None:
    port = _free_port()
    environment = _environment(slack, SLACK_SIGNING_SECRET=slack.signing_secret, PORT=str(port))
    with process(**environment) as running:
        until(lambda: _listens(port), seconds=10)
        slack.installs(f"http://127.0.0.1:{port}")
        _stops_in_the_middle(slack, running, stop, text)


@pytest.mark.parametrize("text", ["wait for Slack", _ASKED])
def test_in_socket_mode_it_says_all_before_it_stops(slack: FakeSlack, text: str) -> None:
    with process(**_environment(slack, SLACK_APP_TOKEN=slack.app_token)) as running:
        slack.waits_for_socket(10)
        _stops_in_the_middle(slack, running, signal.SIGTERM, text)


def test_a_stopping_desk_takes_nothing_new(slack: FakeSlack) -> None:
    port = _free_port()
    environment = _environment(slack, SLACK_SIGNING_SECRET=slack.signing_secret, PORT=str(port))
    with process(**environment) as running:
        until(lambda: _listens(port), seconds=10)
        slack.installs(f"http://127.0.0.1:{port}")
        with slack.held():
            slack.person("Ana Souza").says("can we demo Dynamics?")
            running.send_signal(signal.SIGTERM)
            until(lambda: not _listens(port))
            assert running.poll() is None


def test_it_says_why_it_cannot_open(slack: FakeSlack, tmp_path: Path) -> None:
    """All of them at once, each on a ledger of its own: most of the time is waiting."""
    with socket.socket() as taken, ExitStack() as running:
        taken.bind(("0.0.0.0", 0))  # noqa: S104
        taken.listen()
        port = str(taken.getsockname()[1])
        signed = {"SLACK_SIGNING_SECRET": slack.signing_secret, "PORT": port}
        cases = (
            ({"SLACK_BOT_TOKEN": "xoxb-old"} | signed, "Slack refuses a token (invalid_auth)"),
            ({"SLACK_APP_TOKEN": "xapp-old"}, "Slack refuses a token (invalid_auth)"),
            ({"SLACK_API_URL": "http://127.0.0.1:9/api/"} | signed, "No Slack answers at http://127.0.0.1:9"),
            ({"SLACK_SIGNING_SECRET": ""}, "neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET"),
            (signed, f"Port {port} cannot be opened"),
        )
        started = [
            running.enter_context(
                process(**(_environment(slack, MPN_DATABASE=str(tmp_path / f"{number}.sqlite3")) | more))
            )
            for number, (more, _) in enumerate(cases)
        ]
        for one, (_, words) in zip(started, cases, strict=True):
            _, complaint = one.communicate(timeout=30)
            assert one.returncode == 1
            assert words in complaint
            assert "Traceback" not in complaint
            assert "xoxb-" not in complaint
