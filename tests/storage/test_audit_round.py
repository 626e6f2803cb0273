"""Whatever was recorded: the pack of it is sound by a reading of its own, and gives the same ledger again."""

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.acts import (
    ActivateKey,
    AddKey,
    AssignSeat,
    MakeClaim,
    RecordDecision,
    RecordGrant,
    RecordRenewal,
    RecordSwap,
    ReleaseSeat,
    Undo,
)
from policy.ledger import Ledger
from policy.model import Claim, Decided, to_json
from storage.audit import entries_of, make_pack, verify_pack
from storage.audit.facts import facts_of
from storage.audit.rows import rows_of
from storage.audit.whole import whole
from tests.policy.workspace import VS
from tests.storage.office import QUICK
from tests.storage.years import FIRST, LAST, T1, Company, Step, years

ALL_BUT_REPLIES = (
    *("entries", "people", "products", "offers", "terms", "grants", "keys", "activations", "tokens", "seats"),
    *("machines", "incidents", "credits", "credit_uses", "hours", "balances", "claims", "requests", "locations"),
)


def comes_round(company: Company, day: dt.date) -> None:
    """The pack as of a day is sound, and a second ledger made of its entries has the same tables on every day."""
    folder = Path(tempfile.mkdtemp(dir=QUICK))
    try:
        pack = make_pack(company.log, company.people, T1, day, folder, company.ctx, at=company.at)
        assert verify_pack(folder, [(T1, pack.head.seq, pack.head.hash)], pack.seal) == []
        again = list(entries_of(folder))
    finally:
        shutil.rmtree(folder)
    assert list(map(to_json, again)) == list(map(to_json, company.entries()))
    first = whole(company.log, T1)
    second = replace(first, ledger=Ledger.of(again))
    for later in (0, 30, 400):
        moment = day + dt.timedelta(days=later)
        before = facts_of(first, moment, company.ctx, lambda person: None, ["paula"])
        after = facts_of(second, moment, company.ctx, lambda person: None, ["paula"])
        for table in ALL_BUT_REPLIES:
            assert list(rows_of(before, table)) == list(rows_of(after, table)), table


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(many=years, days=st.integers(0, 500))
def test_the_pack_of_any_history_is_sound_and_gives_the_same_ledger_again(many: list[Step], days: int) -> None:
    comes_round(Company().lives(many), FIRST + dt.timedelta(days=days))


SEAT = AssignSeat(person="ana", product=VS, offer="offer-1")
SWAPPED: list[Step] = [
    (MakeClaim(claim=Claim.SWAP, offer="offer-1"), 0, 0, None),
    (SEAT, 2, 0, None),
    (RecordDecision(decision=Decided.APPROVED, claim=Claim.SWAP), 4, 0, None),
    (RecordSwap(offer="offer-1"), 0, 0, None),
]
TAKEN_BACK: list[Step] = [
    (AssignSeat(person="carol", product=VS, offer="offer-1"), 0, 0, None),
    (SEAT, 0, 0, None),
    (Undo(seqs=(10,)), 0, 0, None),
]
RARE: dict[str, tuple[list[Step], str]] = {
    "a swap, and grants after it": (
        [*SWAPPED, (RecordGrant(grants=((VS, 5),), offer="offer-1"), 10, 0, None), (SEAT, 0, 0, None)],
        "offer_swapped",
    ),
    "a seat given back before the swap": (
        [*SWAPPED[:2], (ReleaseSeat(person="ana"), 1, 0, None), *SWAPPED[2:]],
        "offer_swapped",
    ),
    "undone, and that undone": ([(SEAT, 40, 0, None), (Undo(), 0, 0, None), (Undo(seqs=LAST), 0, 0, None)], "reversed"),
    "another key on the same machine": (
        [
            (AddKey(label="K2", product="windows", activations=3, offer="offer-1"), 40, 0, None),
            (ActivateKey(key="K1", machine="PC"), 0, 0, None),
            (ActivateKey(key="K2", machine="pc"), 0, 0, None),
        ],
        "key_activated",
    ),
    "a seat taken back that was numbered before another": (TAKEN_BACK, "reversed"),
    "renewed long after the end": ([(RecordRenewal(offer="offer-1"), 450, 0, None)], "offer_renewed"),
    "renewed soon after the end": ([(RecordRenewal(offer="offer-1"), 380, 0, None)], "offer_renewed"),
}


@pytest.mark.parametrize("name", RARE)
@pytest.mark.parametrize("days", [1, 3, 6, 8, 20, 60, 460])
def test_what_chance_seldom_brings(name: str, days: int) -> None:
    many, kind = RARE[name]
    company = Company().lives(many)
    assert any(kind in entry.kind for entry in company.entries()), "the history is the one that was meant"
    comes_round(company, FIRST + dt.timedelta(days=days))
