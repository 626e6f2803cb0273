"""Somebody is to be added whose whole name the directory has already."""

from collections.abc import Sequence

from bot.record.records import Visit
from bot.reply import Kind, Reply
from bot.talk.conversation import Wish
from policy.acts import AddPerson


def known_already(visit: Visit, wishes: Sequence[Wish]) -> Reply | None:
    """The reply where one person is to be added whose name is somebody's already, and no address tells them apart.

    None where that is not so.
    """
    act = wishes[0].act if len(wishes) == 1 else None
    if not isinstance(act, AddPerson) or not act.name or act.email or not visit.reads_all:
        return None
    people = visit.names.people
    _, found = people.find(act.name.lower().split())
    same = [one for one in found if (people.name(one) or "").casefold() == act.name.casefold() and one != act.person]
    if not same:
        return None
    text = (
        f"**{act.name} is in the directory already** (`{same[0]}`), so nothing was recorded. "
        f"For another one, say the address too: “add {act.name}, {act.name.split()[0].lower()}@contoso.com”."
    )
    return Reply(kind=Kind.ANSWER, text=text)
