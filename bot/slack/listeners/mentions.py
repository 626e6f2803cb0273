"""Mentions of the desk in channels, each answered in its thread."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Said, cause_of, workspace_of


def register(app: App, face: Face) -> None:
    @app.event("app_mention")
    @face.guard
    def mention(args: Args) -> None:
        said = Said.read(args.event)
        if not said.by_a_person:
            return
        if face.lists and said.lists:
            face.lists.dropped(workspace_of(args.context), said, cause_of(args.body))
            return
        face.answer(args, said)
