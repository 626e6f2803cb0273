"""People in what the desk says: mentioned where Slack draws mentions, named everywhere else, never by accident."""

from pathlib import Path

import pytest

from bot.slack.mentions import mentioned
from intents.people import People
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person

_PEOPLE = People(
    [
        ("U1ANA00", "Ana Souza"),
        ("U2BOB00", "Bob Meyer"),
        ("U3BOB00", "Bob Meyer"),
        ("U4MAY00", "May"),
        ("U5LONG0", "Juan Pablo de Souza"),
        ("U6CORP0", "R&D Team"),
        ("U7NAME0", "Anne-Marie O'Neil"),
        ("U8NEW00", "U8NEW00"),
    ]
)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*Done.* Ana Souza has seat 2.", "*Done.* <@U1ANA00> has seat 2."),
        ("Ana Souza's seat, and Ana Souza.", "<@U1ANA00>'s seat, and <@U1ANA00>."),
        ("• Ana Souza: seat 1", "• <@U1ANA00>: seat 1"),
        ("Bob Meyer has it", "Bob Meyer has it"),
        ("until 30 May 2026", "until 30 May 2026"),
        ("ana souza and Ana", "ana souza and Ana"),
        ("Juan Pablo de Souza waits", "<@U5LONG0> waits"),
        ("R&amp;D Team waits", "<@U6CORP0> waits"),
        ("Anne-Marie O'Neil's", "<@U7NAME0>'s"),
        ("say `assign VS to Ana Souza`", "say `assign VS to Ana Souza`"),
        ("<@U1ANA00>: Undo", "<@U1ANA00>: Undo"),
        ("<https://example.com|Ana Souza>", "<https://example.com|Ana Souza>"),
        ("Ask U8NEW00.", "Ask <@U8NEW00>."),
        ("U010ANA got it, on UBUNTU22", "U010ANA got it, on UBUNTU22"),
        ("UNDERSTOOD, Windows 11", "UNDERSTOOD, Windows 11"),
        ("", ""),
    ],
)
def test_who_is_mentioned(text: str, drawn: str) -> None:
    assert mentioned(text, _PEOPLE) == drawn
    assert mentioned(drawn, _PEOPLE) == drawn


def test_people_are_mentioned_in_messages_modals_and_at_home_and_named_on_buttons(
    slack: FakeSlack, file: Path, paula: Person
) -> None:
    ana = slack.person("Ana Souza")
    with office(slack, file):
        buys(paula)
        paula.says("assign VS pro to Ana Souza")
        told = paula.sees("#3")
        assert f"<@{ana.id}>" in str(told.blocks)
        assert "Ana Souza" in told.text
        paula.runs("/mpn who has a seat?")
        assert f"<@{ana.id}>" in str(paula.sees("1 of 3").blocks)
        paula.opens_home()
        paula.sees_at_home("Administrators: Paula Reyes")
