"""The desk taken out of a workspace or a whole organisation: its tokens go, its record is kept as the setting says."""

import logging

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import workspace_of

_log = logging.getLogger(__name__)
_GONE = "The desk was taken out of %s. Its tokens are deleted here. %s"


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
    organisation = args.context.enterprise_id if args.context.is_enterprise_install else None
    workspace = organisation or workspace_of(args.context)
    face.installed.remove(workspace)
    kept = face.leavings.left(workspace, face.now().date()) if face.leavings else ""
    _log.warning(_GONE, workspace, kept)
