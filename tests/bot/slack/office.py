"""An office whose desk keeps its record in a file: Paula owns the Slack workspace, Ana and Bob work in it."""

from contextlib import AbstractContextManager
from pathlib import Path

from bot.desk import Desk
from bot.records import Records
from tests.bot.slack.conftest import opened
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp


def office(slack: FakeSlack, file: Path, **settings: str) -> AbstractContextManager[OverHttp]:
    """The real desk with its record in a file; leaving it is a stop, entering it again a restart."""
    records = Records.open(file, first_speaks=False)
    return opened(slack, Desk.open(records), records, file.with_suffix(".slack.sqlite3"), **settings)


def buys(paula: Person) -> None:
    """An Action Pack of three seats."""
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("Recorded", "Action Pack bought on 1 May 2026")
    paula.says("the action pack grants 3 visual studio professional")
    paula.sees("#2")
