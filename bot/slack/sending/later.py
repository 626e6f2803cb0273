"""What is done once Slack has its acknowledgement: calls to Slack, and answers that record nothing."""

from collections.abc import Callable, Iterator
from threading import local
from typing import Final

_HERE: Final = local()
"""Of each thread the jobs that wait for the acknowledgement of the request that it works on."""


def begin() -> None:
    """From here on this thread's jobs wait."""
    _HERE.jobs = []


def later(job: Callable[[], object]) -> None:
    """Runs a job that does not raise once the acknowledgement is out; where none is to come, at once."""
    waiting: list[Callable[[], object]] | None = getattr(_HERE, "jobs", None)
    if waiting is None:
        job()
    else:
        waiting.append(job)


def finish() -> None:
    """The acknowledgement is out: runs what waits for it, in order."""
    waiting, _HERE.jobs = getattr(_HERE, "jobs", None) or [], None
    for job in waiting:
        job()


class Sent:
    """The body of an answer. A server closes it, in the same thread, once it is sent: then what waited is done."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        finish()
