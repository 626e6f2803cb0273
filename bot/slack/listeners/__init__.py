"""What people do in Slack, one file a surface. Each parses, asks the desk and renders."""

from slack_bolt import App

from bot.slack.face import Face
from bot.slack.listeners import choices, commands, mentions, messages


def register(app: App, face: Face) -> None:
    """Every surface of the desk."""
    messages.register(app, face)
    mentions.register(app, face)
    commands.register(app, face)
    choices.register(app, face)
