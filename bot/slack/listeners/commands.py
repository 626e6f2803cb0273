"""`/mpn TEXT`, answered at once and to this person alone; `/mpn` alone is help."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.payloads import Command, Place, private, workspace_of
from bot.slack.sending.alone import tell_alone
from bot.slack.words import typed


def register(app: App, face: Face) -> None:
    @app.command("/mpn")
    @face.guard
    def mpn(args: Args) -> None:
        command = Command.read(args.command)
        conversation = private(command.channel_id, command.user_id)
        reply = face.asked(args, conversation, typed(command.text) or "help")
        told = face.message(args, command.text, reply).without("context_actions")
        message = face.outbox.mentions.message(workspace_of(args.context), told)
        if message.plain == message:
            args.ack(text=message.text, blocks=message.blocks, response_type="ephemeral")
        else:  # what Slack may refuse has a second form, an acknowledgement has none
            place = Place(command.channel_id)
            tell_alone(face.outbox, workspace_of(args.context), command.user_id, command.response_url, place, message)
