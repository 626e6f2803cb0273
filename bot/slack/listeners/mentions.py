"""Mentions of the desk in channels, each answered in its thread."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Said


def register(app: App, face: Face) -> None:
    @app.event("app_mention")
    @face.guard
    def mention(args: Args) -> None:
        said = Said.model_validate(args.event)
        if said.by_a_person:
            face.answer(args, said)
