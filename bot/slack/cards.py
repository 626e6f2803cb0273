"""Cards of requests: once one is answered, the buttons go from every administrator's card, and who did it is said."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from slack_sdk import WebClient

from bot.record import plans
from bot.record.records import Visit
from bot.reply import Reply
from bot.slack.payloads import PLAN
from bot.slack.sending.fates import is_member
from bot.slack.sending.outbox import Outbox
from bot.slack.views.message import Block, small, without_ids
from bot.slack.visits import Visits
from bot.slack.words import unescape
from policy.acts import DecideRequest
from policy.model import Answered, SeatRequested

_PAGE: Final = 200
"""Messages of a conversation that are looked through, the newest."""

_ENDS: Final = {"request_decided", "entry_reversed"}
"""Kinds of entries that close a request."""

_SAID: Final = {Answered.APPROVED: "approved this.", Answered.DENIED: "denied this."}
_TAKEN_BACK: Final = "took this back."


class Cards:
    """The cards in the direct conversations of administrators."""

    def __init__(self, visits: Visits, outbox: Outbox) -> None:
        self._visits, self._outbox = visits, outbox

    def changed(self, workspace: str, person: str, reply: Reply, pressed: str | None) -> None:
        """Closes the cards of the requests that a reply answered or took back, but not the message that was `pressed`
        (its ts): what is said below it closes it."""
        if not any(entry["kind"] in _ENDS for entry in reply.recorded):
            return

        def look(visit: Visit) -> tuple[dict[str, str], tuple[str, ...]]:
            ended = _ended(visit, reply)
            return ended, tuple(visit.ledger.company.administrators(visit.today)) if ended else ()

        ended, administrators = self._visits.look(workspace, person, look)
        said = {request: f"<@{person}> {what}" for request, what in ended.items()}
        for one in filter(is_member, administrators):
            self._outbox.call(workspace, one, partial(self._close, workspace, one, said, pressed))

    def _close(
        self, workspace: str, administrator: str, ended: Mapping[str, str], pressed: str | None, client: WebClient
    ) -> None:
        """In the lane of the conversation, so that a card is not read before what was pressed in it is told."""
        channel = str(client.conversations_open(users=administrator)["channel"]["id"])
        self._outbox.call(workspace, channel, partial(_close_in, channel, ended, pressed))


def closed(blocks: list[Block], ended: Mapping[str, str]) -> list[Block] | None:
    """A card without the buttons of requests that have ended, and with what became of them; None where it has none."""
    over: dict[str, None] = {}
    left: list[Block] = []
    for block in blocks:
        of = {number: request for number, one in enumerate(block.get("elements", ())) if (request := _request(one))}
        gone = {number: request for number, request in of.items() if request in ended}
        over |= dict.fromkeys(gone.values())
        if not gone:
            left.append(block)
        elif len(gone) < len(of):  # of a list of requests the others stay open
            kept = [one for number, one in enumerate(block["elements"]) if number not in gone]
            left.append(block | {"elements": kept})
    return [*without_ids(left), *(small(ended[request]) for request in over)] if over else None


def _close_in(channel: str, ended: Mapping[str, str], pressed: str | None, client: WebClient) -> None:
    for message in client.conversations_history(channel=channel, limit=_PAGE)["messages"]:
        if message["ts"] != pressed and (blocks := closed(message.get("blocks") or [], ended)):
            client.chat_update(channel=channel, ts=message["ts"], text=message["text"], blocks=blocks)


def _ended(visit: Visit, reply: Reply) -> dict[str, str]:
    """What became of each request that the entries of a reply closed."""
    ended: dict[str, str] = {}
    for entry in reply.recorded:
        if entry["kind"] == "request_decided":
            ended[str(entry["request"])] = _SAID[Answered(entry["decision"])]
        elif entry["kind"] == "entry_reversed":
            taken_back = visit.ledger.entry(int(entry["seq_reversed"]))
            if isinstance(taken_back, SeatRequested):
                ended[taken_back.request] = _TAKEN_BACK
    return ended


def _request(element: Mapping[str, Any]) -> str | None:
    """The request that a button decides; None for other buttons."""
    value = unescape(str(element.get("value") or ""))
    plan = plans.read(value.removeprefix(PLAN)) if value.startswith(PLAN) else None
    acts = [wish.act for wish in plan.wishes] if plan else []
    return next((act.request for act in acts if isinstance(act, DecideRequest)), None)
