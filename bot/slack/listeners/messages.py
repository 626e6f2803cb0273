"""Direct messages to the desk."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Said, cause_of, workspace_of


def register(app: App, face: Face) -> None:
    @app.event("message")
    @face.guard
    def message(args: Args) -> None:
        said = Said.read(args.event)
        if not (said.directly and said.by_a_person):
            return
        if face.lists and (said.lists or (said.files and not (said.text or "").strip())):
            face.meets(args)
            face.lists.dropped(workspace_of(args.context), said, cause_of(args.body))
            return
        face.answer(args, said)
