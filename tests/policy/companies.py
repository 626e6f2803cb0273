"""Companies to begin with: what they bought, and what is recorded of it so far."""

from policy.acts import (
    ActivateSeat,
    AddKey,
    AddToken,
    AssignSeat,
    GrantCredit,
    MakeClaim,
    RecordGrant,
    RecordPurchase,
    RequestSeat,
)
from policy.ledger import Offer
from policy.model import Claim, CreditForm, Level, Programme
from tests.policy.workspace import VS, Workspace

PACK = RecordPurchase(program=Programme.ACTION_PACK)
GOLD = RecordPurchase(program=Programme.COMPETENCY, competency="Data Analytics", level=Level.GOLD)
REFUND = MakeClaim(claim=Claim.REFUND)
SWAP = MakeClaim(claim=Claim.SWAP)


def bought(today: str = "2026-01-05") -> Workspace:
    """An Action Pack bought today, with what it grants, a key and a token; nothing used."""
    paula = Workspace(today)
    paula.does(PACK)
    paula.does(RecordGrant(grants=((VS, 3), ("office", 10), ("office-365", 5))))
    paula.does(AddKey(label="K1", product="office", activations=10))
    paula.does(AddToken(label="7", service="office-365", seats=5))
    return paula


def with_credit(today: str = "2026-01-05") -> Workspace:
    """The same, with 100 of Azure credit a month."""
    paula = bought(today)
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=100))
    return paula


def staffed() -> Workspace:
    """On 12 June 2026: Ana has seat 1 and has not activated it, Bob seat 2 and has; Carol asked for one."""
    paula = bought().on("2026-06-01")
    paula.does(AssignSeat(person="ana"))
    paula.does(AssignSeat(person="bob"))
    paula.does(ActivateSeat(person="bob"))
    paula.does(RequestSeat(), by="carol")
    return paula.on("2026-06-12")


def with_seats(seats: int = 3) -> Workspace:
    """An Action Pack of January with seats of Visual Studio Professional, on 1 June."""
    paula = Workspace("2026-01-05")
    paula.does(PACK)
    paula.does(RecordGrant(grants=((VS, seats), ("office-365", 2))))
    return paula.on("2026-06-01")


def licensed(program: Programme = Programme.ACTION_PACK) -> Workspace:
    """An offer of January with Office and tokens, on 1 June."""
    paula = Workspace("2026-01-05")
    level = Level.GOLD if program is Programme.COMPETENCY else None
    paula.does(RecordPurchase(program=program, level=level))
    paula.does(RecordGrant(grants=(("office", 3), ("sql-server", 1), ("office-365", 50))))
    return paula.on("2026-06-01")


def offer(paula: Workspace) -> Offer:
    """The first offer as it is today."""
    state = paula.ledger.offers.offer("offer-1", paula.today)
    assert state
    return state
