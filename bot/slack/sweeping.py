"""The sweep in Slack: what is due goes out to people and channels, each once, and is noted as told."""

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.desk import Desk
from bot.faults import stack_of
from bot.record.records import Records
from bot.reminding.heads_file import append_heads
from bot.reminding.rounds import Outlet
from bot.reminding.summary import Post
from bot.reply import Delivery, Kind, Reply
from bot.slack.kept.installed import Installed
from bot.slack.leavings import Leavings
from bot.slack.payloads import Place
from bot.slack.sending.fates import is_member
from bot.slack.sending.outbox import Outbox
from bot.slack.views.reply import delivered, message_of

_log = logging.getLogger(__name__)


class Sweeps:
    """Sweeps every workspace that the desk is installed in."""

    def __init__(
        self,
        desk: Desk,
        records: Records,
        installed: Installed,
        outbox: Outbox,
        now: Callable[[], dt.datetime],
        heads_file: Path | None = None,
        leavings: Leavings | None = None,
    ) -> None:
        """`heads_file` gets the head of every workspace once a day."""
        self._leavings = leavings
        self._desk, self._records, self._installed, self._outbox, self._now = desk, records, installed, outbox, now
        self._heads_file = heads_file

    def __call__(self) -> None:
        """One sweep of those where something may be due; its end is noted for every process of the database.

        A message is in the outbox, which survives a restart, before it is recorded as told; its key keeps a second
        sweep, also of another process, from sending it again. A workspace that fails holds up no other.
        """
        due = self._records.log.due(self._now())
        failed: Exception | None = None
        if self._leavings:
            self._leavings.sweep(self._now())
        for workspace in due:
            if self._installed.client(workspace) is None:
                continue
            try:
                self._desk.tick(workspace, self._now(), self._outlet(workspace))
            except Exception as fault:
                _log.error("The round of a workspace failed.\n%s", stack_of(fault))
                failed = fault
        if self._heads_file:
            append_heads(self._heads_file, self._now(), self._records.log.heads)
        if failed:
            raise failed  # the sweep did not come to its end: silence is to be noticed
        self._records.log.swept(self._now())

    def _outlet(self, workspace: str) -> Outlet:
        return Outlet(
            partial(self._send, workspace),
            partial(self._post, workspace),
            is_member,
            lambda key: self._outbox.was_kept(workspace, f"{workspace}:{key}"),
        )

    def _send(self, workspace: str, message: Delivery, key: str) -> bool:
        key = f"{workspace}:{key}"
        self._outbox.post(workspace, Place(message.to), delivered(message, key), key=key, keep=True)
        return True

    def _post(self, workspace: str, post: Post) -> bool:
        message = message_of(Reply(kind=Kind.REPORT, text=post.text))
        self._outbox.post(workspace, Place(post.channel), message, key=f"{workspace}:{post.key}", keep=True)
        return True
