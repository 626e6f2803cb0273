"""The pictures of the Home tab: drawn and uploaded behind everything else, and anew only where they look different."""

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.record.records import Visit
from bot.slack.files import transfer as files
from bot.slack.kept.shelf import Shelf
from bot.slack.logs import stack_of
from bot.slack.sending.outbox import Outbox
from bot.slack.sending.posting import repeatable
from bot.slack.visits import Visits
from policy.context import Context
from policy.ledger import Ledger
from storage.audit import as_png, pictures_of, title_of
from storage.database import Value

_log = logging.getLogger(__name__)

_FOR_EVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_MOST: Final = 5
_REST: Final = 3_600.0
"""Seconds for which Slack is left alone with pictures that it refused, or may not be given."""

_KEPT: Final = "SELECT name, digest, file, title, before FROM pictures WHERE workspace = :workspace ORDER BY place"
_KEEP: Final = """
    INSERT INTO pictures (workspace, name, place, digest, file, title, before)
    VALUES (:workspace, :name, :place, :digest, :file, :title, :before)
    ON CONFLICT (workspace, name) DO UPDATE
    SET place = excluded.place, digest = excluded.digest, file = excluded.file, title = excluded.title,
        before = excluded.before
"""
_FORGET: Final = "DELETE FROM pictures WHERE workspace = :workspace AND name = :name"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a file of the bot's in Slack; `title` is for those who don't see it.

    `before` is the file that it replaced, which a tab may still show: it goes when the next one comes.
    """

    name: str
    digest: str
    file: str
    title: str
    before: str


class Gallery:
    """The pictures of every workspace; their files are kept on the shelf, so that a restart uploads nothing anew."""

    def __init__(self, visits: Visits, outbox: Outbox, shelf: Shelf, pause: float) -> None:
        """`pause`: seconds between two questions to Slack whether it has looked into a file."""
        self._visits, self._outbox, self._shelf, self._pause = visits, outbox, shelf, pause
        self._drawn: dict[str, tuple[int, dt.date]] = {}
        self._rests: dict[str, float] = {}
        self._lock = Lock()

    def shown(self, workspace: str) -> tuple[Picture, ...]:
        """The pictures that can be shown now, maybe of before the last change; none while Slack refuses them."""
        if self._is_resting(workspace):
            return ()
        return tuple(Picture(*row) for row in self._shelf.run(_KEPT, workspace=workspace))

    def refresh(self, workspace: str, person: str, changed: Callable[[], None]) -> None:
        """Sees to it that the pictures are those of today's ledger; `changed` is called when others can be shown."""
        if not self._is_resting(workspace):
            self._outbox.enqueue(f"pictures:{workspace}", lambda: self._draw_or_rest(workspace, person, changed))

    def refused(self, workspace: str) -> None:
        """Slack does not take a view with these pictures: they are uploaded anew after a while."""
        self._rest(workspace)
        for one in self._shelf.run(_KEPT, workspace=workspace):
            self._shelf.run(_FORGET, workspace=workspace, name=one[0])

    def _draw_or_rest(self, workspace: str, person: str, changed: Callable[[], None]) -> None:
        try:
            if self._draw(workspace, person):
                changed()
        except files.MayNotSendError:
            _log.warning("Home tabs stay without pictures: the app lacks files:write or files:read.")
            self._rest(workspace)
        except Exception as fault:
            _log.error("The pictures of a Home tab could not be made.\n%s", stack_of(fault))
            self._rest(workspace)

    def _draw(self, workspace: str, person: str) -> bool:
        """Whether other pictures can be shown than before."""
        known = self._drawn.get(workspace)

        def see(visit: Visit) -> tuple[tuple[int, dt.date], Ledger | None, Context]:
            now = visit.ledger.last_seq, visit.today
            return now, None if now == known else visit.ledger.known_at(_FOR_EVER), visit.context()

        now, ledger, ctx = self._visits.look(workspace, person, see)
        client = self._outbox.clients(workspace)
        if ledger is None or client is None:
            return False
        made = self._uploaded(client, workspace, pictures_of(ledger, now[1], ctx))
        self._drawn[workspace] = now
        return made

    def _uploaded(self, client: WebClient, workspace: str, drawn: Mapping[str, str]) -> bool:
        """Uploads the pictures that Slack does not have; whether there were any, or some are there no more."""
        before = {one.name: one for one in self.shown(workspace)}
        fresh = dict(list(drawn.items())[:_MOST])
        gone = before.keys() - fresh.keys()
        for name in gone:
            self._shelf.run(_FORGET, workspace=workspace, name=name)
        uploaded = False
        for place, (name, svg) in enumerate(fresh.items()):
            old, digest = before.get(name), hashlib.sha256(svg.encode()).hexdigest()
            if old and old.digest == digest:
                continue
            title = title_of(svg)
            file = files.kept_picture(client, f"{name}.png", as_png(svg), title, self._pause)
            values: dict[str, Value] = {"name": name, "place": place, "digest": digest, "file": file, "title": title}
            self._shelf.run(_KEEP, workspace=workspace, before=old.file if old else "", **values)
            uploaded = True
            if old and old.before:
                self._delete(client, old.before)
        return uploaded or bool(gone)

    def _delete(self, client: WebClient, file: str) -> None:
        try:
            repeatable(client).files_delete(file=file)
        except (SlackApiError, OSError) as fault:  # one file too many does no harm
            _log.warning("An old picture stays in Slack.\n%s", stack_of(fault))

    def _is_resting(self, workspace: str) -> bool:
        with self._lock:
            return time.monotonic() < self._rests.get(workspace, 0.0)

    def _rest(self, workspace: str) -> None:
        with self._lock:
            self._rests[workspace] = time.monotonic() + _REST
        self._drawn.pop(workspace, None)
