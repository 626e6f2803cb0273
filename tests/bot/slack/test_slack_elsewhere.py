"""Where Slack takes an answer no more in the place for it, it is told in another, and none is lost."""

import pytest

from tests.bot.slack.conftest import StandIn
from tests.fake_slack import FakeSlack, Person
from tests.fake_slack.sender import Kind

pytestmark = pytest.mark.usefixtures("app")
_HALF_AN_HOUR = 1_801


def test_where_the_message_is_gone_the_answer_is_one_of_its_own(slack: FakeSlack, ana: Person) -> None:
    ana.says("can we demo Dynamics?")
    answer = ana.sees("*Heard:* can we demo Dynamics?")
    slack.workspace.messages.remove(answer)
    ana.presses("Why?", below=answer)
    assert ana.sees("*Heard:* Why?").channel == ana.dm


@pytest.mark.parametrize("directly", [True, False])
def test_a_response_url_that_is_over_is_no_loss(slack: FakeSlack, ana: Person, bob: Person, directly: bool) -> None:
    channel = ana.dm if directly else slack.workspace.channel("general")
    ana.runs("/mpn can we demo Dynamics?", channel)
    with slack.held():
        ana.presses("Why?")
        slack.workspace.passes(_HALF_AN_HOUR)
    told = ana.sees("*Heard:* Why?")
    assert (told.channel, told.alone) == (channel, None if directly else ana.id)
    assert not bob.sees_all()


def test_a_press_without_a_response_url_is_answered(slack: FakeSlack, ana: Person, desk: StandIn) -> None:
    general = slack.workspace.channel("general")
    ana.runs("/mpn can we demo Dynamics?", general)
    below = ana.sees("*Heard:*")
    (block, button), *_ = below.pressable()
    pressed = {key: value for key, value in ana._press(below, block, button).items() if key != "response_url"}
    assert ana._brings(Kind.INTERACTION, pressed).status == 200
    assert ana.sees("*Heard:* Why?").alone == ana.id
