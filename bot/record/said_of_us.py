"""What people say of the company and of themselves, to be kept once they confirm it."""

from typing import Final

from bot.answers.questions import heard
from bot.record.records import Visit
from bot.reply import Kind, Reply
from bot.talk.plan import Plan, Wish
from intents.model import Reading
from policy.acts import AddPerson, StateFact
from policy.facts import Facts

_ELSEWHERE: Final = " Names come from Slack, or in the terminal from the people file: `mpn chat --people people.csv`."


def of_the_company(visit: Visit, stated: Facts) -> Plan | None:
    """To keep whether the company is a learning partner; None where no administrator says it."""
    if not visit.ledger.company.is_administrator(visit.request.person, visit.today):
        return None
    return Plan((Wish(StateFact(fact="learning_partner", value=stated.learning_partner)),), sure=False)


def known_by_a_name(visit: Visit, name: str, reading: Reading) -> Reply | None:
    """Who speaks, as the directory has them; None where it knows no name of theirs."""
    known = visit.names.people.name(visit.request.person)
    if not known or known == visit.request.person:
        return None
    other = "" if known.casefold().startswith(name.casefold()) else _ELSEWHERE
    return Reply(kind=Kind.REPORT, text=f"**You are {known}** here.{other}", reading=heard(reading))


def of_who_speaks(visit: Visit, name: str) -> Plan:
    """To keep the name of who speaks."""
    return Plan((Wish(AddPerson(person=visit.request.person, name=name)),), sure=False)
