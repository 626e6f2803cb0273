"""The desk in many workspaces: installed by OAuth, its tokens kept beside the ledger."""

import logging
import time
from collections.abc import Callable
from typing import Final

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot

from bot.settings import Settings
from bot.slack.kept.shelf import Shelf
from bot.slack.kept.stores import States, Tokens
from bot.slack.logs import quiet
from bot.slack.payloads import workspace_key
from bot.slack.sending.posting import POSTING
from bot.slack.sending.wire import Client, Wires
from storage.errors import StorageError

SCOPES: Final = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:write",
    "users:read",
)
"""As in manifest.json: the least that the desk can do with."""

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"

_STATE_LIVES: Final = 600
_LONGEST_REASON: Final = 60
_FRESH: Final = 60.0
"""Seconds for which a token found is used before it is looked up again: another process may have removed it."""

_SLACK: Final = "https://slack.com/api/"

_log = logging.getLogger(__name__)


class Many:
    """Every workspace that installed the desk."""

    def __init__(self, settings: Settings, shelf: Shelf) -> None:
        self._settings, self._shelf = settings, shelf
        self._store = Tokens(shelf, settings.slack_client_id)
        self._found: dict[str, tuple[float, Bot]] = {}
        self._wires = Wires()

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
        found = self._store.find_installation(enterprise_id=enterprise, team_id=team)
        return str(found.user_id) if found else None

    def organiser(self, workspace: str) -> str | None:
        enterprise, _ = _ids(workspace)
        return self.installer(enterprise) if enterprise else None

    def workspaces(self) -> list[str]:
        return self._store.workspaces()

    def remove(self, workspace: str) -> None:
        """Forgets the tokens of a workspace, or of a whole organisation."""
        enterprise, team = _ids(workspace)
        self._store.delete_all(enterprise_id=enterprise, team_id=team)
        for one in [one for one in self._found if one == workspace or one.startswith(f"{workspace}/")]:
            self._found.pop(one, None)

    def flow(self, installed: Callable[[str], None]) -> OAuthFlow:
        """The pages by which the desk is installed; `installed` is called with each new workspace."""

        def success(args: SuccessArgs) -> BoltResponse:
            workspace = workspace_key(args.installation.enterprise_id, args.installation.team_id)
            self._found.pop(workspace, None)
            installed(workspace)
            return args.default.success(args)

        def failure(args: FailureArgs) -> BoltResponse:
            _log.warning("An installation failed: %r.", args.reason[:_LONGEST_REASON])  # anybody may write one
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
            state_store=States(self._shelf, _STATE_LIVES),
            state_expiration_seconds=_STATE_LIVES,
            logger=log,
        )
        return OAuthFlow(client=self._client(None), logger=log, settings=settings)

    def _bot(self, workspace: str) -> Bot | None:
        at, found = self._found.get(workspace, (0.0, None))
        if found is not None and time.monotonic() - at < _FRESH:
            return found
        try:
            found = self._looked_up(workspace)
        except StorageError:  # a server that is away for a moment takes nobody's voice
            if found is None:
                raise
            return found
        if found is None:
            self._found.pop(workspace, None)
        else:
            self._found[workspace] = (time.monotonic(), found)
        return found

    def _looked_up(self, workspace: str) -> Bot | None:
        enterprise, team = _ids(workspace)
        found = self._store.find_bot(enterprise_id=enterprise, team_id=team, is_enterprise_install=False)
        if found is None and enterprise:
            found = self._store.find_bot(enterprise_id=enterprise, team_id=None, is_enterprise_install=True)
        return found

    def _client(self, token: str | None) -> WebClient:
        url, log = self._settings.slack_api_url, quiet("slack_sdk")
        return Client(token, url, self._wires, logger=log, retry_handlers=list(POSTING))


def _ids(workspace: str) -> tuple[str | None, str]:
    """Enterprise and team of a workspace's key."""
    enterprise, _, team = workspace.rpartition("/")
    return enterprise or None, team
