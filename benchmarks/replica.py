"""One of several processes of the desk in Slack: on a port of its own, killed and started again."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from tests.fake_slack import FakeSlack, Person

_DESK: Final = """
import datetime as dt, os, time
from functools import partial
from bot.reminding.clockwork import Clockwork
from bot.settings import Settings
from bot.slack import app
from bot.slack.sending import outbox
begun = float(os.environ["BEGUN"])
monday = dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)
app.opened = partial(app.opened, now=lambda: monday + (time.time() - begun) * dt.timedelta(hours=3))
app.Outbox = lambda clients, shelf, pause: outbox.Outbox(clients, shelf, pause=0.2, lease=2.0)
app.Clockwork = lambda sweep: Clockwork(sweep, dt.timedelta(seconds=0.3))
app.serve(Settings(_env_file=None))
"""


class Replica:
    """A process of the desk, on a port of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = _free_port()
        self._environment, self._log = environment | {"PORT": str(self.port)}, log
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._child = subprocess.Popen([sys.executable, "-c", _DESK], env=self._environment, stderr=log)

    @property
    def is_up(self) -> bool:
        with _probe() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def has_ended(self) -> bool:
        """It ends by itself where the server is away while it opens; a supervisor starts it again."""
        return self._child.poll() is not None

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()

    def stop(self) -> None:
        self._child.terminate()
        self._child.wait()


def environment(slack: FakeSlack, url: str, administrator: Person) -> dict[str, str]:
    return os.environ | {
        "SLACK_API_URL": slack.url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_APP_TOKEN": "",
        "MPN_DATABASE": url,
        "MPN_ADMINISTRATORS": administrator.id,
        "BEGUN": str(time.time()),
    }


def _probe() -> socket.socket:
    return socket.socket()


def _free_port() -> int:
    with _probe() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
