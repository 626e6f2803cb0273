"""The forms of the settings: every setting, as it is now; only what is changed is recorded, what is emptied is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.forms import forms
from policy.ledger import Settings
from tests.bot.slack.office import office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


def opens(paula: Person, what: str = "Settings") -> dict[str, object]:
    """Opens a form anew, and gives what stands in its fields."""
    paula._workspace.stack(paula.id).clear()
    paula.opens_home()
    paula.sees_at_home("Edition of the guide")
    (paula.presses_at_home if what == "Settings" else paula.chooses_at_home)(what)
    shown = paula.modal()
    inputs = [block for block in shown["blocks"] if block["type"] == "input"]
    return {
        str(block["block_id"]): next(
            (
                value["value"] if isinstance(value, dict) else value
                for key, value in block["element"].items()
                if key.startswith("initial_")
            ),
            None,
        )
        for block in inputs
    }


def test_every_setting_has_its_field() -> None:
    asked = {field.name for name in ("settings", "reminders") for field in forms()[name].fields}
    assert asked - {"reminded_of"} == set(Settings._fields)


def test_the_settings_are_shown_as_they_are(slack: FakeSlack, paula: Person) -> None:
    channel = slack.workspace.channel("general")
    for said, told in (
        ("time zone is Europe/Berlin", "Europe/Berlin"),
        ("quiet hours 18-8", "from 18:00 to 08:00"),
        ("holidays of Germany", "days off of DE"),
        (f"post the weekly summary in <#{channel}|>", "weekly summary"),
        ("we are a learning partner", "learning partner"),
    ):
        paula.says(said)
        if "Record it" in (shown := paula.sees(told)).buttons:
            paula.presses("Record it", shown)
            paula.sees("#5" if "partner" in said else "Done")
    assert opens(paula) == {
        "zone": "Europe/Berlin",
        "day_order": "month_first",
        "morning": "08:00",
        "evening": "18:00",
        "holidays": "DE",
        "weekly_channel": channel,
        "head_channel": None,
        "learning_partner": "yes",
    }


def test_only_what_is_changed_is_recorded_and_what_is_emptied_is_none(slack: FakeSlack, paula: Person) -> None:
    channel = slack.workspace.channel("general")
    opens(paula)
    paula.submits(zone="Europe/Madrid", holidays="France", weekly_channel=channel, evening="20:00")
    paula.sees_modal("Done:", "Europe/Madrid", "days off of FR", "weekly summary")
    opens(paula)
    paula.submits(holidays=None, weekly_channel=None)
    told = str(paula.sees_modal("days off are Saturdays and Sundays", "there is no weekly summary"))
    assert "Europe/Madrid" not in told
    shown = opens(paula)
    assert (shown["zone"], shown["evening"]) == ("Europe/Madrid", "20:00")
    assert (shown["holidays"], shown["weekly_channel"]) == (None, None)


def test_a_channel_by_name_stays_though_no_picker_shows_it(paula: Person) -> None:
    paula.says("post the weekly summary in #benefits")
    paula.sees("a weekly summary goes to")
    assert opens(paula)["weekly_channel"] is None
    paula.submits(evening="19:00")
    assert "weekly" not in str(paula.sees_modal("from 19:00"))
    paula.says("no weekly summary")
    paula.sees("there is no weekly summary")


def test_the_first_settings_are_recorded_as_they_are_shown(paula: Person) -> None:
    opens(paula)
    paula.submits()
    paula.sees_modal("Done:", "(#1)")


def test_a_country_that_nobody_knows_is_told_at_its_field(paula: Person) -> None:
    opens(paula)
    paula.submits(holidays="Atlantis")
    assert paula.errors == {"holidays": "Write a country such as Germany, or DE-BY."}


_LADDERS = {
    "10, 2": "reminders about refunds come 10 and 2 days before",
    "2 and 10 and 0": "reminders about refunds come 10 and 2 days before and on the last day",
    "none": "no reminders about refunds any more",
    "usual": "reminders about refunds come on the usual days",
}


@pytest.mark.parametrize("days", _LADDERS)
def test_reminders_of_a_kind_are_set(paula: Person, ana: Person, days: str) -> None:
    opens(paula, "When reminders come, and to whom")
    paula.submits(reminded_of="refund", ladders=days, who=ana.id)
    paula.sees_modal(_LADDERS[days], "Ana Souza gets the reminders about refunds")
    opens(paula, "When reminders come, and to whom")
    paula.sees_modal("Now: Ana Souza gets the reminders about refunds.")
    paula.submits(reminded_of="swap", who=paula.id)
    paula.sees_modal("Paula Reyes gets the reminders about swaps")


def test_a_kind_alone_changes_nothing(paula: Person) -> None:
    opens(paula, "When reminders come, and to whom")
    paula.submits(reminded_of="refund")
    assert paula.errors == {"who": "Fill in what is to change."}
    paula.submits(reminded_of="refund", ladders="sometimes")
    assert paula.errors == {"ladders": "Write days such as “10, 2”, or “none”, or “usual”."}


def test_who_asks_for_the_settings_reads_them_and_may_open_their_form(paula: Person, ana: Person) -> None:
    paula.says("what are the settings?")
    told = paula.sees("How I am set:", "time zone Europe/Paris", "reminders from 09:00", "no weekly summary")
    assert told.buttons == ["Fill in a form"]
    paula.presses("Fill in a form")
    paula.submits(morning="08:30")
    paula.sees_modal("the hour of reminders is 08:30")
    ana.says("what are the settings?")
    assert not ana.sees("reminders from 08:30").buttons
