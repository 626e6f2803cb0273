"""Jobs in lanes: those of one lane one after the other, in the order in which they came."""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Final

from bot.slack.logs import stack_of
from bot.slack.sending.later import later

_log: Final = logging.getLogger(__name__)

Job = Callable[[], None]


class Lanes:
    """Works off every lane from one pool of threads."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="outbox")
        self._waiting: dict[str, deque[Job]] = {}
        self._lock = Lock()
        self._closing = Event()

    def enqueue(self, lane: str, job: Job) -> None:
        """Runs a job that does not raise after those that came before it in its lane, and after an acknowledgement."""
        with self._lock:
            if lane in self._waiting:
                self._waiting[lane].append(job)
                return
            self._waiting[lane] = deque([job])
        later(lambda: self._begin(lane))

    def close(self) -> None:
        """Returns when every lane is empty; what comes later is left."""
        self._closing.set()
        self._pool.shutdown()

    def _begin(self, lane: str) -> None:
        try:
            self._pool.submit(self._work_off, lane)
        except RuntimeError:  # it is closed: what is to be kept is sent after the next start
            if not self._closing.is_set():
                raise
            with self._lock:
                self._waiting.pop(lane, None)

    def _work_off(self, lane: str) -> None:
        while job := self._next(lane):
            try:
                job()
            except Exception as fault:  # a lane that stops would never be worked off again
                _log.error("Something to be told to Slack failed.\n%s", stack_of(fault))

    def _next(self, lane: str) -> Job | None:
        with self._lock:
            if self._waiting[lane]:
                return self._waiting[lane].popleft()
            del self._waiting[lane]
            return None
