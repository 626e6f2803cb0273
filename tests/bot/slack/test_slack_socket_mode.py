"""The easy start: the desk opens a WebSocket, and everything comes through it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.reply import Reply, Request
from bot.slack.app import opened
from bot.slack.socket_mode import Socket
from tests.bot.slack.conftest import NOON, StandIn, echo, settings_for
from tests.fake_slack import FakeSlack, Person

pytestmark = pytest.mark.usefixtures("socket")


@pytest.fixture
def socket(slack: FakeSlack, desk: StandIn) -> Iterator[Socket]:
    with opened(desk, settings_for(slack), now=lambda: NOON) as desk_in_slack:
        socket = Socket(desk_in_slack.app, slack.app_token)
        socket.open()
        slack.waits_for_socket()
        yield socket
        socket.close()


def test_a_day_over_a_websocket(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    asked = ana.says("can we demo Dynamics?")
    assert asked.status == 200
    ana.sees("*Heard:* can we demo Dynamics?")
    ana.presses("Why?")
    ana.sees("*Heard:* Why?")
    ana.mentions("what about resale?", slack.workspace.channel("general"))
    assert ana.sees("what about resale?").thread_ts
    assert ana.runs("/mpn help").answer["response_type"] == "ephemeral"
    assert asked.again().status == 200
    assert len(desk.asked) == 4


def test_an_event_that_failed_stays_unacknowledged(ana: Person, desk: StandIn) -> None:
    def breaks(request: Request) -> Reply:
        raise RuntimeError

    desk.says = breaks
    assert ana.says("we demoed Dynamics").status == 0
    ana.sees("Something went wrong on my side")


def test_what_runs_is_acknowledged_before_it_hangs_up(
    slack: FakeSlack, socket: Socket, ana: Person, desk: StandIn
) -> None:
    here, go_on = Event(), Event()

    def is_slow(request: Request) -> Reply:
        here.set()
        go_on.wait(10)
        return echo(request)

    desk.says = is_slow
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ana.says, "can we demo Dynamics?")
        assert here.wait(5)
        closed = pool.submit(socket.close)
        assert not slack.socket_closed.wait(4)  # the SDK itself takes 3 s to hang up
        go_on.set()
        closed.result()
        assert asked.result().status == 200
