"""The fold: however entries come, whatever is asked between, the state is that of the entries in order of effect."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from policy import model
from policy.ledger import Ledger, a_year_after
from policy.model import Entry

START = dt.date(2026, 1, 1)
DAYS = [START + dt.timedelta(days=number) for number in range(0, 420, 7)]
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
VS = "visual-studio-professional"

people = st.sampled_from(["ana", "bob", "carol"])
seats = st.sampled_from(["seat-1", "seat-2", "seat-3"])
days = st.sampled_from(DAYS)


def entry_of(kind: type[Entry], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Entry]:
    return st.builds(kind, by=st.just("paula"), on=days, **fields)


seat = {"seat": seats, "offer": st.just("offer-1"), "product": st.just(VS), "person": people}
entries = st.one_of(
    entry_of(model.SeatAssigned, **seat),
    entry_of(model.SeatActivated, **seat),
    entry_of(model.SeatReleased, **seat),
    entry_of(model.SeatReassigned, seat=seats, from_person=people, person=people),
    entry_of(model.SeatQueued, product=st.just(VS), person=people),
    entry_of(model.SeatUnqueued, product=st.just(VS), person=people),
    entry_of(
        model.GrantRecorded,
        grant=st.just("grant-1"),
        offer=st.just("offer-1"),
        product=st.just(VS),
        quantity=st.integers(0, 5),
    ),
    entry_of(model.OfferRenewed, offer=st.just("offer-1")),
    entry_of(model.KeyViewed, key=st.just("key-1")),
    entry_of(model.KeyCounted, key=st.just("key-1"), left=st.integers(0, 9)),
    entry_of(
        model.KeyActivated,
        key=st.just("key-1"),
        machine=st.sampled_from(["pc-1", "PC-1", "pc-2"]),
        machine_new=st.booleans(),
        hardware_changed=st.booleans(),
        consumed=st.sampled_from([0, 1]),
    ),
    entry_of(
        model.SoftwareRemoved, offer=st.just("offer-1"), product=st.just("office"), machine=st.sampled_from(["pc-1"])
    ),
    entry_of(model.TokenViewed, token=st.just("token-1")),
    entry_of(model.TokenActivated, token=st.just("token-1"), tenant=st.just("contoso"), seats=st.just(25)),
    entry_of(model.HoursUsed, offer=st.just("offer-1"), hours=st.integers(1, 4)),
    entry_of(model.RoleGiven, person=people, role=st.just("administrator")),
    entry_of(model.RoleTaken, person=people, role=st.just("administrator")),
    st.builds(model.EntryReversed, by=st.just("paula"), on=days, seq_reversed=st.integers(8, 33)),
)
FIRST = [
    model.OfferPurchased(by="paula", on=START, offer="offer-1", program="action_pack"),
    model.KeyIssued(by="paula", on=START, key="key-1", label="K1", offer="offer-1", product="office", activations=9),
    model.TokenIssued(
        by="paula", on=START, token="token-1", label="7", offer="offer-1", service="azure", seats=25, program_year=2026
    ),
    model.OfferPurchased(by="paula", on=DAYS[3], offer="offer-2", program="competency"),
    *(
        model.SeatAssigned(by="paula", on=START, seat=f"seat-{number}", offer="offer-1", product=VS, person="ana")
        for number in (1, 2, 3)
    ),
]
histories = st.lists(entries, max_size=30).map(lambda drafts: numbered([*FIRST, *drafts]))


def numbered(drafts: Sequence[Entry], after: int = 0) -> list[Entry]:
    return [draft.model_copy(update={"seq": after + index, "at": AT}) for index, draft in enumerate(drafts, 1)]


def what_it_says(ledger: Ledger, day: dt.date) -> object:
    """Every answer of the ledger for a day."""
    return (
        ledger.offers.bought(day),
        [use and use.seq for use in (ledger.offers.first_use("offer-1", day), ledger.offers.first_use("offer-2", day))],
        ledger.offers.grants_of("offer-1", day),
        ledger.seats.held("offer-1", VS, day),
        ledger.seats.holders("offer-1", VS, day),
        [seat for seat, state in ledger.seats.idle("offer-1", VS, day) if state],
        [ledger.seats.of(person, day) for person in ("ana", "bob", "carol")],
        ledger.seats.waiting(VS, day),
        ledger.licences.key("key-1", day),
        ledger.licences.token("token-1", day),
        ledger.licences.unused_tokens(day),
        ledger.licences.in_use("office", day),
        sorted(use.machine.casefold() for use in ledger.licences.products_on("PC-1", day)),
        ledger.services.used_hours("offer-1", START, day),
        sorted(ledger.company.administrators(day)),
    )


def effective(history: Sequence[Entry]) -> list[Entry]:
    """The entries that stand, worked out from the end: a reversal that was not reversed takes its entry out."""
    gone: set[int] = set()
    done: dict[int, bool] = {}
    for entry in history:
        if isinstance(entry, model.EntryReversed):
            target = next((one for one in history if one.seq == entry.seq_reversed and one.number < entry.number), None)
            if target is None or target.seq in gone:
                continue
            gone.add(target.number)
            if isinstance(target, model.EntryReversed) and done.get(target.number):
                gone.discard(target.seq_reversed)
            done[entry.number] = True
    return [one for one in history if one.seq not in gone and not isinstance(one, model.EntryReversed)]


@given(histories, st.lists(st.tuples(st.integers(0, 36), days), max_size=6))
def test_questions_in_between_do_not_change_the_answers(history: list[Entry], asked: list[tuple[int, dt.date]]) -> None:
    ledger = Ledger()
    for index, entry in enumerate(history):
        ledger.advance(entry)
        for when, day in asked:
            if when == index:
                what_it_says(ledger, day)
    for day in DAYS[::9]:
        assert what_it_says(ledger, day) == what_it_says(Ledger.of(history), day)


@given(histories, days)
def test_a_reversed_entry_was_never_there(history: list[Entry], day: dt.date) -> None:
    assert what_it_says(Ledger.of(history), day) == what_it_says(Ledger.of(effective(history)), day)


@given(histories, days)
def test_a_day_is_answered_as_by_the_ledger_of_that_day(history: list[Entry], day: dt.date) -> None:
    """But for what is known later of that day: a renewal that continues, a first grant from the purchase on."""
    history = [one for one in history if not isinstance(one, model.OfferRenewed | model.GrantRecorded)]
    ledger = Ledger.of(history)
    assert what_it_says(ledger, day) == what_it_says(ledger.as_of(day), day)


@given(histories, st.lists(entries, max_size=4), days)
def test_a_trial_says_what_the_ledger_would_and_leaves_it_as_it_was(
    history: list[Entry], drafts: list[Entry], day: dt.date
) -> None:
    ledger = Ledger.of(history)
    before = what_it_says(ledger, day)
    trial = ledger.trial(drafts)
    after = [*history, *numbered(drafts, len(history))]
    assert what_it_says(trial, day) == what_it_says(Ledger.of(after), day)
    assert what_it_says(ledger, day) == before == what_it_says(Ledger.of(history), day)
    assert what_it_says(trial.trial(drafts), day) == what_it_says(
        Ledger.of([*after, *numbered(drafts, len(after))]), day
    )


@given(histories, st.lists(entries, min_size=1, max_size=4), days)
def test_a_trial_goes_on_after_a_question(history: list[Entry], drafts: list[Entry], day: dt.date) -> None:
    trial = Ledger.of(history).fork()
    for entry in numbered(drafts, len(history)):
        trial.advance(entry)
        what_it_says(trial, day)
    assert what_it_says(trial, day) == what_it_says(Ledger.of([*history, *numbered(drafts, len(history))]), day)


@given(histories, st.integers(8, 33), days)
@settings(max_examples=60)
def test_a_trial_without_an_entry(history: list[Entry], seq: int, day: dt.date) -> None:
    ledger = Ledger.of(history)
    entry = ledger.entry(seq)
    if entry is None or isinstance(entry, model.EntryReversed):
        return
    expected = [one for one in effective(history) if one.seq != seq]
    assert what_it_says(ledger.trial((), without=[seq]), day) == what_it_says(Ledger.of(expected), day)


def test_what_was_known_at_a_moment() -> None:
    late = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    ledger = Ledger.of(numbered(FIRST))
    ledger.advance(
        model.HoursUsed(by="paula", on=START, offer="offer-1", hours=3).model_copy(update={"seq": 8, "at": late})
    )
    assert ledger.services.used_hours("offer-1", START, DAYS[5]) == 3
    assert ledger.known_at(AT).services.used_hours("offer-1", START, DAYS[5]) == 0


def test_a_year_from_29_february_ends_on_the_27th() -> None:
    assert a_year_after(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)
    assert a_year_after(dt.date(2027, 3, 1)) == dt.date(2028, 3, 1)


def test_the_last_request_is_all_of_its_entries() -> None:
    three = [draft.model_copy(update={"part": part}) for part, draft in enumerate(FIRST[:3], 1)]
    ledger = Ledger.of(numbered([FIRST[3], *three, FIRST[3].model_copy(update={"by": "bob"})]))
    assert [entry.seq for entry in ledger.last_request_by("paula")] == [2, 3, 4]
    assert [entry.seq for entry in ledger.request_of(3)] == [2, 3, 4]
    assert [entry.seq for entry in ledger.last_request_by("bob")] == [5]
    assert ledger.last_request_by("carol") == []
