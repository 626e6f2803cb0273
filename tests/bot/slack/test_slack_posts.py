"""What goes to channels: the weekly summary and the head of the record, each once, whoever sweeps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.desk import Desk
from bot.record.records import Records
from bot.reminding.clockwork import Clockwork
from bot.slack import app as slack_app
from bot.slack import web
from bot.slack.check import check
from storage.verify.alone import anchors_in
from storage.verify.log import verify_log
from tests.bot.slack.conftest import NOON, settings_for
from tests.bot.slack.office import buys, office, shelf_of
from tests.fake_slack import FakeSlack, Person

TEAM = "T0ACME"


def sweeps(
    slack: FakeSlack, place: Path | str, at: datetime, before_it_stops: Callable[[], object] = int, **settings: str
) -> None:
    """A process that sweeps once at a time, and stops when all is said."""
    records = Records.open(place, first_speaks=False)
    chosen = settings_for(slack).model_copy(update=settings)
    with slack_app.opened(
        Desk.open(records), chosen, records, lambda: at, shelf=shelf_of(place, records), pause=0.01
    ) as desk:
        assert desk.sweeps
        desk.sweeps()
        before_it_stops()


@pytest.fixture
def partner(slack: FakeSlack) -> str:
    return slack.workspace.channel("partner")


@pytest.fixture
def posts(slack: FakeSlack, partner: str) -> Callable[[], list[str]]:
    return lambda: [each.words for each in slack.workspace.messages if each.channel == partner]


@pytest.fixture
def office_of(slack: FakeSlack, place: Path | str, paula: Person, partner: str) -> Path | str:
    """Monday noon: three seats, one of them Ana's; then the channel of the weekly summary is set."""
    slack.person("Ana Souza")
    with office(slack, place):
        buys(paula)
        paula.says("we bought the Learning Action Pack on 29 May 2026")
        paula.sees("Learning Action Pack bought")
        paula.says("assign a VS professional seat to @ana")
        paula.sees("seat 1 of 3")
        paula.says("post the weekly summary in #partner")
        paula.sees("a weekly summary goes to #partner, first on Mon 8 Jun 2026")
    return place


def test_the_week_is_told_once_in_the_morning_of_its_first_working_day_without_a_name(
    slack: FakeSlack, office_of: Path | str, posts: Callable[[], list[str]]
) -> None:
    for hours in (1, 24, 72):  # the week in which it was set
        sweeps(slack, office_of, NOON + timedelta(hours=hours))
    monday = datetime.fromisoformat("2026-06-08T09:00+02:00")
    sweeps(slack, office_of, monday - timedelta(minutes=1))
    assert posts() == []
    for minutes in (0, 5, 60 * 24, 60 * 24 * 4):
        sweeps(slack, office_of, monday + timedelta(minutes=minutes))
    (summary,) = posts()
    assert "Partner benefits, week of Mon 8 Jun 2026" in summary
    assert "Sun 28 Jun 2026: Last day to ask for a refund of the Learning Action Pack" in summary
    assert "1 seat not activated yet" in summary
    assert "Visual Studio Professional: 2 of 3 seats free" in summary
    assert "Ana" not in summary and "Paula" not in summary
    sweeps(slack, office_of, monday + timedelta(days=7))
    assert len(posts()) == 2


def test_processes_that_sweep_at_once_post_it_once(
    slack: FakeSlack, office_of: Path | str, posts: Callable[[], list[str]]
) -> None:
    monday = datetime.fromisoformat("2026-06-08T09:30+02:00")
    threads = [Thread(target=sweeps, args=(slack, office_of, monday)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(posts()) == 1


def test_a_channel_that_takes_none_is_told_to_the_administrators(
    slack: FakeSlack, office_of: Path | str, paula: Person, partner: str
) -> None:
    del slack.workspace.channels[partner]
    refused = ("I could not post in #partner", "channel_not_found", "Invite me")
    sweeps(slack, office_of, datetime.fromisoformat("2026-06-08T09:30+02:00"), lambda: paula.sees(*refused))


def test_the_head_goes_out_once_a_day_and_proves_what_was_recorded(
    slack: FakeSlack, place: Path | str, paula: Person, posts: Callable[[], list[str]]
) -> None:
    with office(slack, place):
        buys(paula)
        paula.says("send the head of the record to #partner every day")
        paula.sees("the head of the record goes to #partner every day")
    for hours in (0, 1, 24, 25):
        sweeps(slack, place, NOON + timedelta(hours=hours))
    first, second = posts()
    assert "Head of the record, Mon 1 Jun 2026" in first
    anchor = first.split("`")[1]
    log = Records.open(place).log
    assert verify_log(log, anchors_in(anchor)).is_sound
    assert anchor in second  # nothing was recorded in between
    forged = anchor[:-1] + ("0" if anchor[-1] != "0" else "1")
    assert not verify_log(log, anchors_in(forged)).is_sound


def test_the_heads_go_to_a_file_once_a_day_that_verify_takes_as_it_is(
    slack: FakeSlack, place: Path | str, paula: Person, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.txt"
    with office(slack, place):
        buys(paula)
    for hours in (0, 1, 24):
        sweeps(slack, place, NOON + timedelta(hours=hours), mpn_heads_file=str(heads))
    lines = [line.split() for line in heads.read_text().splitlines()]
    head = Records.open(place).log.head(TEAM)
    assert lines == [[f"2026-06-0{day}", TEAM, str(head.seq), head.hash] for day in (1, 2)]
    assert verify_log(Records.open(place).log, anchors_in(str(heads))).is_sound


def test_a_sweep_that_is_too_long_ago_is_a_fault_for_healthz_and_for_check(
    slack: FakeSlack, place: Path | str, paula: Person
) -> None:
    sweeps(slack, place, NOON)
    records = Records.open(place, first_speaks=False)
    settings = settings_for(slack).model_copy(update={"mpn_database": str(place)})

    def healthz(at: datetime) -> tuple[int, str]:
        """As another process, which has not swept yet, answers it."""
        clockwork = Clockwork(lambda: None)
        with slack_app.opened(Desk.open(records), settings, records, lambda: at) as desk:
            server = web.server(desk.app, 0, fault=lambda: slack_app.fault_of_desk(records, clockwork, at))
            running = Thread(target=server.run, daemon=True)
            running.start()
            try:
                with urlopen(f"http://127.0.0.1:{server.effective_port}/healthz", timeout=5) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as refused:
                return refused.code, refused.read().decode()
            finally:
                server.task_dispatcher.shutdown()

    def said(at: datetime) -> tuple[bool, str]:
        return next((one.well, one.text) for one in check(settings, at) if one.text.startswith("Reminders"))

    assert healthz(NOON + timedelta(minutes=59)) == (200, "ok")
    assert said(NOON + timedelta(minutes=59)) == (True, "Reminders: last swept 2026-06-01 12:00 UTC.")
    status, words = healthz(NOON + timedelta(minutes=61))
    assert (status, "over an hour ago" in words) == (503, True)
    well, words = said(NOON + timedelta(minutes=61))
    assert not well and "over an hour ago" in words
    status, words = healthz(NOON - timedelta(minutes=5))
    assert (status, "in the future" in words) == (503, True)
    assert not said(NOON - timedelta(minutes=5))[0]
