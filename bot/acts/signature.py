"""The writer's own name below a message, which names nobody that the message is about."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.talk.turn import Turn
from intents.people import fold

_CLOSING: Final = r"(?:thanks|thank you|thx|ty|cheers|regards|best|greetings|br|rgds|yours|sincerely)[ ,!.]*"
_APART: Final = rf"(?:\n\s*[-–—~]*\s*|\s[-–—]+\s*|(?<=[.!])\s+|(?<!\w){_CLOSING}\s+)"
"""Before a name at the end these tell that it signs: its own line, a dash, thanks."""


def without_name(text: str, name: str | None) -> tuple[str, bool]:
    """The text without the name of who wrote it at its end; and whether it may as well be the last of a list:
    "assign VS to Zoe, Paula", said by Paula."""
    bare = text.rstrip(" .!\n")
    folded = fold(bare)
    if not name or len(folded) != len(bare) or not folded.endswith(tuple(fold(name).split())):
        return text, False
    signs, listed = _patterns(fold(name))
    if (found := signs.search(folded)) and folded[: found.start()].strip():
        return text[: found.start()].rstrip(), False
    if (found := listed.search(folded)) and folded[: found.start()].strip():
        return text[: found.start()], True
    return text, False


def unsigned(turn: Turn, text: str) -> tuple[Turn, str]:
    """The text without the name of who wrote it; where that can be one of a list, nothing is recorded unasked."""
    text, listed = without_name(text, turn.names.people.name(turn.request.person))
    if not listed or turn.visit is None:
        return turn, text
    request = replace(turn.request, only_asks=True)
    return replace(turn, request=request, visit=replace(turn.visit, request=request)), text


@lru_cache(256)
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the name stands apart at the end, and how behind a comma."""
    words = name.split()
    names = "|".join(map(re.escape, dict.fromkeys((name, words[0]))))
    return re.compile(rf"{_APART}(?:{names})$"), re.compile(rf"\s*,\s*(?:{names})$")
