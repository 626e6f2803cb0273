"""The clock of `mpn chat`: moved by words, wrong ones answered in words."""

import datetime as dt
from pathlib import Path

import pytest

from bot.terminal.clock import Clock
from tests.bot.test_terminal import chat, ledger

__all__ = ["ledger"]

BEGIN = dt.datetime(2026, 2, 5, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("tomorrow", "2026-02-06T09:00"),
        ("Tomorrow", "2026-02-06T09:00"),
        ("+7", "2026-02-12T10:00"),
        ("+7d", "2026-02-12T10:00"),
        ("-2w", "2026-01-22T10:00"),
        ("+6h", "2026-02-05T16:00"),
        ("3 days ago", "2026-02-02T10:00"),
        ("+1 month", "2026-03-05T10:00"),
        ("-1y", "2025-02-05T10:00"),
        ("3 Oct", "2026-10-03T09:00"),
        ("3rd of october", "2026-10-03T09:00"),
        ("to 3 Jan", "2027-01-03T09:00"),
        ("next monday", "2026-02-09T09:00"),
        ("2026-03-01", "2026-03-01T09:00"),
        ("2025-03-01", "2025-03-01T09:00"),
        ("in 3 days", "2026-02-08T09:00"),
        ("now", "2026-02-05T10:00"),
    ],
)
def test_the_clock_goes_to_what_is_said(words: str, moment: str) -> None:
    clock = Clock(BEGIN)
    clock.move(words)
    assert clock.now.isoformat()[:16] == moment
    assert clock.now.utcoffset() == BEGIN.utcoffset()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("blah", "“blah” for a day"),
        ("7", "“7” for a day"),
        ("tomorrow or friday", "for a day"),
        ("assign VS on 3 Oct", "for a day"),
        ("31 Apr", "30 days"),
        ("+99999d", "too far away"),
        ("+99999y", "too far away"),
        ("9999-01-01", "too far away"),
    ],
)
def test_what_is_no_day_is_said_and_moves_nothing(words: str, told: str) -> None:
    clock = Clock(BEGIN)
    with pytest.raises(ValueError, match=told):
        clock.move(words)
    assert clock.now.isoformat()[:16] == "2026-02-05T10:00"


def test_the_clock_in_the_talk() -> None:
    shown = chat("/clock\n/clock 3 Oct\n/clock soon\nwhat day is it?\n/CLOCK now\n").output
    assert "It is Thursday, 5 Feb 2026, 10:00. To move it: /clock tomorrow" in shown
    assert "It is Saturday, 3 Oct 2026, 09:00. Nothing is due." in shown
    assert "I can't take “soon” for a day. Write /clock tomorrow" in shown
    assert "It is Saturday, 3 Oct 2026, 09:00 for me" in shown


def test_the_day_stands_above_what_falls_due_on_it(ledger: Path) -> None:
    shown = chat("/clock 20 Feb\n", "--db", ledger).output
    assert shown.index("It is Friday, 20 Feb 2026, 09:00.") < shown.index("The time to ask for a refund")
    assert "1 We've asked for the refund" in shown


def test_other_words_behind_a_stroke() -> None:
    shown = chat("/foo\n/help\n/help seats\n/mpn who am I\n").output
    assert "There is no /foo here. In the terminal also: /clock" in shown
    assert "quit or Ctrl-D leaves" in shown
    assert "Visual Studio seats. Say, for example" in shown
    assert "I know you as" in shown


def test_an_empty_line_says_nothing_and_the_command_alone_helps() -> None:
    empty = chat("").output
    assert len(chat("\n  \n").output) - len(empty) < 20
    assert "More: “help seats”" in chat("/mpn\n").output
