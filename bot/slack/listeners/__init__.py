"""What people do in Slack, one file a surface. Each parses, asks the desk and renders."""

from slack_bolt import App

from bot.slack.face import Face
from bot.slack.listeners import (
    choices,
    commands,
    files,
    forms,
    home,
    installs,
    mentions,
    messages,
    people,
    ratings,
    shortcuts,
    welcome,
)


def register(app: App, face: Face) -> None:
    """Every surface of the desk."""
    messages.register(app, face)
    mentions.register(app, face)
    commands.register(app, face)
    choices.register(app, face)
    home.register(app, face)
    shortcuts.register(app, face)
    forms.register(app, face)
    people.register(app, face)
    installs.register(app, face)
    ratings.register(app, face)
    files.register(app, face)
    welcome.register(app, face)
