"""The sweep keeps running: after a fault, after a clock that was set back, after the death of its scheduler."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.reminding.clockwork import Clockwork, fault_of

SOON = dt.timedelta(milliseconds=40)
NOON = dt.datetime(2026, 2, 10, 12, tzinfo=dt.UTC)


def until(true: Callable[[], bool]) -> None:
    """Polls, up to five seconds."""
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "it did not happen in five seconds"
        time.sleep(0.01)


class Sweeps:
    def __init__(self) -> None:
        self.count, self.fails = 0, False

    def __call__(self) -> None:
        self.count += 1
        if self.fails:
            raise RuntimeError(" ".join(["secret", "words"]))

    def go_on(self) -> None:
        so_far = self.count
        until(lambda: self.count > so_far + 1)


@pytest.fixture
def sweeps() -> Sweeps:
    return Sweeps()


@pytest.fixture
def clockwork(sweeps: Sweeps) -> Iterator[Any]:
    running = Clockwork(sweeps, SOON)
    running.start()
    yield running
    running.stop()


def test_it_sweeps_at_once_and_again_and_stops_when_told(clockwork: Any, sweeps: Sweeps) -> None:
    sweeps.go_on()
    until(lambda: clockwork.last is not None)
    assert fault_of(clockwork.last, dt.datetime.now(dt.UTC)) is None
    clockwork.stop()
    until(lambda: clockwork._scheduler is None)
    time.sleep(0.1)
    so_far = sweeps.count
    time.sleep(0.2)
    assert sweeps.count == so_far


def test_a_sweep_that_fails_is_tried_again_and_tells_no_words(
    clockwork: Any, sweeps: Sweeps, caplog: pytest.LogCaptureFixture
) -> None:
    sweeps.fails = True
    sweeps.go_on()
    sweeps.fails = False
    sweeps.go_on()
    until(lambda: clockwork.last is not None)
    assert "a sweep failed" in caplog.text
    assert "secret words" not in caplog.text


def test_a_tick_that_moved_far_away_is_brought_back(clockwork: Any, sweeps: Sweeps) -> None:
    sweeps.go_on()
    clockwork._scheduler.modify_job("sweep", next_run_time=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    sweeps.go_on()


def test_a_scheduler_whose_job_is_gone_is_replaced(clockwork: Any, sweeps: Sweeps) -> None:
    sweeps.go_on()
    clockwork._scheduler.remove_job("sweep")
    sweeps.go_on()


def test_silence_is_a_fault() -> None:
    assert fault_of(None, NOON) == "no sweep has come to its end yet"
    assert fault_of(NOON - dt.timedelta(minutes=59), NOON) is None
    assert "over an hour ago" in (fault_of(NOON - dt.timedelta(minutes=61), NOON) or "")
    assert "in the future" in (fault_of(NOON + dt.timedelta(hours=2), NOON) or "")
