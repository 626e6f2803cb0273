"""Messages to the desk in Slack while everything goes wrong: no act that was acknowledged may be lost, none doubled.

The process is killed again and again, Slack delivers twice, late and out of order, breaks connections after it took
a message, and answers 500 and 429. At the end every message that was acknowledged stands in the log once, and its
answer in Slack once.  python -m benchmarks.slack_soak [MESSAGES] [SEED]
"""

import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import Delivery, Kind
from tests.fake_slack.workspace import BOT_USER

SENDERS = 8
SENTENCE = "we used 1 presales hour"
_DESK = """
from bot.settings import Settings
from bot.slack import app
from bot.slack.sending import outbox
app.Outbox = lambda clients, shelf, pause: outbox.Outbox(clients, shelf, pause=0.1, lease=2.0)
app.serve(Settings(_env_file=None))
"""


class Process:
    """The desk as a process that is killed and started again on the same port."""

    def __init__(self, slack: FakeSlack, database: Path, administrator: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._environment = os.environ | {
            "SLACK_API_URL": slack.url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_APP_TOKEN": "",
            "PORT": str(self.port),
            "MPN_DATABASE": str(database),
            "MPN_ADMINISTRATORS": administrator,
        }
        self.log = database.with_suffix(".log")
        self.kills = 0
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._child = subprocess.Popen([sys.executable, "-c", _DESK], env=self._environment, stderr=log)
        until(self._listens, 60)

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()
        self.kills += 1

    def stop(self) -> None:
        self._child.terminate()
        self._child.wait()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def main(messages: int = 10_000, seed: int = 1) -> None:
    draw = random.Random(seed)
    begun = time.perf_counter()
    with FakeSlack() as slack, tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        database = Path(folder) / "mpn.sqlite3"
        paula = slack.person("Paula Gomez")
        desk = Process(slack, database, paula.id)
        slack.installs(f"http://127.0.0.1:{desk.port}")
        paula.says("we bought the gold Data Analytics competency on 1 May 2026")
        paula.sees("#1", within=20)
        over = Event()
        trouble = Thread(target=_trouble, args=(slack, desk, random.Random(seed + 1), over))
        trouble.start()
        with ThreadPoolExecutor(SENDERS) as pool:
            causes = list(
                pool.map(lambda one: _brought(slack, paula, random.Random(one)), draw.sample(range(10**9), messages))
            )
        over.set()
        trouble.join()
        slack.mends()
        until(lambda: not _on_their_way(database), 120)
        desk.stop()
        _verify(slack, database, causes)
        redelivered = sum(1 for _ in re.finditer("is sent again", desk.log.read_text(errors="replace")))
    print(
        f"  {messages:,} messages, {desk.kills} kills, {redelivered} posts sent again: none lost, none doubled "
        f"({time.perf_counter() - begun:.0f} s)"
    )


def _brought(slack: FakeSlack, paula: Person, draw: random.Random) -> str:
    """One message, delivered until it is acknowledged, and now and then once more; gives its cause."""
    assert slack.app
    ts = slack.workspace.ts()
    event = {"type": "message", "channel_type": "im", "user": paula.id, "channel": paula.dm, "text": SENTENCE, "ts": ts}
    delivery = Delivery(Kind.EVENT, slack.workspace.event(event | {"event_ts": ts}), 0, "", 0.0, slack.app)
    for retry in range(1_000):
        try:
            status, _ = slack.app.bring(Kind.EVENT, delivery.payload, retry)
        except OSError:
            status = 0
        if status == 200 and draw.random() > 0.1:
            return str(delivery.payload["event_id"])
        Event().wait(0.02 if status == 200 else 0.1)
    raise AssertionError("a message was never acknowledged")


def _trouble(slack: FakeSlack, desk: Process, draw: random.Random, over: Event) -> None:
    while not over.wait(draw.uniform(0.5, 3.0)):
        match draw.randrange(6):
            case 0 | 1 | 2:
                desk.kill()
                desk.start()
            case 3:
                slack.resets("chat.postMessage", draw.randrange(1, 6))
            case 4:
                slack.answers("chat.postMessage", 500, draw.randrange(1, 6))
            case _:
                slack.answers("chat.postMessage", 429, draw.randrange(1, 4), retry_after=0)


def _on_their_way(database: Path) -> int:
    with sqlite3.connect(database.with_suffix(".slack.sqlite3"), timeout=10) as db:
        return int(db.execute("SELECT COUNT(*) FROM letters WHERE sent = 0").fetchone()[0])


def _verify(slack: FakeSlack, database: Path, causes: list[str]) -> None:
    with sqlite3.connect(database) as db:
        rows = db.execute("SELECT cause, seq FROM entries WHERE kind = 'hours_used'").fetchall()
    assert Counter(cause for cause, _ in rows) == Counter(causes), "an act was lost or doubled"
    words = [each.words for each in slack.workspace.messages if each.user == BOT_USER]
    told = Counter(int(found[1]) for each in words if (found := re.search(r"presales hour.*\(#(\d+)\)", each)))
    assert told == Counter(seq for _, seq in rows), (
        f"answers lost: {len({seq for _, seq in rows} - told.keys())}, doubled: {sum(told.values()) - len(told)}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
