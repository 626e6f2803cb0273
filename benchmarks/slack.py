"""A signed message through the whole desk in Slack, beside bare Bolt with an echo listener, against one fake Slack.

Both are processes of their own behind waitress. In turns, so that a busy machine is busy for both: one message after
the other for the time to its acknowledgement, then many at once for messages a second, until the last answer has
reached Slack. Bare Bolt acknowledges first and answers then, which is its default; the desk commits first.
"""

import datetime as dt
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from benchmarks.record import AT, _history, _staff
from bot.record.records import Records
from storage.log import Drafts
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.workspace import BOT_USER, Posted

SIZES = ((0, 0), (100_000, 100_000))
QUESTIONS = (
    "can I use Office for customer training?",
    "what's the refund cutoff?",
    "may a contractor hold a Visual Studio seat?",
    "can we demo Dynamics at a client's?",
    "how many seats are free?",
    "when can a seat move to somebody else?",
    "does reimaging a machine burn an activation?",
    "can we run SQL Server in production?",
)
ACT, OFFER = "we used 1 presales hour", "we bought the gold Data Analytics competency"
TURNS, ONE_BY_ONE, AT_ONCE, SENDERS = 20, 16, 80, 8

_BARE = """
import os

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack import web

client = WebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"])
app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

@app.event("message")
def echo(event, say):
    say(event["text"])

web.serve(app, int(os.environ["PORT"]))
"""
_DESK = "from bot.settings import Settings; from bot.slack.app import serve; serve(Settings(_env_file=None))"


def main() -> None:
    for entries, people in SIZES:
        with ExitStack() as stack:
            slack = stack.enter_context(FakeSlack())
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd())))
            paula = slack.person("Paula Gomez", is_owner=True)
            _fill(folder / "mpn.sqlite3", slack, entries, people)
            more = {"MPN_DATABASE": str(folder / "mpn.sqlite3"), "MPN_ADMINISTRATORS": paula.id}
            urls = {
                "bare Bolt, echo": stack.enter_context(_process(_BARE, slack, more)),
                "the desk": stack.enter_context(_process(_DESK, slack, more)),
            }
            print(f"  {entries:,} entries, {people:,} people")
            _compare(slack, paula, urls)


def _compare(slack: FakeSlack, paula: Person, urls: dict[str, str]) -> None:
    arrived = Arrivals(slack)
    acknowledged, answered, rates = ({name: [] for name in urls} for _ in range(3))  # type: ignore[var-annotated]
    for url in urls.values():  # the first request loads what is loaded once
        slack.installs(url)
        arrived.after(lambda: paula.says(QUESTIONS[0]), 1)
    for _ in range(TURNS):
        for name, url in urls.items():
            slack.installs(url)
            for question in islice(cycle(QUESTIONS), ONE_BY_ONE):
                begun = time.perf_counter()
                delivery, at = arrived.after(partial(paula.says, question), 1)
                acknowledged[name].append(delivery.seconds)  # type: ignore[attr-defined]
                answered[name].append(at - begun)
            begun = time.perf_counter()
            _, at = arrived.after(lambda: _at_once(paula), AT_ONCE)
            rates[name].append(AT_ONCE / (at - begun))
    bare, desk = urls
    slack.installs(urls[desk])
    arrived.after(lambda: paula.says(OFFER), 1)
    recorded = [arrived.after(lambda: paula.says(ACT), 1)[0].seconds for _ in range(ONE_BY_ONE)]  # type: ignore[attr-defined]
    for name in urls:
        print(
            f"    {name:<16} acknowledged {_of(acknowledged[name])}   answer in Slack {_of(answered[name])}   "
            f"{median(rates[name]):6.1f} messages/s"
        )
    for words, figures in (("acknowledged", acknowledged), ("answer in Slack", answered)):
        print(f"    p50 ratio, {words}: {median(figures[desk]) / median(figures[bare]):.2f} (aim: at most 1.3)")
    print(f"    what is recorded, on the disk before it is acknowledged: {_of(recorded)}")
    print(f"    throughput ratio: {median(rates[desk]) / median(rates[bare]):.2f} (aim: at least 0.75)")


def _of(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1e3:5.2f} ms p99 {cuts[98] * 1e3:5.2f} ms"


class Arrivals:
    """When the desk's messages reach Slack."""

    def __init__(self, slack: FakeSlack) -> None:
        self._workspace, self._times = slack.workspace, list[float]()
        keeps = slack.workspace.keeps

        def kept(message: Posted) -> Posted:
            if message.user == BOT_USER:
                self._times.append(time.perf_counter())
            return keeps(message)

        slack.workspace.keeps = kept  # type: ignore[method-assign]

    def after(self, act: Callable[[], object], many: int) -> tuple[object, float]:
        """What an act gives, and when the last of so many messages came."""
        self._times.clear()
        self._workspace.messages.clear()
        done = act()
        found = self._workspace.waits(lambda: True if len(self._times) >= many else None, 60)
        assert found, f"{len(self._times)} of {many} answers came"
        return done, self._times[-1]


def _at_once(paula: Person) -> list[object]:
    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(paula.says, islice(cycle(QUESTIONS), AT_ONCE)))


def _fill(file: Path, slack: FakeSlack, entries: int, people: int) -> None:
    """A ledger and a directory of some size, as the desk would have written them."""
    if not entries:
        return
    records = Records.open(file, first_speaks=False)
    records.welcome(slack.workspace.team, _staff(people))
    records.log.append(slack.workspace.team, "import", lambda ledger: Drafts(tuple(_history(entries))), at=AT)


@contextmanager
def _process(code: str, slack: FakeSlack, more: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        "SLACK_API_URL": slack.url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_APP_TOKEN": "",
        "PORT": str(port),
    }
    child = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | environment | more, stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: _listens(port), 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    begun = dt.datetime.now(dt.UTC)
    main()
    print(f"  took {(dt.datetime.now(dt.UTC) - begun).seconds} s")
