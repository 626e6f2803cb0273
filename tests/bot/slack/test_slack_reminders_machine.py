"""Reminders in Slack whatever fails: processes that overlap and die, Slack that breaks off, clicks that come twice.

Each reminder comes, once, and stands in the record; nothing comes after it is done. Real HTTP to a fake Slack.
"""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, current_thread, main_thread
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Kind, Request
from bot.slack.kept.installed import One
from bot.slack.kept.shelf import beside, opened_shelf
from bot.slack.payloads import PLAN
from bot.slack.sending.outbox import Outbox
from bot.slack.sending.posting import POSTING
from bot.slack.sweeping import Sweeps
from storage.people.directory import Person
from tests.fake_slack import FakeSlack, Posted, until
from tests.fake_slack.workspace import Workspace, elements_of
from tests.journeys.people import READER, RULEBOOK
from tests.storage.office import QUICK

ZONES = ["Pacific/Pago_Pago", "America/Los_Angeles", "Europe/Paris", "Asia/Kolkata", "Pacific/Kiritimati"]
TEAM = "T0ACME"
BOUGHT = dt.date(2026, 3, 2)
LAST = BOUGHT + dt.timedelta(days=30)
ASKED = "We've asked for the refund"

HOURS = [-20, -3, 1, 2, 5, 24, 24, 24, 72, 24 * 6]
TROUBLES = ["", "", "lost answer", "broken", "full", "no conversation", "lost answer and silent history"]
DEATHS = ["", "", "", "before it is sent", "when it is kept", "before it is recorded", "after it is recorded"]


_LEASE = 2.0
"""Seconds for which a letter is its sender's: longer than one takes to be sent on a busy machine."""


class _DiesError(BaseException):
    """A process is killed here: nothing of it goes on."""


class _Dying:
    """Something whose method is where the process dies."""

    def __init__(self, real: Any, method: str, *, after: bool) -> None:
        self._real, self._method, self._after = real, method, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._dies if name == self._method else found

    def _dies(self, *args: Any, **more: Any) -> None:
        if self._after:
            getattr(self._real, self._method)(*args, **more)
        raise _DiesError


def _nothing_leaves(*_: Any) -> None:
    if current_thread() is main_thread():
        raise _DiesError


class _Process:
    """One process of the desk; `dies` tells where it is killed in its next sweep."""

    def __init__(self, slack: FakeSlack, file: Path, now: dt.datetime, dies: str = "") -> None:
        self.records = Records.open(file, first_speaks=False)
        self.shelf = opened_shelf(beside(file))
        installed = One(WebClient(slack.bot_token, slack.url, retry_handlers=list(POSTING)))
        lease = 0.0 if dies == "when it is kept" else _LEASE  # nobody waits until a dead one's lease is over
        self.outbox = Outbox(installed.client, self.shelf, workers=2, pause=0.005, lease=lease)
        self.desk = Desk(READER, RULEBOOK, self.records)
        outbox: Any = self.outbox
        match dies:
            case "before it is sent":
                outbox = _Dying(self.outbox, "post", after=False)
            case "when it is kept":
                self.outbox._hand_over = _nothing_leaves  # type: ignore[method-assign]
            case "before it is recorded":
                outbox = _Dying(self.outbox, "post", after=True)
            case "after it is recorded":
                self.records.log.put_off = _Dying(self.records.log, "put_off", after=False)._dies  # type: ignore[method-assign]
        self.sweeps = Sweeps(self.desk, self.records, installed, outbox, lambda: now)

    def sweep(self) -> bool:
        """Whether it came to its end."""
        try:
            self.sweeps()
        except _DiesError:
            return False
        return True

    def is_idle(self) -> bool:
        return self.shelf.run("SELECT COUNT(*) FROM letters WHERE sent = 0") == [(0,)]

    def close(self) -> None:
        self.outbox.close()
        self.shelf.close()
        self.records.log.database.close()  # type: ignore[attr-defined]


class _Office:
    """Paula bought an Action Pack on 2 March 2026; whatever is told of its refund is watched."""

    def __init__(self, slack: FakeSlack, file: Path, zone: str) -> None:
        self.slack, self.file, self.zone = slack, file, ZoneInfo(zone)
        self.paula = slack.workspace.adds("Paula Reyes", tz=zone)["id"]
        self.now = dt.datetime.combine(BOUGHT, dt.time(12), self.zone)
        self.seen_clean = False
        self.done_at: int | None = None
        with self.process() as desk:
            desk.records.welcome(TEAM, [Person(self.paula, "Paula Reyes", tz=zone, administrator=True)])
            said = self.asks(desk, text=f"we bought the Action Pack on {BOUGHT}", cause="bought")
            assert said.kind is Kind.DONE, said.text

    @contextmanager
    def process(self, dies: str = "") -> Iterator[_Process]:
        found = _Process(self.slack, self.file, self.now, dies)
        try:
            yield found
        finally:
            found.close()

    def asks(self, process: _Process, **what: Any) -> Any:
        return process.desk.answer(Request(TEAM, self.paula, self.now, **what))

    @property
    def messages(self) -> list[Posted]:
        """What reached her, reminders only."""
        return [one for one in self.slack.workspace.messages if one.metadata and ":reminders:" in self.key(one)]

    def key(self, message: Posted) -> str:
        return str((message.metadata or {}).get("event_payload", {}).get("key"))

    def of_refund(self) -> list[Posted]:
        return [one for one in self.messages if "time to ask for a refund" in one.words]

    def sweeps(self, dies: str, trouble: str, *, overlap: bool) -> None:
        self._breaks(trouble)
        with self.process(dies) as first, self.process() as second:
            others = [Thread(target=second.sweep)] if overlap else []
            for other in others:
                other.start()
            ended = first.sweep()
            for other in others:
                other.join()
            if trouble:
                self.slack.mends()
            until(second.is_idle, 20)  # what the dead one kept is taken up by the other
        local = self.now.astimezone(self.zone)
        working = local.weekday() < 5 and 9 <= local.hour < 21
        if ended and working and 0 <= (LAST - local.date()).days <= 14 and self.done_at is None:
            self.seen_clean = True

    def _breaks(self, trouble: str) -> None:
        if trouble.startswith("lost answer"):
            self.slack.resets("chat.postMessage")
        if trouble.endswith("silent history"):
            self.slack.answers("conversations.history", status=500, times=4)
        if trouble == "broken":
            self.slack.answers("chat.postMessage", status=503, times=2)
        if trouble == "full":
            self.slack.answers("chat.postMessage", status=429)
        if trouble == "no conversation":
            self.slack.answers("conversations.open", status=500, times=2)

    def clicks(self) -> None:
        """She presses "We've asked for the refund" below the newest message; the click comes three times."""
        card = self.of_refund()[-1:] if self.done_at is None else []
        values = [one["value"] for message in card for _, one in elements_of(message.blocks, "button")
                  if one["text"]["text"] == ASKED]  # fmt: skip
        if not values or self.now.astimezone(self.zone).date() > LAST:
            return
        with self.process() as desk, self.process() as other:
            cause = f"click-{len(self.messages)}"
            replies = [
                self.asks(one, press=ASKED, plan=values[0].removeprefix(PLAN), cause=cause)
                for one in (desk, other, desk)
            ]
            assert [reply.kind for reply in replies] == [Kind.DONE] * 3, replies[0].text
            assert replies[0].recorded == replies[1].recorded == replies[2].recorded
            claims = [one for one in desk.records.log.entries(TEAM) if one.kind == "claim_made"]
            assert len(claims) == 1
        self.done_at = len(self.messages)

    def holds(self) -> None:
        """What must be true, whatever went before."""
        assert max(Counter(map(self.key, self.messages)).values(), default=0) <= 1
        if self.done_at is not None:
            assert "time to ask for a refund" not in " ".join(one.words for one in self.messages[self.done_at :])
        if self.seen_clean:
            assert self.of_refund()

    def stands_in_the_record(self) -> None:
        with self.process() as desk:
            desk.sweep()
            until(desk.is_idle, 20)
            for message in self.messages:
                recorded = desk.records.log.recorded(TEAM, self.key(message).removeprefix(f"{TEAM}:"))
                assert recorded, message.words
                assert {entry.kind for entry in recorded.entries} == {"reminder_sent"}
            sent = [one for one in desk.records.log.entries(TEAM) if one.kind == "reminder_sent"]
            steps = Counter((one.deadline, one.rung, one.to) for one in sent)  # type: ignore[attr-defined]
            assert max(steps.values(), default=0) <= 1
            days = {one.at.astimezone(self.zone).date() for one in sent if one.at}
            assert len(self.messages) == len(days)


moves = st.tuples(
    st.sampled_from(HOURS), st.sampled_from(DEATHS), st.sampled_from(TROUBLES), st.booleans(), st.booleans()
)


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(ZONES), st.lists(moves, min_size=4, max_size=12))
@example("Europe/Paris", [(24 * 16, death, "", False, False) for death in DEATHS[3:]] + [(24, "", "", True, True)] * 2)
@example("Pacific/Kiritimati", [(24 * 16, "", one, True, False) for one in TROUBLES[2:]])
@example(
    "America/Los_Angeles", [(24 * 16, "", "", True, True), (24 * 6, "", "", False, True), (24 * 8, "", "", False, True)]
)
@example("Europe/Paris", [(24 * 23, "before it is recorded", "lost answer", True, False), (-3, "", "", False, False)])
def test_each_comes_once_stands_in_the_record_and_ends_when_it_is_done(
    zone: str, moves: list[tuple[int, str, str, bool, bool]]
) -> None:
    with tempfile.TemporaryDirectory(dir=QUICK) as folder, FakeSlack(workspace=Workspace(TEAM)) as slack:
        office = _Office(slack, Path(folder) / "mpn.sqlite3", zone)
        for hours, dies, trouble, overlap, clicks in moves:
            office.now += dt.timedelta(hours=hours)
            office.sweeps(dies, trouble, overlap=overlap)
            office.holds()
            if clicks:
                office.clicks()
        office.stands_in_the_record()
        office.holds()
