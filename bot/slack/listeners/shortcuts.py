"""Shortcuts: a seat from anywhere, and any message checked against the guide."""

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.forms import forms
from bot.slack.payloads import Checked, cause_of
from bot.slack.words import typed

ASSIGN, CHECK = "assign_seat", "check_message"
"""The callback ids of manifest.json."""


def register(app: App, face: Face) -> None:
    @app.shortcut({"type": "shortcut", "callback_id": ASSIGN})
    @face.guard
    def assign_seat(args: Args) -> None:
        face.open_form(args, forms()["assign" if face.administers(args) else "request"])

    @app.shortcut({"type": "message_action", "callback_id": CHECK})
    @face.guard
    def check_message(args: Args) -> None:
        checked = Checked.read(args.body)
        reply, kept = face.checked(args, typed(checked.message.text))
        face.open_reply(args, reply, cause_of(args.body), "Checked", kept)
