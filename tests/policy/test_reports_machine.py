"""Reports on ledgers made up by Hypothesis: they never fail, stay short, and agree with what the acts allow."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from policy.acts import (
    ActivateKey,
    ActivateSeat,
    ActivateToken,
    AddKey,
    AddToken,
    AssignSeat,
    Confirm,
    CountKey,
    EndOffer,
    GiveRole,
    GrantCredit,
    InstallSoftware,
    MakeClaim,
    MoveSeat,
    OpenIncident,
    QueueSeat,
    Record,
    RecordDecision,
    RecordGrant,
    RecordPurchase,
    RecordRenewal,
    RecordSwap,
    ReleaseSeat,
    ReplaceToken,
    RequestSeat,
    Undo,
    UseCredit,
    UseHours,
    ViewKey,
    ViewToken,
)
from policy.decision import Form, Verdict
from policy.model import (
    Claim,
    CreditForm,
    Decided,
    EndReason,
    KeyActivated,
    Level,
    Programme,
    Role,
    SeatAssigned,
    Support,
    TokenIssued,
)
from policy.reports import REPORTS, Asked, Report, report
from tests.policy.workspace import EDITION, NAMES, VS, Workspace

PEOPLE = ["ana", "bob", "carol", "dave"]
PRODUCTS = [VS, "visual-studio-enterprise", "office", "office-365", "windows", "sql-server"]
LONGEST = 6_000
"""Characters of a text, whatever the ledger holds; a name or label has at most 60 of them."""

people = st.sampled_from(PEOPLE)
labels = st.sampled_from(["1", "2", "K1", "K2"])
machines = st.sampled_from(["build01", "LAP*7", "a `b` _c_"])

offers = [
    RecordPurchase(program=Programme.ACTION_PACK),
    RecordPurchase(program=Programme.COMPETENCY, competency="Cloud", level=Level.GOLD),
    *[RecordRenewal()] * 6,
    *[RecordSwap()] * 2,
    EndOffer(reason=EndReason.CANCELLED),
]
acts = st.one_of(
    st.sampled_from(offers),
    st.builds(lambda one, many: RecordGrant(grants=((one, many),)), st.sampled_from(PRODUCTS), st.integers(1, 4)),
    st.builds(lambda one: RecordGrant(grants=((VS, one), ("office", 2 * one))), st.integers(1, 3)),
    st.builds(MakeClaim, claim=st.sampled_from(Claim)),
    st.builds(RecordDecision, decision=st.sampled_from(Decided)),
    st.builds(QueueSeat, person=people, product=st.just(VS)),
    st.builds(RequestSeat, person=people),
    st.builds(AddKey, label=labels, product=st.sampled_from(["office", "windows"]), activations=st.integers(1, 6)),
    st.builds(ViewKey, key=labels),
    st.builds(ActivateKey, key=labels, machine=machines, hardware_changed=st.booleans()),
    st.builds(CountKey, key=labels, left=st.integers(0, 6)),
    st.builds(InstallSoftware, product=st.just("sql-server"), machine=machines),
    st.builds(AddToken, label=labels, service=st.just("office-365"), seats=st.sampled_from([5, 25])),
    st.builds(ViewToken, token=labels),
    st.builds(
        ActivateToken,
        token=st.sampled_from(["1", "2"]),
        seats=st.just(5),
        tenant=st.sampled_from(["contoso", "fabrikam"]),
    ),
    st.builds(ReplaceToken, token=labels, with_token=labels),
    st.builds(OpenIncident, support=st.sampled_from(Support)),
    st.builds(UseHours, hours=st.integers(1, 9)),
    st.builds(GrantCredit, form=st.sampled_from(CreditForm), amount=st.integers(1, 100)),
    st.builds(UseCredit, amount=st.integers(1, 100)),
    st.builds(GiveRole, person=st.just("olga"), role=st.just(Role.AUDITOR)),
    st.builds(lambda seq: Undo(seqs=(seq,)), st.integers(7, 30)),
)
seat_acts = st.one_of(
    *[st.builds(AssignSeat, person=people)] * 3,
    st.builds(AssignSeat, person=people, product=st.just("office-365")),
    st.builds(ActivateSeat, person=people),
    st.builds(ReleaseSeat, person=people),
    st.builds(MoveSeat, from_person=people, person=people),
)
act = st.booleans().flatmap(lambda seats: seat_acts if seats else acts)
later = st.sampled_from([0, 0, 0, 0, 0, 1, 10, 30, 90, 300])
steps = st.lists(st.tuples(act, later), min_size=8, max_size=40)
bought = st.sampled_from([True, True, False])


def lived(start: bool, days: list[tuple[Any, int]]) -> Workspace:
    """A workspace in which everything of `days` was recorded that the rules allow."""
    paula = Workspace("2026-01-05")
    if start:
        paula.does(RecordPurchase(program=Programme.ACTION_PACK))
        paula.does(RecordGrant(grants=((VS, 2), ("office", 3), ("office-365", 5))))
        paula.does(AddKey(label="K1", product="office", activations=3))
        paula.does(AddToken(label="1", service="office-365", seats=5))
    for act, later in days:
        outcome = paula.asks(act)
        outcome = paula.asks(act, confirmed=True) if isinstance(outcome, Confirm) else outcome
        if isinstance(outcome, Record):
            paula.record(outcome)
        paula.later(later)
    return paula


asked = st.builds(
    Asked,
    label=st.sampled_from(sorted(REPORTS)),
    person=st.one_of(st.none(), people),
    product=st.one_of(st.none(), st.sampled_from([*PRODUCTS, "visual-studio", "no-such-product"])),
    key=st.one_of(st.none(), labels, st.just("no such key")),
    token=st.one_of(st.none(), labels),
    tenant=st.one_of(st.none(), st.sampled_from(["Contoso", "nowhere"])),
    machine=st.one_of(st.none(), machines),
    programme=st.one_of(st.none(), st.sampled_from([str(one) for one in Programme])),
    on=st.one_of(st.none(), st.dates(dt.date(2025, 12, 1), dt.date(2029, 1, 1))),
    entry=st.one_of(st.none(), st.integers(0, 60)),
    form=st.one_of(st.none(), st.sampled_from(Form)),
    seat=st.one_of(st.none(), st.sampled_from(["seat-1", "seat-9"])),
)


def says(paula: Workspace, label: str, by: str = "paula", **about: Any) -> Report:
    return report(paula.ledger, paula.context(by), Asked(label, **about))


def is_whole(found: Report, ask: Asked) -> None:
    """What holds of every report."""
    assert found.text.strip()
    assert len(found.text) <= LONGEST
    assert "!" not in found.text
    assert not re.search(r"\bNone\b(?! (?:are|so|of|on|is))(?!\.)|\bNone\.[a-z]", found.text), found.text
    assert len(found.rules) <= 4
    assert set(found.rules) <= set(EDITION.section_of)
    assert found.rules, found.text
    assert bool(found.conditions) == (found.verdict is Verdict.ALLOWED_IF)
    assert found.verdict is None or ask.form is not Form.OPEN
    if found.table:
        assert all(len(row) == len(found.table.columns) for row in found.table.rows)
    labels = [choice.label for choice in found.choices]
    assert len(set(labels)) == len(labels)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=bought, days=steps, asks=st.lists(asked, min_size=1, max_size=8))
def test_no_report_fails_on_any_lawful_ledger(start: bool, days: list[tuple[Any, int]], asks: list[Asked]) -> None:
    paula = lived(start, days)
    last = paula.ledger.last_seq
    everything = [Asked(label, form=form) for label in REPORTS for form in (None, Form.POLAR)]
    for ask in [*everything, *asks]:
        for by in ("paula", "bob", "olga"):
            found = report(paula.ledger, paula.context(by), ask)
            is_whole(found, ask)
            if by == "bob" and ask.person in (None, "bob"):
                assert not any(NAMES[one] in found.text for one in PEOPLE if one != "bob"), found.text
    assert paula.ledger.last_seq == last


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.just(True), days=steps)
def test_reports_say_what_the_acts_do(start: bool, days: list[tuple[Any, int]]) -> None:
    paula = lived(start, days)
    for person in PEOPLE:
        held = paula.ledger.seats.of(person, paula.today)
        if len(held) == 1:
            moved = paula.asks(MoveSeat(from_person=person, person="erin"))
            found = says(paula, "reassign_check", person=person)
            assert (found.verdict is Verdict.ALLOWED) == isinstance(moved, Record), (found, moved)
            if not isinstance(moved, Record) and found.rules[0] == "vs-reassign":
                assert found.date and found.date > paula.today
                day_before = found.date - dt.timedelta(days=1)
                too_early = says(paula, "reassign_check", person=person, on=day_before)
                assert too_early.verdict is Verdict.NOT_ALLOWED
    standing = paula.ledger.offers.in_force(paula.today)
    if len(standing) == 1 and says(paula, "seats_free", product=VS).rules[0] == "grant-as-listed":
        given = paula.asks(AssignSeat(person="erin", product=VS))
        assert (says(paula, "seats_free", product=VS).verdict is Verdict.ALLOWED) == isinstance(given, Record | Confirm)
    offers = paula.ledger.offers.bought(paula.today)
    if len(offers) == 1 and standing:
        for label, claim in (("refund_window", Claim.REFUND), ("swap_window", Claim.SWAP)):
            made = paula.asks(MakeClaim(claim=claim))
            found = says(paula, label, form=Form.POLAR)
            if paula.ledger.offers.claim(claim, offers[0].id, paula.today) is None:
                assert (found.verdict is Verdict.ALLOWED_IF) == isinstance(made, Record), (found, made)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.just(True), days=steps, back=st.integers(0, 400))
def test_a_past_day_is_answered_as_it_was(start: bool, days: list[tuple[Any, int]], back: int) -> None:
    """Who had which seat on a day: the books say the same as a ledger of that day alone."""
    paula = lived(start, days)
    then = max(dt.date(2026, 1, 5), paula.today - dt.timedelta(days=back))
    before = paula.ledger.as_of(then)
    for label in ("who_has", "seats_of"):
        asked_now = report(paula.ledger, paula.context("paula"), Asked(label, person=_whom(label), on=then))
        at_that_time = report(before, replace(paula.context("paula"), today=then), Asked(label, person=_whom(label)))
        assert _rows(asked_now) == _rows(at_that_time)


def _whom(label: str) -> str | None:
    return "ana" if label == "seats_of" else None


def _rows(found: Report) -> list[tuple[str, ...]]:
    """The rows but for the seats' names: a seat whose first assignment was taken back has no number in the past."""
    if found.table is None:
        return []
    kept = [index for index, column in enumerate(found.table.columns) if column != "Seat"]
    return [tuple(row[index] for index in kept) for row in found.table.rows]


@pytest.fixture(scope="module")
def huge() -> Workspace:
    """10,000 people with a seat each, 2,000 machines and 1,000 tokens."""
    paula = Workspace("2026-01-05")
    paula.does(RecordPurchase(program=Programme.ACTION_PACK))
    paula.does(RecordGrant(grants=((VS, 10_500), ("office", 5_000), ("office-365", 5))))
    paula.does(AddKey(label="K1", product="office", activations=50_000))
    paula.on("2026-03-01")
    first = paula.ledger.last_seq + 1
    at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    drafts: list[Any] = [
        SeatAssigned(seat=f"seat-{n}", offer="offer-1", product=VS, person=f"U{n}", by="paula", on=paula.today)
        for n in range(1, 10_001)
    ]
    drafts += [_activated(n, paula.today) for n in range(2_000)]
    drafts += [_token(n, paula.today) for n in range(1_000)]
    for seq, draft in enumerate(drafts, first):
        entry = draft.model_copy(update={"seq": seq, "at": at})
        paula.entries.append(entry)
        paula.ledger.advance(entry)
    return paula.on("2026-04-01")


def _activated(number: int, on: dt.date) -> Any:
    return KeyActivated(
        key="key-1", machine=f"PC-{number}", machine_new=True, hardware_changed=False, consumed=1, by="paula", on=on
    )


def _token(number: int, on: dt.date) -> Any:
    return TokenIssued(
        token=f"token-{number + 1}",
        label=str(number),
        offer="offer-1",
        service="office-365",
        seats=5,
        program_year=2026,
        by="paula",
        on=on,
    )


@pytest.mark.parametrize("label", sorted(REPORTS))
def test_a_huge_company_gets_short_texts(huge: Workspace, label: str) -> None:
    for about in ({}, {"product": VS}, {"product": "office"}, {"on": dt.date(2026, 2, 1)}, {"key": "K1"}):
        ask = Asked(label, **about)
        for by in ("paula", "U7"):
            found = report(huge.ledger, huge.context(by), ask)
            is_whole(found, ask)
            assert not found.table or len(found.table.rows) <= 200


def test_a_huge_list_says_how_many_more_there_are(huge: Workspace) -> None:
    found = says(huge, "who_has", product="visual-studio")
    assert found.text.startswith("**10,000 people have a seat of Visual Studio.**")
    assert "And 9,980 more." in found.text
    assert found.table
    assert found.table.more == 9_800
