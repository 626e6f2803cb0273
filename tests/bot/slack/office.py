"""An office whose desk keeps its record: Paula owns the Slack workspace, Ana and Bob work in it."""

from contextlib import AbstractContextManager
from pathlib import Path

from bot.desk import Desk
from bot.record.records import Records
from bot.slack.kept.shelf import Shelf, beside, opened_shelf
from tests.bot.slack.conftest import opened
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp


def office(slack: FakeSlack, place: Path | str, **settings: str) -> AbstractContextManager[OverHttp]:
    """The real desk with its record in a file or on a server; leaving it is a stop, entering it again a restart."""
    records = Records.open(place, first_speaks=False)
    return opened(slack, Desk.open(records), records, shelf_of(place, records), **settings)


def shelf_of(place: Path | str, records: Records) -> Shelf:
    """What only Slack needs, where the desk keeps it beside a ledger."""
    return opened_shelf(beside(place) if isinstance(place, Path) else records.log.database)


def buys(paula: Person) -> None:
    """An Action Pack of three seats."""
    paula.says("we bought the Action Pack on 1 May 2026")
    paula.sees("Recorded", "Action Pack bought on 1 May 2026")
    paula.says("the action pack grants 3 visual studio professional")
    paula.sees("#2")
