"""The pictures of the Home tab: uploaded once, anew only where they look different, and never in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person, until
from tests.fake_slack.sender import OverHttp

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def running(slack: FakeSlack, file: Path, ana: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


def pictures(slack: FakeSlack, person: Person) -> dict[str, bytes]:
    """What the pictures on somebody's Home tab show, each with its content."""
    blocks = slack.workspace.homes.get(person.id, {}).get("blocks", [])
    kept = slack.workspace.files.kept
    return {block["alt_text"]: kept[block["slack_file"]["id"]].content for block in blocks if block["type"] == "image"}


def holds(paula: Person) -> None:
    """Paula has a seat, and there is a key."""
    buys(paula)
    paula.says("assign VS to @paula")
    paula.sees("seat 1 of 3")
    paula.says("add key K7 for Office with 5 activations")
    paula.sees("K7")


def test_administrators_see_pictures_and_others_none(
    slack: FakeSlack, running: OverHttp, paula: Person, ana: Person
) -> None:
    holds(paula)
    paula.opens_home()
    until(lambda: len(pictures(slack, paula)) == 3, seconds=10)
    shown = pictures(slack, paula)
    assert set(shown) == {"Offers and their windows", "Visual Studio Professional: seats", "Activations of keys"}
    assert all(content.startswith(PNG) for content in shown.values())
    assert all(not stored.channels for stored in slack.workspace.files.kept.values()), "they are in no conversation"
    ana.opens_home()
    ana.sees_at_home("You hold no seat")
    assert not pictures(slack, ana)


def test_opened_again_nothing_is_uploaded_anew(slack: FakeSlack, place: Path | str, ana: Person, paula: Person) -> None:
    with office(slack, place):
        holds(paula)
        paula.opens_home()
        until(lambda: len(pictures(slack, paula)) == 3, seconds=10)
        uploads = slack.calls["files.getUploadURLExternal"]
        paula.opens_home()
        paula.says("hello")
        paula.sees("*Hello.*")
    slack.workspace.homes.clear()
    with office(slack, place):
        paula.opens_home()
        until(lambda: len(pictures(slack, paula)) == 3)
    assert slack.calls["files.getUploadURLExternal"] == uploads == 3


def test_what_looks_different_is_uploaded_and_the_old_file_goes(
    slack: FakeSlack, running: OverHttp, paula: Person, ana: Person
) -> None:
    holds(paula)
    paula.opens_home()
    until(lambda: len(pictures(slack, paula)) == 3, seconds=10)
    before = pictures(slack, paula)
    paula.says("assign VS to @ana")
    paula.sees_at_home("2 of 3 used")
    until(lambda: pictures(slack, paula) != before, seconds=10)
    after = pictures(slack, paula)
    assert {name for name in before if before[name] != after[name]} == {"Visual Studio Professional: seats"}
    assert slack.calls["files.delete"] == 0, "a tab that shows the old one is not left with a hole"
    paula.says("undo")
    paula.sees_at_home("1 of 3 used")
    until(lambda: slack.calls["files.delete"] == 1, seconds=10)
    until(lambda: pictures(slack, paula) == before, seconds=10)
    assert len(slack.workspace.files.kept) == 4


def test_the_tab_comes_at_once_and_the_pictures_after_it(slack: FakeSlack, running: OverHttp, paula: Person) -> None:
    holds(paula)
    slack.answers("files.completeUploadExternal", status=429, times=1, retry_after=1)
    assert paula.opens_home().seconds < 1
    paula.sees_at_home("1 of 3 used")
    assert not pictures(slack, paula)
    until(lambda: len(pictures(slack, paula)) == 3, seconds=10)


def test_without_the_scope_the_tab_stands_without_pictures(
    slack: FakeSlack, running: OverHttp, paula: Person, caplog: pytest.LogCaptureFixture
) -> None:
    holds(paula)
    slack.scopes = slack.scopes - {"files:write"}
    paula.opens_home()
    paula.sees_at_home("1 of 3 used")
    until(lambda: "the app lacks files:write" in caplog.text)
    paula.opens_home()
    paula.says("assign VS to @ana")
    paula.sees_at_home("2 of 3 used")
    assert slack.calls["files.getUploadURLExternal"] == 1, "Slack is not asked again at each opening"


def test_a_picture_that_slack_refuses_takes_nothing_else_with_it(
    slack: FakeSlack, running: OverHttp, paula: Person, ana: Person
) -> None:
    holds(paula)
    paula.opens_home()
    until(lambda: len(pictures(slack, paula)) == 3, seconds=10)
    slack.workspace.files.kept.clear()  # somebody deleted them in Slack
    paula.says("assign VS to @ana")
    paula.sees_at_home("2 of 3 used")
    assert not pictures(slack, paula)
