"""Help, made from the lists of what the desk can do: a short page, and a page for each subject."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.about.matching import load
from bot.talk.turn import Turn
from intents.repair import Repair
from intents.words import STOPS

_ABILITIES: Final = Path(__file__).parent / "abilities.toml"
_NAMED: Final = 3
_OF_KIND: Final = {"done": "administrators", "question": "administrators", "refused": "administrators"}
"""Of whom an example is, by the kind of the reply to it."""

_ASKS: Final = frozenset(
    "help with on about for me to please pls the a an our my topic subject some i need more can you and in of".split()
)


@cache
def abilities() -> dict[str, dict[str, list[str] | str]]:
    """What the desk can do: a title and examples by subject, from abilities.toml."""
    return tomllib.loads(_ABILITIES.read_text(encoding="utf-8"))


@cache
def topics() -> dict[str, dict[str, Any]]:
    """The subjects that help has a page of, by name, from about/topics.toml."""
    return load("topics")


class Rights(NamedTuple):
    """What somebody may do here: record, see everybody's, ask for a seat. `ask_whom`: who may record."""

    records: bool = True
    reads_all: bool = True
    asks: bool = True
    ask_whom: str = "an administrator"

    def has(self, of: object) -> bool:
        """Whether what is `of` some people is for them."""
        others = not (self.records or self.reads_all)
        theirs = {"administrators": self.records, "readers": self.reads_all, "holders": self.asks, "others": others}
        return theirs.get(str(of), True)


EVERY: Final = Rights()
"""Those of an administrator, and where there is no record."""


def rights_of(turn: Turn) -> Rights:
    """What who asks may do; everything as long as nobody administrates."""
    if turn.visit is None:
        return EVERY
    company, person, today = turn.visit.ledger.company, turn.request.person, turn.today
    administrators = company.administrators(today)
    if not administrators or person in administrators:
        return EVERY
    reads_all = turn.visit.reads_all
    return Rights(False, reads_all, not reads_all, " or ".join(map(turn.visit.name, administrators[:_NAMED])))


def help_text(rights: Rights = EVERY) -> str:
    """A short page: one line a subject, each with something to type; of what somebody may do."""
    keep = "keep your record" if rights.records else "show you the record" if rights.reads_all else "know your seats"
    lines = [f"**I answer from the Programs Guide, and {keep}.** Just type, for example:"]
    for ability in abilities().values():
        if rights.has(ability.get("of")):
            examples = " · ".join(f"“{example}”" for example in ability["examples"])
            lines.append(f"• **{ability['title']}:** {examples}")
    pages = [name for name in topics() if name != "seats" and _said_by(name, rights)]
    whom = "" if rights.records else f" Recording is for administrators: ask {rights.ask_whom}."
    lines.append(f"More: “help seats”, or {', '.join(pages)}.{whom}")
    lines.append("Ask “why?” after any answer. Answers come from the written guide; no AI model reads your messages.")
    return "\n".join(lines)


def topic_asked(low: Sequence[str]) -> str | None:
    """The subject that somebody wants help with: "help seats", "help me with tokens"; None for none or for several."""
    if "help" not in low:
        return None
    words = [word for word in low if word not in STOPS]
    rest = [word for word in words if word not in _ASKS]
    meant = {name for name, about in _words_of().items() if rest and all(_meant(word) in about for word in rest)}
    return meant.pop() if len(meant) == 1 else _first_named(rest, meant)


def _first_named(rest: Sequence[str], meant: set[str]) -> str | None:
    return next((name for name in topics() if name in meant and name in rest), next(iter(sorted(meant)), None))


def topic_text(name: str, rights: Rights = EVERY) -> str:
    """The page of a subject: sentences to say, and what each does; of what somebody may do."""
    title, said = topics()[name]["title"], _said_by(name, rights)
    if not said:
        return f"**{title}:** that is for administrators. Ask {rights.ask_whom}."
    lines = [f"**{title}.** Say, for example:"]
    lines += [f"• “{example['say']}”: {example['does']}" for example in said]
    if len(said) < len(topics()[name]["examples"]):
        lines.append(f"The rest is for administrators: ask {rights.ask_whom}.")
    return "\n".join(lines)


def _said_by(name: str, rights: Rights) -> list[dict[str, Any]]:
    """The examples of a page that are for somebody: what records, or asks before it does, is for administrators."""
    found = topics()[name]["examples"]
    return [one for one in found if rights.records or rights.has(one.get("of", _OF_KIND.get(one["kind"])))]


@cache
def _words_of() -> dict[str, frozenset[str]]:
    return {name: frozenset([name, *topic["words"].split()]) for name, topic in topics().items()}


@cache
def _repair() -> Repair:
    return Repair(word for words in _words_of().values() for word in words)


def _meant(word: str) -> str:
    return _repair().repaired(word)
