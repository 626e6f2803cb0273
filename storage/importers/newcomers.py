"""A list of people: those who are not known yet are added."""

from policy.acts import AddPerson
from storage.importers.listed import Line
from storage.importers.wish import Desk, Known, Plan, RowError, Wish, Wrong


def plan_of(desk: Desk) -> Plan:
    """What the rows come to."""
    plan = Plan()
    seen: dict[str, int] = {}
    for line in desk.listed.lines:
        try:
            _row(desk, plan, line, seen)
        except RowError as error:
            plan.wrong.append(Wrong(line.number, (line["name"] or line["id"] or "a row")[:80], str(error)))
    return plan


def _row(desk: Desk, plan: Plan, line: Line, seen: dict[str, int]) -> None:
    if line.fault:
        raise RowError(line.fault)
    person, name, email = line["id"], line["name"], line["email"]
    if not name or not (person or email):
        raise RowError(f"There is no {'id' if name else 'name'}.")
    if email and "@" not in email:
        raise RowError(f"“{email[:80]}” is no address.")
    person = person or _by_address(desk, name, email)
    if len(person) > 200 or len(name) > 200:
        raise RowError("The id or the name is longer than 200 characters.")
    if person in seen:
        raise RowError(
            f"{'The id ' + person if line['id'] else 'The address ' + email} is on line {seen[person]} already."
        )
    seen[person] = line.number
    entry = desk.ledger.company.people.on(person, desk.today)
    if desk.people.by_id(person) or entry is not None:
        plan.known.append(Known(line.number, name, entry))
        return
    act = AddPerson(person=person, name=name, email=email or None)
    plan.wishes.append(Wish(line.number, f"{name}, {email}" if email else name, (act,)))


def _by_address(desk: Desk, name: str, email: str) -> str:
    """The id of whom a row without one means, known or new."""
    try:
        return desk.people.find(name, email)[0]
    except LookupError:
        raise RowError(f"{name} fits several people of the directory; give the id.") from None
