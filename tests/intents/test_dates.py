"""Days as people type them."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.days.day import shift_months
from intents.days.find import find_days
from intents.words import clean, split
from policy.days import DayOrder

TODAY = date(2026, 2, 10)
CASES = tomllib.loads(Path(__file__).with_suffix("").with_name("dates.toml").read_text())
ALL = [(group, words, wanted) for group, cases in CASES.items() for words, wanted in cases.items()]


@pytest.mark.parametrize(("group", "words", "wanted"), ALL, ids=lambda value: value)
def test_a_day_is_read(group: str, words: str, wanted: str) -> None:
    order = DayOrder.DAY_FIRST if group == "day_first" else DayOrder.MONTH_FIRST
    low = split(clean(words)).low
    found = find_days(low, TODAY, order, future=group == "future", planned=[group == "planned"] * len(low))
    if wanted == "none":
        assert found == []
        return
    assert len(found) == 1
    assert (found[0].fault or (found[0].on and found[0].on.isoformat())) == wanted


def test_a_day_that_was_worked_out_says_so_and_what_else_it_could_be() -> None:
    (by_friday,) = find_days("by friday".split(), TODAY)
    assert (by_friday.worked_out, by_friday.ahead, by_friday.on) == (True, True, date(2026, 2, 13))
    assert by_friday.other == date(2026, 2, 6)
    (on_friday,) = find_days("on friday".split(), TODAY)
    assert (on_friday.worked_out, on_friday.ahead, on_friday.on) == (True, False, date(2026, 2, 6))
    assert on_friday.other == date(2026, 2, 13)
    (tomorrow_last_year,) = find_days("on 11 feb".split(), TODAY)
    assert tomorrow_last_year.on == date(2025, 2, 11)
    assert tomorrow_last_year.other == date(2026, 2, 11)
    assert not find_days("on 3 october 2025".split(), TODAY)[0].worked_out
    assert not find_days("yesterday".split(), TODAY)[0].worked_out


def test_a_month_or_a_year_is_no_day_but_tells_where_it_begins() -> None:
    (january,) = find_days("in january".split(), TODAY)
    assert january.fault
    assert january.on == date(2026, 1, 1)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_whole_date_is_itself_however_it_is_written(day: date, today: date) -> None:
    for words in (
        day.isoformat(),
        f"{day.day} {day:%B %Y}",
        f"{day:%b} {day.day} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert [found.on for found in find_days(split(words).low, today)] == [day]


@given(st.integers(1, 28), st.integers(1, 12), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_day_without_a_year_is_the_last_one_that_was(number: int, month: int, today: date) -> None:
    words = f"{number} {date(2000, month, 1):%B}"
    (found,) = find_days(split(words).low, today)
    assert found.on is not None
    assert today - timedelta(days=366) <= found.on <= today


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-240, 240))
def test_months_move_to_a_day_of_the_wanted_month(day: date, months: int) -> None:
    moved = shift_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    find_days(split(clean(text)).low, TODAY)


@pytest.mark.parametrize(
    ("text", "swapped"),
    [("03/02/2026", date(2026, 2, 3)), ("03.02.2026", None), ("3/3", None), ("13/2", None), ("2026-03-02", None)],
)
def test_figures_that_mean_another_day_in_the_other_order_tell_it(text: str, swapped: date | None) -> None:
    (day,) = find_days([text], TODAY)
    assert day.swapped == swapped
