"""What is posted to channels, without any Slack: on which day, once, and what a channel may read."""

import datetime as dt
from pathlib import Path

import pytest

from bot.record.records import Records
from bot.reminding.rounds import Outlet
from bot.reminding.summary import Post
from tests.journeys.people import WORKSPACE, Office


class Channel:
    """Takes what is posted, or refuses it."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.takes = True

    def __call__(self, post: Post) -> bool:
        if self.takes:
            self.posts.append(post)
        return self.takes

    def days(self, name: str) -> list[str]:
        return [post.day.isoformat() for post in self.posts if post.name == name]


@pytest.fixture
def channel() -> Channel:
    return Channel()


def office(*settings: str, today: str = "2026-02-10") -> Office:
    found = Office(today)
    found.paula.says("we bought the Action Pack on 2 Feb 2026")
    found.paula.says("the action pack gives us 3 VS Professional")
    for words in settings:
        said = found.paula.says(words)
        assert said.recorded, said.text
    return found


def lives(found: Office, channel: Channel, first: str, days: int, *, hours: tuple[int, ...] = (7, 12)) -> list[str]:
    """Sweeps twice a day, but only a workspace that may be due; the days on which something was posted."""
    told = []
    start = dt.datetime.fromisoformat(f"{first}T00:00:00+01:00")
    for at in (start + dt.timedelta(days=day, hours=hour) for day in range(days) for hour in hours):
        before = len(channel.posts)
        if WORKSPACE in found.records.log.due(at):
            found.desk.tick(WORKSPACE, at, Outlet(send=lambda *_: True, post=channel))
        if len(channel.posts) > before:
            told.append(f"{at:%a %Y-%m-%d}")
    return told


def test_the_week_is_told_on_its_first_working_day(channel: Channel) -> None:
    found = office("holidays of Germany", "post the weekly summary in #partner")
    told = lives(found, channel, "2026-03-21", 20)
    assert told == ["Mon 2026-03-23", "Mon 2026-03-30", "Tue 2026-04-07"]  # Easter Monday is a day off
    assert channel.days("weekly") == ["2026-03-23", "2026-03-30", "2026-04-06"]


def test_a_week_whose_monday_was_missed_is_told_on_the_next_working_day(channel: Channel) -> None:
    found = office("post the weekly summary in #partner")
    assert lives(found, channel, "2026-02-18", 3) == ["Wed 2026-02-18"]
    assert channel.days("weekly") == ["2026-02-16"]


def test_what_a_channel_refuses_stays_due(channel: Channel) -> None:
    found = office("post the weekly summary in #partner", "send the head of the record to #audit every day")
    channel.takes = False
    assert lives(found, channel, "2026-02-16", 1) == []
    channel.takes = True
    lives(found, channel, "2026-02-17", 1)
    assert (channel.days("weekly"), channel.days("head")) == (["2026-02-16"], ["2026-02-17"])


def test_the_head_goes_out_each_day_also_where_nothing_else_is_due(channel: Channel) -> None:
    found = office("send the head of the record to #audit every day")
    lives(found, channel, "2026-04-10", 5)
    assert channel.days("head") == [f"2026-04-{day}" for day in range(10, 15)]
    assert {post.channel for post in channel.posts} == {"#audit"}
    assert str(found.records.log.head(WORKSPACE)) in channel.posts[-1].text


def test_once_stopped_nothing_more_is_posted(channel: Channel) -> None:
    found = office("post the weekly summary in #partner", "send the head of the record to #audit every day")
    lives(found, channel, "2026-02-16", 2)
    before = len(channel.posts)
    found.on("2026-02-18").paula.says("stop the weekly summary")
    found.paula.says("no head of the record")
    assert lives(found, channel, "2026-02-19", 14) == []
    assert len(channel.posts) == before


def test_a_workspace_without_channels_is_not_opened_for_them(channel: Channel) -> None:
    found = office()
    lives(found, channel, "2026-03-06", 1)
    assert found.records.log.due(dt.datetime.fromisoformat("2026-06-01T12:00+02:00")) == ()
    assert channel.posts == []


def test_no_name_key_token_or_tenant_stands_in_a_summary(channel: Channel) -> None:
    found = office("post the weekly summary in #partner")
    for words in (
        "got token 77 for 25 seats of Office 365",
        "got key K88 for Office with 10 activations",
        "we got 100 euros of azure credit a month",
    ):
        assert found.paula.says(words).recorded, words
    for words in ("assign VS to ana", "assign VS to zoe", "token 77 was activated on contoso"):
        said = found.paula.says(words)
        assert said.recorded or found.paula.presses(said.choices[0]).recorded, words
    found.jun.says("I need a VS seat")
    lives(found, channel, "2026-02-16", 1)
    (post,) = channel.posts
    assert not [name for name in ("Ana", "Zoe", "Jun", "Paula", "77", "K88", "contoso", "100") if name in post.text]
    for line in (
        "1 token whose replacement can still be asked for",
        "2 seats not activated yet",
        "1 request without an answer",
        "Visual Studio Professional: 1 of 3 seats free",
    ):
        assert line in post.text, post.text


def test_two_processes_note_it_once(tmp_path: Path, channel: Channel) -> None:
    found = Office("2026-02-10", tmp_path / "desk.sqlite3")
    found.paula.says("we bought the Action Pack on 2 Feb 2026")
    found.paula.says("post the weekly summary in #partner")
    at = dt.datetime.fromisoformat("2026-02-16T12:00+01:00")
    outlet = Outlet(send=lambda *_: True, post=channel)
    found.desk.tick(WORKSPACE, at, outlet)
    other = Office("2026-02-10", tmp_path / "desk.sqlite3")
    assert isinstance(other.records, Records)
    other.desk.tick(WORKSPACE, at, outlet)
    assert channel.days("weekly") == ["2026-02-16"]


def test_a_message_that_could_not_be_sent_stays_due_and_one_that_was_is_recorded_by_the_next_round() -> None:
    found = office().on("2026-02-18")

    def tick(outlet: Outlet) -> list[str]:
        return [one.to for one in found.desk.tick(WORKSPACE, found.now, outlet).deliveries]

    assert tick(Outlet(send=lambda *_: False)) == []
    assert tick(Outlet(send=lambda *_: False)) == []
    assert "reminder_sent" not in found.entries

    def dies(*_: object) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tick(Outlet(send=dies))
    assert tick(Outlet(send=dies, was_sent=lambda key: key == "reminders:paula:2026-02-18")) == []
    assert found.entries.count("reminder_sent") == 2
    assert tick(Outlet(send=lambda *_: True)) == []
