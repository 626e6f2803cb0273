"""Whatever was recorded: the pack of it is sound by a reading of its own, and gives the same ledger again."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.ledger import Ledger
from policy.model import to_json
from storage.audit import entries_of, make_pack, verify_pack
from storage.audit.facts import facts_of
from storage.audit.whole import whole
from tests.storage.office import QUICK
from tests.storage.years import FIRST, T1, Company, Step, years

ALL_BUT_REPLIES = (
    *("entries", "people", "products", "offers", "terms", "grants", "keys", "activations", "tokens", "seats"),
    *("machines", "incidents", "credits", "credit_uses", "hours", "balances", "claims", "requests", "locations"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(many=years, days=st.integers(0, 500))
def test_the_pack_of_any_history_is_sound_and_gives_the_same_ledger_again(many: list[Step], days: int) -> None:
    company = Company().lives(many)
    day = FIRST + dt.timedelta(days=days)
    folder = Path(tempfile.mkdtemp(dir=QUICK))
    try:
        pack = make_pack(company.log, company.people, T1, day, folder, company.ctx, at=company.at)
        assert verify_pack(folder, [(T1, pack.head.seq, pack.head.hash)], pack.seal) == []
        again = list(entries_of(folder))
    finally:
        shutil.rmtree(folder)
    assert list(map(to_json, again)) == list(map(to_json, company.entries()))
    first, second = whole(company.log, T1), Ledger.of(again)
    for later in (0, 30, 400):
        moment = day + dt.timedelta(days=later)
        before = facts_of(first, moment, company.ctx, lambda person: None, ["paula"])
        after = facts_of(_with(first, second), moment, company.ctx, lambda person: None, ["paula"])
        for table in ALL_BUT_REPLIES:
            assert list(before.rows(table)) == list(after.rows(table)), table


def _with(first: object, ledger: Ledger) -> object:
    from dataclasses import replace

    return replace(first, ledger=ledger)  # type: ignore[type-var]
