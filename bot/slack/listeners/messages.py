"""Direct messages to the desk."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Said


def register(app: App, face: Face) -> None:
    @app.event("message")
    @face.guard
    def message(args: Args) -> None:
        said = Said.model_validate(args.event)
        if said.directly and said.by_a_person:
            face.answer(args, said)
