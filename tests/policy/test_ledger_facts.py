"""What the ledger knows of a question, and the answers that follow from it."""

from typing import Any

from policy.acts import (
    ActivateToken,
    AddToken,
    AssignSeat,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    RecordSwap,
    StateFact,
    ViewToken,
)
from policy.facts import Facts, Level, Programme
from policy.judge import judge
from policy.ledger_facts import known_of
from tests.policy.workspace import CATALOGUE, EDITION, VS, Workspace, day


def bought() -> Workspace:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 3), ("office-365", 5))))
    paula.does(AddToken(label="7", service="office-365", seats=5))
    return paula


def facts_of(*about: Any, **named: Any) -> Facts:
    return known_of(*about, **named).facts


def test_an_empty_ledger_knows_nothing() -> None:
    assert facts_of(Workspace().ledger, day("2026-01-05")) == Facts()


def test_what_was_stated_counts_until_a_purchase_is_recorded() -> None:
    paula = Workspace()
    paula.does(StateFact(fact="programme", value="competency"))
    paula.does(StateFact(fact="level", value="gold"))
    paula.does(StateFact(fact="learning_partner", value=False))
    facts = facts_of(paula.ledger, paula.today)
    assert facts == Facts(programme=Programme.COMPETENCY, level=Level.GOLD, learning_partner=False)
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    assert facts_of(paula.ledger, paula.today).programme is Programme.ACTION_PACK


def test_a_refund_is_open_until_something_is_used() -> None:
    paula = bought().on("2026-01-14")
    open_ = judge(EDITION, "refund", facts_of(paula.ledger, paula.today), paula.today)
    assert (open_.verdict, open_.day) == ("allowed_if", day("2026-02-04"))
    paula.does(ViewToken(token="7"))
    known = known_of(paula.ledger, paula.today)
    assert known.facts.touched is True
    assert known.first_use and known.first_use.seq == paula.ledger.last_seq
    assert judge(EDITION, "refund", known.facts, paula.today).rules[0] == "refund-untouched"


def test_a_renewal_opens_no_window() -> None:
    paula = bought().on("2027-01-05")
    assert facts_of(paula.ledger, paula.today).member is False
    paula.does(RecordRenewal())
    facts = facts_of(paula.ledger, paula.today)
    assert (facts.member, facts.days_since_purchase) == (True, 365)
    assert judge(EDITION, "refund", facts, paula.today).verdict == "not_allowed"


def test_a_swap_was_made_before() -> None:
    paula = bought()
    assert facts_of(paula.ledger, paula.today).swapped_before is False
    paula.does(RecordSwap())
    facts = facts_of(paula.ledger, paula.today)
    assert (facts.swapped_before, facts.programme) == (True, Programme.LEARNING_ACTION_PACK)


def test_a_seat_and_the_day_it_can_move() -> None:
    paula = bought().on("2026-06-01")
    paula.does(AssignSeat(person="ana"))
    facts = facts_of(paula.on("2026-08-18").ledger, paula.today, person="ana", product="visual-studio")
    assert (facts.days_since_assignment, facts.vs_edition) == (78, "professional")
    assert judge(EDITION, "vs-move", facts, paula.today).day == day("2026-08-30")
    assert facts_of(paula.ledger, paula.today, person="bob").days_since_assignment is None


def test_a_token_and_the_day_a_replacement_ends() -> None:
    paula = bought().on("2026-06-01")
    assert facts_of(paula.ledger, paula.today, token="7").token_activated is False
    paula.does(ActivateToken(token="7", tenant="contoso"))
    facts = facts_of(paula.on("2026-06-11").ledger, paula.today, token="7", catalogue=CATALOGUE)
    assert (facts.token_activated, facts.days_since_activation) == (True, 10)


def test_two_offers_leave_open_what_they_tell_differently() -> None:
    paula = bought().on("2026-06-01")
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD))
    facts = facts_of(paula.ledger, paula.today)
    assert facts.programme is Programme.COMPETENCY, "the only one within its window"
    late = facts_of(paula.on("2026-09-01").ledger, paula.today)
    assert (late.programme, late.days_since_purchase, late.member) == (None, None, True)
    named = facts_of(paula.ledger, paula.today, programme=Programme.ACTION_PACK)
    assert named.days_since_purchase == 239
