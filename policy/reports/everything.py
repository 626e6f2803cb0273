"""All that is known of one thing: how it stands, and below it what happened."""

from policy.reports.asked import Only, Report
from policy.reports.history import history
from policy.reports.holdings import seats_of
from policy.reports.keys import key_status
from policy.reports.tokens import token_status
from policy.reports.view import View


def told_of(view: View) -> Report:
    """The history; where everything of a token, a key or a person is asked for, with how it stands before it."""
    if view.ask.only is not Only.EVERYTHING:
        return history(view)
    stands = _stands(view)
    if stands is None or (view.ask.person and not view.sees(view.ask.person)):
        return stands or history(view)
    happened = history(view)
    lines = [line for line in (*stands.text.split("\n"), *happened.text.split("\n")) if not _is_small(line)]
    rules = (*stands.rules[:2], *happened.rules)
    return view.says(*lines, rules=rules, date=stands.date, table=happened.table)


def _stands(view: View) -> Report | None:
    if view.ask.person:
        return seats_of(view)
    if view.ask.token:
        return token_status(view)
    return key_status(view) if view.ask.key else None


def _is_small(line: str) -> bool:
    """Whether a line is that of the sections and entries, which stands last."""
    return line[:1] == line[-1:] == "_"
