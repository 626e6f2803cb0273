"""What keeps a command that is understood from being recorded unasked: quotation, doubt, and names and days unsure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from intents.commands.command import BESIDE_AN_ACT, Command, settled
from intents.lexicon import load
from intents.marks import WORDS, Kind, Tag
from intents.model import Mood, Reading
from intents.mood import mood_of
from intents.names import Names
from intents.signs import has_other_signs, hides
from intents.words import STOPS, Words

_ACTS: Final = frozenset(load("intents")["acts"]["labels"])
_NUMBER: Final = re.compile(r"\d")
_QUOTED: Final = re.compile(
    r"[\"“”„«»`‹›「」《》″＂~]|^\s*(?://|#(?!\d)|/\*|\{|<(?!@))|(?:^|\s)['‚]\w|&(?:gt|lt|quot);|\be\.?g\b|\bi\.e\b",
    re.IGNORECASE,
)
"""Marks of a quotation or of code anywhere in a message: then nothing in it is a command."""
_COMPANIES: Final = frozenset(load("given_names")["companies"].split())
_A_WHILE: Final = 335
"""Days back from which a day without its year is likelier one to come ("bought on 11 Feb", said on 10 Feb)."""


def has_quotation(text: str) -> bool:
    """Whether a text holds marks of a quotation or of code."""
    return bool(_QUOTED.search(text))


def is_quoted(text: str, words: Words) -> bool:
    """Whether a message holds marks of a quotation or of code, or any sign that is not known to say nothing."""
    return bool(
        words.low[0] in STOPS
        or has_other_signs(words.text, words.spans)
        or hides(text)
        or has_quotation(words.text)
        or mood_of(words.low) is Mood.QUOTE
    )


def asks(low: Sequence[str]) -> bool:
    """Whether words begin as a question does; a stop that asks is not enough."""
    return mood_of([word for word in low if word not in STOPS]) is Mood.QUESTION


def stands_apart(question: Reading, part: tuple[int, int], parts: Mapping[tuple[int, int], Command | None]) -> bool:
    """Whether a question leaves the commands before it as they are.

    It asks what, when or how many of something of ours, and points at nothing that was said. "We viewed a token, can
    we still swap?" tells circumstances of its question, and is no report.
    """
    commands = {other: command for other, command in parts.items() if command}
    return (
        question.mood is Mood.QUESTION
        and question.label not in _ACTS
        and question.intent != "none"
        and question.words[0] in BESIDE_AN_ACT["asks_what"]
        and BESIDE_AN_ACT["refers"].isdisjoint(question.words)
        and all(command.label not in BESIDE_AN_ACT["holds_up"] for command in commands.values())
        and all(other < part for other in commands)
    )


def is_certain(low: Sequence[str], tag: Tag, command: Command, names: Names, today: date) -> bool:
    """Whether a name is exactly one person's, a place is known as one, and a day is sure to be the one meant."""
    if tag.kind is Kind.PERSON:
        return len(tag.ids) == 1 and all(word[0] in "<@" or names.people.knows(word) for word in tag.text.split())
    if tag.kind is Kind.TENANT:
        return tag.value in names.tenants or "." in tag.value or tag.value in _COMPANIES
    if tag.kind is Kind.MACHINE:
        return tag.value in names.machines or _is_a_machine(low[tag.start : tag.end])
    if tag.day is None:
        return True
    if tag.day.on is None or tag.day.fault or tag.day.on > today:
        return False
    if settled(low, tag):
        return True
    return command.tells and not command.starts and (today - tag.day.on).days <= _A_WHILE


def _is_a_machine(words: Sequence[str]) -> bool:
    """A name with a number in it, or with what it is: "build01", "the training laptop"."""
    return words[-1] in WORDS["machine_nouns"] or (len(words) == 1 and bool(_NUMBER.search(words[0])))
