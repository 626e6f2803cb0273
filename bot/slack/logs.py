"""What goes to the log: where a fault was and of what kind, never a word of what somebody wrote."""

import logging

from slack_sdk.errors import SlackApiError

from bot import faults


def quiet(name: str) -> logging.Logger:
    """A log for Slack's libraries, which below warnings write down whole messages.

    Bolt's holds at info level the body of every request with a wrong signature.
    """
    log = logging.getLogger(name)
    log.setLevel(logging.WARNING)
    return log


def stack_of(fault: BaseException) -> str:
    """The stack of a fault without messages; of a refusal by Slack also its code, which quotes nobody."""
    return faults.stack_of(fault, _kind)


def _kind(fault: BaseException) -> str:
    name = faults.kind_of(fault)
    return f"{name}: {fault.response['error']}" if isinstance(fault, SlackApiError) else name
