"""A form as it is opened: filled in with what is known, and with a line on how things are."""

from collections.abc import Sequence

from bot.record.records import Visit
from bot.slack.filling import SHOWN
from bot.slack.forms import Form, as_shown, before_of, form_of_plan, new_nonce, settings_of, stock_of, values_of
from bot.slack.views.form import form_view
from bot.slack.views.message import Block
from policy.acts import Act, DecideRequest
from policy.acts.settings import reminders_now
from policy.context import in_words
from policy.ledger import Request
from policy.model import Answered


def opened_form(form: Form, act: Act | None, visit: Visit) -> Block:
    """The modal of a form for who asks, filled in with what is known of its act, or with the settings as they are."""
    stock, nonce = stock_of(visit.ledger, visit.context()), new_nonce()
    if not form.pairs:
        known = (values_of(act, form), before_of(act, form)) if act else ({}, {})
        return form_view(form, stock, nonce, *known, _about(act, visit))
    if form.under:
        now = reminders_now(visit.ledger, visit.context())
        return form_view(form, stock, nonce, {}, {}, [f"Now: {line}" for line in now])
    values = settings_of(visit)
    return form_view(form, stock, nonce, values, {SHOWN: as_shown(form, values)})


def denial(written: str | None) -> tuple[Form, DecideRequest] | None:
    """The form for the reason of a denial, where that is what a plan wishes."""
    form, act = (written and form_of_plan(written)) or (None, None)
    denies = isinstance(act, DecideRequest) and act.decision is Answered.DENIED
    return (form, act) if form and isinstance(act, DecideRequest) and denies else None


def may_decide(act: DecideRequest, visit: Visit) -> bool:
    """Whether who asks may answer a request, and nobody has yet."""
    administers = visit.ledger.company.is_administrator(visit.request.person, visit.today)
    return administers and _asked(act, visit) is not None


def _about(act: Act | None, visit: Visit) -> Sequence[str]:
    """Which request is answered."""
    one = _asked(act, visit) if isinstance(act, DecideRequest) else None
    if one is None:
        return ()
    name, product = visit.name(one.person), visit.context().product(one.product)
    return (f"{name} asks for a {product} seat, since {in_words(one.since)}.",)


def _asked(act: DecideRequest, visit: Visit) -> Request | None:
    waiting = visit.ledger.seats.open_requests(visit.today)
    return next((one for one in waiting if one.id == act.request), None)
