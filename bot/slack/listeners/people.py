"""People who join or change, as Slack tells of them."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import workspace_of


def register(app: App, face: Face) -> None:
    @app.event("team_join")
    @face.guard
    def team_join(args: Args) -> None:
        _keep(args, face)

    @app.event("user_change")
    @face.guard
    def user_change(args: Args) -> None:
        _keep(args, face)


def _keep(args: Args, face: Face) -> None:
    if face.directory and args.event:
        face.directory.keep(workspace_of(args.context), [args.event["user"]])
