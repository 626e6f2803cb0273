"""Each delivery is answered once. Slack delivers an event again when its answer was late or lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from bot.slack.kept.recent import Recent


class Once:
    """Which causes were answered, in the memory of this process."""

    def __init__(self) -> None:
        self._answered: Recent[str, bool] = Recent()
        self._open: set[str] = set()
        self._changed = Condition()

    @contextmanager
    def first(self, cause: str | None) -> Iterator[bool]:
        """Whether this delivery is the one to answer; a block that raises leaves its cause open for the next.

        A second delivery waits for the first: sent away at once, it would be the one copy left when the
        first fails.
        """
        if cause is None:
            yield True
            return
        if not self._begun(cause):
            yield False
            return
        try:
            yield True
            self._answered.keep(cause, True)
        finally:
            with self._changed:
                self._open.discard(cause)
                self._changed.notify_all()

    def _begun(self, cause: str) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: cause not in self._open)
            if self._answered.get(cause):
                return False
            self._open.add(cause)
            return True
