"""What makes the sweep run: an interval job in memory, and a watchdog, since the job alone can fall silent.

What is due comes from the ledger, so nothing is lost when the process is. A clock that is set back stops the ticks of
APScheduler without a word (0 ticks in 5 s, `running` true), and so does the death of its thread: the watchdog counts
on the monotonic clock and starts them again.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any, Final

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

from bot.faults import stack_of

EVERY: Final = dt.timedelta(minutes=5)
TOO_OLD: Final = dt.timedelta(hours=1)
"""A last sweep that is older, or in the future, is a fault to be seen."""

_JOB: Final = "sweep"

_log = logging.getLogger(__name__)


class Clockwork:
    """Runs `sweep` now and then every so often, one at a time, until it is stopped."""

    def __init__(self, sweep: Callable[[], object], every: dt.timedelta = EVERY) -> None:
        self._sweep, self._every = sweep, every
        self._lock = Lock()
        self._stopped = Event()
        self._scheduler: Any = None
        self._ticked = time.monotonic()
        self._nudged = False
        self.begun = dt.datetime.now(dt.UTC)
        self.last: dt.datetime | None = None
        """When a sweep of this process last came to its end; that of all processes stands in the database."""

    def start(self) -> None:
        self._begin()
        Thread(target=self._watch, name="sweep-watchdog", daemon=True).start()

    def stop(self) -> None:
        """No further sweep begins; one that runs comes to its end."""
        self._stopped.set()
        with self._lock:
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
                self._scheduler = None

    def _begin(self) -> None:
        scheduler = BackgroundScheduler(timezone=dt.UTC)
        scheduler.add_job(
            self._tick,
            "interval",
            id=_JOB,
            seconds=self._every.total_seconds(),
            next_run_time=dt.datetime.now(dt.UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        with self._lock:
            if not self._stopped.is_set():
                scheduler.start()
                self._scheduler = scheduler

    def _tick(self) -> None:
        self._ticked, self._nudged = time.monotonic(), False
        try:
            self._sweep()
            self.last = dt.datetime.now(dt.UTC)
        except Exception as fault:
            _log.error("a sweep failed; the next one tries again\n%s", stack_of(fault))  # no message texts
        finally:
            self._ticked = time.monotonic()

    def _watch(self) -> None:
        while not self._stopped.wait(self._every.total_seconds()):
            if time.monotonic() - self._ticked < 2 * self._every.total_seconds():
                continue
            if self._nudged:
                self._begin_anew()
            else:
                self._nudge()

    def _nudge(self) -> None:
        """The next tick is now: the clock was set back, or something moved it away."""
        _log.warning("the sweep fell silent; it is set going")
        self._nudged = True
        with self._lock:
            if self._scheduler is not None and self._scheduler.get_job(_JOB):
                self._scheduler.modify_job(_JOB, next_run_time=dt.datetime.now(dt.UTC))

    def _begin_anew(self) -> None:
        """A nudge did not help: the scheduler's thread is dead, or its job is gone."""
        _log.error("the sweep stayed silent; its scheduler is replaced")
        with self._lock:
            old, self._scheduler = self._scheduler, None
        try:
            if old is not None:
                old.shutdown(wait=False)
        except Exception as fault:  # one that is half dead may not even stop
            _log.warning("the old scheduler did not stop\n%s", stack_of(fault))
        self._nudged = False
        self._begin()


def fault_of(last: dt.datetime | None, now: dt.datetime) -> str | None:
    """What is wrong with a last sweep: none yet, too old, or in the future; None where nothing is."""
    if last is None:
        return "no sweep has come to its end yet"
    if last > now + dt.timedelta(minutes=1):
        return f"the last sweep lies in the future ({last.isoformat(timespec='minutes')}): check the clock"
    if now - last > TOO_OLD:
        return f"the last sweep was {last.isoformat(timespec='minutes')}, over an hour ago"
    return None
