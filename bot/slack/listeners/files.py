"""Files: the buttons below a list that was dropped, and the one that sends the audit pack."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Press, workspace_of
from bot.slack.views.lists import LEAVE_LIST, RECORD_LIST
from bot.slack.views.pack import SEND_PACK


def register(app: App, face: Face) -> None:
    @app.action(RECORD_LIST)
    @face.guard
    def record_list(args: Args) -> None:
        if face.lists:
            face.lists.recorded(workspace_of(args.context), Press.read(args.body))

    @app.action(LEAVE_LIST)
    @face.guard
    def leave_list(args: Args) -> None:
        if face.lists:
            face.lists.left(workspace_of(args.context), Press.read(args.body))

    @app.action(SEND_PACK)
    @face.guard
    def send_pack(args: Args) -> None:
        if face.packs:
            face.packs.pressed(workspace_of(args.context), Press.read(args.body))
