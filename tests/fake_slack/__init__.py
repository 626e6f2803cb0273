"""A Slack to test against: over real HTTP and WebSocket, and it refuses what Slack refuses."""

from tests.fake_slack.person import Person
from tests.fake_slack.sender import Delivery
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import Posted, until

__all__ = ["Delivery", "FakeSlack", "Person", "Posted", "until"]
