"""What goes to the log: where a fault was and of what kind, never a word of what somebody wrote."""

import logging
from traceback import format_tb

from slack_sdk.errors import SlackApiError


def quiet(name: str) -> logging.Logger:
    """A log for Slack's libraries, which below warnings write down whole messages.

    Bolt's holds at info level the body of every request with a wrong signature.
    """
    log = logging.getLogger(name)
    log.setLevel(logging.WARNING)
    return log


def stack_of(fault: BaseException) -> str:
    """The stack of a fault and of what it came from, with their kinds and without their messages.

    The message of an exception quotes what it stumbled over: a text, a key, a token.
    """
    frames = "".join(format_tb(fault.__traceback__)) + _kind(fault)
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return f"{stack_of(before)}\n\nthen\n{frames}" if before else frames


def _kind(fault: BaseException) -> str:
    name = type(fault).__qualname__
    return f"{name}: {fault.response['error']}" if isinstance(fault, SlackApiError) else name
