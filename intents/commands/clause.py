"""A clause brought down to its skeleton: what may stand around it dropped, names and verbs replaced by their kind."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from intents.commands import skeletons
from intents.lexicon import Phrases
from intents.marks import Kind, Tag

_FILE: Final = skeletons.FILE
_ANYWHERE: Final = frozenset(_FILE["anywhere"]["words"])
_ARTICLES: Final = frozenset(_FILE["anywhere"]["articles"])
_NO_ARTICLE: Final = frozenset(_FILE["never_behind_an_article"]["words"])
_BEFORE_COLON: Final = frozenset(_FILE["before_colon"]["words"])
_REFERENCE: Final = frozenset(_FILE["reference"]["words"])
_BETWEEN: Final = frozenset(_FILE["reference"]["between"])
PLEASE: Final = frozenset(_FILE["please"]["words"])


def _phrases(of: str) -> Phrases:
    entry = _FILE[of]
    return Phrases((phrase, "") for phrase in (*entry["phrases"], *entry["words"]))


_ANYWHERE_PHRASES: Final = Phrases((phrase, "") for phrase in _FILE["anywhere"]["phrases"])
_HEAD: Final = _phrases("head")
_OPENERS: Final = Phrases((phrase, manner) for manner, phrases in _FILE["openers"].items() for phrase in phrases)
_TAIL: Final = sorted(
    (tuple(phrase.split()) for key in ("words", "phrases") for phrase in _FILE["tail"][key]), key=len, reverse=True
)
_TAIL_ENDS: Final = frozenset(phrase[-1] for phrase in _TAIL)
_VERBS: Final = Phrases((word, name) for name, words in _FILE["verbs"].items() for word in words)
_LIST_JOINTS: Final = frozenset({",", "and", "&", "+"})
_LISTED: Final = frozenset({"<person>", "<token>", "<key>", "<machine>"})
_ENTRY: Final = re.compile(r"#\d{1,6}")
_NUMBERED: Final = re.compile(r"#?[a-z]{0,4}-?\d[\w-]*")
_STOPS: Final = frozenset({"?", "!", ".", ",", ";", ":", "\n", "'s", "<entry>", "<reference>"})


def command_words() -> set[str]:
    """Every word that the allow-list knows."""
    told = {word for word in skeletons.WORDS if word.islower() and word[0].isalpha()}
    lists = (_VERBS, _HEAD, _OPENERS, _ANYWHERE_PHRASES)
    return (
        told
        | {word for phrases in lists for word in phrases.words()}
        | {word for phrase in _TAIL for word in phrase}
        | _ANYWHERE
        | _ARTICLES
    )


def skeleton_of(
    low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]
) -> tuple[tuple[str, ...], frozenset[str], str]:
    """The skeleton of a clause, as `bare` gives it."""
    return bare(typed(low, tags, kinds))


def bare(words: list[str]) -> tuple[tuple[str, ...], frozenset[str], str]:
    """The skeleton of typed words, their verbs by one name; what was lifted out of it; and how it was opened.

    "polite": worded as a request that could be a question; "leave": as leave to do it; "orders" or nothing.
    """
    words, asked = _without_tail(words)
    words, manner = _without_head(words)
    if asked and manner != "polite":
        return ("?",), frozenset(), ""
    words = _named(_kept(words))
    adjuncts: list[str] = []
    words = _lifted(_lists_as_one(words, adjuncts), adjuncts)
    if len(set(adjuncts)) < len(adjuncts) or {"date", "start"}.issubset(adjuncts):
        return ("twice",), frozenset(), manner
    return tuple(words), frozenset(adjuncts), manner


def typed(low: Sequence[str], tags: Sequence[Tag], kinds: Mapping[str, str]) -> list[str]:
    """The words of a clause with types in place of what they name: "<person>", "<vs>", "<entry>"."""
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
    out += low[at:]
    return _with_numbers(out)


def _with_numbers(words: list[str]) -> list[str]:
    """Entries ("#14") and numbers of other systems ("order no. 4711") by their type."""
    if _REFERENCE.isdisjoint(words) and not any(word[0] == "#" for word in words):
        return words
    out: list[str] = []
    at = 0
    while at < len(words):
        end = at + 1
        if words[at] in _REFERENCE:
            while end < len(words) and words[end] in _BETWEEN:
                end += 1
            number = words[end] if end < len(words) else ""
            if number in ("<count>", "<key>", "<reference>") or _NUMBERED.fullmatch(number):
                out.append("<reference>")
                at = end + 1
                continue
        out.append("<entry>" if _ENTRY.fullmatch(words[at]) else words[at])
        at += 1
    return out


def _without_tail(words: list[str]) -> tuple[list[str], bool]:
    """Words without the thanks and the stop at the end; and whether that stop asks."""
    end, asked = len(words), False
    while end:
        last = words[end - 1]
        before = words[end - 2] if end > 1 else ""
        if last in (".", ";", "\n") or (last == "!" and before != "?") or (last == "?" and before not in ("?", "!")):
            if last == before == ".":
                break
            asked |= last == "?"
            end -= 1
        elif last in PLEASE:
            end -= 1
        elif last in _TAIL_ENDS and (tail := next((t for t in _TAIL if tuple(words[:end][-len(t) :]) == t), None)):
            end -= len(tail)
            if words[end - 1 : end] == [","]:
                end -= 1
        else:
            break
    return words[:end], asked


def _without_head(words: list[str]) -> tuple[list[str], str]:
    """Words without a greeting and "could you"; and by which list of openers that went."""
    at, manner = 0, ""
    while at < len(words):
        if found := _OPENERS.at(words, at):
            at, manner = found[0], "polite" if "polite" in (found[1], manner) else found[1]
        elif found := _HEAD.at(words, at):
            at = found[0]
        elif words[at] in PLEASE:
            at += 1
        else:
            break
        if words[at : at + 1] in ([","], [":"], ["!"]):
            at += 1
    return words[at:], manner


def _kept(words: list[str]) -> list[str]:
    """Words without those that may stand anywhere; an article stays where it tells: "the ana team", "the undo"."""
    out: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in _ANYWHERE_PHRASES.starts and (phrase := _ANYWHERE_PHRASES.at(words, at)):
            at = phrase[0]
            continue
        if not (word in _ANYWHERE or (word in _ARTICLES and not _keeps_its_article(words, at + 1))):
            out.append(word)
        at += 1
    return out


def _keeps_its_article(words: list[str], at: int) -> bool:
    if at == len(words) or words[at] == "<person>":
        return True
    verb = _VERBS.at(words, at)
    return verb is not None and verb[1] in _NO_ARTICLE


def _named(words: list[str]) -> list[str]:
    """Verbs by their common name; a colon behind "record" gone."""
    out: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in _VERBS.starts and (verb := _VERBS.at(words, at)):
            out.append(verb[1])
            at = verb[0]
            continue
        if not (words[at] == ":" and out and out[-1] in _BEFORE_COLON):
            out.append(words[at])
        at += 1
    return out


def _lists_as_one(words: list[str], adjuncts: list[str]) -> list[str]:
    """Words with the last alone of several in a row: "ana, zoe and tom", "ana's and zoe's"."""
    out: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in _LIST_JOINTS and out and (named := _end_of(out)):
            after = at
            while after < len(words) and words[after] in _LIST_JOINTS:
                after += 1
            if words[after : after + len(named)] == named:
                del out[-len(named) :]
                at = after
                if "list" not in adjuncts:
                    adjuncts.append("list")
                continue
        out.append(words[at])
        at += 1
    return out


def _end_of(words: list[str]) -> list[str]:
    """The one of a list that words end with: "<person>", "<person> 's", "<token> on <tenant>"; or nothing."""
    size = 2 if words[-1] == "'s" else 1
    if words[-1] == "<tenant>" and len(words) > 2 and words[-3] == "<token>":
        return words[-4 if words[-4:-3] == ["TOKENW"] else -3 :]
    return words[-size:] if words[-size] in _LISTED else []


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    ways: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, patterns in _FILE["adjuncts"].items():
        for pattern in patterns:
            for way in skeletons.expanded(pattern):
                ways.setdefault(way[0], []).append((way, name))
    for found in ways.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return ways


_LIFTED: Final = _by_first_word()
EVERY_WORD: Final = (
    command_words()
    | skeletons.WORDS
    | _STOPS
    | PLEASE
    | _LIST_JOINTS
    | {word for ways in _LIFTED.values() for way, _ in ways for word in way}
)
"""What can stand in a command: any other word is left over whatever else is dropped, replaced or lifted out."""


def _lifted(words: list[str], adjuncts: list[str]) -> list[str]:
    """Words without what may stand anywhere: a date, a place, a count, with its preposition and its comma."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        for way, name in _LIFTED.get(words[at], ()):
            if tuple(words[at : at + len(way)]) == way:
                adjuncts.append(name)
                at += len(way)
                if kept[-1:] == [","] and len(kept) > 2:
                    kept.pop()
                if words[at : at + 1] == [","] and not kept:
                    at += 1
                break
        else:
            kept.append(words[at])
            at += 1
    return kept
