"""People as Slack shows them: whom the desk calls by name is mentioned, so that a click leads to them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.record.records import Records
from bot.slack.views.message import Block, Message
from bot.slack.words import unescape
from intents.people import People

_LEFT_ALONE: Final = re.compile(r"(<[^>]*>|`[^`]*`)")
"""What is a mention or a link already, and what is quoted as typed."""

_FIRST: Final = re.compile(r"(?<![\w&;])[^\W\d_a-z](?:[\w.'’-]|&amp;)*")
"""A word that begins with a capital letter, as names do."""

_REST: Final = re.compile(r" (?:[\w.'’-]|&amp;)+")
_ID: Final = re.compile(r"[UW](?=[A-Z]*\d)[A-Z0-9]{5,}(?!\w)")
_END: Final = re.compile(r"(?:['’]s?|[.'’-])+$")
_LONGEST: Final = 4
"""Words of a name."""


class Mentions:
    """Finds people of the directory in what the desk says. A name that two people share stays a name."""

    def __init__(self, records: Records | None) -> None:
        self._records = records

    def message(self, workspace: str, message: Message) -> Message:
        """A message with people as mentions; in its text, which is for notifications, they keep their names."""
        worded = self.blocks(workspace, message.worded) if message.worded else None
        return replace(message, blocks=self.blocks(workspace, message.blocks), worded=worded)

    def view(self, workspace: str, view: Block) -> Block:
        """A modal or a Home tab with people as mentions."""
        return view | {"blocks": self.blocks(workspace, view["blocks"])}

    def blocks(self, workspace: str, blocks: Sequence[Block]) -> list[Block]:
        """Blocks with people as mentions, where Slack draws any: not on buttons, and not in tables."""
        names = self._records.names_of(workspace) if self._records else None
        return list(blocks) if names is None else [_drawn(block, names.people) for block in blocks]


def mentioned(text: str, people: People) -> str:
    """Text in Slack's marks with people as mentions."""
    if "<" not in text and "`" not in text:
        return _in(text, people)
    parts = _LEFT_ALONE.split(text)
    return "".join(part if number % 2 else _in(part, people) for number, part in enumerate(parts))


def _drawn(block: Block, people: People) -> Block:
    """A section or small print with people as mentions; other blocks draw none."""
    if block["type"] == "section" and block["text"]["type"] == "mrkdwn":
        return block | {"text": block["text"] | {"text": mentioned(block["text"]["text"], people)}}
    if block["type"] == "context":
        return block | {"elements": [_small(one, people) for one in block["elements"]]}
    return block


def _small(element: Block, people: People) -> Block:
    return element | {"text": mentioned(element["text"], people)} if element["type"] == "mrkdwn" else element


def _in(text: str, people: People) -> str:
    drawn: list[str] = []
    done = 0
    for first in _FIRST.finditer(text):
        if first.start() >= done and (found := _at(text, first, people)):
            person, end = found
            drawn += [text[done : first.start()], f"<@{person}>"]
            done = end
    return "".join([*drawn, text[done:]]) if drawn else text


def _at(text: str, first: re.Match[str], people: People) -> tuple[str, int] | None:
    """Who is named from a word on, and where the name ends."""
    if (found := _ID.match(first[0])) and found[0] in people:  # whose name is not known yet
        return found[0], first.start() + found.end()
    if not people.knows(unescape(first[0])):
        return None
    ends: list[int] = []
    at = first.end()
    while len(ends) < _LONGEST - 1 and (word := _REST.match(text, at)):
        ends.append(at := word.end())
    for end in reversed(ends):
        whole = text[first.start() : end]
        for name in dict.fromkeys((whole, _END.sub("", whole))):
            if person := _called(unescape(name), people):
                return person, first.start() + len(name)
    return None


def _called(name: str, people: People) -> str | None:
    """The only person of exactly this name. One word may mean something else ("May", "Will"), and stays a word."""
    words = name.split(" ")
    if len(words) == 1:
        return None
    used, ids = people.find(words)
    same = [person for person in ids if people.name(person) == name] if used == len(words) else []
    return same[0] if len(same) == 1 and _ID.fullmatch(same[0]) else None
