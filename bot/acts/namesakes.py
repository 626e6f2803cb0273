"""Somebody is to be added whom the directory has already, by their whole name, first name alone, or address."""

from collections.abc import Sequence

from bot.record.records import Visit
from bot.reply import Kind, Reply
from bot.talk.plan import Wish
from policy.acts import AddPerson
from policy.context import with_and


def known_already(visit: Visit, wishes: Sequence[Wish]) -> Reply | None:
    """The reply where people are to be added of whom some are there already, and no other address tells them apart.

    None where that is not so, and where other things are wished for too.
    """
    added = [wish.act for wish in wishes if isinstance(wish.act, AddPerson) and wish.act.name]
    if not added or len(added) != len(wishes) or not visit.reads_all:
        return None
    known = {act: person for act in added if (person := _known(visit, act)) is not None}
    if not known:
        return None
    there = [visit.name(person) for person in known.values()]
    ids = ", ".join(f"`{person}`" for person in known.values())
    verb = "are" if len(there) > 1 else "is"
    text = f"**{with_and(there)} {verb} in the directory already** ({ids}), so nothing was recorded."
    if others := [act.name for act in added if act not in known and act.name]:
        return Reply(kind=Kind.ANSWER, text=f"{text} The others by themselves: “add {' and '.join(others)}”.")
    first = next(iter(known)).name or ""
    whole = first if " " in first else f"{first} Miller"
    text += f" For another one, say the address too: “add {whole}, {first.split()[0].lower()}@contoso.com”."
    return Reply(kind=Kind.ANSWER, text=text)


def _known(visit: Visit, act: AddPerson) -> str | None:
    """The id of somebody else whom an act to add somebody means already."""
    people, name = visit.names.people, (act.name or "").casefold()
    if act.email:
        found = people.find([act.email])[1]
        return next((one for one in found if one != act.person), None)
    _, found = people.find(name.split())
    for one in found:
        whole = (people.name(one) or "").casefold()
        if one != act.person and name in (whole, whole.split(" ")[0]):
            return one
    return None
