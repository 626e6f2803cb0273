"""Every report by its label."""

from collections.abc import Callable, Mapping
from typing import Final

from policy.context import Context
from policy.ledger import Ledger
from policy.reports.asked import Asked, Report
from policy.reports.audit import audit_report
from policy.reports.burn import burn_check
from policy.reports.counts import credit_left, hours_left
from policy.reports.everything import told_of
from policy.reports.free import seats_free
from policy.reports.holdings import seats_of
from policy.reports.incidents import incidents_left
from policy.reports.keys import key_status
from policy.reports.reassign import reassign_check
from policy.reports.renewal import renewal_list
from policy.reports.replacement import replacement_window
from policy.reports.status import status
from policy.reports.tokens import token_status
from policy.reports.uninstall import uninstall_list
from policy.reports.view import View
from policy.reports.waiting import requests_waiting
from policy.reports.who import who_has
from policy.reports.windows import refund_window, swap_window
from policy.reports.years import expiry

REPORTS: Final[Mapping[str, Callable[[View], Report]]] = {
    "activations_left": key_status,
    "audit_report": audit_report,
    "burn_check": burn_check,
    "credit_left": credit_left,
    "expiry": expiry,
    "history": told_of,
    "hours_left": hours_left,
    "incidents_left": incidents_left,
    "key_status": key_status,
    "reassign_check": reassign_check,
    "refund_window": refund_window,
    "renewal_list": renewal_list,
    "replacement_window": replacement_window,
    "requests_waiting": requests_waiting,
    "seats_free": seats_free,
    "seats_of": seats_of,
    "status": status,
    "swap_window": swap_window,
    "token_status": token_status,
    "uninstall_list": uninstall_list,
    "who_has": who_has,
}


def report(ledger: Ledger, ctx: Context, ask: Asked) -> Report:
    """What the ledger says to a question, to `ctx.by` as far as they may see it, on `ask.on` or today.

    Nothing is recorded. Raises KeyError for a label that is none of REPORTS.
    """
    return REPORTS[ask.label](View.of(ledger, ctx, ask))
