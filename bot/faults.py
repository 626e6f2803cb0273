"""A fault of our own: words and a short reference for the person, the stack for the log."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from traceback import format_tb
from typing import Final

from bot.desk import Desk
from bot.reply import Kind, Reply, Request

_READ_OUT: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_WORDS: Final = (
    "Something went wrong on my side and nothing was recorded. "
    "Reference `{reference}`: give it to whoever runs the desk."
)

_log = logging.getLogger(__name__)


def new_reference() -> str:
    """Four characters that can be read out without mistaking one for another."""
    return "".join(secrets.choice(_READ_OUT) for _ in range(4))


def owned_up(reference: str) -> Reply:
    """What a person is told of a fault."""
    return Reply(kind=Kind.ERROR, text=_WORDS.format(reference=reference))


def kind_of(fault: BaseException) -> str:
    return type(fault).__qualname__


def stack_of(fault: BaseException, kind: Callable[[BaseException], str] = kind_of) -> str:
    """The stack of a fault and of what it came from, with their kinds and without their messages.

    The message of an exception quotes what it stumbled over: a text, a key, a token.
    """
    frames = "".join(format_tb(fault.__traceback__)) + kind(fault)
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return f"{stack_of(before, kind)}\n\nthen\n{frames}" if before else frames


def answered(desk: Desk, request: Request) -> Reply:
    """The desk's reply, or what is said of a fault: a run of requests goes on after one."""
    return _said(lambda: desk.answer(request))


def ticked(desk: Desk, workspace: str, now: datetime) -> Reply:
    """What a moved clock brings, or what is said of a fault."""
    return _said(lambda: desk.tick(workspace, now))


def _said(reply: Callable[[], Reply]) -> Reply:
    try:
        return reply()
    except Exception as fault:
        from storage.errors import StorageError  # with SQLite, which a question alone does not load

        if isinstance(fault, StorageError):  # its own words say what to do
            _log.error("The storage failed: %s", type(fault).__name__)
            return Reply(kind=Kind.ERROR, text=str(fault))
        reference = new_reference()
        _log.error("Fault %s.\n%s", reference, stack_of(fault))
        return owned_up(reference)
