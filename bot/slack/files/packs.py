"""The audit pack in Slack: as a file in the direct conversation of an administrator or auditor, and of nobody else."""

import datetime as dt
import logging
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.faults import new_reference, owned_up
from bot.record.records import Records, Visit
from bot.reply import Kind, Reply
from bot.slack.files import transfer as files
from bot.slack.logs import stack_of
from bot.slack.payloads import Place, Press
from bot.slack.received import UnreadableError
from bot.slack.sending.alone import tell_alone
from bot.slack.sending.outbox import Outbox
from bot.slack.views.message import Message
from bot.slack.views.pack import TODAY, comment_of, with_button
from bot.slack.views.reply import message_of
from bot.slack.visits import Visits
from policy.context import Context, in_words
from storage.audit import make_pack
from storage.errors import StorageError

_log = logging.getLogger(__name__)

_REPORT: Final = "audit_report"
_LANE: Final = "packs"
"""One pack is made at a time."""

_ITSELF: Final = re.compile(r"\b(pack|zip|export)\b", re.IGNORECASE)
_NOT_NOW: Final = re.compile(r"\b(what|which|how|why|who|where|if|not|never|no|should|\w+n['’]t)\b", re.IGNORECASE)
_REFUSED: Final = Reply(
    kind=Kind.REFUSED, text="**The audit pack is for administrators and auditors.** Ask one of them for it."
)


class Packs:
    """Makes packs and sends them. Both happen after the acknowledgement."""

    def __init__(self, visits: Visits, records: Records, outbox: Outbox) -> None:
        self._visits, self._records, self._outbox = visits, records, outbox

    def told(self, workspace: str, person: str, text: str, reply: Reply, cause: str | None) -> Message:
        """A reply as a message; below the audit report a button. Where the pack itself was asked for it is sent."""
        heard = reply.reading
        if heard is None or heard.intent != _REPORT or reply.kind is not Kind.REPORT or not reply.date:
            return message_of(reply, cause)
        if not _ITSELF.search(text) or _NOT_NOW.search(text) or heard.slots.get("person"):
            return with_button(message_of(reply, cause), reply.date)
        return message_of(self.send(workspace, person, reply.date))

    def pressed(self, workspace: str, press: Press) -> None:
        """Sends the pack of the button that was pressed."""
        value = press.element.value or ""
        try:
            day = self._today(workspace, press.user.id) if value == TODAY else dt.date.fromisoformat(value)
        except ValueError:
            raise UnreadableError from None
        reply = self.send(workspace, press.user.id, day)
        tell_alone(self._outbox, workspace, press.user.id, press.response_url, press.place, message_of(reply))

    def _today(self, workspace: str, person: str) -> dt.date:
        return self._visits.look(workspace, person, lambda visit: visit.today)

    def send(self, workspace: str, person: str, day: dt.date) -> Reply:
        """What is said at once; the pack as of a day follows, if the person may see everybody's."""

        def see(visit: Visit) -> Context | None:
            return visit.context() if visit.reads_all else None

        ctx = self._visits.look(workspace, person, see)
        if ctx is None:
            return _REFUSED
        self._outbox.enqueue(_LANE, lambda: self._deliver(workspace, person, day, ctx))
        text = f"**The audit pack as of {in_words(day)} is on its way.** It comes to you as a file in a direct message."
        return Reply(kind=Kind.REPORT, text=text)

    def _deliver(self, workspace: str, person: str, day: dt.date, ctx: Context) -> None:
        try:
            self._make_and_send(workspace, person, day, ctx)
        except StorageError as fault:
            _log.error("A pack was not sent: %s", type(fault).__name__)
            reply = Reply(kind=Kind.ERROR, text=str(fault))
        except Exception as fault:
            reference = new_reference()
            _log.error("Fault %s with a pack.\n%s", reference, stack_of(fault))
            reply = owned_up(reference)
        else:
            return
        self._outbox.post(workspace, Place(person), message_of(reply))

    def _make_and_send(self, workspace: str, person: str, day: dt.date, ctx: Context) -> None:
        client = self._outbox.clients(workspace)
        if client is None:
            return
        name = f"audit-{day.isoformat()}"
        with TemporaryDirectory(prefix="mpn-") as folder:
            pack = make_pack(
                self._records.log,
                self._records.people,
                workspace,
                day,
                Path(folder) / name,
                ctx,
                at=self._visits.now(),
            )
            archive = Path(shutil.make_archive(str(Path(folder) / name), "zip", folder, name))
            comment = comment_of(pack, day, archive.name)
            files.sent(client, person, archive.name, archive.read_bytes(), comment)
