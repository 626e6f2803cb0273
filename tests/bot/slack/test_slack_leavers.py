"""Who has left with a seat, who stands in, and who can't be reached: an administrator hears of it, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.record.records import Records
from bot.slack import app as slack_app
from tests.bot.slack.conftest import NOON, settings_for
from tests.bot.slack.office import buys, office, shelf_of
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import Kind, OverHttp


def sweeps(slack: FakeSlack, place: Path | str, days: float) -> None:
    """A process that takes in the directory, sweeps once some days after the office's noon, and stops."""
    records = Records.open(place, first_speaks=False)
    later = NOON + timedelta(days=days)
    with slack_app.opened(
        Desk.open(records), settings_for(slack), records, lambda: later, shelf=shelf_of(place, records), pause=0.01
    ) as desk:
        until(lambda: records.people.all("T0ACME"))
        assert desk.sweeps
        desk.sweeps()


@pytest.fixture
def app(slack: FakeSlack, place: Path | str, paula: Person, ana: Person, bob: Person) -> Iterator[OverHttp]:
    """Ana has a seat since the office's noon, activated."""
    with office(slack, place) as app:
        buys(paula)
        paula.says("assign a VS professional seat to @ana")
        paula.sees("Ana Souza has Visual Studio Professional seat 1 of 3")
        paula.says("@ana activated her VS seat")
        paula.sees("it is valid now")
        yield app


def leaves(slack: FakeSlack, app: OverHttp, person: Person) -> None:
    user = slack.workspace.people[person.id]
    user["deleted"] = True
    payload = slack.workspace.event({"type": "user_change", "user": dict(user), "event_ts": "1.1"})
    assert app.bring(Kind.EVENT, payload, 0)[0] == 200


def cards(person: Person) -> list[str]:
    return [seen.words for seen in person.sees_all() if "still holds" in seen.words]


def test_who_left_with_a_seat_is_a_card_once_and_at_home_until_the_seat_is_passed_on(
    slack: FakeSlack, place: Path | str, app: OverHttp, paula: Person, ana: Person, bob: Person
) -> None:
    leaves(slack, app, ana)
    sweeps(slack, place, 1)
    card = paula.sees("has left", "Visual Studio Professional seat 1", "from Sun 30 Aug 2026")
    assert not cards(ana)
    sweeps(slack, place, 1.01)
    sweeps(slack, place, 9)
    assert len(cards(paula)) == 1
    paula.opens_home()
    paula.sees_at_home("has left and holds Visual Studio Professional seat 1")
    paula.says("what's coming up?")
    paula.sees("has left and holds")
    paula.presses("Queue somebody for Visual Studio Professional seat 1 …", below=card)
    paula.sees("Who is waiting?")
    paula.picks(bob.id)
    paula.sees("Bob Meyer waits for Visual Studio Professional seat 1", "I'll tell you on Mon 31 Aug 2026")
    paula.presses("Release Visual Studio Professional seat 1", below=card)
    paula.sees("Ana Souza no longer has")
    paula.opens_home()
    until(lambda: "has left and holds" not in paula.sees_at_home("What you hold"))


def test_who_left_while_nobody_listened_is_found_when_the_directory_is_read(
    slack: FakeSlack, place: Path | str, app: OverHttp, paula: Person, ana: Person
) -> None:
    slack.workspace.people[ana.id]["deleted"] = True
    records = Records.open(place, first_speaks=False)
    until(lambda: records.people.get("T0ACME", ana.id))
    with slack_app.opened(
        Desk.open(records), settings_for(slack), records, lambda: NOON, shelf=shelf_of(place, records), pause=0.01
    ):
        until(lambda: (found := records.people.get("T0ACME", ana.id)) and found.deactivated)
    sweeps(slack, place, 1)
    paula.sees("has left", "still holds")


def test_a_deputy_gets_the_reminders_of_an_absence_and_then_they_come_back(
    slack: FakeSlack, place: Path | str, paula: Person, bob: Person
) -> None:
    with office(slack, place):
        paula.says("we bought the Action Pack today")
        paula.sees("#1")
        paula.says("@bob is my deputy until 18 June 2026")
        paula.sees("Shall I record this?")
        paula.presses("Record it")
        paula.sees("Bob Meyer stands in for Paula Reyes until 18 Jun 2026")
    sweeps(slack, place, 16)
    bob.sees("time to ask for a refund")
    with office(slack, place):
        paula.says("I'm back")
        paula.sees("Bob Meyer no longer stands in")
    sweeps(slack, place, 23)
    paula.sees("time to ask for a refund", "in 7 days")


def test_an_administrator_whom_slack_refuses_gives_way_to_the_next_and_home_says_so(
    slack: FakeSlack, place: Path | str, paula: Person, bob: Person
) -> None:
    with office(slack, place):
        paula.says("we bought the Action Pack today")
        paula.sees("#1")
        paula.says("make @bob administrator")
        paula.sees("Bob Meyer is administrator")
    known = slack.workspace.people.pop(paula.id)  # Slack knows her no longer, and told nobody
    sweeps(slack, place, 16)
    until(lambda: Records.open(place).unreached("T0ACME") == {paula.id})
    sweeps(slack, place, 16.01)
    bob.sees("time to ask for a refund")
    with office(slack, place):
        bob.opens_home()
        bob.sees_at_home("can't be reached", "Slack took no message for them", "reminders go to")
        slack.workspace.people[paula.id] = known
        paula.opens_home()  # she is there after all
        until(lambda: not Records.open(place).unreached("T0ACME"))
    sweeps(slack, place, 23)
    paula.sees("time to ask for a refund", "in 7 days")
    assert len([seen for seen in bob.sees_all() if "time to ask for a refund" in seen.words]) == 1


def test_an_administrator_without_a_slack_account_is_no_recipient_and_the_others_are_told_so(
    slack: FakeSlack, place: Path | str, paula: Person, bob: Person
) -> None:
    with office(slack, place):
        paula.says("we bought the Action Pack today")
        paula.sees("#1")
        paula.says("add colleague Dana Fox")
        paula.sees("Dana Fox is added")
        paula.says("yes")
        paula.sees("Dana Fox is known here now")
        paula.says("make Dana Fox administrator")
        paula.sees("I could not tell Dana Fox: no Slack account is known for them.")
        paula.opens_home()
        paula.sees_at_home("Dana Fox can't be reached", "no Slack account", "reminders go to")
    sweeps(slack, place, 16)
    paula.sees("time to ask for a refund")
