"""Which workspaces a sweep has to open."""

import datetime as dt

from policy import model
from policy.model import Programme
from storage.log import Drafts, Log
from storage.sqlite.database import SQLite

AT = dt.datetime(2026, 2, 10, 9, tzinfo=dt.UTC)


def _bought(log: Log, workspace: str) -> int:
    draft = model.OfferPurchased(by="paula", on=AT.date(), offer="offer-1", program=Programme.ACTION_PACK)
    recorded = log.append(workspace, None, lambda ledger: Drafts((draft,)), at=AT)
    assert recorded
    return recorded.entries[-1].number


def test_what_was_recorded_is_due_until_it_is_put_off_and_again_after_the_next_entry() -> None:
    log = Log(SQLite(None))
    seq = _bought(log, "acme")
    _bought(log, "zeta")
    assert log.due(AT) == ("acme", "zeta")
    log.put_off("acme", seq, dt.date(2026, 3, 1))
    assert log.due(AT) == ("zeta",)
    assert log.due(dt.datetime(2026, 2, 28, 9, tzinfo=dt.UTC)) == ("zeta", "acme")
    log.put_off("zeta", seq, None)
    assert log.due(dt.datetime(2199, 1, 1, tzinfo=dt.UTC)) == ("acme",)
    log.append("zeta", None, lambda ledger: Drafts((model.PersonAdded(by="p", on=AT.date(), person="q"),)), at=AT)
    assert log.due(AT) == ("zeta",)


def test_a_workspace_that_went_on_meanwhile_is_not_put_off() -> None:
    log = Log(SQLite(None))
    seq = _bought(log, "acme")
    log.append("acme", None, lambda ledger: Drafts((model.PersonAdded(by="p", on=AT.date(), person="q"),)), at=AT)
    log.put_off("acme", seq, dt.date(2026, 3, 1))
    assert log.due(AT) == ("acme",)
