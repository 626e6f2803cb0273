"""The Home tab: what needs somebody, how things stand, what they hold; kept up to date by what happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


def test_a_newcomer_sees_what_is_theirs_and_no_more(paula: Person, ana: Person) -> None:
    buys(paula)
    ana.opens_home()
    seen = ana.sees_at_home("All quiet", "You hold no seat", "Edition of the guide", "no AI model reads your messages")
    assert "Seats" not in seen
    assert ana.home_buttons() == ["Ask a question", "Ask for a seat", "Help"]


def test_the_moment_that_it_shows_is_read_in_the_zone_of_the_reader(slack: FakeSlack, paula: Person) -> None:
    paula.opens_home()
    paula.sees_at_home("As of ")
    foot = slack.workspace.homes[paula.id]["blocks"][-1]["elements"][-1]["text"]
    assert foot == "As of <!date^1780315200^{date_short_pretty} at {time}|01 Jun 2026, 12:00 UTC>."


def test_an_administrator_sees_how_things_stand(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign VS to @ana")
    paula.sees("Done")
    paula.says("got token 7 for 25 seats of Office 365")
    paula.sees("oken 7")
    paula.opens_home()
    paula.sees_at_home("Visual Studio Professional", "1 of 3 used · 2 free", "Token 7 · Office 365, 25 seats")
    paula.sees_at_home("Administrators: Paula Reyes.")
    assert "Settings" in paula.home_buttons()


def test_it_changes_with_what_happens(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.opens_home()
    ana.opens_home()
    paula.sees_at_home("0 of 3 used")
    paula.says("assign VS to @ana")
    paula.sees_at_home("1 of 3 used")
    ana.sees_at_home("Visual Studio Professional seat 1 of 3", "not activated yet")


def test_what_stays_the_same_is_not_published_again(slack: FakeSlack, paula: Person, ana: Person) -> None:
    buys(paula)
    ana.opens_home()
    ana.sees_at_home("You hold no seat")
    paula.opens_home()
    paula.sees_at_home("0 of 3 used")
    published = slack.calls["views.publish"]
    paula.says("add key K7 for Office with 5 activations")
    paula.sees("K7")
    paula.says("assign VS to @paula")
    paula.sees_at_home("1 of 3 used")
    assert slack.calls["views.publish"] == published + 1


def test_a_request_is_asked_for_and_approved_at_home(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.opens_home()
    ana.opens_home()
    ana.sees_at_home("You hold no seat")
    ana.presses_at_home("Ask for a seat")
    ana.submits(product="visual-studio-professional", why="for the new project")
    ana.sees_modal("I've asked Paula Reyes.")
    paula.sees_at_home("1 thing needs you", "Ana Souza asks for a Visual Studio Professional seat")
    paula.presses_at_home("Approve")
    paula.sees_modal("Approved.", "Ana Souza has Visual Studio Professional seat 1 of 3")
    ana.sees_at_home("Visual Studio Professional seat 1 of 3")
    ana.sees("Paula Reyes", "Visual Studio Professional")
    paula.presses_in_modal("Undo")
    paula.sees_modal("Taken back")
    paula.sees_at_home("0 of 3 used")


def test_a_question_is_asked_at_home(ana: Person) -> None:
    ana.opens_home()
    ana.sees_at_home("All quiet")
    ana.presses_at_home("Ask a question")
    ana.submits(question="can I use Office for customer training?")
    ana.sees_modal("Answer", "*No", "edition 12 Nov 2020")
    ana.presses_in_modal("Why?")
    ana.sees_modal("Decided by")
    ana.presses_at_home("Help")
    ana.sees_modal("Help", "Until when?")


def test_where_a_modal_cannot_open_any_more_word_comes_as_a_message(slack: FakeSlack, paula: Person) -> None:
    buys(paula)
    paula.opens_home()
    paula.sees_at_home("0 of 3 used")
    with slack.held():
        paula.presses_at_home("Settings")
        slack.workspace.passes(4)
    paula.sees("*That took too long to open.*")


def test_the_messages_tab_publishes_nothing(slack: FakeSlack, ana: Person) -> None:
    event = {"type": "app_home_opened", "user": ana.id, "channel": ana.dm, "tab": "messages"}
    assert ana._brings("events_api", slack.workspace.event(event)).status == 200  # type: ignore[arg-type]
    ana.opens_home()
    until(lambda: slack.calls["views.publish"])
    assert slack.calls["views.publish"] == 1


def test_administrators_see_whether_answers_help(slack: FakeSlack, paula: Person, ana: Person) -> None:
    buys(paula)
    ana.says("can I use Office for customer training?")
    answer = ana.sees("*No", "edition 12 Nov 2020")
    ana.rates(answer, helped=True)
    ana.sees("Thank you.")
    ana.rates(answer, helped=False)
    paula.says("can we still get a refund?")
    paula.rates(paula.sees("refund", "It helped"), helped=True)
    paula.sees("Thank you.")
    paula.opens_home()
    paula.sees_at_home("Answers rated in the last 90 days: 1 helped, 1 did not. What did not help:")
    ana.opens_home()
    assert "Answers rated" not in ana.sees_at_home("What you hold")


def test_a_workspace_that_does_not_know_feedback_buttons_is_asked_once(slack: FakeSlack, ana: Person) -> None:
    slack.refused_blocks = frozenset({"context_actions"})
    for _ in range(3):
        ana.says("can I use Office for customer training?")
        ana.sees("*No", "edition 12 Nov 2020")
    until(lambda: len([seen for seen in ana.sees_all() if "*No" in seen.words]) == 3)
    assert slack.calls["chat.postMessage"] == 4


def test_a_token_is_entered_at_home(paula: Person) -> None:
    buys(paula)
    paula.says("got token 7 for 25 seats of Office 365")
    paula.sees("#3")
    paula.opens_home()
    paula.sees_at_home("Token 7", "not entered yet")
    paula.presses_at_home("Entered …")
    paula.sees_modal("A token was entered")
    paula.submits(tenant="contoso", seats=25)
    paula.sees_modal("Is contoso right?")
    paula.presses_in_modal("Yes, contoso")
    paula.sees_modal("Recorded", "contoso")
    paula.sees_at_home("entered on contoso")


def test_after_the_end_of_an_offer_it_says_until_when_a_renewal_continues_it(paula: Person) -> None:
    paula.says("we bought the Action Pack on 10 May 2025")
    paula.sees("#1")
    paula.opens_home()
    seen = paula.sees_at_home("1 thing needs you", "8 Jun 2026", "a renewal continues it until 8 Jun 2026")
    assert "All quiet" not in seen
    paula.presses_at_home("It is renewed …")
    paula.sees_modal("An offer was renewed")
    paula.submits(on="2026-06-01")
    paula.sees_modal("#2")
    paula.sees_at_home("All quiet until")


def test_a_request_stands_on_top_with_its_buttons(paula: Person, ana: Person) -> None:
    buys(paula)
    ana.says("I need a VS seat")
    paula.opens_home()
    seen = paula.sees_at_home("1 thing needs you", "Ana Souza asks for a Visual Studio Professional seat")
    assert seen.index("asks for") < seen.index("Record something")
    ana.opens_home()
    ana.sees_at_home("Asked for Visual Studio Professional", "not decided yet")
    paula.presses_at_home("Approve")
    ana.sees_at_home("Visual Studio Professional seat 1 of 3", "not activated yet")


def test_everybody_sees_how_many_seats_are_free(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign VS to @ana")
    paula.sees("#3")
    ana.opens_home()
    seen = ana.sees_at_home("Free today: Visual Studio Professional: 2 of 3.")
    assert "used" not in seen


def test_what_somebody_holds_has_its_buttons(paula: Person, ana: Person) -> None:
    buys(paula)
    ana.says("I need a VS seat")
    ana.sees("I've asked")
    ana.opens_home()
    ana.sees_at_home("not decided yet")
    ana.presses_at_home("Take it back")
    ana.sees_modal("Taken back", "#3")
    ana.closes_modal()
    ana.sees_at_home("asked for none")

    paula.says("assign VS to @ana")
    paula.sees("Done", "#5")
    ana.sees_at_home("1 thing needs you", "not activated yet")
    ana.presses_at_home("I've activated it")
    ana.sees_modal("Recorded", "#6")
    ana.closes_modal()
    ana.sees_at_home("activated on 1 Jun 2026")
    assert "I've activated it" not in ana.home_buttons()


def test_an_auditor_is_not_offered_what_auditors_may_not(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign VS to @ana")
    paula.sees("#3")
    paula.says("make @ana an auditor")
    paula.sees("auditor", "#4")
    ana.opens_home()
    ana.sees_at_home("1 of 3 used", "not activated yet")
    assert ana.home_buttons() == ["Ask a question", "Audit pack", "Help"]
    ana.presses_at_home("Audit pack")
    ana.sees("The audit pack as of 1 Jun 2026 is on its way.")
    ana.receives("The audit pack as of 1 Jun 2026")


def test_before_anybody_administrates_it_says_who_can(ana: Person) -> None:
    ana.opens_home()
    ana.sees_at_home("Nobody administrates this desk yet.", "The first owner or admin")


def test_a_renewal_that_is_far_away_is_no_open_window(paula: Person) -> None:
    paula.says("we bought the Action Pack on 20 May 2026")
    paula.sees("Recorded")
    paula.opens_home()
    seen = paula.sees_at_home("Windows open", "19 Jun 2026")
    assert "Last day to renew" not in seen
