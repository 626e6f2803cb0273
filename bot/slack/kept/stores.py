"""Slack's own stores on the desk's shelf: who installed the desk, with which token, and who is about to."""

import json
import secrets
import time
from collections.abc import Callable
from logging import Logger
from typing import Final

from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.slack.kept.shelf import Shelf
from bot.slack.logs import quiet
from bot.slack.payloads import workspace_key

_SAVE: Final = (
    "INSERT INTO installations (workspace, client, installation) VALUES (:workspace, :client, :installation) "
    "ON CONFLICT (workspace, client) DO UPDATE SET installation = excluded.installation"
)
_FIND: Final = "SELECT installation FROM installations WHERE workspace = :workspace AND client = :client"
_ALL: Final = "SELECT workspace FROM installations WHERE client = :client ORDER BY workspace"
_REMOVE: Final = "DELETE FROM installations WHERE workspace = :workspace AND client = :client"

_ISSUE: Final = "INSERT INTO states (state, until) VALUES (:state, :until)"
_CONSUME: Final = "DELETE FROM states WHERE state = :state RETURNING until"
_FORGET: Final = "DELETE FROM states WHERE until < :now"


class Tokens(InstallationStore):
    """The installations of an app: of each workspace, or of a whole organisation, the latest."""

    def __init__(self, shelf: Shelf, client_id: str) -> None:
        self._shelf, self._client = shelf, client_id

    @property
    def logger(self) -> Logger:
        return quiet("slack_sdk.oauth")

    def save(self, installation: Installation) -> None:
        team = None if installation.is_enterprise_install else installation.team_id
        self._shelf.run(
            _SAVE,
            workspace=workspace_key(installation.enterprise_id, team),
            client=self._client,
            installation=json.dumps(vars(installation)),
        )

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        workspace = workspace_key(enterprise_id, None if is_enterprise_install else team_id)
        rows = self._shelf.run(_FIND, workspace=workspace, client=self._client)
        return Installation(**json.loads(rows[0][0])) if rows else None

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        found = self.find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found else None

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        self._shelf.run(_REMOVE, workspace=workspace_key(enterprise_id, team_id), client=self._client)

    def workspaces(self) -> list[str]:
        """The keys of all places where the app is installed; of a whole organisation its own."""
        return [str(workspace) for (workspace,) in self._shelf.run(_ALL, client=self._client)]


class States(OAuthStateStore):
    """States of installations that have begun: each is good once, whichever process it comes back to."""

    def __init__(self, shelf: Shelf, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._shelf, self._seconds, self._clock = shelf, seconds, clock

    @property
    def logger(self) -> Logger:
        return quiet("slack_sdk.oauth")

    def issue(self, *_: object, **__: object) -> str:
        state, now = secrets.token_urlsafe(32), self._clock()
        self._shelf.run(_FORGET, now=now)
        self._shelf.run(_ISSUE, state=state, until=now + self._seconds)
        return state

    def consume(self, state: str) -> bool:
        rows = self._shelf.run(_CONSUME, state=state)
        return bool(rows) and float(rows[0][0]) > self._clock()
