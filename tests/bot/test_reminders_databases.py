"""Two desks that sweep one record at the same moment, on a file and on a server: told once, whoever tells it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import Desk
from bot.record.records import Records
from bot.reply import Delivery, Reply, Request
from policy.model import ReminderSent
from storage.verify.log import verify_log
from tests.journeys.people import READER, RULEBOOK, STAFF, WORKSPACE
from tests.storage.office import QUICK, Place, cluster

BERLIN = ZoneInfo("Europe/Berlin")
START = dt.datetime(2026, 2, 3, 9, tzinfo=BERLIN)
SAYS = (
    "assign VS to ana",
    "assign VS to zoe",
    "ana activated her seat",
    "undo",
    "got token 7 for 25 seats of Office 365",
)


class Twins:
    """Two desks of one company, as two processes have them; what they sent to whom, and when."""

    def __init__(self, place: Place) -> None:
        self.desks = [Desk(READER, RULEBOOK, Records.open(place)) for _ in range(2)]
        self.desks[0].records.welcome(WORKSPACE, STAFF)  # type: ignore[union-attr]
        self.now = START
        self.sent: list[tuple[dt.datetime, Delivery]] = []
        for words in ("we bought the action pack on 3 Feb", "the action pack gives us 3 VS and 5 Office 365"):
            assert self.says(0, words).recorded

    def says(self, desk: int, words: str) -> Reply:
        return self.desks[desk].answer(Request(WORKSPACE, "paula", self.now, text=words))

    def sweep(self) -> None:
        """Both at once."""
        with ThreadPoolExecutor(2) as pool:
            for reply in pool.map(lambda desk: desk.tick(WORKSPACE, self.now), self.desks):
                self.sent += [(self.now, one) for one in reply.deliveries]

    def presses(self, desk: int, number: int) -> None:
        """A button below the latest message, at a desk that may not be the one that sent it."""
        if self.sent and self.sent[-1][1].choices:  # a last word has none
            _, message = self.sent[-1]
            label = message.choices[number % len(message.choices)]
            request = Request(WORKSPACE, message.to, self.now, press=label, plan=message.plans[label])
            self.desks[desk].answer(request)

    def close(self) -> None:
        for desk in self.desks:
            desk.records.log.database.close()  # type: ignore[union-attr, attr-defined]


@pytest.fixture(scope="module", params=["file", "server"])
def new_place(request: pytest.FixtureRequest) -> Iterator[Callable[[], Place]]:
    with TemporaryDirectory(dir=QUICK) as folder:
        numbers = iter(range(1_000))
        yield cluster().database if request.param == "server" else lambda: Path(folder) / f"{next(numbers)}.sqlite3"


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from([-2, 3, 12, 24, 24, 24 * 3, 24 * 6]), st.integers(0, 12)),
        min_size=8,
        max_size=16,
    )
)
def test_whatever_two_desks_do_each_step_is_told_once(
    new_place: Callable[[], Place], moves: list[tuple[int, int, int]]
) -> None:
    twins = Twins(new_place())
    for desk, hours, does in moves:
        twins.now += dt.timedelta(hours=hours)
        twins.sweep()
        if does < len(SAYS):
            twins.says(desk, SAYS[does])
        elif does < 8:
            twins.presses(desk, does)
    _look(twins)
    twins.close()


def test_a_year_of_mornings_swept_by_two(new_place: Callable[[], Place]) -> None:
    twins = Twins(new_place())
    for _ in range(60):
        twins.now += dt.timedelta(days=6)
        twins.sweep()
    _look(twins)
    assert {"refund:offer-1", "renewal:offer-1:2026"} <= {item.deadline for _, one in twins.sent for item in one.items}
    twins.close()


def _look(twins: Twins) -> None:
    """No step of a deadline twice for a person, no second message a day, and the log holds what was sent."""
    steps = Counter((one.to, item.deadline, item.rung) for _, one in twins.sent for item in one.items)
    mornings = Counter((one.to, at.astimezone(BERLIN).date()) for at, one in twins.sent if one.to == "paula")
    assert max(steps.values(), default=1) == 1
    assert max(mornings.values(), default=1) == 1
    logs = [desk.records.log for desk in twins.desks if desk.records]
    recorded = [entry for entry in logs[0].entries(WORKSPACE) if isinstance(entry, ReminderSent)]
    assert Counter((entry.to, entry.deadline, entry.rung) for entry in recorded) == steps
    assert verify_log(logs[0]).is_sound
    with logs[0].ledger(WORKSPACE) as first:
        entries = list(first.entries())
    with logs[1].ledger(WORKSPACE) as second:
        assert list(second.entries()) == entries
