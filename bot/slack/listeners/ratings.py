"""Whether an answer helped, by the buttons below it."""

from slack_bolt import App, Args

from bot.reply import Kind, Reply
from bot.slack.face import Face
from bot.slack.payloads import Press, workspace_of
from bot.slack.sending.alone import tell_alone
from bot.slack.views.reply import FEEDBACK, HELPED, message_of

_THANKS = Reply(kind=Kind.ANSWER, text="Thank you. Administrators see what helped and what did not, without names.")


def register(app: App, face: Face) -> None:
    @app.action(FEEDBACK)
    @face.guard
    def feedback(args: Args) -> None:
        press = Press.read(args.body)
        said, _, matter = (press.element.value or "").partition(":")
        message = f"{press.container.channel_id}:{press.container.message_ts}"
        workspace = workspace_of(args.context)
        face.feedback.keep(workspace, message, matter, helpful=said == HELPED)
        tell_alone(face.outbox, workspace, press.user.id, press.response_url, press.place, message_of(_THANKS))
