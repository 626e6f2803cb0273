"""Entries on the wire: canonical, read back as they were, every kind and version ever shipped still read."""

import datetime as dt
import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from policy import model
from policy.ledger import Ledger
from policy.model import AnyEntry, from_json, stamped, to_json

GOLDEN = Path(__file__).parent / "golden" / "v1.jsonl"
LINES = GOLDEN.read_text(encoding="ascii").splitlines()
KINDS = {kind.model_fields["kind"].default for kind in get_args(get_args(AnyEntry)[0])}
DAY = dt.date(2026, 6, 1)


def test_the_golden_file_has_every_kind() -> None:
    assert {json.loads(line)["kind"] for line in LINES} == KINDS


@pytest.mark.parametrize("line", LINES)
def test_what_was_shipped_is_read_and_written_as_it_was(line: str) -> None:
    entry = from_json(line)
    assert to_json(entry) == line
    assert from_json(to_json(entry)) == entry


def test_the_golden_file_replays_to_the_same_state() -> None:
    """Read as a person would: what follows from the file must not change with the code."""
    ledger = Ledger.of(from_json(line) for line in LINES)
    summer, spring, end = dt.date(2026, 6, 20), dt.date(2026, 4, 1), dt.date(2027, 7, 1)
    offer = ledger.offers.offer("offer-1", dt.date(2027, 2, 1))
    assert offer
    assert offer.program == "learning_action_pack"
    assert [str(term.end) for term in offer.terms] == ["2027-01-07", "2028-01-07"]
    assert [seat.last for seat in ledger.seats.holders("offer-1", "visual-studio-professional", summer)] == ["U-ana"]
    assert [str(seat.free_from) for seat in ledger.seats.resting("offer-1", "visual-studio-professional", summer)] == [
        "2026-08-30"
    ]
    assert [wait.person for wait in ledger.seats.waiting("visual-studio-professional", summer)] == ["U-zoe"]
    assert ledger.seats.waiting("visual-studio-professional", dt.date(2026, 9, 1)) == []
    key = ledger.licences.key("key-1", spring)
    assert key
    assert (key.left, key.consumed, key.activated) == (7, 1, 2)
    assert ledger.licences.in_use("sql-server", spring) == 1
    assert [token.label for token in ledger.licences.unused_tokens(spring)] == ["8"]
    assert ledger.services.used_hours("offer-1", dt.date(2026, 1, 8), dt.date(2026, 12, 31)) == 1.5
    [credit] = ledger.services.granted(dt.date(2026, 9, 6))
    assert str(ledger.services.left(credit, dt.date(2026, 9, 6))) == "59.75"
    assert ledger.services.left(credit, dt.date(2026, 10, 1)) == 100
    assert ledger.company.settings(summer).morning == "08:30"
    assert list(ledger.company.locations_on(summer)) == ["Köln"]
    first_use = ledger.offers.first_use("offer-1", spring)
    assert first_use and first_use.kind == "key_viewed"
    assert ledger.seats.of("U-zoe", end) == []
    assert not ledger.offers.covers("offer-1", end)


def test_an_entry_is_canonical_json() -> None:
    draft = model.LocationAdded(by="U1", on=DAY, location="Köln, Nordstraße")
    assert (
        to_json(draft) == '{"by":"U1","kind":"location_added","location":"K\\u00f6ln, Nordstra\\u00dfe",'
        '"on":"2026-06-01","v":1}'
    )


def test_a_field_of_a_kind_is_there_also_when_null() -> None:
    assert json.loads(to_json(model.SeatQueued(by="U1", on=DAY, product="office", person="U2")))["seat"] is None


def test_a_token_is_replaced_with_another() -> None:
    line = to_json(model.TokenReplaced(by="U1", on=DAY, token="token-1", with_="token-2"))
    assert json.loads(line)["with"] == "token-2"


def test_drafts_of_one_request_are_numbered_and_share_the_moment() -> None:
    draft = model.HoursUsed(by="U1", on=DAY, offer="offer-1", hours=1)
    berlin = dt.datetime(2026, 6, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    first, second = stamped([draft, draft], 7, berlin)
    assert (first.seq, first.part, second.seq, second.part) == (7, 1, 8, 2)
    assert '"at":"2026-06-01T08:00:00Z"' in to_json(first)
    assert stamped([draft], 7, berlin)[0].part is None


@pytest.mark.parametrize(
    "line",
    [
        '{"by":"U1","kind":"hours_used","offer":"offer-1","hours":1,"on":"2026-06-01","v":2}',
        '{"by":"U1","kind":"hours_used","offer":"offer-1","hours":1,"on":"2026-06-01","v":1,"more":1}',
        '{"by":"U1","kind":"hours_wasted","offer":"offer-1","hours":1,"on":"2026-06-01","v":1}',
        '{"by":"U1","kind":"hours_used","offer":"offer-1","hours":-1,"on":"2026-06-01","v":1}',
        '{"at":"2026-06-01T08:00:00","by":"U1","kind":"hours_used","offer":"o","hours":1,"on":"2026-06-01","v":1}',
        '{"by":"U1","kind":"location_added","location":"a\\u0000b","on":"2026-06-01","v":1}',
    ],
)
def test_what_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        from_json(line)


def test_an_entry_does_not_change() -> None:
    entry = from_json(LINES[0])
    with pytest.raises(ValidationError):
        entry.by = "U2"  # type: ignore[misc]


@given(
    amount=st.decimals(min_value=0, max_value=10**9, places=2),
    why=st.none() | st.text(min_size=1, max_size=50).filter(lambda text: "\0" not in text),
    at=st.datetimes(min_value=dt.datetime(2000, 1, 1), timezones=st.timezones()),
)
def test_any_amount_reason_and_moment_comes_back(amount: object, why: str | None, at: dt.datetime) -> None:
    draft = model.CreditUsed(by="U1", on=DAY, credit="credit-1", form="bulk", amount=amount, currency="USD", why=why)
    [entry] = stamped([draft], 1, at)
    assert from_json(to_json(entry)) == entry
    assert to_json(entry).isascii()
