"""What every listener works with: the desk behind, the ways to answer, the guard and the clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Protocol

from slack_bolt import Args

from bot.reply import Kind, Reply, Request
from bot.slack.cards import Cards
from bot.slack.checks import Checks
from bot.slack.directory import Directory
from bot.slack.feedback import Feedback
from bot.slack.files.lists import Lists
from bot.slack.files.packs import Packs
from bot.slack.forms import Form
from bot.slack.guard import STRANGER, SURFACE, Guard
from bot.slack.kept.installed import Installed
from bot.slack.kept.recent import Recent
from bot.slack.leavings import Leavings
from bot.slack.opening import denial, may_decide, opened_form
from bot.slack.payloads import Place, Press, Said, cause_of, private, workspace_of
from bot.slack.sending.fates import is_member
from bot.slack.sending.later import later
from bot.slack.sending.outbox import Outbox
from bot.slack.tab.published import Homes
from bot.slack.turns import Turns
from bot.slack.views.message import Block, Message
from bot.slack.views.modal import reply_view
from bot.slack.views.reply import cause_of_press, delivered, is_of_another, message_of
from bot.slack.visits import Visits
from bot.slack.words import only_asks, typed
from policy.acts import Act

Clock = Callable[[], datetime]

_CLOSED = "Those choices belong to an earlier answer. Ask that again, and press below the new one."
_TOO_LATE: Final = Reply(kind=Kind.ERROR, text="**That took too long to open.** Nothing was recorded. Try it again.")
_OPEN_TO_ALL: Final = {Kind.ANSWER, Kind.HELP, Kind.UNKNOWN}
_ID: Final = re.compile(r"^[UW][A-Z0-9]{5,20}$")
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]{5,20})>")
_IN_PLAN: Final = re.compile(r'"([UW][A-Z0-9]{5,20})"')
_CITES_AN_ENTRY: Final = re.compile(r"#\d")


class Answers(Protocol):
    """The desk, as this face sees it."""

    def answer(self, request: Request) -> Reply: ...


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Face:
    """The Slack face of a desk. What looks into the record is None where the desk keeps none."""

    desk: Answers
    outbox: Outbox
    guard: Guard
    installed: Installed
    feedback: Feedback
    now: Clock = utc
    directory: Directory | None = None
    visits: Visits | None = None
    homes: Homes | None = None
    checks: Checks | None = None
    lists: Lists | None = None
    packs: Packs | None = None
    leavings: Leavings | None = None
    cards: Cards | None = None
    _latest: Recent[tuple[str, str], str | None] = field(default_factory=Recent)
    _open: Recent[tuple[str, str], str] = field(default_factory=Recent)
    _turns: Turns = field(default_factory=Turns)

    def answer(self, args: Args, said: Said) -> None:
        """Answers a message or a mention where it was said; in a channel what is not for all to the asker alone."""
        workspace, text = workspace_of(args.context), typed(said.text, args.context.bot_user_id)
        if said.by_a_stranger(workspace):
            self.outbox.whisper(workspace, said.place, args.context.user_id or "", message_of(STRANGER))
            return
        ticket = self._turns.ticket((workspace, said.place.conversation))
        if only_asks(text):  # nothing is to be committed before the acknowledgement
            answer = self.guard.alone(args, lambda: self._answer(args, said, text, only_asks=True))
            later(lambda: self._turns.leave(ticket, answer))
        else:
            with self._turns.turn(ticket):
                self._answer(args, said, text)

    def _answer(self, args: Args, said: Said, text: str, *, only_asks: bool = False) -> None:
        workspace, person = workspace_of(args.context), args.context.user_id or ""
        cause = cause_of(args.body)
        request = self._request(args, said.place.conversation, cause, text=text, only_asks=only_asks)
        reply = self.replied(args, request)
        message = self.message(args, said.text, reply)
        key = f"{cause}:0" if cause else None
        if said.directly or is_for_all(reply):
            self.outbox.post(workspace, said.place, message, key=key, keep=bool(reply.recorded))
        else:
            self.outbox.whisper(workspace, said.place, person, message, key=key)

    def message(self, args: Args, words: str | None, reply: Reply) -> Message:
        """A reply to words as a message; where they ask for the audit pack it is on its way too."""
        cause = cause_of(args.body)
        if self.packs is None:
            return message_of(reply, cause)
        return self.packs.told(workspace_of(args.context), args.context.user_id or "", words or "", reply, cause)

    def modal(self, args: Args, reply: Reply, cause: str | None, title: str | None = None, metadata: str = "") -> Block:
        """A reply as a modal."""
        return self.outbox.mentions.view(workspace_of(args.context), reply_view(reply, cause, title, metadata))

    def asked(self, args: Args, conversation: str, text: str, cause: str | None = None) -> Reply:
        """The desk's reply to words."""
        return self.replied(args, self._request(args, conversation, cause or cause_of(args.body), text=text))

    def decided(self, args: Args, conversation: str, cause: str, label: str, plan: str) -> Reply:
        """The desk's reply to a form: `plan` is what it means, `cause` the opening of the form."""
        return self.replied(args, self._request(args, conversation, cause, press=label, plan=plan))

    def pressed(self, args: Args, press: Press) -> tuple[Reply, str | None]:
        """The desk's reply to a choice or a picked value, and the cause that it was recorded with.

        A choice that carries what it leads to can be pressed as long as it is shown, and is recorded once.
        Of the others those below earlier replies are closed: the desk knows the latest.
        """
        cause = cause_of(args.body)
        if self.checks and (check := self.checks.of(press)):
            return check(self._request(args, press.conversation, cause, press=press.label, plan=press.plan)), cause
        if press.picked:
            about = press.about or self._open.get((workspace_of(args.context), press.conversation))
            return self._by(args, press, cause, pick=press.picked, plan=about), cause
        if press.plan:
            once = cause_of_press(press.element.block_id, press.element.value or "") or cause
            return self._by(args, press, once, press=press.label, plan=press.plan), once
        latest = self._latest.get((workspace_of(args.context), press.conversation))
        if latest and is_of_another(press.element.block_id, latest):
            return Reply(kind=Kind.ERROR, text=_CLOSED), cause
        return self._by(args, press, cause, press=press.label), cause

    def _by(self, args: Args, at: Press, cause: str | None, /, **asked: str | None) -> Reply:
        return self.replied(args, self._request(args, at.conversation, cause, **asked))

    def replied(self, args: Args, request: Request) -> Reply:
        """The desk's reply; what it means for others is on its way to them."""
        if self.directory:
            self.directory.greet(request.workspace, request.person)
            self.directory.meet(request.workspace, _named(request))
        reply = self.desk.answer(request)
        self.guard.metrics.replied(args.context.get(SURFACE) or "", reply)
        place = (request.workspace, request.thread)
        self._latest.keep(place, request.cause)
        self._open.keep(place, reply.asks or "")
        for number, delivery in enumerate(reply.deliveries, 1):
            if not is_member(delivery.to):
                continue
            key = f"{request.cause}:{number}"
            self.outbox.post(request.workspace, Place(delivery.to), delivered(delivery, key), key=key, keep=True)
        if reply.recorded and self.homes:
            self.homes.changed(request.workspace, _concerned(request.person, reply))
        if reply.recorded and self.cards:
            pressed = args.body.get("container", {}).get("message_ts")
            self.cards.changed(request.workspace, request.person, reply, pressed)
        return self._owning_up(request, reply)

    def _owning_up(self, request: Request, reply: Reply) -> Reply:
        """The reply, saying who could not be told: somebody known by name only has no direct messages."""
        strangers = [delivery.to for delivery in reply.deliveries if not is_member(delivery.to)]
        if not strangers or self.visits is None:
            return reply
        names = self.visits.look(
            request.workspace, request.person, lambda visit: " and ".join(map(visit.name, strangers))
        )
        said = f"_I could not tell {names}: no Slack account is known for them._"
        return reply.model_copy(update={"text": f"{reply.text}\n{said}"})

    def checked(self, args: Args, text: str) -> tuple[Reply, str]:
        """What the guide says to a message of somebody's, and what its modal carries. Nothing of it is recorded."""
        assert self.checks  # noqa: S101  # only where there is a desk with a guide
        cause = cause_of(args.body) or ""
        reply, kept = self.checks.check(self._request(args, private("view", ""), cause, text=text))
        self.guard.metrics.replied(args.context.get(SURFACE) or "", reply)
        return reply, kept

    def kept_with(self, press: Press) -> str:
        """What the next modal carries on of the one that is pressed: which check it belongs to."""
        return press.view.private_metadata if press.view and self.checks and self.checks.of(press) else ""

    def meets(self, args: Args) -> None:
        """Sees to it that who comes is known, and may record where nobody does yet."""
        if self.directory and args.context.user_id:
            self.directory.greet(workspace_of(args.context), args.context.user_id)
            if self.visits:
                self.visits.reached(workspace_of(args.context), args.context.user_id)

    def administers(self, args: Args) -> bool:
        """Whether who asks may record."""
        self.meets(args)
        workspace, person = workspace_of(args.context), args.context.user_id or ""
        if not self.visits:
            return False
        return self.visits.look(
            workspace, person, lambda visit: visit.ledger.company.is_administrator(person, visit.today)
        )

    def open_form(self, args: Args, form: Form, act: Act | None = None) -> None:
        """Opens a form, filled in with what is known of its act."""
        if not self.visits:
            return

        workspace, person = workspace_of(args.context), args.context.user_id or ""
        self.open_view(args, self.visits.look(workspace, person, partial(opened_form, form, act)))

    def asks_why(self, args: Args, press: Press) -> bool:
        """Whether a press that denies a request has opened the form for its reason.

        In a modal it denies at once: no second one may come up there.
        """
        found = denial(press.plan)
        if not found or not self.visits or (press.view and press.view.type == "modal"):
            return False
        workspace, person = workspace_of(args.context), args.context.user_id or ""
        if not self.visits.look(workspace, person, partial(may_decide, found[1])):
            return False
        self.open_form(args, *found)
        return True

    def open_view(self, args: Args, view: Block, otherwise: Reply = _TOO_LATE) -> None:
        """Opens a modal for who pressed or chose something."""
        person, trigger = args.context.user_id or "", str(args.body.get("trigger_id") or "")
        self.outbox.open(workspace_of(args.context), person, trigger, view, message_of(otherwise))

    def open_reply(self, args: Args, reply: Reply, cause: str | None, title: str | None = None, kept: str = "") -> None:
        """Shows a reply in a modal, or in a direct message where it can't be opened any more."""
        self.open_view(args, self.modal(args, reply, cause, title, kept), reply)

    def _request(self, args: Args, conversation: str, cause: str | None, /, **asked: Any) -> Request:
        person = args.context.user_id or ""
        return Request(workspace_of(args.context), person, self.now(), thread=conversation, cause=cause, **asked)


def _named(request: Request) -> list[str]:
    """Who is named by an id: in words, by a picker, by what a button or a form leads to."""
    mentioned = _MENTION.findall(request.text or "")
    return [*mentioned, *_ID.findall(request.pick or ""), *_IN_PLAN.findall(request.plan or "")]


def _concerned(person: str, reply: Reply) -> set[str]:
    """Who what was recorded is about, and who recorded it."""
    named = (str(entry[name]) for entry in reply.recorded for name in ("person", "from_person") if entry.get(name))
    return {person, *named, *(delivery.to for delivery in reply.deliveries)}


def is_for_all(reply: Reply) -> bool:
    """Whether a reply may stand in a channel: an answer from the guide that tells nothing of people or the ledger."""
    if reply.parts:
        return all(map(is_for_all, reply.parts))
    names_somebody = reply.reading is not None and "person" in reply.reading.slots
    return reply.kind in _OPEN_TO_ALL and not (reply.recorded or names_somebody or _CITES_AN_ENTRY.search(reply.text))
