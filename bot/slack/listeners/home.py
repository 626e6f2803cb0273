"""The app opened: the Home tab is published, and its buttons open forms, a question, help; who is new is welcomed."""

import re

from slack_bolt import App, Args

from bot.slack.face import Face
from bot.slack.forms import forms
from bot.slack.listeners.welcome import welcome
from bot.slack.payloads import Press, cause_of, private, workspace_of
from bot.slack.received import UnreadableError
from bot.slack.views.home import ASK, HELP, RECORD
from bot.slack.views.question import question_view
from bot.slack.views.setup import OPEN


def register(app: App, face: Face) -> None:
    @app.event("app_home_opened")
    @face.guard
    def app_home_opened(args: Args) -> None:
        tab = (args.event or {}).get("tab") or "home"
        if tab == "messages":
            welcome(args, face)
        if face.homes and tab == "home" and args.context.user_id:
            face.meets(args)
            face.homes.opened(workspace_of(args.context), args.context.user_id)

    @app.action(RECORD)
    @face.guard
    def record(args: Args) -> None:
        chosen = Press.read(args.body).element.selected_option
        _open(args, face, chosen.value if chosen else None)

    @app.action(re.compile(f"^{OPEN}"))
    @face.guard
    def open_named(args: Args) -> None:
        name = Press.read(args.body).element.action_id.removeprefix(OPEN).partition(".")[0]
        _open(args, face, name)

    @app.action(ASK)
    @face.guard
    def ask(args: Args) -> None:
        face.open_view(args, question_view())

    @app.action(HELP)
    @face.guard
    def help_(args: Args) -> None:
        reply = face.asked(args, private("view", args.context.user_id or ""), "help")
        face.open_reply(args, reply, cause_of(args.body), "Help")


def _open(args: Args, face: Face, name: str | None) -> None:
    form = forms().get(name or "")
    if form is None:
        raise UnreadableError
    face.open_form(args, form)
