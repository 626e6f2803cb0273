"""What stands around an act that is heard in words which are no plain command: a heading, somebody else, a joke.

It only spares people needless proposals: nothing is recorded of such words either way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from intents.commands.command import command_in
from intents.lexicon import Phrases, load
from intents.model import Mood
from intents.tags import Kind, Tag

_FILE: Final = load("asides")
_CUES: Final = Phrases((phrase, mood) for mood, entry in _FILE["cues"].items() for phrase in entry["phrases"])
_EXEMPT: Final = frozenset({"change_setting", "grant_credit"})
"""Acts that are themselves about every month and every Monday."""
_GREETINGS: Final = frozenset(_FILE["greetings"]["words"])
_OTHERS: Final = frozenset(_FILE["others"]["words"])
_HEADINGS: Final = {word: mood for mood, entry in _FILE["headings"].items() for word in entry["words"]}
_KNOWN: Final = frozenset(load("commands")["head"]["words"] + _FILE["known_headings"]["words"])
_JOKES: Final = re.compile(
    f"[{''.join(_FILE['jokes']['signs'])}]|(?<!\\w)#(?:{'|'.join(_FILE['jokes']['tags'])})\\b"
    r"|(?<=\s)(?:;-?\)|[:;]-?[pP]|xD|/(?:s|j|jk))(?!\w)",
    re.IGNORECASE,
)
_SIGNED: Final = frozenset("#;:/xX")
_COPIED: Final = re.compile(r"\s*(?:[-=]+>|→|\S{0,30}[$>%]\s|\[(?:.?|[\d:. ]+|[A-Z]+)\]|[☐⬜◻🔲□])")
"""How a line begins that was copied from a log, a shell or a list of things to do."""
_BEGINS: Final = frozenset("=>→[$%☐⬜◻🔲□")
_FIRST_LETTERS: Final = 32
_LONGEST_HEAD: Final = 3
_LONGEST_FRAME: Final = 5


def aside_words() -> set[str]:
    """Every word that tells how an act is meant, and so is nobody's name."""
    return _CUES.words() | set(_HEADINGS)


def mood_beside(
    label: str, text: str, low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]
) -> Mood | None:
    """How an act is meant that words seem to ask for, by what stands around it; None where nothing tells."""
    if label in _EXEMPT:
        return None
    if not _BEGINS.isdisjoint(text[:_FIRST_LETTERS]) and _COPIED.match(text):
        return Mood.QUOTE
    if heading := _heading(low, tags, kinds):
        return heading
    if (not text.isascii() or not _SIGNED.isdisjoint(text)) and _JOKES.search(text):
        return Mood.HYPOTHETICAL
    if not _CUES.starts.isdisjoint(low):
        for at in range(len(low)):
            if cue := _CUES.at(low, at):
                return Mood(cue[1])
    return Mood.REPORTED if _is_to_somebody(low, tags, kinds) else None


def _heading(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> Mood | None:
    """What a heading before a colon tells: "worst case: …", "my boss: …", and any before a whole command."""
    if ":" not in low[1 : _LONGEST_HEAD + 1]:
        return None
    end = list(low).index(":", 1)
    listed = next((Mood(mood) for word in low[:end] if (mood := _HEADINGS.get(word))), None)
    if listed or any(tag.start < end for tag in tags) or not _KNOWN.isdisjoint(low[:end]):
        return listed
    rest = command_in(low[end + 1 :], [_moved(tag, end + 1) for tag in tags if tag.start > end], kinds)
    return Mood.QUOTE if rest and rest.sure else None


def _is_to_somebody(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> bool:
    """Whether somebody else is spoken to or told of before a command: "hey Zoe, undo 14", "they release Ana's seat"."""
    if low[0] in _OTHERS:
        order = command_in(low[1:], [_moved(tag, 1) for tag in tags if tag.start], kinds)
        return order is not None and not order.tells
    first = next((tag for tag in tags if tag.kind is Kind.PERSON), None)
    if first is None or first.owned or not all(word in _GREETINGS or word == "," for word in low[: first.start]):
        return False
    if low[first.end : first.end + 1] == ["and"]:  # "Jun and I viewed token 7"
        return False
    for start in range(first.end, min(first.end + _LONGEST_FRAME, len(low))):
        if not all(word in _GREETINGS or word == "," for word in low[first.end : start]):
            return False
        if command_in(low[start:], [_moved(tag, start) for tag in tags if tag.start >= start], kinds):
            return True
    return False


def _moved(tag: Tag, start: int) -> Tag:
    """The tag counted from a later word."""
    return replace(tag, start=tag.start - start, end=tag.end - start)
