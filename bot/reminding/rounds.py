"""A round through one workspace: what is due goes out and is noted, and so is the day of the next round."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.record import plans
from bot.record.recording import offers_of
from bot.record.records import Records, Visit
from bot.reminders import BY, Dm, Reachable, anybody, reached_by, sweep
from bot.reminding.summary import NAMES, Post, head, is_waking, next_post_day, weekly
from bot.reply import Delivery, Kind, Reply
from bot.talk.conversation import Conversations
from policy.context import Context
from policy.deadlines import deadlines, next_due_day
from policy.model import as_dict
from storage.reminding.due import AHEAD

Send = Callable[[Delivery, str], bool]
"""Sends a message, once for its key; False where it could not be sent."""

Posts = Callable[[Post], bool]
"""Posts to a channel, once for the key of the post; False where it could not be posted."""


def unknown(key: str) -> bool:
    """Nothing is known of a message but what stands in the record."""
    return False


@dataclass(frozen=True, slots=True)
class Outlet:
    """The ways out of a surface. Without them what is due is only shown by who asked for the round."""

    send: Send | None = None
    post: Posts | None = None
    reaches: Reachable = anybody
    was_sent: Callable[[str], bool] = unknown
    """Whether a message of a key was handed over for good."""


SHOWN: Final = Outlet()


def round_of(records: Records, conversations: Conversations, visit: Visit, outlet: Outlet = SHOWN) -> Reply:
    """The reminders and posts that are due by now, each noted as told; each is sent before that where it can be.

    Who has left, or whom no message reached, gives way to the next administrator.
    """
    request, ledger = visit.request, visit.ledger
    ctx = visit.context(by=BY)

    def reachable() -> Reachable:
        unreached = visit.unreached()
        return lambda person: person not in unreached and person not in visit.left and outlet.reaches(person)

    @cache
    def zone_of(person: str) -> dt.tzinfo:
        own = records.zone_of(request.workspace, person)
        return ZoneInfo(own) if own else visit.zone

    if send := outlet.send:
        records.log.settle(request.workspace, outlet.was_sent, at=request.now)
    sent = sweep(
        records.log,
        request.workspace,
        request.now,
        ledger,
        ctx,
        zone_of,
        send=(lambda dm: send(with_plans(dm), dm.cause)) if send else None,
        reachable=reachable(),
    )
    posted = _posted(records, visit, outlet)
    _note_next(records, visit, ctx, reachable)
    for dm in sent:
        conversations.sent(request.workspace, dm.to, offers_of(dm.choices))
    return Reply(
        kind=Kind.REMINDERS,
        text=_told(visit, sent, posted),
        recorded=tuple(as_dict(entry) for dm in sent for entry in dm.entries),
        deliveries=tuple(map(with_plans, sent)),
    )


def _note_next(records: Records, visit: Visit, ctx: Context, reachable: Callable[[], Reachable]) -> None:
    """Notes the day on which something falls due next, unless the next sweep looks here all the same."""
    log, workspace, ledger = records.log, visit.request.workspace, visit.ledger
    notes = {name: log.posted(workspace, name) for name in NAMES} if _posts(visit) else {}
    noted, reached = log.noted_day(workspace), reachable()  # in this order
    found = [reached_by(one, reached) for one in deadlines(ledger, ctx)]
    days = [next_due_day(ledger, ctx, ctx.off, found), next_post_day(ledger, ctx, notes)]
    day = min(filter(None, days), default=None)
    if day is None or day > visit.request.now.astimezone(dt.UTC).date() + AHEAD:
        log.put_off(workspace, ledger.last_seq, day, noted)


def with_plans(dm: Dm) -> Delivery:
    """A reminder as it goes out, with what its choices lead to."""
    return dm.delivery.model_copy(update={"plans": plans.all_written(offers_of(dm.choices))})


def _posts(visit: Visit) -> bool:
    settings = visit.ledger.company.settings(visit.today)
    return bool(settings.weekly_channel or settings.head_channel)


def _posted(records: Records, visit: Visit, outlet: Outlet) -> list[Post]:
    """What was posted in this round: in waking hours of the workspace, each once, whichever process does it."""
    log, workspace, ctx = records.log, visit.request.workspace, visit.context(by=BY)
    settings = visit.ledger.company.settings(visit.today)
    local = visit.request.now.astimezone(visit.zone)
    if not _posts(visit) or not is_waking(settings, local.time()):
        return []
    due = (
        weekly(visit.ledger, ctx, log.posted(workspace, "weekly")),
        head(visit.ledger, ctx, str(log.head(workspace)), log.posted(workspace, "head")),
    )
    return [
        post
        for post in filter(None, due)
        if (outlet.post is None or outlet.post(post)) and log.note_post(workspace, post.name, post.day.isoformat())
    ]


def _told(visit: Visit, sent: Iterable[Dm], posted: Iterable[Post]) -> str:
    names = " and ".join(visit.name(dm.to) for dm in sent)
    lines = [f"Reminded {names}."] if names else []
    lines += [f"To {post.channel}:\n{post.text}" for post in posted]
    return "\n".join(lines) or "Nothing is due."
