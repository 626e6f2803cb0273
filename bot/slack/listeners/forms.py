"""Forms: opened from a question, filled in, and recorded on the one path that words take too."""

import re

from slack_bolt import App, Args

from bot.reply import Kind
from bot.slack.face import Face
from bot.slack.filling import Wrong, filled
from bot.slack.forms import form_of_plan, written
from bot.slack.payloads import FORM_OF, Press, private
from bot.slack.received import UnreadableError
from bot.slack.submitted import Submission
from bot.slack.views.form import FORM
from bot.slack.views.question import QUESTION
from bot.slack.words import unescape

_TOO_LONG = "This is too long to be recorded at once. Shorten it."


def register(app: App, face: Face) -> None:
    @app.action(re.compile(rf"^{FORM_OF}(-\d+)?$"))
    @face.guard
    def open_form(args: Args) -> None:
        press = Press.read(args.body)
        found = form_of_plan(unescape(press.element.value or "").removeprefix(f"{FORM_OF}:"))
        if found is None:
            raise UnreadableError
        face.open_form(args, *found)

    @app.view(FORM)
    @face.guard
    def submit(args: Args) -> None:
        given = Submission.read(args.body)
        opening = given.opening
        act = filled(opening.form, given.view.values, opening.before)
        if isinstance(act, Wrong):
            args.ack(response_action="errors", errors=act.errors)
            return
        plan = written(act)
        if plan is None:
            args.ack(response_action="errors", errors={opening.form.fields[0].name: _TOO_LONG})
            return
        cause = f"form:{opening.nonce}"
        reply = face.decided(args, private("view", given.user.id), cause, opening.form.title, plan)
        amend = reply.kind in (Kind.REFUSED, Kind.QUESTION, Kind.ERROR)
        args.ack(response_action="push" if amend else "update", view=face.modal(args, reply, cause))

    @app.view(QUESTION)
    @face.guard
    def question(args: Args) -> None:
        given = Submission.read(args.body)
        text = given.view.values.get(QUESTION) or ""
        cause = f"view:{given.view.id}"
        reply = face.asked(args, private("view", given.user.id), text, cause)
        args.ack(response_action="update", view=face.modal(args, reply, cause, "Answer"))
