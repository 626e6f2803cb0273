"""Questions to the ledger that can mean nothing else: "who has what", "is tom's seat activated", "what is overdue"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from intents.commands import skeletons
from intents.commands.clause import skeleton_of
from intents.lexicon import Phrases, load
from intents.marks import Tag

_FILE: Final = load("reports")
_SHORT: Final[dict[str, str]] = _FILE["short"]
_SHOW: Final = Phrases((phrase, "SHOW") for phrase in _FILE["phrases"].pop("SHOW"))
_PHRASES: Final = Phrases((phrase, name) for name, phrases in _FILE["phrases"].items() for phrase in phrases)
_DAYS: Final = frozenset({"date", "start", "lately"})
_REFERENCE: Final = "reference"
"""Lifted out of wherever it stands, "<reference>" closes a question: "what was case 4711 about"."""
_MAY_STAND: Final[dict[str | None, frozenset[str]]] = {
    "seats": _DAYS | {"seats"},
    "machine": _DAYS | {"machine"},
    "recorded": _DAYS | {"by"},
    "reference": _DAYS | {_REFERENCE},
}
"""What may be lifted out beside a question, where it is more than a day."""
_BEFORE_A_DAY: Final = frozenset({"in", "during", "for", "from", "of", "by"})
_TURNED: Final = frozenset({"week", "month", "year"})
_SPELLED: Final = {
    **{"whats": ("what", "is"), "what's": ("what", "is"), "whos": ("who", "is"), "who's": ("who", "is")},
    **{"whens": ("when", "is"), "when's": ("when", "is"), "wheres": ("where", "is"), "where's": ("where", "is")},
    **{"we're": ("WE", "are"), "we'll": ("WE", "will"), "i'll": ("I", "will"), "i'm": ("I", "are")},
}
_LONGEST: Final = 18


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """The report that is asked for, and what it is narrowed down to."""

    label: str
    only: str | None = None


def plain_question(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> PlainQuestion | None:
    """The report that some words ask for, every one of them; None where anything is left over."""
    end = len(low)
    while end and low[end - 1] in ("?", "!", "."):
        end -= 1
    if not 1 < end <= _LONGEST:
        return None
    words, adjuncts, _ = skeleton_of(low[:end], [tag for tag in tags if tag.end <= end], kinds)
    spelled = _by_name([one for word in words for one in _SPELLED.get(word, (word,))])
    spelled = ["<count>" if word.isdecimal() else word for word in spelled]
    if _REFERENCE in adjuncts:
        spelled.append(f"<{_REFERENCE}>")
    if spelled[-2:-1] == ["this"] and spelled[-1] in _TURNED:
        del spelled[-2:]
    if "date" in adjuncts and spelled and spelled[-1] in _BEFORE_A_DAY:
        spelled.pop()
    found = ways_beginning(spelled[0]).get(tuple(spelled)) if spelled and spelled[0] in FIRST_WORDS else None
    if found is None or (found.only == "machine" and "<machine>" not in spelled and "machine" not in adjuncts):
        return None
    may_stand = _DAYS | {"activations"} if found.label == "activations_left" else _MAY_STAND.get(found.only, _DAYS)
    return found if adjuncts <= may_stand else None


def _by_name(words: list[str]) -> list[str]:
    """Words with the phrases that say the same by one name."""
    named: list[str] = []
    at = 0
    while at < len(words):
        found = _SHOW.at(words, 0) if at == 0 else None
        found = found or _PHRASES.at(words, at)
        named.append(found[1] if found else words[at])
        at = found[0] if found else at + 1
    return named


@cache
def ways_beginning(first: str) -> Mapping[skeletons.Way, PlainQuestion]:
    """Every way to ask, word for word, that begins with a word; worked out when it is first asked for.

    Raises ValueError where one stands below two reports.
    """
    ways: dict[skeletons.Way, PlainQuestion] = {}
    for pattern, asked in _BY_FIRST.get(first, ()):
        for way in skeletons.expanded(pattern):
            if way[0] == first and ways.setdefault(way, asked) != asked:
                raise ValueError(f"reports.toml: {' '.join(way)!r} stands below {ways[way]} and {asked}")
    return ways


def _written_out(word: str) -> str:
    """A word of a pattern with the short names of the file written out."""
    choices = "|".join(_SHORT.get(one, one) for one in word.rstrip("?").split("|"))
    return f"{choices}?" if word.endswith("?") else choices


def _firsts(pattern: str) -> set[str]:
    """Every word that a pattern can begin with."""
    found: set[str] = set()
    for word in pattern.split():
        found |= {way[0] for way in skeletons.expanded(word.rstrip("?"))}
        if word[-1] != "?":
            break
    return found


_BY_FIRST: Final[dict[str, list[tuple[str, PlainQuestion]]]] = {}
for _entry in _FILE["report"]:
    for _asks in _entry["asks"]:
        _pattern = " ".join(map(_written_out, _asks.split()))
        for _first in _firsts(_pattern):
            _BY_FIRST.setdefault(_first, []).append((_pattern, PlainQuestion(_entry["label"], _entry.get("only"))))
FIRST_WORDS: Final = frozenset(_BY_FIRST)
"""Every word that a question can begin with."""
