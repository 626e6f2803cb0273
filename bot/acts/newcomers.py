"""Somebody new, from what is said: each name, with the address behind it."""

import re
from itertools import pairwise
from typing import Final

from bot.acts.said import Said, Unclear
from intents.lexicon import load
from intents.marks import Kind
from policy import acts
from policy.acts import Act

_NOISE: Final = frozenset(load("settings")["person_noise"]["words"])
_ADDRESS: Final = re.compile(r"(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_ADDING: Final = frozenset("add added new register include onboard enrol enroll create employee colleague".split())
_AROUND_AN_ADDRESS: Final = frozenset("()<>")
_NAME: Final = re.compile(r"[^\W\d_][\w'’-]*")


def _address(said: Said) -> str | None:
    match = _ADDRESS.search(said.reading.text)
    return match[1] if match else None


def address_behind(text: str, name: str) -> str | None:
    """The address that a text has right behind a name, or anywhere where it alone begins with the name.

    "Priya Natarajan, priya@acme.com, needs VS", "give hannah VS, her mail is hannah.m@acme.com".
    """
    if match := re.search(rf"{re.escape(name)}(?![\w.+-]*@)[\s,;:<(-]*{_ADDRESS.pattern}", text):
        return match[1]
    first = name.lstrip("@").split(" ")[0].casefold()
    found = [one for one in _ADDRESS.findall(text) if one.casefold().startswith(first)]
    return found[0] if len(found) == 1 else None


def add_person(said: Said) -> list[Act] | Unclear | None:
    address, named = _address(said), said.tags(Kind.PERSON)
    if named and not said.reading.plain and not address and all(len(tag.ids) == 1 for tag in named):
        if not said.has(*_ADDING):
            return None  # known already, and nobody said to add anybody: "ana and zoe"
    mentioned = [tag.ids[0] for tag in said.tags(Kind.PERSON) if tag.text.startswith("<@")]
    if mentioned:
        return [acts.AddPerson(person=person, **said.common) for person in mentioned]
    if len(_ADDRESS.findall(said.reading.text)) > 1:
        return _with_addresses(said)
    names = _typed_names(said, _NOISE)
    if not names and not said.reading.plain and not said.has(*_ADDING) and said.count is not None:
        return None  # how many there are: "we are 12 people"
    if len(names) < 2:
        return [acts.AddPerson(name=_proper(names[0]) if names else None, email=address, **said.common)]
    text = said.reading.text
    return [acts.AddPerson(name=_proper(name), email=address_behind(text, name), **said.common) for name in names]


def _with_addresses(said: Said) -> list[Act] | Unclear:
    """Each person with the address behind the name: "bob jones bob@x.com and sue smith sue@x.com"."""
    typed, start, added = said.typed, 0, list[Act]()
    text = typed.text
    for match in _ADDRESS.finditer(text):
        runs = _runs(said, _NOISE, start, match.start())
        if len(runs) != 1:
            return Unclear(
                "**Whose address is whose?** Say one person at a time, such as “add Nadia Ferri, nadia@contoso.com”."
            )
        name = _proper(typed.piece(runs[0][0], runs[0][-1] + 1))
        added.append(acts.AddPerson(name=name, email=match[1], **said.common))
        start = match.end()
    return added


def _proper(name: str) -> str:
    return name.title() if name.islower() else name


def names_in(said: Said, noise: frozenset[str]) -> list[str]:
    """New names in a sentence: its words without the `noise` that only tells what it speaks of.

    Several only where commas or "and" join them; else the first.
    """
    return [_proper(name) for name in _typed_names(said, noise)]


def _typed_names(said: Said, noise: frozenset[str]) -> list[str]:
    typed, runs = said.typed, _runs(said, noise)
    if len(runs) > 1 and not all(_joined(typed.low[one[-1] + 1 : two[0]]) for one, two in pairwise(runs)):
        runs = runs[:1]
    return [typed.piece(run[0], run[-1] + 1) for run in runs]


def _runs(said: Said, noise: frozenset[str], start: int = 0, end: int | None = None) -> list[list[int]]:
    """The words that can be a name, side by side, of a stretch of the text.

    Where any are written large, these and the ones that the reader takes for somebody's.
    """
    typed = said.typed
    end = len(typed.text) if end is None else end
    dated = {at for tag in said.tags(Kind.DATE) for at in range(tag.start, tag.end)}
    kept = [
        at
        for at, word in enumerate(typed.low)
        if at not in dated and word not in noise and _NAME.fullmatch(typed.typed[at])
        if start <= typed.spans[at][0] and typed.spans[at][1] <= end
    ]
    persons = {at for tag in said.tags(Kind.PERSON) for at in range(tag.start, tag.end)}
    large = [at for at in kept if typed.typed[at][0].isupper() and not typed.owns[at]]
    if any(at > 0 for at in large) or len(kept) == len(large):
        kept = [at for at in kept if at in large or (at in persons and not typed.owns[at])]
    runs: list[list[int]] = []
    for at in kept:
        if runs and runs[-1][-1] == at - 1 and typed.text[typed.spans[at - 1][1] : typed.spans[at][0]].isspace():
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _joined(between: list[str]) -> bool:
    """Whether nothing but a joint, and the address of the one before it, stands between two names."""
    joints = [word for word in between if not _ADDRESS.fullmatch(word) and word not in _AROUND_AN_ADDRESS]
    return bool(joints) and all(word in (",", "and") for word in joints)
