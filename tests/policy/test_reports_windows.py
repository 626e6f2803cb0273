"""Until when a refund, a swap or a replacement can be asked for, by the ledger."""

from policy.acts import (
    ActivateToken,
    AddToken,
    MakeClaim,
    RecordDecision,
    RecordRenewal,
    RecordSwap,
    ReplaceToken,
    Undo,
    ViewToken,
)
from policy.decision import Verdict
from policy.model import Claim, Decided
from tests.policy.companies import GOLD, bought
from tests.policy.told import head, says, yes_or_no
from tests.policy.workspace import Workspace, day


def test_the_refund_window_includes_day_30() -> None:
    paula = bought("2018-10-15")
    found = yes_or_no(paula.on("2018-11-14"), "refund_window")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2018-11-14"))
    assert "today is its last day" in found.text
    assert found.rules == ("refund-window", "refund-untouched")
    assert "Microsoft reviews each request and may refuse" in found.text
    late = yes_or_no(paula.on("2018-11-15"), "refund_window")
    assert (late.verdict, late.date, late.conditions) == (Verdict.NOT_ALLOWED, day("2018-11-14"), ())
    assert head(late).startswith("**Too late.**")


def test_until_when_has_no_verdict() -> None:
    found = says(bought(), "refund_window")
    assert (found.verdict, found.date, found.conditions) == (None, day("2026-02-04"), ())
    assert "You ask by 4 Feb 2026." in yes_or_no(bought(), "refund_window").conditions
    assert "**Open until 4 Feb 2026** (30 days)" in found.text


def test_the_entry_that_ended_the_refund_is_named() -> None:
    paula = bought()
    paula.on("2026-01-14").does(ViewToken(token="7"))
    seq = paula.ledger.last_seq
    found = yes_or_no(paula, "refund_window")
    assert found.verdict is Verdict.NOT_ALLOWED
    assert found.rules[0] == "refund-untouched"
    assert f"Entry #{seq} of 14 Jan 2026" in found.text
    assert "a token was viewed" in found.text
    assert f'"undo {seq}"' in found.text
    assert found.date == day("2026-01-14")
    paula.does(Undo())
    assert yes_or_no(paula, "refund_window").verdict is Verdict.ALLOWED_IF


def test_on_the_day_before_the_view_the_refund_was_open() -> None:
    paula = bought()
    paula.on("2026-01-14").does(ViewToken(token="7"))
    assert yes_or_no(paula, "refund_window", on="2026-01-13").verdict is Verdict.ALLOWED_IF


def test_a_renewal_opens_no_refund() -> None:
    paula = bought()
    paula.on("2027-01-04").does(RecordRenewal())
    found = yes_or_no(paula, "refund_window")
    assert found.verdict is Verdict.NOT_ALLOWED
    assert "A renewal opened no new window" in found.text


def test_a_refund_asked_for_waits_for_microsoft() -> None:
    paula = bought()
    paula.does(MakeClaim(claim=Claim.REFUND))
    assert "has not answered yet" in says(paula, "refund_window").text
    paula.does(RecordDecision(decision=Decided.APPROVED))
    assert "ended on 5 Jan 2026 (refunded)" in says(paula, "refund_window").text
    assert yes_or_no(paula, "refund_window").verdict is Verdict.NOT_ALLOWED


def test_a_refused_refund_is_told() -> None:
    paula = bought()
    paula.does(MakeClaim(claim=Claim.REFUND))
    paula.does(RecordDecision(decision=Decided.REFUSED))
    assert "Microsoft refused it" in says(paula, "refund_window").text


def test_the_swap_is_made_once_and_only_between_the_packs() -> None:
    paula = bought()
    assert yes_or_no(paula, "swap_window").date == day("2026-02-04")
    assert "of the Action Pack to the Learning Action Pack" in says(paula, "swap_window").text
    paula.does(RecordSwap())
    found = yes_or_no(paula, "swap_window")
    assert (found.verdict, found.rules[0]) == (Verdict.NOT_ALLOWED, "swap-window")
    gold = Workspace()
    gold.does(GOLD)
    assert yes_or_no(gold, "swap_window").verdict is Verdict.NOT_ALLOWED


def test_two_offers_have_a_window_each() -> None:
    paula = bought()
    paula.on("2026-01-20").does(GOLD)
    found = says(paula, "refund_window")
    assert "4 Feb 2026" in found.text
    assert "19 Feb 2026" in found.text
    assert "Microsoft reviews each request and may refuse" in found.text
    assert found.date == day("2026-02-04")
    assert says(paula, "refund_window", programme="competency").date == day("2026-02-19")


def test_of_two_offers_the_one_that_is_untouched_decides() -> None:
    paula = bought()
    paula.on("2026-01-20").does(GOLD)
    paula.does(ViewToken(token="7"))
    found = yes_or_no(paula, "refund_window")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2026-02-19"))
    assert "**No refund any more.**" in found.text
    assert says(paula, "refund_window").date == day("2026-02-19")


def test_of_two_tokens_the_sooner_window_is_the_date() -> None:
    paula = bought()
    paula.does(AddToken(label="8", service="office-365", seats=5))
    paula.on("2026-03-05").does(ActivateToken(token="8", tenant="fabrikam", seats=5))
    paula.does(ActivateToken(token="7", tenant="contoso", seats=5, on=day("2026-03-01")))
    found = yes_or_no(paula, "replacement_window")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2026-03-31"))
    paula.does(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    assert says(paula, "replacement_window").date == day("2026-04-04")


def test_a_replacement_can_be_asked_for_within_30_days_of_the_activation() -> None:
    paula = bought()
    before = yes_or_no(paula, "replacement_window", token="7")
    assert before.verdict is Verdict.NOT_ALLOWED
    assert "nothing to replace" in before.text
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso", seats=5))
    found = yes_or_no(paula.on("2026-03-31"), "replacement_window", token="7")
    assert (found.verdict, found.date) == (Verdict.ALLOWED_IF, day("2026-03-31"))
    assert says(paula, "replacement_window", tenant="Contoso").date == day("2026-03-31")
    late = yes_or_no(paula.on("2026-04-01"), "replacement_window")
    assert (late.verdict, late.date) == (Verdict.NOT_ALLOWED, day("2026-03-31"))


def test_a_token_that_was_replaced_has_no_second_time() -> None:
    paula = bought()
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso", seats=5))
    paula.does(MakeClaim(claim=Claim.REPLACEMENT, token="7"))
    assert "has not answered yet" in says(paula, "replacement_window", token="7").text
    paula.does(RecordDecision(decision=Decided.APPROVED))
    paula.does(AddToken(label="21", service="office-365", seats=5))
    paula.does(ReplaceToken(token="7", with_token="21"))
    assert "by Token 21" in says(paula, "replacement_window", token="7").text
    assert "was replaced** by Token 21" in says(paula, "token_status", token="7").text
