"""Two processes of the desk on one server: Slack brings things to any of them, and no one can tell which it was."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Installation

from benchmarks.cluster import Cluster
from bot.slack.kept.shelf import TABLES, FileShelf, ServerShelf, beside, moved
from bot.slack.kept.stores import States, Tokens
from storage.postgres import Postgres
from tests.bot.slack.office import buys, office
from tests.bot.slack.test_slack_install import installs, state_of
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind, OverHttp
from tests.storage.office import QUICK, asked, cluster


@dataclass(frozen=True)
class ByTurns:
    """An address behind which the processes take turns, as behind a balancer."""

    apps: list[OverHttp]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_turns", cycle(self.apps))

    def bring(self, kind: Kind, payload: dict[str, object], retry: int) -> tuple[int, str]:
        app: OverHttp = next(self._turns)  # type: ignore[attr-defined]
        return app.bring(kind, payload, retry)


@pytest.fixture
def url() -> Iterator[str]:
    url = cluster().database()
    yield url
    cluster().drop(url)


@pytest.fixture
def desks(slack: FakeSlack, url: str, paula: Person, bob: Person, staff: list[Person]) -> Iterator[ByTurns]:
    with ExitStack() as stack:
        both = ByTurns([stack.enter_context(office(slack, url, mpn_administrators=paula.id)) for _ in range(2)])
        slack.app = both
        yield both


@pytest.fixture
def staff(slack: FakeSlack) -> list[Person]:
    return [slack.person(name) for name in ("Bea Ort", "Cem Ak", "Dee Low", "Eli Roy")]


def told(person: Person, words: str) -> int:
    return sum(words in seen.words for seen in person.sees_all())


def test_an_act_that_both_get_is_recorded_and_told_once(desks: ByTurns, paula: Person) -> None:
    buys(paula)
    said = paula.says("we used 1 presales hour")
    paula.sees("1 presales hour", "#3")
    assert said.again().again().status == 200
    paula.says("we used 2 presales hours")
    paula.sees("#4")
    assert told(paula, "#3") == 1


def test_a_question_that_both_get_is_answered_once(desks: ByTurns, bob: Person) -> None:
    asked = bob.says("can I use Office for customer training?")
    bob.sees("learning partner")
    assert asked.again().status == 200
    assert asked.again().status == 200
    bob.says("help")
    bob.sees("I answer from the Programs Guide")
    assert len(bob.sees_all()) == 2


def test_what_both_get_in_a_channel_is_shown_once_to_who_asked(
    slack: FakeSlack, desks: ByTurns, paula: Person, bob: Person
) -> None:
    buys(paula)
    mention = paula.mentions("who has visual studio?", slack.workspace.channel("general"))
    paula.sees("Visual Studio Professional", "3")
    assert mention.again().again().status == 200
    paula.mentions("what seats are free?", slack.workspace.channel("general"))
    paula.says("we used 1 presales hour")
    paula.sees("#3")
    shown = [seen for seen in paula.sees_all() if seen.alone and "Visual Studio" in seen.words]
    assert len(shown) <= 2
    assert len({seen.words for seen in shown}) == len(shown)


def test_yes_to_what_the_other_asked(desks: ByTurns, paula: Person, bob: Person) -> None:
    buys(paula)
    paula.says(f"assign VS seat to <@{bob.id}> on 3 May")
    paula.sees("Shall I record")
    paula.says("yes")
    paula.sees("has Visual Studio Professional seat 1 of 3", "#3")


def test_a_button_of_one_is_pressed_at_the_other_and_once(desks: ByTurns, paula: Person, bob: Person) -> None:
    buys(paula)
    bob.says("I need a VS seat")
    card = paula.sees("asks for")
    paula.presses("Approve", card)
    paula.sees("Approved")
    bob.sees("seat 1 of 3")
    assert told(bob, "seat 1 of 3") == 1


def test_a_home_tab_shown_by_one_is_kept_up_to_date_by_the_other(
    slack: FakeSlack, staff: list[Person], desks: ByTurns, paula: Person
) -> None:
    buys(paula)
    paula.opens_home()
    paula.sees_at_home("Visual Studio Professional")
    for person in staff:  # twice at each of them
        person.says("I need a VS seat")
        paula.sees_at_home(slack.workspace.people[person.id]["real_name"])


def test_while_the_server_is_away_everybody_is_told_and_then_it_goes_on(
    desks: ByTurns, url: str, paula: Person
) -> None:
    buys(paula)
    with cluster().away(url):
        said = paula.says("we used 1 presales hour")
        assert said.status == 500
        told_of_it = paula.sees("The record can't be reached, so nothing was recorded")
        assert url not in told_of_it.words
        assert url.rpartition("/")[2] not in told_of_it.words
    assert said.again().status == 200
    paula.sees("1 presales hour", "#3")
    assert told(paula, "#3") == 1


def test_installed_at_one_and_known_to_the_other(slack: FakeSlack, url: str, paula: Person) -> None:
    oauth = {"slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": slack.client_secret}
    with office(slack, url, **oauth) as one, office(slack, url, **oauth) as other:
        state = state_of(one)
        assert installs(slack, other, paula, state) == 200
        assert installs(slack, one, paula, state) == 401
        slack.app = ByTurns([one, other])
        for number, words in enumerate(("we bought the Action Pack on 1 May 2026", "we used 1 presales hour"), 1):
            paula.says(words)
            paula.sees(f"#{number}")


def test_every_table_is_told_to_operators() -> None:
    page = (Path(__file__).parents[3] / "docs" / "postgres.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == TABLES.keys()


def test_a_user_with_the_rights_of_the_page_serves_slack(slack: FakeSlack, paula: Person) -> None:
    """docs/postgres.md: the owner makes the tables, and the desk runs as somebody who can't take the guards away."""
    own = Cluster(QUICK)
    try:
        url = own.database()
        with office(slack, url):
            pass
        page = (Path(__file__).parents[3] / "docs" / "postgres.md").read_text(encoding="utf-8")
        (rights,) = re.findall(r"```sql\n(CREATE ROLE.*?)```", page, re.DOTALL)
        asked(url, *rights.strip().split(";")[:-1])
        with office(slack, url.replace("//mpn@", "//desk@")):
            buys(paula)
            paula.opens_home()
            paula.sees_at_home("Visual Studio Professional")
            paula.says("we used 1 presales hour")
            paula.sees("#3")
    finally:
        own.remove()


def test_what_is_beside_a_file_moves_with_it(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("ledger") / "mpn.sqlite3"
    shelf = FileShelf(beside(file))
    Tokens(shelf, "1.2").save(Installation(user_id="U1", team_id="T1", bot_token="xoxb-1", bot_id="B1"))
    state = States(shelf, 600).issue()
    shelf.run(
        "INSERT INTO feedback (workspace, message, day, matter, helpful) VALUES ('T1', 'm', '2026-05-01', 'vs', 1)"
    )
    database = Postgres(url)
    assert moved(file, database) == 2
    assert moved(file, database) == 0
    server = ServerShelf(database)
    found = Tokens(server, "1.2").find_bot(enterprise_id=None, team_id="T1")
    assert found
    assert (found.bot_token, found.bot_id) == ("xoxb-1", "B1")
    assert Tokens(server, "1.2").workspaces() == ["T1"]
    assert Tokens(server, "other").workspaces() == []
    assert not States(server, 600).consume(state)
    database.close()
