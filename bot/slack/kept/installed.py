"""Where the desk is installed, and with which token it speaks there."""

from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.payloads import workspace_key


class Installed(Protocol):
    """The installations of the desk."""

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """Who the desk is in a workspace, without asking Slack; None where it is not installed."""
        ...

    def client(self, workspace: str) -> WebClient | None:
        """The client for a workspace; None where the desk is not installed."""
        ...

    def installer(self, workspace: str) -> str | None:
        """Who installed the desk, where that is known."""
        ...

    def organiser(self, workspace: str) -> str | None:
        """Who installed the desk in the whole organisation that a workspace belongs to."""
        ...

    def workspaces(self) -> list[str]:
        """Every workspace that the desk is installed in, and every organisation that has it in all of its own."""
        ...

    def remove(self, workspace: str) -> None:
        """Forgets the token of a workspace that the desk was taken out of."""
        ...


class One:
    """A single workspace, by its bot token. Asks Slack once who the desk is there.

    Everything delivered belongs to it, whatever it says of its team: where it is only a stranger's, that is seen by who
    did it.

    Raises SlackApiError when Slack refuses the token, OSError when none answers.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        who = client.auth_test()
        self.enterprise, self.team = who.get("enterprise_id"), who.get("team_id")
        self.workspace = workspace_key(self.enterprise, self.team)
        self._result = AuthorizeResult(
            enterprise_id=self.enterprise,
            team_id=self.team,
            team=who.get("team"),
            url=who.get("url"),
            bot_id=who.get("bot_id"),
            bot_user_id=who.get("user_id"),  # by which the desk knows itself, even where no bot_id is told
            bot_token=client.token,
        )

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        return self._result

    def client(self, workspace: str) -> WebClient | None:
        return self._client if workspace == self.workspace else None

    def installer(self, workspace: str) -> str | None:
        return None

    def organiser(self, workspace: str) -> str | None:
        return None

    def workspaces(self) -> list[str]:
        return [self.workspace]

    def remove(self, workspace: str) -> None:
        """The token stands in the settings; it is of no use any more."""
