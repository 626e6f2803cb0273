"""A year of a company with two offers, twenty seats and six tokens: every message that it gets, to be read."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from policy.acts import (
    Act,
    ActivateKey,
    ActivateSeat,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    FinishReminder,
    GiveRole,
    GrantCredit,
    MakeClaim,
    MoveSeat,
    QueueSeat,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    ReplaceToken,
    RequestSeat,
    UseCredit,
)
from policy.deadlines import LONGEST
from policy.model import Claim, CreditForm, Decided, Level, Programme
from tests.bot.reminders_office import Office
from tests.policy.workspace import VS, Workspace

SNAPSHOT = Path(__file__).parent / "data" / "reminders_year.txt"
VSE = "visual-studio-enterprise"
STAFF = [f"dev{n}" for n in range(1, 17)]

YEAR: list[tuple[str, str, Act]] = [
    ("2026-01-05", "paula", GiveRole(person="olga")),
    ("2026-01-12", "paula", RecordPurchase(program=Programme.ACTION_PACK)),
    ("2026-01-13", "paula", RecordGrant(grants=((VS, 12), ("office-365", 100), ("windows", 10)))),
    ("2026-01-13", "paula", AddToken(label="1", service="office-365", seats=25)),
    ("2026-01-13", "paula", AddToken(label="2", service="office-365", seats=25)),
    ("2026-01-13", "paula", AddToken(label="3", service="power-bi", seats=10)),
    ("2026-01-13", "paula", AddToken(label="4", service="intune", seats=10)),
    ("2026-02-12", "paula", ActivateToken(token="1", tenant="contoso")),
    ("2026-02-12", "paula", ActivateToken(token="2", tenant="contoso")),
    ("2026-02-12", "paula", ActivateToken(token="3", tenant="fabrikam")),
    ("2026-02-12", "paula", AddKey(label="K1", product="windows", activations=10)),
    *[("2026-02-16", "paula", AssignSeat(person=one, product=VS)) for one in STAFF[:8]],
    *[("2026-02-17", "paula", ActivateSeat(person=one, product=VS)) for one in STAFF[:5]],
    ("2026-02-18", "paula", GrantCredit(form=CreditForm.MONTHLY, amount=Decimal(100))),
    ("2026-02-20", "paula", MakeClaim(claim=Claim.REPLACEMENT, token="3")),
    ("2026-02-24", "paula", ActivateSeat(person="dev6", product=VS)),
    ("2026-02-26", "paula", RecordDecision(decision=Decided.APPROVED)),
    ("2026-02-27", "paula", ReplaceToken(token="3", with_token="5")),
    ("2026-03-03", "paula", ActivateToken(token="5", tenant="contoso")),
    (
        "2026-03-09",
        "olga",
        RecordPurchase(program=Programme.COMPETENCY, competency="Data Analytics", level=Level.GOLD),
    ),
    ("2026-03-10", "olga", RecordGrant(grants=((VSE, 8),), program=Programme.COMPETENCY)),
    ("2026-03-10", "paula", UseCredit(amount=Decimal(98))),
    ("2026-04-02", "paula", UseCredit(amount=Decimal(40))),
    *[("2026-04-13", "olga", AssignSeat(person=one, product=VSE)) for one in STAFF[8:]],
    *[("2026-04-14", "olga", ActivateSeat(person=one, product=VSE)) for one in STAFF[8:]],
    ("2026-04-20", "paula", QueueSeat(person="carol", seat="seat-7")),
    ("2026-05-19", "paula", MoveSeat(from_person="dev7", person="carol")),
    ("2026-05-20", "paula", ActivateSeat(person="carol")),
    ("2026-06-03", "dave", RequestSeat(product=VS)),
    *[
        (f"2026-0{month}-02", "paula", ActivateKey(key="K1", machine=f"lab-{month}-{n}"))
        for month in (6, 7)
        for n in range(4)
    ],
    ("2026-07-01", "paula", FinishReminder(deadline="token-unused:token-4")),
    ("2027-01-08", "paula", RecordRenewal(offer="offer-1")),
    ("2027-01-14", "paula", AddToken(label="11", service="office-365", seats=25, offer="offer-1")),
    ("2027-01-14", "paula", AddToken(label="12", service="office-365", seats=20, offer="offer-1")),
    ("2027-01-14", "paula", AddToken(label="13", service="power-bi", seats=10, offer="offer-1")),
    ("2027-01-14", "paula", FinishReminder(deadline="token-fetch:offer-1:2027")),
    ("2027-01-15", "paula", ActivateToken(token="11", tenant="contoso")),
    ("2027-01-20", "paula", ActivateToken(token="12", tenant="contoso")),
]


LEAVES = ("2026-09-12", "dev12")
"""Somebody's account is switched off, on a Saturday."""


def lived() -> Office:
    """The year, with a sweep four times a day: Paula in São Paulo, Olga in Berlin, the developers in Tokyo."""
    office = Office(
        Workspace("2026-01-05"),
        "America/Sao_Paulo",
        {"olga": "Europe/Berlin", **dict.fromkeys(STAFF, "Asia/Tokyo")},
        holidays="BR",
    )
    left = sorted(YEAR, key=lambda one: one[0])
    now = dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC)
    while now < dt.datetime(2027, 4, 1, tzinfo=dt.UTC):
        office.at(now)
        while left and left[0][0] <= office.workspace.today.isoformat() and now.hour >= 13:
            on, by, act = left.pop(0)
            assert office.workspace.today.isoformat() == on
            office.does(act, by)
        if office.workspace.today.isoformat() >= LEAVES[0]:
            office.left = LEAVES[1:]
        office.sweep(now)
        now += dt.timedelta(hours=6)
    return office


def as_read(office: Office) -> str:
    """The messages as people get them, one after the other."""
    found = []
    for now, dm in office.sent:
        local = now.astimezone(office.zone_of(dm.to))
        found.append(f"=== {local:%a %d %b %Y %H:%M}, to {office.context().name(dm.to)}")
        found.append(dm.text)
        found.append("  ".join(f"[{choice.label}]" for choice in dm.choices))
        found.append("")
    return "\n".join(found)


def test_a_year_reads_as_it_did() -> None:
    office = lived()
    read = as_read(office)
    assert read == SNAPSHOT.read_text(encoding="utf-8"), "read it, then: python -m tests.bot.test_reminders_year"
    for _, dm in office.sent:
        labels = [choice.label for choice in dm.choices]
        assert len(dm.text) <= LONGEST
        assert len(set(labels)) == len(labels)


if __name__ == "__main__":
    SNAPSHOT.write_text(as_read(lived()), encoding="utf-8")
