"""Forms and shortcuts: native pickers, errors at the field, filled in with what was typed, one path with words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp

PRO = "visual-studio-professional"


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


def opens(paula: Person, form: str) -> None:
    paula.opens_home()
    paula.sees_at_home("Edition of the guide")
    paula.chooses_at_home(form)


def test_a_seat_is_assigned_from_anywhere(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.uses_shortcut("assign_seat")
    paula.submits(person=ana.id, product=PRO, on="2026-05-20")
    paula.sees_modal("Recorded", "Ana Souza has Visual Studio Professional seat 1 of 3 from 20 May 2026")
    paula.presses_in_modal("Undo")
    paula.sees_modal("Taken back")


def test_who_may_not_assign_is_offered_to_ask(paula: Person, ana: Person) -> None:
    buys(paula)
    ana.uses_shortcut("assign_seat")
    assert ana.modal()["title"]["text"] == "Ask for a seat"
    ana.submits(product=PRO)
    ana.sees_modal("I've asked Paula Reyes.")
    paula.sees("*Ana Souza asks for a Visual Studio Professional seat.*")


def test_sending_a_form_twice_records_it_once(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.uses_shortcut("assign_seat")
    form = dict(paula.modal())
    sent = paula.submits(person=ana.id, product=PRO)
    paula.sees_modal("#3")
    again = sent.payload | {"trigger_id": "another"}
    delivery = paula._brings(sent.kind, again)
    assert "#3" in str(delivery.answer["view"]["blocks"])
    assert form["private_metadata"] == again["view"]["private_metadata"]


def test_what_a_rule_forbids_leaves_the_form_below(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign VS to @ana")
    paula.sees("#3")
    paula.uses_shortcut("assign_seat")
    paula.submits(person=ana.id, product=PRO)
    paula.sees_modal("Not recorded", "Ana Souza already has")
    paula.closes_modal()
    paula.submits(person=paula.id, product=PRO)
    paula.sees_modal("Recorded", "Paula Reyes has Visual Studio Professional seat 2 of 3")


def test_errors_stand_at_the_field(paula: Person) -> None:
    buys(paula)
    opens(paula, "What an offer grants")
    paula.submits(offer="offer-1", product="office", quantity=-1)
    assert paula.errors == {"quantity": "Write 0 or more."}
    paula.submits(offer="offer-1", product="office", quantity=25)
    paula.sees_modal("25 Office")


def test_what_cannot_be_taken_back_is_warned_of_and_confirmed(paula: Person) -> None:
    paula.says("we bought the Action Pack today")
    paula.sees("#1")
    paula.says("got token 7 for 25 seats of Office 365")
    paula.sees("#2")
    opens(paula, "A token was viewed")
    paula.sees_modal("considers no refund and no swap")
    paula.submits(token="token-1")
    paula.sees_modal("One moment", "refund")
    paula.presses_in_modal("Record it")
    paula.sees_modal("Recorded", "#3")
    paula.closes_modal()
    paula.submits(token="token-1")
    paula.sees_modal("#3")


def test_a_question_opens_its_form_with_what_was_typed(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("assign a visual studio seat from 20 May")
    paula.presses("Fill in a form", below=paula.sees("To whom?"))
    paula.sees_modal("Assign a seat")
    paula.submits(person=ana.id, product=PRO)
    paula.sees_modal("Ana Souza has Visual Studio Professional seat 1 of 3 from 20 May 2026")


def test_a_picked_value_is_taken_after_a_restart(slack: FakeSlack, tmp_path: Path, paula: Person, ana: Person) -> None:
    file = tmp_path / "other.sqlite3"
    with office(slack, file):
        buys(paula)
        paula.says("assign a visual studio seat")
        question = paula.sees("To whom?")
    with office(slack, file):
        paula.picks(ana.id, below=question)
        paula.sees("Ana Souza has Visual Studio Professional seat 1 of 3")


def test_settings_are_shown_as_they_are_and_changed(paula: Person) -> None:
    buys(paula)
    paula.opens_home()
    paula.sees_at_home("Edition of the guide")
    paula.presses_at_home("Settings")
    paula.submits(zone="Mars/Olympus", morning="25:00")
    assert paula.errors == {"zone": "Write a zone such as Europe/Paris.", "morning": "Write a time such as 09:00."}
    paula.submits(zone="Europe/Madrid", day_order="day_first", learning_partner="no")
    paula.sees_modal("Done:", "Europe/Madrid", "day first")


@pytest.mark.parametrize(
    ("form", "values", "words"),
    [
        (
            "An offer was bought",
            {"program": "competency", "competency": "Data Analytics", "level": "gold"},
            "Gold Data",
        ),
        ("An offer was renewed", {"offer": "offer-1", "on": "2026-05-30"}, "Record one more year"),
        ("A product key was issued", {"label": "K7", "product": "office", "activations": 5}, "K7"),
        ("A token was issued", {"label": "9", "product": None, "service": "office-365", "seats": 25}, "oken 9"),
        ("Microsoft was asked for something", {"claim": "refund", "offer": "offer-1"}, "efund"),
        ("A location joins the profile", {"location": "Lyon"}, "Lyon"),
        ("A support incident was opened", {"support": "product", "product": "windows-server"}, "ncident"),
    ],
)
def test_whatever_is_recorded_has_a_form(paula: Person, form: str, values: dict[str, object], words: str) -> None:
    buys(paula)
    opens(paula, form)
    paula.submits(**{name: value for name, value in values.items() if value is not None})
    paula.sees_modal(words)


def test_a_role_is_given_by_a_form(paula: Person, ana: Person) -> None:
    buys(paula)
    opens(paula, "Give somebody a role")
    paula.submits(person=ana.id, role="auditor")
    paula.sees_modal("Ana Souza is auditor")
    ana.sees("Paula Reyes made you auditor")


def test_a_message_is_checked_against_the_guide_and_nothing_of_it_is_recorded(
    slack: FakeSlack, paula: Person, ana: Person
) -> None:
    buys(paula)
    ana.says("can we use Office for customer training?")
    ana.sees("*No")
    message = next(each for each in slack.workspace.messages if each.text.startswith("can we use"))
    paula.checks(message, "check_message")
    paula.sees_modal("Checked", "*No", "edition 12 Nov 2020")
    paula.presses_in_modal("Why?")
    paula.sees_modal("Decided by")
    message.text = f"assign VS to <@{ana.id}>"
    paula.checks(message, "check_message")
    paula.sees_modal("I find no question for the guide", "Nothing was recorded")
    paula.says("undo")
    assert "Visual Studio" in paula.sees("Taken back", "#2").words


def test_each_question_of_a_long_mail_is_answered_below_it(slack: FakeSlack, paula: Person, ana: Person) -> None:
    ana.says(
        "Hi Paula,\n\nI hope you are well. Could we resell one of our Office licences to Contoso? Lunch at 12?\n"
        "And can our Lyon office share the token?\n\nRegards, Ana"
    )
    message = next(each for each in slack.workspace.messages if each.text.startswith("Hi Paula"))
    paula.checks(message, "check_message")
    checked = paula.sees_modal("2 sentences of this message ask something.", "“Could we resell", "“And can our Lyon")
    kinds = [block["type"] for block in checked["blocks"]]
    assert kinds == ["section", *["context", "section", "context"] * 2]
    told = str(checked["blocks"])
    assert (
        told.index("Could we resell") < told.index("Not allowed") < told.index("can our Lyon") < told.index("Sharing")
    )


@pytest.mark.parametrize("around", ["Lunch at 12? {}", "{} " + "x " * 2_500])
def test_a_question_is_found_in_whatever_stands_around_it(
    slack: FakeSlack, paula: Person, ana: Person, around: str
) -> None:
    ana.says(around.format("Can our Lyon office share the token?"))
    message = next(each for each in slack.workspace.messages if "Lyon" in each.text)
    paula.checks(message, "check_message")
    paula.sees_modal("Checked", "*Allowed, if*", "Sharing")


def test_what_a_form_leaves_open_is_picked_in_its_modal(paula: Person, ana: Person) -> None:
    buys(paula)
    paula.says("we bought the gold Data Analytics competency on 1 May 2026")
    paula.sees("#3")
    paula.says("the competency grants 2 visual studio professional")
    paula.sees("#4")
    paula.uses_shortcut("assign_seat")
    paula.submits(person=ana.id, product=PRO)
    question = paula.sees_modal("Of which offer?")
    assert "Fill in a form" not in str(question["blocks"])
    paula.presses_in_modal("Action Pack")
    paula.sees_modal("Ana Souza has Visual Studio Professional seat 1 of 3")
    paula.presses_in_modal("Undo")
    paula.sees_modal("Taken back")


_FORMS: list[tuple[str, dict[str, object], str]] = [
    ("Somebody waits for a seat", {"person": "ana", "product": PRO}, "Ana Souza"),
    ("Software was installed", {"product": "sql-server", "machine": "server-9"}, "server-9"),
    ("Presales hours were used", {"hours": "2.5"}, "2.5"),
    ("Azure credit was granted", {"form": "monthly", "amount": "100"}, "100"),
    ("What was used before the desk counted", {"balance": "product_incidents", "used": "3"}, "3"),
    ("A location joins the profile", {"location": "Lisbon"}, "Lisbon"),
    ("An offer was swapped", {"offer": "offer-1", "to": "learning_action_pack"}, "The swap had to be asked for"),
    ("An offer has ended", {"offer": "offer-1", "reason": "cancelled"}, "Action Pack"),
]


@pytest.mark.parametrize(("menu", "values", "words"), _FORMS)
def test_every_form_of_the_list_reaches_the_record(
    paula: Person, ana: Person, menu: str, values: dict[str, object], words: str
) -> None:
    """It is recorded, asked once more where it can't be taken back, or refused by a rule: never lost."""
    buys(paula)
    opens(paula, menu)
    paula.modal()
    paula.submits(**{name: ana.id if value == "ana" else value for name, value in values.items()})
    assert not paula.errors
    paula.sees_modal(words)


def test_an_amount_that_is_none_is_told_at_its_field(paula: Person) -> None:
    buys(paula)
    opens(paula, "Presales hours were used")
    paula.modal()
    paula.submits(hours="a lot")
    assert paula.errors == {"hours": "Write a number such as 2.5."}


def test_a_token_is_replaced_and_a_key_counted_by_their_forms(paula: Person) -> None:
    buys(paula)
    for text, told in (
        ("got token 1 for 25 seats of Office 365", "token 1"),
        ("activated token 1 for 25 seats on contoso.onmicrosoft.com", "contoso"),
        ("got token 2 for 25 seats of Office 365", "token 2"),
        ("add key K1 for SQL Server with 10 activations", "K1"),
    ):
        paula.says(text)
        paula.sees(told)
        if "Record it" in paula.sees_all()[-1].buttons:
            paula.presses("Record it")
    opens(paula, "What is left of a key")
    paula.modal()
    paula.submits(key="key-1", left=7)
    paula.sees_modal("K1", "7")
    paula.closes_modal()
    paula.chooses_at_home("A token was replaced")
    paula.modal()
    paula.submits(token="token-1", with_token="token-2")
    paula.sees_modal("Record the replacement all the same?")
    paula.presses_in_modal("Record it")
    paula.sees_modal("Token 1", "Undo")


def test_what_is_granted_stands_on_top(paula: Person) -> None:
    buys(paula)
    paula.uses_shortcut("assign_seat")
    (select,) = [block["element"] for block in paula.modal()["blocks"] if block.get("block_id") == "product"]
    assert select["options"][0]["value"] == PRO
    assert len(select["options"]) == 3


def test_a_key_in_a_field_of_a_form_is_cut_to_its_end(paula: Person) -> None:
    buys(paula)
    opens(paula, "A product key was issued")
    paula.submits(product="windows", label="ABCDE-12345-FGHIJ-67890-KLMN1")
    paula.sees_modal("KLMN1")
    assert "12345" not in str(paula.modal())


def _fields(paula: Person) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in paula.modal()["blocks"] if block["type"] == "input"}


def test_what_can_only_be_meant_is_filled_in(paula: Person) -> None:
    buys(paula)
    opens(paula, "What an offer grants")
    fields = _fields(paula)
    assert fields["offer"]["element"]["initial_option"]["text"]["text"] == "Action Pack"
    assert "initial_option" not in fields["product"]["element"]  # a further grant is one of another product
    paula.closes_modal()
    paula.chooses_at_home("A product key was issued")
    assert "initial_option" not in _fields(paula)["offer"]["element"]  # it may be left empty


def test_a_seat_is_offered_by_edition(paula: Person) -> None:
    buys(paula)
    paula.says("assign a seat")
    paula.sees("To whom?")
    paula.presses("Fill in a form")
    options = _fields(paula)["product"]["element"]["options"]
    assert "Visual Studio" not in [one["text"]["text"] for one in options]
    assert _fields(paula)["product"]["element"]["initial_option"]["value"] == PRO


def test_a_field_without_anything_to_pick_says_what_comes_first(paula: Person) -> None:
    opens(paula, "A token was entered on a tenant")
    assert _fields(paula)["token"]["hint"]["text"].startswith("No unused token is recorded.")
    paula.closes_modal()
    paula.chooses_at_home("An offer was renewed")
    assert _fields(paula)["offer"]["hint"]["text"].startswith("No offer is recorded yet.")
