"""The conversation with the desk opened for the first time, and the questions that it begins with."""

import re

from slack_bolt import App, Args
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.face import Face
from bot.slack.payloads import Place, Press, workspace_of
from bot.slack.views.welcome import SUGGESTED, welcome_message


def welcome(args: Args, face: Face) -> None:
    """Says hello to somebody who opens a conversation in which nothing was said yet."""
    workspace, channel = workspace_of(args.context), str((args.event or {}).get("channel") or "")

    def look(client: WebClient) -> None:
        if not _has_messages(client, channel):
            face.outbox.post(workspace, Place(channel), welcome_message(), key=f"welcome:{channel}")

    if channel:
        face.outbox.call(workspace, channel, look)


def _has_messages(client: WebClient, channel: str) -> bool:
    """Whether anything was said in a conversation; no where Slack does not tell."""
    try:
        return bool(client.conversations_history(channel=channel, limit=1).get("messages"))
    except SlackApiError:
        return False


def register(app: App, face: Face) -> None:
    @app.action(re.compile(f"^{SUGGESTED}"))
    @face.guard
    def suggested(args: Args) -> None:
        press = Press.read(args.body)
        question = press.element.value or ""
        reply = face.asked(args, press.conversation, question)
        told = reply.model_copy(update={"text": f"_You asked: {question}_\n{reply.text}"})
        face.outbox.post(workspace_of(args.context), press.place, face.message(args, question, told))
