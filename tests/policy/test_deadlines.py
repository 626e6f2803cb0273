"""What falls due: derived from the ledger, moved by corrections, gone when done."""

import datetime as dt
from decimal import Decimal

import pytest

from policy.acts import (
    ActivateKey,
    ActivateSeat,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    ChangeSettings,
    Correct,
    CountKey,
    DecideRequest,
    EndOffer,
    FinishReminder,
    GiveRole,
    GrantCredit,
    HandOverReminder,
    MakeClaim,
    MoveSeat,
    NameDeputy,
    QueueSeat,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    RecordSwap,
    ReleaseSeat,
    ReplaceToken,
    RequestSeat,
    TakeRole,
    Undo,
    UseCredit,
    ViewToken,
)
from policy.deadlines import COLUMNS, Deadline, Kind, Step, coming_up, deadlines, kinds, next_due_day, tell
from policy.deadlines.steps import rungs_of
from policy.model import Answered, Claim, CreditForm, Level, Programme
from tests.policy.workspace import EDITION, VS, Workspace, at, day


def due(workspace: Workspace) -> dict[str, Deadline]:
    return {one.id: one for one in deadlines(workspace.ledger, workspace.context("paula"))}


def bought(on: str = "2026-01-12") -> Workspace:
    paula = Workspace("2026-01-05")
    paula.does(GiveRole(person="olga"))
    paula.on(on).does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 3), ("office-365", 50), ("windows", 10))))
    return paula


def days_of(one: Deadline) -> list[tuple[str, str]]:
    return [(rung.id, rung.day.isoformat()) for rung in one.rungs]


def test_every_kind_rests_on_rules_of_the_guide() -> None:
    assert set(kinds()) == set(Kind)
    for kind in kinds().values():
        assert all(rule in EDITION.rules for rule in kind.rules), kind.title


def test_a_purchase_opens_the_windows_of_refund_and_swap() -> None:
    found = due(bought())
    refund, swap = found["refund:offer-1"], found["swap:offer-1"]
    assert (refund.opens, refund.day, refund.people) == (day("2026-01-12"), day("2026-02-11"), ("paula", "olga"))
    assert days_of(refund) == days_of(swap)
    assert days_of(refund) == [
        ("14", "2026-01-28"),
        ("7", "2026-02-04"),
        ("3", "2026-02-08"),
        ("1", "2026-02-10"),
        ("0", "2026-02-11"),
        ("closed", "2026-02-12"),
    ]
    assert refund.rules == ("refund-window", "refund-untouched")
    assert refund.buttons[0].act == MakeClaim(claim=Claim.REFUND, offer="offer-1")


def test_a_competency_is_never_swapped() -> None:
    paula = Workspace("2026-01-12")
    paula.does(RecordPurchase(program=Programme.COMPETENCY, competency="Security", level=Level.SILVER))
    assert {one.split(":")[0] for one in due(paula)} == {"refund", "renewal", "rights-end"}


def test_the_first_use_ends_refund_and_swap() -> None:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    assert "refund:offer-1" in due(paula)
    paula.does(ViewToken(token="7"))
    assert not {"refund:offer-1", "swap:offer-1"} & set(due(paula))


def test_a_claim_ends_its_own_reminders_and_taking_it_back_brings_them_again() -> None:
    paula = bought()
    paula.does(MakeClaim(claim=Claim.REFUND))
    assert "refund:offer-1" not in due(paula)
    assert "swap:offer-1" in due(paula)
    paula.does(Undo())
    assert "refund:offer-1" in due(paula)


def test_a_swap_that_was_made_is_not_reminded_of() -> None:
    paula = bought()
    paula.does(MakeClaim(claim=Claim.SWAP))
    paula.does(RecordSwap())
    assert not [one for one in due(paula) if one.startswith("swap")]


def test_a_correction_moves_a_window_by_itself() -> None:
    paula = bought()
    purchase = paula.ledger.offers.known("offer-1")
    assert purchase
    paula.does(Correct(seq=purchase.purchase, changes=(("on", day("2026-01-09")),)))
    assert due(paula)["refund:offer-1"].day == day("2026-02-08")


def test_the_last_word_is_said_for_a_week_and_offers_nothing() -> None:
    paula = bought()
    assert due(paula.on("2026-02-12"))["refund:offer-1"].buttons == ()
    assert "refund:offer-1" in due(paula.on("2026-02-18"))
    assert "refund:offer-1" not in due(paula.on("2026-02-19"))


def test_an_ended_offer_has_no_deadlines() -> None:
    paula = bought()
    paula.does(EndOffer())
    assert due(paula) == {}


def test_a_replacement_can_be_asked_for_until_day_30() -> None:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso"))
    one = due(paula)["replacement:token-1"]
    assert (one.day, one.rules[0], one.names[0]) == (day("2026-03-31"), "token-replace", "token 7")
    assert "replacement:token-1" in due(paula.on("2026-03-31"))
    assert "replacement:token-1" not in due(paula.on("2026-04-01"))


@pytest.mark.parametrize(
    "done", [MakeClaim(claim=Claim.REPLACEMENT, token="7"), ReplaceToken(token="7", with_token="8")]
)
def test_asked_for_or_replaced_a_token_is_not_reminded_of(done: MakeClaim | ReplaceToken) -> None:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso"))
    paula.does(done)
    assert "replacement:token-1" not in due(paula)


def test_renewal_and_end_of_rights_come_before_the_last_day_of_the_year() -> None:
    paula = bought()
    found = due(paula)
    renewal, rights = found["renewal:offer-1:2026"], found["rights-end:offer-1:2026"]
    assert renewal.day == rights.day == day("2027-01-11")
    assert [rung.id for rung in renewal.rungs] == ["60", "30", "14", "7", "1", "0"]
    assert {*renewal.rules, *rights.rules} == {
        "token-yearly",
        "no-renewal",
        "licence-not-perpetual",
        "cloud-rights-end",
    }
    paula.on("2027-01-04").does(RecordRenewal())
    assert "renewal:offer-1:2026" not in due(paula)
    assert due(paula)["renewal:offer-1:2027"].day == day("2028-01-11")


def test_what_is_to_be_uninstalled_is_named_before_the_end() -> None:
    paula = bought()
    paula.does(AddKey(label="K1", product="windows", activations=10))
    for n in range(5):
        paula.does(ActivateKey(key="K1", machine=f"lab-{n}"))
    paula.on("2026-12-28")
    rights = due(paula)["rights-end:offer-1:2026"]
    text = tell([Step(rights, rights.rungs[2])], paula.context("paula"), paula.today).text
    assert "To uninstall: Windows on lab-0, lab-1, lab-2 and 2 more." in text


def renewed(on: str) -> Workspace:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    paula.on("2026-03-01").does(ActivateToken(token="7", tenant="contoso"))
    paula.on(on).does(RecordRenewal())
    return paula


def test_after_the_renewal_tokens_are_fetched_and_each_is_entered() -> None:
    paula = renewed("2026-12-28")
    assert due(paula)["token-fetch:offer-1:2027"].day == day("2027-01-11")
    paula.does(AddToken(label="11", service="office-365", seats=20))
    one = due(paula)["token-entry:token-2:2027"]
    assert "token-fetch:offer-1:2027" not in due(paula)
    daily = [rung.day.isoformat() for rung in one.rungs if day("2027-01-05") <= rung.day <= day("2027-01-11")]
    assert daily == [f"2027-01-{n:02}" for n in range(5, 12)]
    later = [(rung.day - day("2026-12-28")).days for rung in one.rungs if rung.day > day("2027-01-11")]
    assert later[:3] == [21, 28, 35]
    paula.does(ActivateToken(token="11", tenant="contoso"))
    assert "token-entry:token-2:2027" not in due(paula)


def test_renewed_late_the_tokens_have_30_days() -> None:
    paula = renewed("2027-02-01")
    one = due(paula)["token-fetch:offer-1:2027"]
    assert one.day == day("2027-03-03")
    assert "last year's rights ran out on Mon 11 Jan 2027" in one.said["lapse"]


def test_a_token_of_the_first_year_waits_until_refund_and_swap_are_over() -> None:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    one = due(paula)["token-unused:token-1"]
    assert one.day is None
    assert one.rungs[0].day == day("2026-02-12")


def test_a_token_from_before_a_swap_is_not_waited_for() -> None:
    paula = bought()
    paula.does(AddToken(label="7", service="office-365", seats=25))
    paula.does(MakeClaim(claim=Claim.SWAP))
    paula.does(RecordSwap())
    assert "token-unused:token-1" not in due(paula)


def queued() -> Workspace:
    paula = bought()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    paula.does(ActivateSeat(person="ana"))
    paula.does(QueueSeat(person="bob", seat="seat-1"))
    return paula


def test_a_seat_may_move_from_day_90() -> None:
    paula = queued()
    one = due(paula)["seat-move:seat-1:ana:bob"]
    assert (one.day, one.possible, one.rules) == (day("2026-08-30"), True, ("vs-reassign",))
    act = one.buttons[0].act
    assert act == MoveSeat(from_person="ana", person="bob", product=VS, seat="seat-1")
    paula.on("2026-08-30").does(act)
    assert not [one for one in due(paula) if one.startswith("seat-move")]


def test_a_released_seat_goes_to_who_waits_for_any() -> None:
    paula = bought()
    for person in ("ana", "carol", "dave"):
        paula.on("2026-06-01").does(AssignSeat(person=person))
    paula.does(QueueSeat(person="bob"))
    assert [due(paula)[one].day for one in due(paula) if one.startswith("seat-move")] == [day("2026-08-30")]
    paula.on("2026-06-10").does(ReleaseSeat(person="carol"))
    one = due(paula)[f"seat-move:{VS}:bob"]
    assert one.day == day("2026-08-30")
    paula.on("2026-08-30").does(one.buttons[0].act)
    assert paula.ledger.seats.of("bob", paula.today)[0].id == "seat-2"


def test_a_seat_that_is_not_activated_nudges_the_holder_and_then_the_administrator() -> None:
    paula = bought()
    paula.on("2026-06-01").does(AssignSeat(person="ana"))
    one = due(paula)["seat-activation:seat-1:ana"]
    told = [(rung.to, rung.day.isoformat()) for rung in one.rungs]
    assert told[:2] == [("ana", "2026-06-08"), (None, "2026-06-15")]
    assert (one.day, one.people[0]) == (None, "paula")
    paula.does(ActivateSeat(person="ana"))
    assert "seat-activation:seat-1:ana" not in due(paula)


def test_a_request_waits_for_an_answer() -> None:
    paula = bought()
    paula.on("2026-06-01").does(RequestSeat(), by="bob")
    assert due(paula)["request:request-1"].rungs[0].day == day("2026-06-03")
    paula.does(DecideRequest(decision=Answered.DENIED))
    assert "request:request-1" not in due(paula)


def test_a_key_runs_low_and_then_out() -> None:
    paula = bought()
    paula.on("2026-06-01").does(AddKey(label="K1", product="windows", activations=10))
    assert "activations:key-1" not in due(paula)
    paula.does(CountKey(key="K1", left=4))
    assert due(paula)["activations:key-1"].rungs[0].id == "low+1"
    paula.does(CountKey(key="K1", left=0))
    assert due(paula)["activations:key-1"].rungs[0].id == "none+1"
    paula.does(CountKey(key="K1", left=9))
    assert "activations:key-1" not in due(paula)


def test_monthly_credit_lapses_with_the_month_unless_it_is_used() -> None:
    paula = bought()
    paula.on("2026-02-10").does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100)))
    one = due(paula)["credit:credit-1:2026-02"]
    assert (one.day, one.said["amount"]) == (day("2026-02-28"), "100 USD")
    paula.does(UseCredit(amount=Decimal(97)))
    assert "credit:credit-1:2026-02" not in due(paula)
    assert "credit:credit-1:2026-03" in due(paula.on("2026-03-01"))


def test_done_is_done_until_it_is_taken_back() -> None:
    paula = bought()
    paula.does(FinishReminder(deadline="refund:offer-1", also=("swap:offer-1",)))
    assert not {"refund:offer-1", "swap:offer-1"} & set(due(paula))
    paula.does(Undo())
    assert {"refund:offer-1", "swap:offer-1"} <= set(due(paula))


def test_who_recorded_it_acts_then_who_it_was_handed_to_or_a_deputy() -> None:
    paula = bought()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, competency="Security", level=Level.GOLD), by="olga")
    assert due(paula)["refund:offer-2"].people == ("olga", "paula")
    paula.does(NameDeputy(deputy="dave", until=day("2026-01-20")), by="olga")
    assert due(paula)["refund:offer-2"].people == ("dave", "olga", "paula")
    assert due(paula.on("2026-01-21"))["refund:offer-2"].people == ("olga", "paula")
    paula.does(HandOverReminder(deadline="refund:offer-2", to="carol"))
    assert due(paula)["refund:offer-2"].people[0] == "carol"
    paula.does(TakeRole(person="olga"))
    assert due(paula)["renewal:offer-2:2026"].people == ("paula",)


def test_the_workspace_sets_its_own_ladder() -> None:
    paula = bought()
    paula.does(ChangeSettings(changes=(("ladders", {"refund": [5, 0]}),)))
    assert [rung.id for rung in due(paula)["refund:offer-1"].rungs] == ["5", "0", "closed"]
    assert len(due(paula)["swap:offer-1"].rungs) == 6


def test_what_is_coming_up_is_everything_to_an_administrator_and_ones_own_to_others() -> None:
    paula = bought()
    paula.on("2026-02-16").does(AssignSeat(person="ana"))
    every = coming_up(paula.ledger, paula.context("paula"))
    assert every.text.startswith("**Next: Last day to renew the Action Pack in time, 11 Jan 2027.**")
    assert [row[0] for row in every.rows] == ["11 Jan 2027", "11 Jan 2027", "now"]
    assert all(len(row) == len(COLUMNS) for row in every.rows)
    own = coming_up(paula.ledger, paula.context("ana"))
    assert [row[1] for row in own.rows] == ["Visual Studio Professional seat 1 of Ana Souza not activated"]
    assert coming_up(paula.ledger, paula.context("bob")).text.startswith("**Nothing is coming up.**")


def test_hundreds_of_things_fit_one_message_that_names_each_day() -> None:
    paula = bought()
    paula.does(RecordGrant(grants=((VS, 400),)))
    for n in range(60):
        paula.does(at(AssignSeat(person=f"dev{n}"), f"2026-03-{1 + n % 28:02}"))
        paula.does(QueueSeat(person=f"new{n}", seat=f"seat-{n + 1}"))
    paula.on("2026-06-30")
    steps = [Step(one, one.rungs[-1]) for one in due(paula).values()]
    told = tell(steps, paula.context("paula"), paula.today)
    assert len(told.text) <= 1_500
    assert len(told.steps) < len(steps)
    for step in told.steps:
        assert step.deadline.day is None or f"{step.deadline.day.day} {step.deadline.day:%b %Y}" in told.text
    assert f"And {len(steps) - len(told.steps)} more" in told.text


def test_where_it_gets_long_sentences_are_cut_and_days_stay() -> None:
    paula = Workspace("2026-01-05")
    for n, month in enumerate((1, 2, 3, 4, 5)):
        paula.on(f"2026-0{month}-06").does(
            RecordPurchase(program=Programme.COMPETENCY, competency=f"Cloud {n}", level=Level.GOLD)
        )
        paula.does(RecordGrant(grants=(("office-365", 25),), offer=f"offer-{n + 1}"))
    for n, month in enumerate((1, 2, 3, 4, 5)):
        paula.on(f"2027-0{month}-05").does(RecordRenewal(offer=f"offer-{n + 1}"))
        paula.does(AddToken(label=str(n), service="office-365", seats=25, offer=f"offer-{n + 1}"))
    steps = [Step(one, one.rungs[0]) for one in due(paula).values()]
    told = tell(steps, paula.context("paula"), paula.today)
    assert len(told.steps) == len(steps) == 15
    assert len(told.text) <= 1_500
    assert "which follow" not in told.text
    for step in told.steps:
        assert step.deadline.day
        assert f"{step.deadline.day.day} {step.deadline.day:%b %Y}" in told.text, step.deadline.id


def test_a_name_brings_no_marks_into_a_message() -> None:
    paula = bought()
    paula.does(AddToken(label="**7** `x` _y_ " + "z" * 100, service="office-365", seats=25))
    one = due(paula)["token-unused:token-1"]
    assert one.said["token"] == "token 7 x y " + "z" * 33 + "…"


def test_the_next_due_day_is_never_too_late() -> None:
    paula = Workspace("2026-01-05")
    assert next_due_day(paula.ledger, paula.context("paula")) is None
    paula = bought()
    assert next_due_day(paula.ledger, paula.context("paula")) == day("2026-01-27")
    paula.does(FinishReminder(deadline="refund:offer-1", also=("swap:offer-1",)))
    assert next_due_day(paula.ledger, paula.context("paula")) == day("2026-11-11")
    paula.does(NameDeputy(deputy="olga", until=day("2026-01-20")))
    assert next_due_day(paula.ledger, paula.context("paula")) == day("2026-01-21")
    paula.does(at(RecordRenewal(), "2026-05-01"))
    assert next_due_day(paula.ledger, paula.context("paula")) == paula.today + dt.timedelta(days=1)


def test_no_history_is_read_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    paula = renewed("2026-12-28")
    paula.does(AssignSeat(person="ana"))

    def refuse(*_: object) -> None:
        raise AssertionError("the whole history was read")

    monkeypatch.setattr(type(paula.ledger), "entries", refuse)
    assert len(due(paula)) == 4
    assert next_due_day(paula.ledger, paula.context("paula")) == paula.today


def test_what_is_put_off_past_its_last_day_comes_on_both_days() -> None:
    paula = bought()
    paula.on("2027-01-05").does(RecordRenewal())
    paula.does(AddToken(label="8", service="office-365", seats=5))
    one = next(found for name, found in due(paula).items() if name.startswith("token-entry"))
    assert one.day
    later = one.day + dt.timedelta(days=18)
    snoozed = [rung.day for rung in rungs_of(one, "paula", later) if rung.id.startswith("snoozed")]
    assert snoozed == [one.day, later]
    assert len({rung.id for rung in rungs_of(one, "paula", later)}) == len(rungs_of(one, "paula", later))


def test_that_an_offer_ran_out_is_said_as_long_as_a_renewal_continues_it() -> None:
    paula = bought()
    assert due(paula.on("2027-02-10"))["rights-end:offer-1:2026"].until == day("2027-02-10")
    assert "rights-end:offer-1:2026" not in due(paula.on("2027-02-11"))
