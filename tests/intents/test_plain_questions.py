"""Questions to the ledger that can mean nothing else, and the days that they are about."""

import datetime as dt

import pytest

from intents.days.periods import period_of
from intents.lexicon import load
from intents.names import Names
from intents.plain_questions import FIRST_WORDS, PlainQuestion, plain_question, ways_beginning
from intents.reader import REPORTS as ASKED
from policy.reports import REPORTS, Only
from tests.journeys.people import READER

TODAY = dt.date(2026, 11, 24)  # a Tuesday


def asked(text: str) -> PlainQuestion | None:
    (reading,) = READER.read(text, Names(), TODAY)
    return plain_question(reading.words, reading.tags, READER.catalogue.kinds)


def test_each_way_to_ask_stands_below_one_report() -> None:
    assert all(ways_beginning(first) for first in FIRST_WORDS)


def test_every_report_and_narrowing_is_known() -> None:
    entries = load("reports")["report"]
    assert {entry["label"] for entry in entries} <= {*REPORTS, *ASKED, "seat_valid"}
    assert {entry["only"] for entry in entries if "only" in entry} <= set(Only)


@pytest.mark.parametrize(
    ("text", "label", "only"),
    [
        ("hi, can you tell me who has what please", "who_has", None),
        ("Who hasn't activated yet?", "who_has", "not_activated"),
        ("is bob's seat activated yet?", "seat_valid", None),
        ("what must we uninstall if we don't renew the action pack?", "uninstall_list", None),
        ("we're not renewing", "uninstall_list", "planned"),
        ("who changed what last week?", "history", "recorded"),
        ("what's overdue", "upcoming", "overdue"),
        ("which tokens were never activated?", "token_status", "not_activated"),
        ("how many of 25 seats of token 7 are used?", "token_status", "seats"),
        ("whats on build-01", "history", "machine"),
    ],
)
def test_asked_for_in_few_words(text: str, label: str, only: str | None) -> None:
    assert asked(text) == PlainQuestion(label, only)


@pytest.mark.parametrize(
    "text",
    [
        "who has what it takes to run Exchange?",
        "who has what rights under the guide?",
        "must we uninstall if we stop paying?",
        "what must the customer uninstall?",
        "she asked who has what",
        "what happens when we renew?",
        "is bob's seat activated automatically?",
        "which tokens were never activated by the customer?",
        "what is",
        "",
    ],
)
def test_with_a_word_left_over_it_is_another_question(text: str) -> None:
    readings = READER.read(text, Names(), TODAY)
    kinds = READER.catalogue.kinds
    assert [plain_question(one.words, one.tags, kinds) for one in readings] in ([None], [])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("what did we do today", ("2026-11-24", "2026-11-24")),
        ("what did we do last week", ("2026-11-16", "2026-11-22")),
        ("what did we do this week", ("2026-11-23", "2026-11-24")),
        ("what did we do last month", ("2026-10-01", "2026-10-31")),
        ("what did we do in february", ("2026-02-01", "2026-02-28")),
        ("what did we do last year", ("2025-01-01", "2025-12-31")),
        ("what did we do since october", ("2026-10-01", "2026-11-24")),
        ("what did we do", None),
    ],
)
def test_the_days_that_are_asked_about(text: str, days: tuple[str, str] | None) -> None:
    (reading,) = READER.read(text, Names(), TODAY)
    found = period_of(reading.words, reading.tags, TODAY)
    assert (found and tuple(day.isoformat() for day in found)) == days
