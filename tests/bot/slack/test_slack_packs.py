"""The audit pack in Slack: asked for in words, by a command or a button, and checked by its own program."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.office import buys, office
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import OverHttp


@pytest.fixture
def olga(slack: FakeSlack, bob: Person) -> Person:
    return slack.person("Olga Ivanova")


@pytest.fixture(autouse=True)
def running(slack: FakeSlack, file: Path, olga: Person) -> Iterator[OverHttp]:
    with office(slack, file) as app:
        yield app


def unpacked(content: bytes, folder: Path) -> Path:
    """The folder that a pack unpacks to."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    (made,) = folder.iterdir()
    return made


def test_the_pack_comes_as_a_file_and_its_message_seals_it(paula: Person, tmp_path: Path) -> None:
    buys(paula)
    paula.says("send me the audit pack")
    paula.sees("*The audit pack as of 1 Jun 2026 is on its way.*", "in a direct message")
    name, content = paula.receives("The audit pack as of 1 Jun 2026:", "2 entries")
    assert name == "audit-2026-06-01.zip"
    folder = unpacked(content, tmp_path / "desk")
    assert folder.name == "audit-2026-06-01"
    said = paula.sees("verify.py --seal").words
    command = said.split("`")[1].split()
    assert command[0] == "python"
    done = subprocess.run([sys.executable, *command[1:]], cwd=folder.parent, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("sound")
    report = folder / "report.html"
    report.write_text(report.read_text(encoding="utf-8").replace("Action Pack", "Other Pack"), encoding="utf-8")
    done = subprocess.run([sys.executable, *command[1:]], cwd=folder.parent, capture_output=True, text=True)
    assert done.returncode == 1


@pytest.mark.parametrize("words", ["audit pack as of 10 May 2026", "export the audit as of 10 May 2026"])
def test_the_pack_shows_the_day_that_is_named(paula: Person, words: str) -> None:
    buys(paula)
    paula.says(words)
    assert paula.receives("The audit pack as of 10 May 2026:")[0] == "audit-2026-05-10.zip"


def test_the_command_answers_in_the_channel_and_sends_to_the_person(
    slack: FakeSlack, paula: Person, bob: Person
) -> None:
    buys(paula)
    general = slack.workspace.channel("general")
    command = paula.runs("/mpn export audit", general)
    assert command.answer["response_type"] == "ephemeral"
    paula.sees("*The audit pack as of 1 Jun 2026 is on its way.*")
    paula.receives("The audit pack as of 1 Jun 2026:")
    (sent,) = [each for each in slack.workspace.messages if each.files]
    assert sent.channel == paula.dm
    assert not bob.sees_all()


def test_below_the_report_stands_a_button(slack: FakeSlack, paula: Person) -> None:
    buys(paula)
    paula.says("give me an audit report as of 10 May 2026")
    report = paula.sees("*Audit summary as of 10 May 2026")
    assert report.buttons[-1] == "Send the pack"
    assert not any(each.files for each in slack.workspace.messages)
    paula.presses("Send the pack", below=report)
    paula.sees("*The audit pack as of 10 May 2026 is on its way.*")
    paula.receives("The audit pack as of 10 May 2026:")


@pytest.mark.parametrize("words", ["what is in the audit pack?", "don't send the audit pack"])
def test_a_question_about_it_sends_nothing(slack: FakeSlack, paula: Person, words: str) -> None:
    buys(paula)
    paula.says(words)
    assert paula.sees("*Audit summary as of 1 Jun 2026").buttons[-1] == "Send the pack"
    assert slack.calls["files.getUploadURLExternal"] == 0


def test_an_auditor_gets_it_and_others_are_refused(slack: FakeSlack, paula: Person, bob: Person, olga: Person) -> None:
    buys(paula)
    bob.says("send me the audit pack")
    bob.sees("*That is for administrators and auditors.*")
    paula.says("make @olga an auditor")
    paula.sees("Olga Ivanova is auditor")
    olga.says("send me the audit pack")
    olga.receives("The audit pack as of 1 Jun 2026:", "3 entries")
    assert [each.channel for each in slack.workspace.messages if each.files] == [olga.dm]


def test_who_may_no_longer_is_refused_at_the_button(slack: FakeSlack, paula: Person, olga: Person) -> None:
    buys(paula)
    paula.says("make @olga an auditor")
    paula.sees("Olga Ivanova is auditor")
    olga.says("audit report")
    report = olga.sees("*Audit summary")
    paula.says("take the auditor role from @olga")
    paula.sees("Olga Ivanova is no longer auditor")
    olga.presses("Send the pack", below=report)
    olga.sees("*The audit pack is for administrators and auditors.*")
    assert slack.calls["files.getUploadURLExternal"] == 0


def test_without_the_scope_it_is_said_what_to_do(slack: FakeSlack, paula: Person) -> None:
    buys(paula)
    slack.scopes = slack.scopes - {"files:write"}
    paula.says("send me the audit pack")
    paula.sees("I may not send files here: the app lacks the scope files:write.", "manifest.json")


def test_a_slack_that_fails_is_said(slack: FakeSlack, paula: Person) -> None:
    buys(paula)
    slack.answers("files.completeUploadExternal", status=500, times=10)
    paula.says("send me the audit pack")
    paula.sees("Something went wrong on my side", "Reference")


def test_making_it_keeps_nobody_waiting(slack: FakeSlack, paula: Person) -> None:
    buys(paula)
    with slack.held():
        assert paula.says("send me the audit pack").seconds < 2
    paula.receives("The audit pack as of 1 Jun 2026:")
