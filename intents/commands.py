"""The allow-list: what may be recorded without asking. Everything else is proposed at most.

A sentence is a plain command when nothing is left over: neutral words dropped, what it names replaced by
types, a date or a place lifted out, its verbs by their common name, the rest must be one of the skeletons
of `lexicon/commands.toml`, word for word.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from intents.lexicon import Phrases, load
from intents.tags import Kind, Tag

_FILE: Final = load("commands")
_NEUTRAL: Final = frozenset(_FILE["neutral"]["words"])
_NEUTRAL_PHRASES: Final = Phrases((phrase, "") for phrase in _FILE["neutral"]["phrases"])
_OPENERS: Final = tuple(tuple(phrase.split()) for phrase in _FILE["neutral"]["openers"])
_VERBS: Final = Phrases((word, name) for name, words in _FILE["verbs"].items() for word in words)
_LIST_JOINTS: Final = frozenset({",", "and", "&", "+"})
_LISTED: Final = frozenset({"<person>", "<token>", "<key>"})


def _expanded(skeleton: str) -> Iterator[tuple[str, ...]]:
    """Every way to read a skeleton: `a|b` either, a trailing `?` may be left out."""
    ways = []
    for word in skeleton.split():
        optional = word.endswith("?")
        choices: list[tuple[str, ...]] = [(one,) for one in word.rstrip("?").split("|")]
        ways.append([*choices, ()] if optional else choices)
    for way in product(*ways):
        yield tuple(word for part in way for word in part)


def _skeletons() -> dict[tuple[str, ...], tuple[str, frozenset[str]]]:
    table: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
    for label, entry in _FILE["act"].items():
        adjuncts = frozenset(entry.get("adjuncts", ()))
        for skeleton in entry["skeletons"]:
            for way in _expanded(skeleton):
                if way in table and table[way][0] != label:
                    raise ValueError(f"commands.toml: {' '.join(way)!r} stands below {table[way][0]} and {label}")
                table[way] = (label, adjuncts)
    return table


_SKELETONS: Final = _skeletons()


def command_words() -> set[str]:
    """Every word that the allow-list knows."""
    skeletons = {word for way in _SKELETONS for word in way if word.islower() and word[0] != "<"}
    return (
        skeletons
        | _VERBS.words()
        | set(_NEUTRAL)
        | _NEUTRAL_PHRASES.words()
        | {w for opener in _OPENERS for w in opener}
    )


def command_in(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> str | None:
    """The label of the act that a clause plainly commands or reports, or None."""
    words, adjuncts = skeleton_of(low, tags, kinds)
    found = _SKELETONS.get(words)
    if found is None:
        return None
    label, allowed = found
    return label if adjuncts <= allowed else None


def skeleton_of(
    low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """A clause with its verbs by their common name and types for what it names; what was lifted out of it apart."""
    words = _typed(low, tags, kinds)
    asks = words[-1:] == ["?"]
    words, polite = _without_opener([word for word in words if word not in ("!", ".", "\n", "…", ";", ":", "?")])
    if asks and not polite:
        return ("?",), frozenset()
    adjuncts: set[str] = set()
    words = _named(words)
    words = _lifted(words, adjuncts)
    return tuple(_lists_as_one(words)), frozenset(adjuncts)


def _typed(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> list[str]:
    out: list[str] = []
    at = 0
    for tag in tags:
        out += low[at : tag.start]
        name = f"<{tag.kind.value}>"
        if tag.kind is Kind.PRODUCT:
            name = "<vs>" if kinds.get(tag.value) == "visual_studio" else "<product>"
        out.append(name)
        if tag.owned:
            out.append("'s")
        at = tag.end
    return out + list(low[at:])


def _without_opener(words: list[str]) -> tuple[list[str], bool]:
    polite = False
    changed = True
    while changed and words:
        changed = False
        if words[0] in _NEUTRAL or words[0] == ",":
            words, changed = words[1:], True
        for opener in _OPENERS:
            if tuple(words[: len(opener)]) == opener:
                words, polite, changed = words[len(opener) :], True, True
                break
    return words, polite


def _named(words: list[str]) -> list[str]:
    """Verbs by their common name, neutral words gone."""
    out: list[str] = []
    at = 0
    while at < len(words):
        if phrase := _NEUTRAL_PHRASES.at(words, at):
            at = phrase[0]
        elif verb := _VERBS.at(words, at):
            out.append(verb[1])
            at = verb[0]
        elif words[at] in _NEUTRAL:
            at += 1
        else:
            out.append(words[at])
            at += 1
    return out


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    ways: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, patterns in _FILE["adjuncts"].items():
        for pattern in patterns:
            for way in _expanded(pattern):
                ways.setdefault(way[0], []).append((way, name))
    for found in ways.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return ways


_LIFTED: Final = _by_first_word()


def _lifted(words: list[str], adjuncts: set[str]) -> list[str]:
    """Words without what may stand anywhere: a date, a place, a count, with its preposition."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        for way, name in _LIFTED.get(words[at], ()):
            if tuple(words[at : at + len(way)]) == way:
                adjuncts.add(name)
                at += len(way)
                break
        else:
            kept.append(words[at])
            at += 1
    while kept and kept[-1] == ",":
        kept.pop()
    return kept


def _lists_as_one(words: list[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in _LIST_JOINTS:
            follows = next((w for w in words[at + 1 :] if w not in _LIST_JOINTS), "")
            if out and out[-1] in _LISTED and follows == out[-1]:
                while words[at] in _LIST_JOINTS:
                    at += 1
                at += 1
                continue
        out.append(words[at])
        at += 1
    return [word for word in out if word != ","]
