"""The sweep in Slack: what is due goes out as direct messages, each once, and is recorded as told."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from bot.desk import Desk
from bot.records import Records
from bot.reply import Delivery
from bot.slack.installed import Installed
from bot.slack.outbox import Outbox
from bot.slack.payloads import Place
from bot.slack.views.reply import delivered


class Sweeps:
    """Sweeps every workspace that the desk is installed in."""

    def __init__(
        self, desk: Desk, records: Records, installed: Installed, outbox: Outbox, now: Callable[[], dt.datetime]
    ) -> None:
        self._desk, self._records, self._installed, self._outbox, self._now = desk, records, installed, outbox, now

    def __call__(self) -> None:
        """One sweep of those where something may be due.

        A message is in the outbox, which survives a restart, before it is recorded as told; its key keeps a second
        sweep, also of another process, from sending it again.
        """
        due = set(self._records.log.due(self._now()))
        for workspace in self._installed.workspaces():
            if workspace not in due:
                continue
            self._desk.tick(workspace, self._now(), partial(self._send, workspace))

    def _send(self, workspace: str, message: Delivery, key: str) -> bool:
        key = f"{workspace}:{key}"
        self._outbox.post(workspace, Place(message.to), delivered(message, key), key=key, keep=True)
        return True
