"""The desk as a process: it opens by its settings, says why it cannot, and stops without losing a word."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fake_slack import FakeSlack, until

_SERVE = """
from bot.reply import Kind, Reply
from bot.settings import Settings
import bot.desk

class Desk:
    open = classmethod(lambda cls: cls())
    def answer(self, request):
        return Reply(kind=Kind.ANSWER, text="Heard: " + (request.text or ""))

bot.desk.Desk = Desk
from bot.slack.app import serve
serve(Settings(_env_file=None))
"""


def _environment(slack: FakeSlack, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "MPN_"))}
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


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_over_http_it_says_all_before_it_stops(slack: FakeSlack, stop: signal.Signals) -> None:
    port = _free_port()
    environment = _environment(slack, SLACK_SIGNING_SECRET=slack.signing_secret, PORT=str(port))
    with process(**environment) as running:
        until(lambda: _listens(port), seconds=10)
        slack.installs(f"http://127.0.0.1:{port}")
        ana = slack.person("Ana Souza")
        with slack.held():
            assert ana.says("can we demo Dynamics?").status == 200
            running.send_signal(stop)
            until(lambda: not _listens(port) or running.poll() is not None)
        ana.sees("Heard: can we demo Dynamics?")
        assert running.wait(10) == 0


def test_in_socket_mode_it_says_all_before_it_stops(slack: FakeSlack) -> None:
    with process(**_environment(slack, SLACK_APP_TOKEN=slack.app_token)) as running:
        slack.waits_for_socket(10)
        ana = slack.person("Ana Souza")
        with slack.held():
            assert ana.says("can we demo Dynamics?").status == 200
            running.send_signal(signal.SIGTERM)
        ana.sees("Heard: can we demo Dynamics?")
        assert running.wait(10) == 0


def test_it_says_why_it_cannot_open(slack: FakeSlack) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))  # noqa: S104
        taken.listen()
        port = str(taken.getsockname()[1])
        signed = {"SLACK_SIGNING_SECRET": slack.signing_secret, "PORT": port}
        for more, words in (
            ({"SLACK_BOT_TOKEN": "xoxb-old"} | signed, "Slack refuses a token (invalid_auth)"),
            ({"SLACK_APP_TOKEN": "xapp-old"}, "Slack refuses a token (invalid_auth)"),
            ({"SLACK_API_URL": "http://127.0.0.1:9/api/"} | signed, "No Slack answers at http://127.0.0.1:9"),
            ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set"),
            (signed, f"Port {port} cannot be opened"),
        ):
            with process(**(_environment(slack) | more)) as started:
                _, complaint = started.communicate(timeout=20)
                assert started.returncode == 1
                assert words in complaint
                assert "Traceback" not in complaint
                assert "xoxb-" not in complaint
