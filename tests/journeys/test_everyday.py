"""What an administrator says on an ordinary day, from everyday.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.reply import Kind
from policy.decision import Verdict
from tests.journeys.people import did
from tests.journeys.test_talks import answer, desk

WRAPPERS = tomllib.loads((Path(__file__).parent.parent / "intents" / "wrappers.toml").read_text(encoding="utf-8"))[
    "around"
]
TALKS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "everyday.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TALKS)
def test_an_ordinary_day(name: str) -> None:
    office = desk(TALKS[name])
    for line in TALKS[name]["talk"]:
        before = len(office.entries)
        reply = answer(office, line["says"])
        told = f"{line['says']}: {reply.kind}: {reply.text}"
        assert reply.kind == line.get("kind", reply.kind), told
        assert office.entries[before:] == line.get("records", []), told
        if "proposes" in line:
            assert [entry["kind"] for entry in reply.proposed] == line["proposes"], told
        assert line.get("has", "") in reply.text, told
        assert list(reply.choices) == line.get("choices", list(reply.choices)), told


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("are all seats activated?", Verdict.NOT_ALLOWED),
        ("are all tokens activated?", Verdict.NOT_ALLOWED),
        ("did anybody record anything today?", Verdict.NOT_ALLOWED),
        ("did anybody record anything yesterday?", Verdict.ALLOWED),
        ("is anything overdue?", Verdict.NOT_ALLOWED),
        ("which seats are not activated yet?", None),
        ("unused tokens", None),
        ("did jun leave?", None),
        ("can zoe have VS?", None),
        ("did anyone use the action pack yet?", None),
    ],
)
def test_a_yes_or_no_only_where_one_is_asked_for(asked: str, verdict: Verdict | None) -> None:
    assert desk({"desk": "open"}).paula.says(asked).verdict is verdict


def test_who_may_not_see_others_is_told_nothing_of_them() -> None:
    office = desk({"desk": "open"})
    did(office.paula.says("assign VS to ana"))
    for asked in (
        *("who has what", "who hasn't activated yet", "everything about jun", "is juns seat activated"),
        *("what did paula record yesterday", "who recorded what", "jun's seat is wrong", "it was bob2, not jun"),
        *("what happens to jun's seat when he leaves?", "did jun leave?"),
    ):
        reply = office.bob.says(asked)
        assert (reply.recorded, reply.proposed) == ((), ()), asked
        assert "Jun Ito" not in reply.text, asked


def test_before_anything_is_bought_the_guide_answers() -> None:
    reply = desk({"desk": "empty"}).paula.says("what must we uninstall if we stop paying?")
    assert reply.kind is Kind.ANSWER
    assert "keep-software" in reply.rules or reply.rules


def test_after_the_end_of_an_offer() -> None:
    office = desk({"desk": "open"})
    did(office.paula.says("jun activated the seat"))
    did(office.paula.says("we bought gold"))
    office.on("2026-12-10")
    assert "ran out on 30 Nov 2026" in office.paula.says("what is overdue?").text
    seat = office.paula.says("is jun's seat activated?")
    assert (seat.verdict, "Not any more" in seat.text) == (Verdict.NOT_ALLOWED, True)
    assert "Nobody holds" in office.paula.says("who hasn't activated yet?").text
    assert "a renewal by 30 Dec 2026 continues it" in office.paula.says("can we still renew?").text
    (ended,) = office.paula.says("we let it lapse").proposed
    assert ended["offer"] == "offer-1"


def test_a_seat_given_back_on_a_past_day_has_rested_by_now() -> None:
    office = desk({"desk": "open"}).on("2026-06-20")
    reply = office.paula.says("release jun's seat, on 1 March 2026")
    assert "rested until 10 May 2026" in (reply.text if reply.recorded else office.paula.says("yes").text)


@pytest.mark.parametrize(
    "said",
    [
        *("#3 was 10 power bi", "token 7 is wrong", "delete token 7", "it was zoe, not jun", "that was 5 not 2"),
        *("cancel the action pack", "ask microsoft for a replacement of token 7", "we used 2 support tickets"),
        *("jun's last day was yesterday", "K1 is empty", "we don't renew", "who has what", "please fix entry 3"),
    ],
)
def test_in_other_words_nothing_of_it_is_recorded(said: str) -> None:
    office = desk({"desk": "open"})
    before = len(office.entries)
    for around in WRAPPERS:
        text = around.replace("{}", said)
        office.paula.says(text, thread=text)
    assert len(office.entries) == before


@pytest.mark.parametrize(
    "around",
    ["should we {}?", "if {}, what then?", "he said {}", "she told me: {}", "`{}`", "> {}", "{}, or not", "don't {}"],
)
def test_what_is_asked_supposed_told_quoted_or_denied_is_not_even_offered(around: str) -> None:
    office = desk({"desk": "open"})
    for said in (
        "delete token 7",
        "remove key K1",
        "it was zoe, not jun",
        "cancel the action pack",
        "we used 2 tickets",
    ):
        text = around.replace("{}", said)
        assert office.paula.says(text, thread=text).proposed == (), text
