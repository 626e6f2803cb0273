"""Plans written beside a button and read back."""

import datetime as dt
from decimal import Decimal

import pytest

from bot.record.plans import filled, read, written
from bot.talk.plan import Plan, Wish
from policy import acts
from policy.model import Claim, CreditForm, Programme


@pytest.mark.parametrize(
    "act",
    [
        acts.AssignSeat(person="ana", on=dt.date(2026, 2, 3)),
        acts.Undo(seqs=(3, 4)),
        acts.RecordGrant(grants=(("office-365", 5), ("visual-studio", 3)), program=Programme.ACTION_PACK),
        acts.MakeClaim(claim=Claim.REFUND, reference="4711"),
        acts.GrantCredit(form=CreditForm.MONTHLY, amount=Decimal("100.50")),
        acts.AskAdministrator(wish=acts.AssignSeat(person="jun"), words="assign vs to jun"),
        acts.Correct(seq=14, changes=(("on", dt.date(2026, 10, 3)),)),
        acts.ChangeSettings(changes=(("zone", "Europe/Berlin"),)),
    ],
)
def test_a_plan_comes_back_as_it_was(act: acts.Act) -> None:
    plan = Plan((Wish(act, confirmed=True),))
    text = written(plan)
    assert text is not None
    assert read(text) == plan


_WISH = '{"act":"AssignSeat","confirmed":true,"fields":{}}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Undo",
        "{}",
        '{"wishes":[{"act":"Nothing","confirmed":true,"fields":{}}]}',
        "[]",
        "[" * 50_000,
        f'{{"wishes":[{_WISH}],"at":1,"slot":null}}',
        f'{{"wishes":[{_WISH}],"at":-1,"slot":null}}',
        f'{{"wishes":[{_WISH}],"at":0,"slot":"bogus"}}',
        f'{{"wishes":[{_WISH}],"at":0,"slot":3}}',
        f'{{"wishes":[{_WISH}],"at":1e400,"slot":null}}',
        '{"wishes":[],"at":0,"slot":"person"}',
        '{"wishes":[{"act":"Act","confirmed":true,"fields":{}}],"at":0,"slot":null}',
    ],
)
def test_other_text_is_no_plan(text: str) -> None:
    assert read(text) is None


def test_a_plan_that_is_too_long_is_not_carried() -> None:
    assert written(Plan((Wish(acts.AskAdministrator(words="x" * 4_000)),))) is None


def test_a_picked_value_fits_its_field_or_nothing_follows() -> None:
    bought = Plan((Wish(acts.RecordPurchase()),), slot="program")
    assert filled(bought, "bogus") is None
    then = filled(bought, "competency")
    assert then and then.wishes[0].act == acts.RecordPurchase(program=Programme.COMPETENCY)
