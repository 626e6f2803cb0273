"""What stands around an act that is heard in words which are no plain command: a heading, somebody else, a joke.

It only spares people needless proposals: nothing is recorded of such words either way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from intents.commands.command import command_in
from intents.commands.frames import frame_around
from intents.lexicon import Phrases, load
from intents.marks import Kind, Tag
from intents.model import Mood

_FILE: Final = load("asides")
_CUES: Final = Phrases((phrase, mood) for mood, entry in _FILE["cues"].items() for phrase in entry["phrases"])
_STARTS: Final = Phrases((phrase, mood) for mood, entry in _FILE["starts"].items() for phrase in entry["phrases"])
_EXEMPT: Final = frozenset({"change_setting", "grant_credit"})
"""Acts that are themselves about every month and every Monday."""
_OF_A_SEAT: Final = frozenset({"release_seat", "move_seat"})
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
_COPIED: Final = re.compile(
    r"\s*(?:[-=]+>|→|==|--|//|;|\||''|<(?![@#])|\S{0,30}[$>%]\s|[☐☑☒⬜◻🔲□❌✗✘]"
    r"|\w+\(['\"“]|[-*]? ?\[(?:.?|[\d:. ]+|[A-Z]+|[^\]]*\]$)\]?"
    r"|(?:\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} +\d{1,2},? )?\d{1,2}:\d\d"
    r"|\w+(?: \w+){0,2},?\s+(?:\[\d{1,2}:\d\d|\d{1,2}:\d\d(?: ?[AP]M)?\s*\n|\d{1,2} [A-Z][a-z]{2} \d{4}:))"
)
"""How a line begins that was copied from a log, a chat, a shell or a list of things to do."""
_BEGINS: Final = frozenset("=>→[$%:(")
_FIRST_LETTERS: Final = 32
_LONGEST_HEAD: Final = 6
_LONGEST_FRAME: Final = 5
_LEAVING: Final = frozenset(
    "left gone leaves leaving resigned quit retired joined his her got received saw found with".split()
)
"""Beside somebody before a colon: then it tells why, and they do not speak."""
_SENDERS: Final = frozenset({"per", "via", "from", "as", "let"})
_SPOKEN_TO: Final = frozenset({"you", "u", "your", "you've", "you're"})


def aside_words() -> set[str]:
    """Every word that tells how an act is meant, and so is nobody's name."""
    return _CUES.words() | set(_HEADINGS)


def mood_beside(
    label: str, text: str, low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]
) -> Mood | None:
    """How an act is meant that words seem to ask for, by what stands around it; None where nothing tells."""
    if label in _EXEMPT:
        return None
    if (not text[0].isalpha() or not _BEGINS.isdisjoint(text[:_FIRST_LETTERS])) and _COPIED.match(text):
        return Mood.QUOTE
    if begun := _beginning(label, low, tags, kinds):
        return begun
    if heading := _heading(low, tags, kinds):
        return heading
    if (not text.isascii() or not _SIGNED.isdisjoint(text)) and _JOKES.search(text):
        return Mood.HYPOTHETICAL
    if not _CUES.starts.isdisjoint(low):
        for at in range(len(low)):
            if cue := _CUES.at(low, at):
                return Mood(cue[1])
    if framed := frame_around(low, tags):
        return framed
    return Mood.REPORTED if _is_to_somebody(low, tags, kinds) else None


def _beginning(label: str, low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> Mood | None:
    """What the first words tell: "type assign …", "keep Ana's seat", "confirm that …"."""
    start = _STARTS.at(low, 0)
    if start is None:
        return None
    mood = Mood(start[1])
    if mood is Mood.QUOTE:
        behind = [_moved(tag, start[0]) for tag in tags if tag.start >= start[0]]
        return mood if command_in(low[start[0] :], behind, kinds) else None
    if mood is Mood.NEGATION:
        return mood if label in _OF_A_SEAT else None
    return mood if label != "approve_request" else None


def _heading(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> Mood | None:
    """What a heading before a colon tells: "worst case: …", "my boss: …", and any before a whole command.

    Who is named before it and not behind it speaks, or is spoken to: "voicemail from Zoe: …".
    """
    if ":" not in low[1 : _LONGEST_HEAD + 1]:
        return None
    end = list(low).index(":", 1)
    listed = next((Mood(mood) for word in low[:end] if (mood := _HEADINGS.get(word))), None)
    named = [tag for tag in tags if tag.start < end and tag.kind is not Kind.COUNT]
    speaks = len(named) == 1 and named[0].kind is Kind.PERSON and _LEAVING.isdisjoint(low)
    if listed or (named and not speaks) or (not speaks and not _KNOWN.isdisjoint(low[:end])):
        return listed
    behind = [_moved(tag, end + 1) for tag in tags if tag.start > end]
    rest = command_in(low[end + 1 :], behind, kinds)
    if rest is None or not rest.sure or any(tag.ids == named[0].ids for tag in behind if speaks):
        return None
    return Mood.REPORTED if speaks else Mood.QUOTE


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
    behind = first.end + (low[first.end : first.end + 1] == [","])
    if not _SPOKEN_TO.isdisjoint(low[behind : behind + 1]):  # "Zoe, you can have Tom's seat"
        return True
    for start in range(first.end, min(first.end + _LONGEST_FRAME, len(low))):
        if not all(word in _GREETINGS or word == "," for word in low[first.end : start]):
            return False
        said = command_in(low[start:], [_moved(tag, start) for tag in tags if tag.start >= start], kinds)
        if said and said.tells and start == first.end:  # "Tom used 3 presales hours"
            return False
        if said and (said.sure or _SENDERS.isdisjoint(low[: first.start])):
            return True
    return False


def _moved(tag: Tag, start: int) -> Tag:
    """The tag counted from a later word."""
    return replace(tag, start=tag.start - start, end=tag.end - start)
