"""People from Slack: names, zones, those who left, bots, guests, and a hundred thousand of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.record.records import Records
from tests.bot.slack.conftest import opened
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import Kind, OverHttp


@pytest.fixture
def records(file: Path) -> Records:
    return Records.open(file, first_speaks=False)


@pytest.fixture
def ana(slack: FakeSlack, paula: Person) -> Person:
    return slack.person("Ana Souza", tz="America/Sao_Paulo")


@pytest.fixture
def running(slack: FakeSlack, records: Records, ana: Person) -> Iterator[OverHttp]:
    with opened(slack, Desk.open(records), records) as app:
        yield app


def tells(slack: FakeSlack, app: OverHttp, kind: str, user: dict[str, object]) -> int:
    payload = slack.workspace.event({"type": kind, "user": user, "event_ts": "1.1"})
    return app.bring(Kind.EVENT, payload, 0)[0]


def test_everybody_is_known_at_the_start_with_their_zones(records: Records, running: OverHttp, ana: Person) -> None:
    until(lambda: records.people.get("T0ACME", ana.id))
    found = records.people.get("T0ACME", ana.id)
    assert found
    assert (found.name, found.tz, found.bot) == ("Ana Souza", "America/Sao_Paulo", False)
    assert {person.name for person in records.people.all("T0ACME")} == {"Paula Reyes", "Ana Souza"}


def test_who_joins_later_is_known_and_who_leaves_is_marked(
    slack: FakeSlack, records: Records, running: OverHttp, ana: Person
) -> None:
    carol = slack.workspace.adds("Carol Ng")
    assert tells(slack, running, "team_join", carol) == 200
    assert tells(slack, running, "user_change", slack.workspace.people[ana.id] | {"deleted": True}) == 200
    joined, left = records.people.get("T0ACME", str(carol["id"])), records.people.get("T0ACME", ana.id)
    assert joined and left
    assert (joined.name, joined.deactivated, left.deactivated) == ("Carol Ng", False, True)


def test_a_guest_gets_a_seat_with_a_warning_and_a_role_when_it_is_confirmed(
    slack: FakeSlack, file: Path, paula: Person
) -> None:
    guest = slack.person("Gil Guest", is_restricted=True)
    with office(slack, file):
        buys(paula)
        paula.says(f"assign VS to <@{guest.id}>")
        paula.sees("Gil Guest has Visual Studio Professional", "Careful:", "is a guest here")
        paula.says(f"make <@{guest.id}> an administrator")
        paula.sees("is a guest here, and the guide speaks of somebody inside")
        paula.presses("Give the role")
        paula.sees("Gil Guest is administrator from")


def test_bots_are_no_people_and_guests_and_strangers_are_marked(
    slack: FakeSlack, records: Records, running: OverHttp
) -> None:
    guest = slack.workspace.adds("Gil Guest", is_restricted=True)
    stranger = slack.workspace.adds("Stan Ger", is_stranger=True, team_id="T0OTHER")
    robot = slack.workspace.adds("Build Bot", is_bot=True)
    for user in (guest, stranger, robot):
        tells(slack, running, "team_join", user)
    found = {person.name: person.guest for person in records.people.all("T0ACME")}
    assert found["Gil Guest"] and found["Stan Ger"]
    assert "Build Bot" not in found


@pytest.mark.parametrize("told_as", ["user_team", "source_team"])
def test_somebody_of_another_workspace_is_told_nothing(
    slack: FakeSlack, running: OverHttp, paula: Person, ana: Person, told_as: str
) -> None:
    general = slack.workspace.channel("general")
    ana.mentions("how many seats are free?", general, **{told_as: "T0OTHER"})
    seen = ana.sees("I answer people of this workspace only.")
    assert seen.alone == ana.id


def test_what_slack_says_of_an_administrator_takes_no_role_away(
    slack: FakeSlack, records: Records, running: OverHttp, paula: Person
) -> None:
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("#1")
    changed = slack.workspace.people[paula.id] | {"is_owner": False, "is_admin": False, "real_name": "Paula R."}
    changed["profile"] = changed["profile"] | {"real_name": "Paula R."}
    tells(slack, running, "user_change", changed)
    paula.says("undo")
    paula.sees("Taken back")
    found = records.people.get("T0ACME", paula.id)
    assert found and found.name == "Paula R." and found.administrator


def test_a_broken_tongue_of_slack_is_taken_as_it_comes(slack: FakeSlack, records: Records, running: OverHttp) -> None:
    bare = {"id": "U0BARE", "team_id": "T0ACME", "name": "bare", "tz": "Mars/Olympus"}
    assert tells(slack, running, "user_change", bare) == 200
    found = records.people.get("T0ACME", "U0BARE")
    assert found and (found.name, found.tz) == ("bare", "")


def test_a_hundred_thousand_people_are_fetched_page_by_page(
    slack: FakeSlack, records: Records, paula: Person, ana: Person
) -> None:
    template = slack.workspace.people[ana.id]
    for number in range(100_000):
        user = f"U{number:06}X"
        slack.workspace.people[user] = template | {
            "id": user,
            "real_name": f"P{number}",
            "profile": {"display_name": "x"},
        }
    with opened(slack, Desk.open(records), records):
        until(lambda: records.people.get("T0ACME", "U099999X"), seconds=60)
        assert slack.calls["users.list"] == 101
        buys(paula)
        assigned = paula.says("assign VS to <@U099999X>")
        paula.sees("*Done.* P99999 has Visual Studio Professional seat 1 of 3")
        assert assigned.seconds < 3
