"""A made-up company with two years of history, to look around in."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, Final

from bot.record.plans import act_of
from bot.record.recording import record
from bot.record.records import Records
from bot.reply import Kind, Request
from bot.talk.plan import Plan, Wish
from policy.catalogue import Catalogue
from policy.rulebook import Rulebook
from storage.people.directory import Person

_COMPANY: Final = Path(__file__).parent / "company.toml"


def open_demo(workspace: str, now: dt.datetime, place: Path | str | None = None) -> tuple[Records, str]:
    """The record of the company, in memory or in an empty database, as it stands at `now`, and who administrates it.

    Its history is counted back from today, so that there is always a window open and a seat at rest.
    """
    company = tomllib.loads(_COMPANY.read_text(encoding="utf-8"))
    records = Records.open(place)
    people = [Person(**person) for person in company["person"]]
    records.welcome(workspace, people)
    rulebook, catalogue = Rulebook.load(), Catalogue.load()
    for number, step in enumerate(company["step"]):
        at = now - dt.timedelta(days=step["ago"])
        request = Request(workspace, step.get("by", people[0].id), at, cause=f"demo:{number}")
        wishes = tuple(Wish(act_of(one["act"], _fields(one)), confirmed=True) for one in step["do"])
        with records.visit(request, rulebook.as_of(at.date()), catalogue) as visit:
            said = record(records, visit, Plan(wishes), None)
        if said.reply.kind not in (Kind.DONE, Kind.ANSWER):
            raise AssertionError(f"step {number} of the demo: {said.reply.text}")
    return records, people[0].id


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "act"}
