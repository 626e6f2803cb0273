"""Incidents, credit and hours, day by day."""

from decimal import Decimal

from policy.acts import (
    GrantCredit,
    OpenIncident,
    Record,
    RecordBalance,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    UseCredit,
    UseHours,
)
from policy.model import Balance, CreditForm, Level, Programme, Support
from tests.policy.workspace import Workspace, at, day


def bought(program: Programme = Programme.ACTION_PACK, level: Level | None = None) -> Workspace:
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=program, level=level))
    return paula.on("2026-06-01")


def test_an_action_pack_has_product_support_only() -> None:
    paula = bought()
    refusal = paula.is_refused(OpenIncident(product="azure"))
    assert (refusal.rules[0], refusal.entry) == ("support-kinds", 3)
    assert "9 incidents left this programme year" in paula.does(OpenIncident(product="sql-server", version="2025")).text


def test_the_product_tells_the_kind() -> None:
    paula = bought(Programme.COMPETENCY, Level.GOLD)
    cloud = paula.does(OpenIncident(product="office-365", reference="119")).entries[0]
    product = paula.does(OpenIncident(product="windows-server", version="2025")).entries[0]
    assert [getattr(entry, "support", None) for entry in (cloud, product)] == [Support.CLOUD, Support.PRODUCT]
    assert paula.is_asked(OpenIncident()).slot == "support"


def test_a_cloud_incident_counts_against_the_competency() -> None:
    paula = bought()
    paula.does(RecordPurchase(program=Programme.COMPETENCY, level=Level.GOLD))
    entry = paula.does(OpenIncident(product="azure")).entries[0]
    assert getattr(entry, "offer", None) == "offer-2"
    assert paula.is_asked(OpenIncident(product="sql-server")).slot == "offer"


def test_an_uncovered_version_is_asked_about_first() -> None:
    asked = bought().is_asked_first(OpenIncident(product="sql-server", version="2012"))
    assert asked.rules[0] == "support-n-1"
    assert "2012 is not covered" in asked.text
    assert isinstance(bought().asks(OpenIncident(product="sql-server", version="2025")), Record)
    asked = bought().is_asked_first(OpenIncident(product="sql-server", version="2031"))
    assert (asked.rules[0], "I don't know SQL Server 2031" in asked.text) == ("support-n-1", True)


def test_the_wrong_kind_of_support_is_asked_about() -> None:
    paula = bought(Programme.COMPETENCY, Level.SILVER)
    for product, support in (("sql-server", Support.CLOUD), ("azure", Support.PRODUCT), ("intune", Support.CLOUD)):
        asked = paula.is_asked_first(OpenIncident(product=product, support=support))
        assert asked.rules[0] == "support-scs-scope"


def test_incidents_are_counted_by_year_with_what_partner_center_lists() -> None:
    paula = bought()
    paula.does(RecordGrant(grants=(("product-incidents", 2),)))
    paula.does(RecordBalance(balance=Balance.PRODUCT_INCIDENTS, used=Decimal(1)))
    assert "0 incidents left this programme year." in paula.does(OpenIncident(support=Support.PRODUCT)).text
    assert paula.is_asked_first(OpenIncident(support=Support.PRODUCT)).rules == ("support-kinds",)
    paula.on("2027-01-05").does(RecordRenewal())
    assert "1 incident left" in paula.does(OpenIncident(support=Support.PRODUCT)).text


def test_credit_is_not_used_on_a_day_without_credit() -> None:
    paula = bought().on("2026-08-03")
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100)))
    granted = paula.ledger.last_seq
    refusal = paula.on("2026-08-10").is_refused(at(UseCredit(amount=Decimal(20)), "2026-07-01"))
    assert (refusal.rules[0], refusal.entry, refusal.date) == ("azure-credits", granted, day("2026-08-03"))
    paula.does(at(UseCredit(amount=Decimal(20)), "2026-08-03"))
    paula.on("2026-10-01").does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(150)))
    assert "80 USD left" in paula.does(at(UseCredit(amount=Decimal(20)), "2026-09-09")).text


def test_monthly_credit_starts_anew_each_month() -> None:
    paula = bought()
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100)))
    used = paula.on("2026-06-10").does(UseCredit(amount=Decimal(40)))
    assert "60 USD left until 30 Jun 2026; then it lapses" in used.text
    assert used.date == day("2026-06-30")
    [credit] = paula.ledger.services.granted(paula.today)
    assert paula.ledger.services.left(credit, day("2026-06-30")) == 60
    assert paula.ledger.services.left(credit, day("2026-07-01")) == 100
    dated = paula.on("2026-07-02").does(at(UseCredit(amount=Decimal("12.50")), "2026-06-30"))
    assert "47.50 USD left" in dated.text


def test_bulk_credit_is_one_sum() -> None:
    paula = bought()
    paula.does(GrantCredit(form=CreditForm.BULK, amount=Decimal(6000)))
    paula.does(UseCredit(amount=Decimal(1000)))
    over = paula.on("2026-09-01").does(UseCredit(amount=Decimal(5500)))
    assert "500 USD more than was left" in over.text


def test_two_credits_are_asked_about() -> None:
    paula = bought()
    paula.does(GrantCredit(form=CreditForm.BULK, amount=Decimal(6000)))
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100)))
    paula.does(GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(150)))
    ask = paula.is_asked(UseCredit(amount=Decimal(1)))
    assert [choice.label for choice in ask.choices] == ["6,000 USD bulk", "150 USD monthly"]


def test_credit_needs_a_grant() -> None:
    assert bought().is_refused(UseCredit(amount=Decimal(1))).rules == ("azure-credits",)


def test_hours_need_an_active_membership() -> None:
    paula = bought()
    paula.does(RecordGrant(grants=(("presales-hours", 5),)))
    assert "3.5 left this programme year" in paula.does(UseHours(hours=Decimal("1.5"))).text
    refusal = paula.on("2027-01-05").is_refused(UseHours(hours=Decimal(1)))
    assert refusal.rules[0] in ("presales", "no-renewal")


def test_what_can_be_no_value_is_refused_in_words() -> None:
    paula = bought()
    refusal = paula.is_refused(UseHours(hours=Decimal(-1)))
    assert "“-1” is no hours" in refusal.text
