"""The choices of a reply, answered in place: below what the message says, or to the one who alone sees it."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Press, cause_of
from bot.slack.views.reply import CHOICE, message_below, message_of


def register(app: App, face: Face) -> None:
    @app.action(CHOICE)
    @face.guard
    def choice(args: Args) -> None:
        press, cause = Press.model_validate(args.body), cause_of(args.body)
        reply = face.pressed(args, press)
        message = message_of(reply, cause)
        if not press.shown:
            face.outbox.respond(press.response_url, message)
            return
        below = message_below(press.shown.blocks, press.user.id, press.label, reply, cause)
        if below:
            face.outbox.update(args.client, press.place.channel, press.shown.ts, below)
        else:
            face.outbox.post(args.client, press.place, message)
