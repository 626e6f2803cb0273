"""A person's first days: the desk installed, set up in steps that are left and resumed, used, taken out."""

from datetime import timedelta
from pathlib import Path

from bot.desk import Desk
from bot.record.records import Records
from bot.slack import app as slack_app
from tests.bot.slack.conftest import NOON, opened, settings_for
from tests.bot.slack.office import shelf_of
from tests.bot.slack.test_slack_install import installs
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind

_PRO = "visual-studio-professional"


def test_the_first_days(slack: FakeSlack, file: Path, paula: Person) -> None:
    ana, bob = slack.person("Ana Souza"), slack.person("Bob Meyer")
    records = Records.open(file, first_speaks=False)
    by_oauth = {"slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": slack.client_secret}
    with opened(slack, Desk.open(records), records, shelf_of(file, records), **by_oauth) as app:
        installs(slack, app, paula)
        hello = paula.sees("three steps", "Time zone and dates")
        assert not [*ana.sees_all(), *bob.sees_all()]

        paula.presses_of(hello, "Open", 0)  # and leaves it
        paula.sees_modal("Settings", "Time zone")
        paula.closes_modal()
        paula.says("we bought the Action Pack on 1 May 2026")
        paula.sees("Action Pack bought on 1 May 2026", "#1")
        paula.opens_home()
        left = paula.sees_at_home("Still to be set up", "Time zone and dates", "Who else administrates")
        assert "What you bought" not in left
        paula.presses_at_home("Open")
        paula.sees_modal("Settings")
        paula.submits(zone="Europe/Berlin", morning="09:00")
        paula.sees_modal("the time zone is Europe/Berlin", "#2")
        paula.closes_modal()

        paula.says("the action pack gives us 2 VS pro")
        paula.sees("2 Visual Studio Professional", "#3")
        paula.says("assign VS pro to @ana")
        done = paula.sees("Ana Souza has Visual Studio Professional seat 1 of 2", "#4")
        ana.sees("gave you Visual Studio Professional seat 1 of 2")
        paula.presses("Undo", done)
        paula.sees("Taken back", "#4")
        paula.says("assign VS pro to @ana")
        paula.sees("Ana Souza has Visual Studio Professional seat 1 of 2", "#6")

        bob.opens_messages()
        bob.presses("What seats do I have?", bob.sees("Ask me in your own words"))
        bob.sees("You have no seat", "Free today: 1 Visual Studio Professional seat")
        bob.uses_shortcut("assign_seat")
        bob.sees_modal("Ask for a seat")
        bob.submits(product=_PRO)
        bob.sees_modal("I've asked Paula Reyes")
        paula.presses("Approve", paula.sees("Bob Meyer asks for a Visual Studio Professional seat"))
        paula.sees("Approved.", "Bob Meyer has Visual Studio Professional seat 2 of 2")
        bob.sees("gave you Visual Studio Professional seat 2 of 2", "activate it")
        paula.sees_at_home("2 of 2 used")

    in_a_week = NOON + timedelta(days=9)
    settings = settings_for(slack).model_copy(update=by_oauth)
    with slack_app.opened(
        Desk.open(records), settings, records, lambda: in_a_week, shelf=shelf_of(file, records), pause=0.01
    ) as later:
        assert later.sweeps
        later.sweeps()
        ana.sees("activat")

    with opened(slack, Desk.open(records), records, shelf_of(file, records), **by_oauth) as app:
        reminder = ana.sees("is not activated yet", "Snooze your activation")
        ana.presses("I've activated Visual Studio Professional seat 1", reminder)
        ana.sees("is not activated yet", "I've asked Paula Reyes")
        assert reminder.buttons == ["Snooze your activation"]
        card = paula.sees("Ana Souza asks you to record something")
        paula.presses("Do it", card)
        paula.sees("it is valid now")
        assert app.bring(Kind.EVENT, slack.workspace.event({"type": "app_uninstalled"}), 0)[0] == 200
        many = len(paula.sees_all())
        paula.says("hello")
        assert len(paula.sees_all()) == many
        assert records.log.workspaces() == ("T0ACME",)
