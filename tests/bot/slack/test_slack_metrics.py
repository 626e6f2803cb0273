"""The page for Prometheus: what happened is counted, nobody is named, and only who brings the token sees it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.metrics import Metrics
from bot.record.records import Records
from bot.reply import Kind, Reply
from policy.rulebook import Rulebook
from tests.bot.slack.conftest import opened
from tests.bot.slack.office import buys, shelf_of
from tests.bot.slack.test_slack_process import _environment as environment
from tests.bot.slack.test_slack_process import _free_port as free_port
from tests.bot.slack.test_slack_process import _listens as listens
from tests.bot.slack.test_slack_process import process
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp
from tests.storage.office import cluster

TOKEN = "long-and-random"


@pytest.fixture
def running(slack: FakeSlack, place: Path | str, bob: Person) -> Iterator[OverHttp]:
    records = Records.open(place, first_speaks=False)
    with opened(slack, Desk.open(records), records, shelf_of(place, records), mpn_metrics_token=TOKEN) as app:
        yield app


def page(app: OverHttp, token: str = TOKEN) -> str:
    status, body = app.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
    assert status == 200
    return body


def figure(text: str, name: str) -> float:
    """The value of a figure with its labels; 0 where it is not there."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_a_day_is_counted(running: OverHttp, paula: Person, bob: Person) -> None:
    buys(paula)
    bob.says("assign VS seat to bob")
    bob.sees("That is for an administrator")
    bob.says("whats for lunch")
    bob.sees("`help`")
    paula.runs("/mpn can I use Office for customer training?")
    seen = page(running)
    assert figure(seen, 'mpn_requests_total{kind="done",surface="message"}') == 2
    assert figure(seen, 'mpn_requests_total{kind="refused",surface="message"}') == 1
    assert figure(seen, 'mpn_refusals_total{rule="admin-role"}') == 1
    assert figure(seen, 'mpn_requests_total{kind="unknown",surface="message"}') == 1
    assert figure(seen, 'mpn_requests_total{kind="answer",surface="mpn"}') == 1
    assert figure(seen, 'mpn_answer_seconds_count{surface="message"}') == 4
    assert figure(seen, "mpn_outbox_waiting") == 0


def test_nothing_on_the_page_is_of_a_person(slack: FakeSlack, running: OverHttp, paula: Person, bob: Person) -> None:
    buys(paula)
    bob.says("what about Project Nightjar?")
    bob.says("I need a VS seat")
    paula.sees("asks for")
    bob.says("who has visual studio?")
    seen = page(running).lower()
    secret = [slack.workspace.team, slack.bot_token, "nightjar", "acme", TOKEN, bob.dm]
    for person in slack.workspace.people.values():
        secret += [person["id"], *person["real_name"].split(), person["profile"]["email"]]
    assert [one for one in secret if one.lower() in seen.replace("mpn_", "")] == []
    labels = set(re.findall(r'(\w+)="([^"]*)"', seen))
    rules = {rule for edition in Rulebook.load().editions for rule in edition.rules} | {"none"}
    assert {value for name, value in labels if name == "rule"} <= rules
    assert {value for name, value in labels if name == "kind"} <= {kind.value for kind in Kind}
    assert {name for name, _ in labels} <= {"rule", "kind", "surface", "le"}


@pytest.mark.parametrize("brought", [{}, {"Authorization": "Bearer"}, {"Authorization": f"Bearer {TOKEN}x"}])
@pytest.mark.parametrize("place", ["file"], indirect=True)
def test_without_the_token_nothing_is_told(running: OverHttp, brought: dict[str, str]) -> None:
    status, body = running.request("GET", "/metrics", headers=brought)
    assert status == 401
    assert "mpn_" not in body


def test_there_is_no_page_where_no_token_is_set(app: OverHttp) -> None:
    assert app.request("GET", "/metrics", headers={"Authorization": "Bearer "})[0] == 404


@pytest.mark.parametrize("token", [TOKEN, ""])
def test_in_socket_mode_the_port_is_open_only_for_who_watches(
    slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("MPN_DATABASE", str(tmp_path / "mpn.sqlite3"))
    monkeypatch.setenv("MPN_ADMINISTRATORS", "")
    port = free_port()
    settings = environment(slack, SLACK_APP_TOKEN=slack.app_token, PORT=str(port), MPN_METRICS_TOKEN=token)
    with process(**settings):
        slack.waits_for_socket(20)
        assert listens(port) is bool(token)
        if token:
            desk = OverHttp(f"http://127.0.0.1:{port}", slack.signing_secret)
            assert "mpn_sweep_age_seconds" in page(desk)
            assert desk.request("GET", "/healthz")[0] == 200
            assert desk.send("{}", "application/json")[0] == 404


@pytest.mark.parametrize("place", ["server"], indirect=True)
def test_a_database_that_is_away_is_counted_and_the_page_still_comes(
    running: OverHttp, place: str, paula: Person
) -> None:
    buys(paula)
    with cluster().away(place):
        assert paula.says("we used 1 presales hour").status == 500
        paula.sees("can't be reached, so nothing was recorded")
        seen = page(running)
    assert figure(seen, 'mpn_errors_total{kind="AwayError"}') >= 1
    assert "mpn_outbox_waiting NaN" in seen


def test_a_sweep_is_timed_and_a_fault_in_it_counted() -> None:
    metrics = Metrics()
    metrics.sweeping(lambda: None)()
    with pytest.raises(ZeroDivisionError):
        metrics.sweeping(lambda: 1 / 0)()
    seen = metrics.page().decode()
    assert figure(seen, "mpn_sweep_seconds_count") == 2
    assert figure(seen, 'mpn_errors_total{kind="ZeroDivisionError"}') == 1


def test_each_part_of_a_message_counts() -> None:
    metrics = Metrics()
    parts = (Reply(kind=Kind.DONE, text="a"), Reply(kind=Kind.REFUSED, text="b", rules=("seat-90-days", "admin-role")))
    metrics.replied("message", parts[0].model_copy(update={"parts": parts}))
    seen = metrics.page().decode()
    assert figure(seen, 'mpn_requests_total{kind="done",surface="message"}') == 1
    assert figure(seen, 'mpn_refusals_total{rule="seat-90-days"}') == 1
    assert figure(seen, 'mpn_refusals_total{rule="admin-role"}') == 0
