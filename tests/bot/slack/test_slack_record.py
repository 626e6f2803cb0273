"""The record in Slack: what is said is kept, buttons outlive a restart, and word goes to those concerned."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.record.records import Records
from tests.bot.slack.conftest import opened
from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp


@pytest.fixture
def running(slack: FakeSlack, place: Path | str, ana: Person, bob: Person) -> Iterator[OverHttp]:
    with office(slack, place) as app:
        yield app


def test_the_owner_who_speaks_first_may_record_and_takes_it_back(running: OverHttp, paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign VS to @ana")
    done = paula.sees("*Done.* Ana Souza has Visual Studio Professional seat 1 of 3")
    paula.presses("Undo", below=done)
    assert paula.sees("Paula Reyes: Undo", "Taken back") is done


def test_others_may_not_and_can_have_the_owner_asked(running: OverHttp, paula: Person, ana: Person) -> None:
    buys(paula)
    ana.says("assign VS to @ana")
    ana.sees("That is for an administrator.", "Paula Reyes")
    ana.presses("Ask an administrator")
    paula.sees("*Ana Souza asks you to record something*", "Do it", "got Visual Studio Professional seat 1")


def test_an_undo_button_works_after_a_restart_and_only_once(
    slack: FakeSlack, place: Path | str, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, place):
        buys(paula)
        done = paula.sees("#2")
        blocks = [dict(block) for block in done.blocks]
    with office(slack, place):
        press = paula.presses("Undo", below=done)
        paula.sees("#3")
        done.blocks = blocks  # a client that still shows the old buttons
        paula.presses("Undo", below=done)
        until(lambda: done.changed == 2)
        assert "Taken back" in done.words
        assert "#4" not in done.words
        assert press.again().status == 200


def test_approve_and_deny_work_after_a_restart(
    slack: FakeSlack, place: Path | str, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, place):
        buys(paula)
        bob.says("I need a VS seat")
        bob.sees("I've asked Paula Reyes.")
        card = paula.sees("*Bob Meyer asks for a Visual Studio Professional seat.*")
        assert card.buttons == ["Approve", "Deny"]
    with office(slack, place):
        paula.presses("Approve")
        assert paula.sees("*Approved.*", "Bob Meyer has Visual Studio Professional seat 1 of 3") is card
        bob.sees("Visual Studio Professional", "Paula Reyes")


def test_a_card_that_could_not_be_delivered_is_delivered_by_the_next_process(
    slack: FakeSlack, place: Path | str, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, place):
        buys(paula)
        slack.answers("conversations.open", status=500, times=1_000)
        bob.says("I need a VS seat")
        bob.sees("I've asked Paula Reyes.")
    slack.mends()
    with office(slack, place):
        paula.sees("*Bob Meyer asks for a Visual Studio Professional seat.*")
        bob.says("hello")
        assert sum("Bob Meyer asks" in seen.words for seen in paula.sees_all()) == 1


def test_a_redelivered_command_is_recorded_once_also_by_another_process(
    slack: FakeSlack, place: Path | str, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, place):
        said = paula.says("we bought the Action Pack on 1 May 2026")
        paula.sees("#1")
    with office(slack, place) as app:
        again = said.again(app)
        assert again.status == 200
        paula.says("undo")
        paula.sees("#2")
        assert sum(seen.words.startswith("*Recorded:*") for seen in paula.sees_all()) == 1


def test_who_the_settings_name_administrates_and_nobody_else(
    slack: FakeSlack, place: Path | str, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, place, mpn_administrators=f" {bob.id} ,"):
        paula.says("we bought the Action Pack on 1 May 2026")
        paula.sees("That is for an administrator.", "Bob Meyer")
        bob.says("we bought the Action Pack on 1 May 2026")
        bob.sees("Action Pack bought on 1 May 2026")


def test_what_is_about_somebody_is_told_in_a_channel_to_the_asker_alone(
    slack: FakeSlack, running: OverHttp, paula: Person, ana: Person
) -> None:
    buys(paula)
    general = slack.workspace.channel("general")
    paula.mentions("assign VS to @ana", general)
    done = paula.sees("Ana Souza has Visual Studio Professional seat 1 of 3")
    assert (done.channel, done.alone) == (general, paula.id)
    paula.presses("Undo", below=done)
    undone = paula.sees("Taken back")
    assert (undone.alone, undone.thread_ts) == (paula.id, done.thread_ts)
    ana.mentions("can I use Office for customer training?", general)
    assert ana.sees("*No", "edition 12 Nov 2020").alone is None


def test_somebody_missing_is_picked(running: OverHttp, paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign a visual studio seat")
    paula.sees("To whom?")
    paula.picks(ana.id)
    paula.sees("Paula Reyes: Ana Souza", "Ana Souza has Visual Studio Professional seat 1 of 3")


def test_a_storage_that_is_busy_says_so_and_the_delivery_is_not_lost(
    slack: FakeSlack, file: Path, ana: Person, bob: Person, paula: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Records.open(file, first_speaks=False)
    with opened(slack, Desk.open(records), records):
        buys(paula)
        away = file.with_name("elsewhere")
        file.rename(away)
        said = paula.says("assign VS to @ana")
        assert said.status == 500
        paula.sees("was moved, removed or replaced", "nothing was recorded")
        away.rename(file)
        assert said.again().status == 200
        paula.sees("Ana Souza has Visual Studio Professional seat 1 of 3")


def test_a_card_is_whole_when_the_process_ended_before_it_was_on_its_way(
    slack: FakeSlack, file: Path, ana: Person, bob: Person, paula: Person
) -> None:
    with office(slack, file):
        buys(paula)
        asked = bob.says("I need a VS seat")
        card = paula.sees("*Bob Meyer asks for")
    file.with_suffix(".slack.sqlite3").unlink()
    slack.workspace.messages.remove(card)
    with office(slack, file) as app:
        asked.again(app)
        paula.sees("*Bob Meyer asks for")
        paula.presses("Approve")
        paula.sees("*Approved.*")


def test_help_shows_to_each_what_they_may_do(running: OverHttp, paula: Person, ana: Person) -> None:
    buys(paula)
    ana.runs("/mpn help")
    assert "we bought" not in ana.sees("I answer from the Programs Guide", "I need a VS seat", "ask Paula Reyes").words
    ana.opens_home()
    ana.sees_at_home("You hold no seat")
    ana.presses_at_home("Help")
    ana.sees_modal("Help", "I need a VS seat", "Recording is for administrators: ask Paula Reyes.")
    paula.runs("/mpn")
    paula.sees("I answer from the Programs Guide", "we bought the action pack on 3 Oct")
