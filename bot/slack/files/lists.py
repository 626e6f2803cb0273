"""Lists that an administrator drops in a direct message: shown first, and recorded by a button.

Nothing is kept between the two but what the button carries: the file is fetched again, and recorded only if it is
still the same, so a restart in between loses nothing. What was dropped is kept until it is shown.
"""

import datetime as dt
import hashlib
import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Final

from pydantic import ValidationError
from slack_sdk import WebClient

from bot.desk import Desk
from bot.faults import new_reference, owned_up
from bot.record.imports import outcome_text
from bot.record.records import Records, Visit
from bot.reply import Kind, Reply, Request
from bot.slack.files import transfer as files
from bot.slack.kept.drops import Drop, Drops
from bot.slack.kept.shelf import Shelf
from bot.slack.logs import stack_of
from bot.slack.payloads import Press, Said, SharedFile
from bot.slack.received import UnreadableError
from bot.slack.sending.alone import tell_alone
from bot.slack.sending.outbox import Outbox
from bot.slack.tab.published import Homes
from bot.slack.views.lists import ListPlan, preview_message, without_buttons
from bot.slack.views.message import Message
from bot.slack.views.reply import message_below, message_of
from bot.slack.visits import Visits
from policy.context import Context, count
from policy.ledger import Ledger
from storage.errors import StorageError
from storage.importers import Held, Preview, preview, read_list, record
from storage.importers.faults import TooLargeError

_log = logging.getLogger(__name__)

_FOR_EVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_LANE: Final = "lists"
"""One list is read at a time: a large one takes hundreds of megabytes."""

_MOST_ROWS: Final = 10_000
"""Of a list in Slack: they take 235 MB of the memory of a process that others need meanwhile."""

_LONG: Final = 1_000
"""Rows from which on somebody is told that recording takes a moment: 10,000 take seconds."""

_OFFER: Final = re.compile(r"\boffer-\d+\b")
_ONLY_ADMINISTRATORS: Final = "**Lists are for administrators.** {who} Nothing was recorded."
_NOT_HERE: Final = Reply(
    kind=Kind.REFUSED,
    text="**Not here.** Drop the list in a direct message to me: its names would be shown to the whole channel. "
    "Nothing was recorded.",
)
_NO_LIST: Final = Reply(
    kind=Kind.UNKNOWN,
    text="**That is no list that I can read.** I take CSV and XLSX files: Visual Studio's subscriber export, a list of "
    "grants, keys and tokens, or of people.",
)
_LEFT: Final = Reply(kind=Kind.ANSWER, text="**Nothing was recorded.** Drop the file here again whenever you like.")
_CHANGED: Final = "**Nothing was recorded:** what can be recorded has changed since you looked. Now it is this.\n"


class Lists:
    """Imports in Slack. Slack is called, and a list read, after the acknowledgement."""

    def __init__(
        self, desk: Desk, records: Records, visits: Visits, outbox: Outbox, homes: Homes, shelf: Shelf
    ) -> None:
        self._desk, self._records, self._visits = desk, records, visits
        self._outbox, self._homes, self._drops = outbox, homes, Drops(shelf)

    def dropped(self, workspace: str, said: Said, cause: str | None) -> None:
        """Shows what the files of a message would record, each in a message of its own."""
        person = said.user or ""
        if not said.directly:
            self._outbox.whisper(workspace, said.place, person, message_of(_NOT_HERE))
            return
        if not said.lists:
            self._outbox.post(workspace, said.place, message_of(_NO_LIST))
            return
        if refusal := self._refusal(workspace, person):
            self._outbox.post(workspace, said.place, message_of(refusal))
            return
        named = _OFFER.search(said.text or "")
        offer = named[0] if named else None
        beside = bool((said.text or "").strip()) and (said.text or "").strip() != offer
        for number, file in enumerate(said.lists):
            drop = Drop(workspace, f"{cause or said.ts}:list:{number}", person, said.place, file, offer, beside)
            self._drops.keep(drop)
            self._show_later(drop)

    def go_on(self) -> None:
        """Shows what was dropped before a restart and is not shown yet, once: it may be what ended the process."""
        for drop in self._drops.left():
            self._drops.done(drop)
            self._show_later(drop)

    def recorded(self, workspace: str, press: Press) -> None:
        """Records what the pressed button shows, once, however often it is pressed."""
        person, plan = press.user.id, _planned(press)
        if refusal := self._refusal(workspace, person):
            tell_alone(self._outbox, workspace, press.user.id, press.response_url, press.place, message_of(refusal))
            return
        if plan.rows >= _LONG:
            text = f"**Recording {count(plan.rows, 'row')}.** This takes a moment."
            waiting = message_of(Reply(kind=Kind.ANSWER, text=text))
            tell_alone(self._outbox, workspace, press.user.id, press.response_url, press.place, waiting)
        tell = self._teller(workspace, press)
        self._later(workspace, lambda client: self._record(client, workspace, person, plan, press, tell), tell)

    def left(self, workspace: str, press: Press) -> None:
        """Takes the buttons of a preview away."""
        self._teller(workspace, press)(_LEFT)

    def _show_later(self, drop: Drop) -> None:
        def show(client: WebClient) -> None:
            content = files.fetched(client, drop.file)
            shown, _ = self._looked_at(drop.workspace, drop.person, drop.file, content, drop.offer)
            say(preview_message(shown, _plan(drop.file.id, shown), words_beside=drop.beside))

        def say(message: Message) -> None:
            self._outbox.post(drop.workspace, drop.place, message, key=drop.key, keep=True)
            self._drops.done(drop)

        self._later(drop.workspace, show, lambda reply: say(message_of(reply)))

    def _record(
        self,
        client: WebClient,
        workspace: str,
        person: str,
        plan: ListPlan,
        press: Press,
        tell: Callable[[Reply], None],
    ) -> None:
        file = files.looked_up(client, SharedFile(id=plan.file))
        shown, ctx = self._looked_at(workspace, person, file, files.fetched(client, file), plan.offer)
        now = _plan(file.id, shown)
        if now != plan and not shown.seen:
            self._replace(workspace, press, preview_message(shown, now, before=_CHANGED))
            return
        cause = f"list:{press.place.channel}:{press.shown.ts if press.shown else plan.sha256}"
        at = self._visits.now()
        outcome = record(self._records.log, workspace, cause, shown, ctx, at=at, without_wrong=True)
        if isinstance(outcome, Held) and outcome.shown.entries and not outcome.shown.seen:
            fresh = outcome.shown  # somebody recorded something in the moment between
            self._replace(workspace, press, preview_message(fresh, _plan(file.id, fresh), before=_CHANGED))
            return
        tell(Reply(kind=Kind.REFUSED if isinstance(outcome, Held) else Kind.DONE, text=outcome_text(outcome, shown)))
        if not isinstance(outcome, Held):
            asked = Request(workspace, person, at, thread=press.conversation)
            self._desk.went_on(asked, [entry.number for entry in outcome.entries])
            named = {str(one) for entry in outcome.entries if (one := getattr(entry, "person", None))}
            self._homes.changed(workspace, {person, *named})

    def _looked_at(
        self, workspace: str, person: str, file: SharedFile, content: bytes, offer: str | None
    ) -> tuple[Preview, Context]:
        """A preview, and what it was judged with: on a copy of the ledger, so that nobody waits for it."""
        listed = read_list(file.title, content)
        if (rows := len(listed.lines)) > _MOST_ROWS:
            most = f"{_MOST_ROWS:,} rows here (`mpn import`, typed at the machine, takes more)"
            raise TooLargeError(file=file.title, found=f"it has {rows:,} rows", most=most)
        people = self._records.people.all(workspace)

        def see(visit: Visit) -> tuple[Ledger, Context]:
            return visit.ledger.known_at(_FOR_EVER), visit.context()

        ledger, ctx = self._visits.look(workspace, person, see)
        return preview(listed, ledger, ctx, people, offer=offer), ctx

    def _refusal(self, workspace: str, person: str) -> Reply | None:
        """What is said to somebody who may not import."""

        def see(visit: Visit) -> tuple[bool, list[str]]:
            company = visit.ledger.company
            named = [visit.name(one) for one in company.administrators(visit.today)]
            return company.is_administrator(person, visit.today), named

        may, named = self._visits.look(workspace, person, see)
        if may:
            return None
        who = f"Ask {' or '.join(named[:3])}." if named else "Nobody administrates this desk yet."
        return Reply(kind=Kind.REFUSED, text=_ONLY_ADMINISTRATORS.format(who=who))

    def _teller(self, workspace: str, press: Press) -> Callable[[Reply], None]:
        """Says something below the preview that was pressed, whose buttons go unless it was a fault."""

        def tell(reply: Reply) -> None:
            shown, label = press.shown, press.element.text.text
            if shown is None or reply.kind is Kind.ERROR:
                self._outbox.post(workspace, press.place, message_of(reply))
                return
            blocks = without_buttons(shown.blocks)
            below = message_below(blocks, press.user.id, label, reply, None) or message_of(reply)
            instead = partial(self._outbox.post, workspace, press.place, message_of(reply))
            self._outbox.update(workspace, press.place.channel, shown.ts, below, instead)

        return tell

    def _replace(self, workspace: str, press: Press, message: Message) -> None:
        if press.shown:
            self._outbox.update(workspace, press.place.channel, press.shown.ts, message)

    def _later(self, workspace: str, run: Callable[[WebClient], None], tell: Callable[[Reply], None]) -> None:
        """Runs what calls Slack after the acknowledgement; a fault of it is told, and its stack logged."""

        def job() -> None:
            try:
                client = self._outbox.clients(workspace)
                if client is not None:
                    run(client)
            except StorageError as fault:  # of a file too: its words say what to do
                _log.warning("A list was not taken in: %s", type(fault).__name__)
                tell(Reply(kind=Kind.ERROR, text=str(fault)))
            except Exception as fault:
                reference = new_reference()
                _log.error("Fault %s with a list.\n%s", reference, stack_of(fault))
                tell(owned_up(reference))

        self._outbox.enqueue(_LANE, job)


def _planned(press: Press) -> ListPlan:
    """What the pressed button carries. Raises UnreadableError."""
    try:
        return ListPlan.model_validate_json(press.element.value or "")
    except ValidationError:
        raise UnreadableError from None


def _plan(file: str, shown: Preview) -> ListPlan:
    """What a button has to carry so that exactly this is recorded."""
    what = [[(one.line, one.what) for one in shown.good], shown.costs]
    digest = hashlib.sha256(repr(what).encode()).hexdigest()[:16]
    return ListPlan(file=file, sha256=shown.listed.sha256, rows=len(shown.good), shown=digest, offer=shown.offer)
