"""The desk in many workspaces: installed by OAuth, its tokens in a file beside the ledger."""

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

from bot.settings import Settings
from bot.slack.logs import quiet
from bot.slack.payloads import workspace_key
from bot.slack.posting import POSTING

SCOPES: Final = ("app_mentions:read", "chat:write", "commands", "im:history", "im:write", "users:read")
"""As in manifest.json: the least that the desk can do with."""

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"

_STATE_LIVES: Final = 600
_FRESH: Final = 60.0
"""Seconds for which a token found is used before it is looked up again: another process may have removed it."""

_SLACK: Final = "https://slack.com/api/"

_log = logging.getLogger(__name__)


class Many:
    """Every workspace that installed the desk."""

    def __init__(self, settings: Settings, file: Path) -> None:
        file.touch(mode=0o600)
        self._settings, self._file = settings, file
        self._store = SQLite3InstallationStore(
            database=str(file), client_id=settings.slack_client_id, logger=quiet("slack_sdk.oauth")
        )
        self._store.init()  # type: ignore[no-untyped-call]
        self._found: dict[str, tuple[float, Bot]] = {}

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        bot = self._bot(workspace_key(enterprise_id, team_id))
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
        )

    def client(self, workspace: str) -> WebClient | None:
        bot = self._bot(workspace)
        return self._client(bot.bot_token) if bot else None

    def installer(self, workspace: str) -> str | None:
        enterprise, team = _ids(workspace)
        for one_team in (team, None) if enterprise else (team,):
            found = self._store.find_installation(
                enterprise_id=enterprise, team_id=one_team, is_enterprise_install=one_team is None
            )
            if found:
                return str(found.user_id)
        return None

    def workspaces(self) -> list[str]:
        with sqlite3.connect(self._file) as db:
            rows = db.execute("SELECT DISTINCT enterprise_id, team_id FROM slack_bots WHERE team_id <> ''").fetchall()
        return [workspace_key(enterprise, team) for enterprise, team in rows]

    def remove(self, workspace: str) -> None:
        """Forgets the tokens of a workspace."""
        enterprise, team = _ids(workspace)
        self._store.delete_all(enterprise_id=enterprise, team_id=team)
        self._found.pop(workspace, None)

    def flow(self, installed: Callable[[str], None]) -> OAuthFlow:
        """The pages by which the desk is installed; `installed` is called with each new workspace."""

        def success(args: SuccessArgs) -> BoltResponse:
            workspace = workspace_key(args.installation.enterprise_id, args.installation.team_id)
            self._found.pop(workspace, None)
            installed(workspace)
            return args.default.success(args)

        def failure(args: FailureArgs) -> BoltResponse:
            _log.warning("An installation failed: %s.", args.reason)
            return args.default.failure(args)

        log = quiet("slack_bolt.oauth")
        log.setLevel(logging.ERROR)  # its warnings hold the code of an installation
        api = self._settings.slack_api_url
        settings = OAuthSettings(
            client_id=self._settings.slack_client_id,
            client_secret=self._settings.slack_client_secret,
            scopes=list(SCOPES),
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            callback_options=CallbackOptions(success=success, failure=failure),
            authorization_url=None if api == _SLACK else api.removesuffix("api/") + "oauth/v2/authorize",
            installation_store=self._store,
            state_store=SQLite3OAuthStateStore(
                database=str(self._file), expiration_seconds=_STATE_LIVES, logger=quiet("slack_sdk.oauth")
            ),
            state_expiration_seconds=_STATE_LIVES,
            logger=log,
        )
        return OAuthFlow(client=self._client(None), logger=log, settings=settings)

    def _bot(self, workspace: str) -> Bot | None:
        at, found = self._found.get(workspace, (0.0, None))
        if found is not None and time.monotonic() - at < _FRESH:
            return found
        enterprise, team = _ids(workspace)
        found = self._store.find_bot(enterprise_id=enterprise, team_id=team, is_enterprise_install=False)
        if found is None and enterprise:
            found = self._store.find_bot(enterprise_id=enterprise, team_id=None, is_enterprise_install=True)
        if found is None:
            self._found.pop(workspace, None)
        else:
            self._found[workspace] = (time.monotonic(), found)
        return found

    def _client(self, token: str | None) -> WebClient:
        return WebClient(token, self._settings.slack_api_url, logger=quiet("slack_sdk"), retry_handlers=list(POSTING))


def _ids(workspace: str) -> tuple[str | None, str]:
    """Enterprise and team of a workspace's key."""
    enterprise, _, team = workspace.rpartition("/")
    return enterprise or None, team
