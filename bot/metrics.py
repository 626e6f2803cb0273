"""What the desk counts and times for whoever runs it, in Prometheus' format: how much, how fast, how old.

Labels come from closed sets alone: surfaces, kinds of reply, ids of rules, kinds of faults. No workspace, person or
word is ever one.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.reply import Kind, Reply

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
"""Slack waits 3 s for an acknowledgement."""

NO_RULE: Final = "none"


class Metrics:
    """The counters of one process; each desk that is opened has its own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        requests = Counter("mpn_requests", "Replies given.", ["surface", "kind"], registry=registry)
        refusals = Counter("mpn_refusals", "Acts refused, by the rule that decided.", ["rule"], registry=registry)
        errors = Counter("mpn_errors", "What went wrong, by its kind.", ["kind"], registry=registry)
        answering = Histogram(
            "mpn_answer_seconds",
            "From the arrival of what somebody did to its acknowledgement.",
            ["surface"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._sweeps = Histogram("mpn_sweep_seconds", "How long a sweep took.", registry=registry)
        # To find a child by its labels costs more than to count.
        self._request = cache(lambda surface, kind: requests.labels(surface, kind))
        self._refusal = cache(lambda rule: refusals.labels(rule))
        self._error = cache(lambda kind: errors.labels(kind))
        self._answering = cache(lambda surface: answering.labels(surface))

    def replied(self, surface: str, reply: Reply) -> None:
        """Counts a reply; of a message with several requests each part."""
        for one in reply.parts or (reply,):
            self._request(surface, one.kind.value).inc()
            if one.kind is Kind.REFUSED:
                self._refusal(one.rules[0] if one.rules else NO_RULE).inc()

    def failed(self, fault: BaseException | str) -> None:
        """Counts a fault, by its kind alone."""
        self._error(fault if isinstance(fault, str) else type(fault).__name__).inc()

    @contextmanager
    def answering(self, surface: str) -> Iterator[None]:
        """Times what is done inside the block, also when it fails."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._answering(surface).observe(time.perf_counter() - begun)

    def sweeping(self, sweep: Callable[[], object]) -> Callable[[], None]:
        """The sweep, timed, and counted where it fails."""

        def timed() -> None:
            with self._sweeps.time():
                try:
                    sweep()
                except Exception as fault:
                    self.failed(fault)
                    raise

        return timed

    def watch(self, name: str, words: str, value: Callable[[], float]) -> None:
        """A figure that is looked up whenever somebody asks. One that can't be had now is told as NaN."""

        def looked_up() -> float:
            try:
                return value()
            except Exception as fault:
                self.failed(fault)
                return float("nan")

        Gauge(name, words, registry=self.registry).set_function(looked_up)

    def page(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self.registry)


def age_of(moment: float | None, now: float) -> float:
    """Seconds since a moment, both in seconds since 1970; 0 where there is none, or one in the future."""
    return 0.0 if moment is None else max(now - moment, 0.0)
