"""Help, made from the lists of what the desk can do: a short page, and a page for each subject."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.about.matching import load
from intents.repair import Repair
from intents.words import STOPS

_ABILITIES: Final = Path(__file__).parent / "abilities.toml"
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


def help_text() -> str:
    """A short page: one line a subject, each with something to type."""
    lines = ["**I answer from the Programs Guide, and keep your record.** Just type, for example:"]
    for ability in abilities().values():
        examples = " · ".join(f"“{example}”" for example in ability["examples"])
        lines.append(f"• **{ability['title']}:** {examples}")
    lines.append(f"More: “help seats”, or {', '.join(name for name in topics() if name != 'seats')}.")
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


def topic_text(name: str) -> str:
    """The page of a subject: sentences to say, and what each does."""
    lines = [f"**{topics()[name]['title']}.** Say, for example:"]
    lines += [f"• “{example['say']}”: {example['does']}" for example in topics()[name]["examples"]]
    return "\n".join(lines)


@cache
def _words_of() -> dict[str, frozenset[str]]:
    return {name: frozenset([name, *topic["words"].split()]) for name, topic in topics().items()}


@cache
def _repair() -> Repair:
    return Repair(word for words in _words_of().values() for word in words)


def _meant(word: str) -> str:
    return _repair().repaired(word)
