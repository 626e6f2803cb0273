"""The ledger of a workspace: the fold of its entries, and what may be asked of it."""

from policy.ledger.company import Company, Deputy, Settings
from policy.ledger.ledger import Ledger
from policy.ledger.licence_states import Key, Token, Use, runs_low
from policy.ledger.offers import WINDOW, ClaimState, Grant, Offer, Term, a_year_after
from policy.ledger.seats import CLOCK, Request, Seat, Wait, has_clock
from policy.ledger.services import Credit

__all__ = [
    "CLOCK",
    "WINDOW",
    "ClaimState",
    "Company",
    "Credit",
    "Deputy",
    "Grant",
    "Key",
    "Ledger",
    "Offer",
    "Request",
    "Seat",
    "Settings",
    "Term",
    "Token",
    "Use",
    "Wait",
    "a_year_after",
    "has_clock",
    "runs_low",
]
