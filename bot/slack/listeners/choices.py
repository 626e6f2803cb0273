"""The choices of a reply, answered in place: below what the message says, or to the one who alone sees it."""

from functools import partial

from slack_bolt import App, Args
from slack_sdk import WebClient

from bot.slack.face import Face, is_for_all
from bot.slack.payloads import Press, workspace_of
from bot.slack.sending.alone import tell_alone
from bot.slack.views.message import Block
from bot.slack.views.reply import CHOICE, PICK, message_below, message_of


def register(app: App, face: Face) -> None:
    @app.action(CHOICE)
    @face.guard
    def choice(args: Args) -> None:
        _answer(args, face)

    @app.action(PICK)
    @face.guard
    def pick(args: Args) -> None:
        if Press.read(args.body).picked:  # a picker that is emptied picks nothing
            _answer(args, face)


def _answer(args: Args, face: Face) -> None:
    press, workspace = Press.read(args.body), workspace_of(args.context)
    if face.asks_why(args, press):
        return
    reply, cause = face.pressed(args, press)
    if press.view:
        if press.view.type == "modal":
            view_id, view = press.view.id, face.modal(args, reply, cause, metadata=face.kept_with(press))
            face.outbox.call(
                workspace, f"view:{workspace}:{press.user.id}", lambda client: _show(client, view_id, view)
            )
        else:
            face.open_reply(args, reply, cause)
        return
    message = face.outbox.mentions.message(workspace, message_of(reply, cause))
    if not press.shown or not (press.place.is_direct or is_for_all(reply)):
        tell_alone(face.outbox, workspace, press.user.id, press.response_url, press.place, message)
        return
    shown, label = press.shown, press.picked_words or press.label
    below = message_below(shown.blocks, press.user.id, label, reply, cause, press.element.action_id)
    if below:
        instead = partial(face.outbox.post, workspace, press.place, message)
        face.outbox.update(workspace, press.place.channel, shown.ts, below, instead)
    else:
        face.outbox.post(workspace, press.place, message)


def _show(client: WebClient, view_id: str, view: Block) -> None:
    client.views_update(view_id=view_id, view=view)
