"""The desk taken out of a workspace: its tokens go, its record stays."""

import logging

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import workspace_of

_log = logging.getLogger(__name__)
_GONE = "The desk was taken out of %s. Its tokens are deleted here; its record stays in the database."


def register(app: App, face: Face) -> None:
    @app.event("app_uninstalled")
    @face.guard
    def app_uninstalled(args: Args) -> None:
        _remove(args, face)

    @app.event("tokens_revoked")
    @face.guard
    def tokens_revoked(args: Args) -> None:
        if args.event and args.event.get("tokens", {}).get("bot"):
            _remove(args, face)


def _remove(args: Args, face: Face) -> None:
    workspace = workspace_of(args.context)
    face.installed.remove(workspace)
    _log.warning(_GONE, workspace)
