"""Administrators whom no direct message reaches, and who is told in their place."""

from collections.abc import Iterator

from bot.record.records import Visit
from bot.slack.sending.fates import is_member


def unreachable(visit: Visit) -> Iterator[str]:
    """A sentence for each, for the others to read."""
    administrators = visit.ledger.company.administrators(visit.today)
    reached = [one for one in administrators if _why(visit, one) is None]
    instead = f"reminders go to {visit.name(reached[0])}" if reached else "nobody gets their reminders"
    for one in administrators:
        if why := _why(visit, one):
            yield f"**{visit.name(one)} can't be reached**: {why}; {instead}."


def _why(visit: Visit, person: str) -> str | None:
    if not is_member(person):
        return "no Slack account is known"
    if person in visit.left:
        return "the account was switched off"
    return "Slack took no message for them" if person in visit.unreached() else None
