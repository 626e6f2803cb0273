"""Tenants and machines: by name, by form, and by the words around a name that nobody knows."""

import re
from itertools import pairwise
from typing import Final

from intents.marks import WORDS, Kind, Marks
from intents.naming.surnames import STRUCTURE
from intents.words import STOPS

_MACHINE: Final = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_NO_MACHINE: Final = re.compile(
    r"\d+(?:st|nd|rd|th|x|s|k|gb|tb|%|/\d+|am|pm|d|h|hrs?|mins?)|\d+-?(?:seats?|users?|days?)"
)
_CALLED_AFTER_KIND: Final = re.compile(r"[a-z0-9]+[-_](?:pc|vm|server|srv|laptop|box|ws)")
_TENANT: Final = re.compile(r"[\w-]+\.onmicrosoft\.com|[a-z][\w-]+\.(?:com|net|org|io|eu|de|fr|nl|co\.uk)")
_PREPOSITIONS: Final = frozenset({"on", "in", "onto", "into", "to", "from", "under", "with", "at", "against", "for"})
_PASSED: Final = frozenset({"the", "our", "tenant", "machine", "a", "new"})
_TENANT_NOUNS: Final = WORDS["tenant_nouns"]
_ABOUT_TOKENS: Final = _TENANT_NOUNS | WORDS["token_nouns"]
_MACHINE_NOUNS: Final = WORDS["machine_nouns"]
_MACHINE_VERBS: Final = WORDS["machine_verbs"]
_AND: Final = frozenset({"and", "&", ","})
_WEAK: Final = frozenset({"to", "from", "with", "for"})
"""Behind these a new name is nobody's machine, and a tenant only where its noun stands beside it."""


def mark_places(run: Marks) -> None:
    """Tags tenants and machines."""
    kinds = {tag.kind for tag in run.tags}
    about_token = Kind.TOKEN in kinds or not _ABOUT_TOKENS.isdisjoint(run.low)
    about_machine = Kind.KEY in kinds or not _MACHINE_VERBS.isdisjoint(run.low)
    has_noun = not _MACHINE_NOUNS.isdisjoint(run.low)
    tenants, machines, companies = run.names.tenants, run.names.machines, run.companies
    for at, (word, following) in enumerate(pairwise([*run.low, ""])):
        if run.taken[at] or word in STOPS:
            continue
        two = f"{word} {following}"
        listed = word in tenants or word in companies or two in tenants or word in machines or two in machines
        if (listed or has_noun or not word.isalpha()) and _by_name(
            run, at, word, has_noun=has_noun, about_machine=about_machine
        ):
            continue
        if about_machine and _is_listed(run, at):
            run.put(Kind.MACHINE, at, at + 1)
        elif about_token and word in _TENANT_NOUNS:
            _beside_noun(run, at)
        elif (about_token or about_machine) and word in _PREPOSITIONS:
            _behind_preposition(run, at, Kind.TENANT if about_token else Kind.MACHINE)


def _is_listed(run: Marks, at: int) -> bool:
    """Whether a new name goes on a list of machines: "on PC-A, PC-B and PC-C"."""
    if run.word(at - 1) not in _AND or not run.is_new(at):
        return False
    joint = at - 1
    while run.word(joint - 1) in _AND:
        joint -= 1
    listed = any(tag.kind is Kind.MACHINE and tag.end == joint for tag in run.tags)
    return listed and ("-" in run.low[at] or not run.low[at].isalpha())


def _by_name(run: Marks, at: int, word: str, *, has_noun: bool, about_machine: bool) -> bool:
    tenant = _tenant_at(run, at)
    two = f"{word} {run.word(at + 1)}"
    if tenant:
        more = run.word(at + 1)
        if tenant == 1 and run.word(at + 2) in WORDS["tenant_nouns"] and run.free(at + 1) and more.isalpha():
            tenant = 2
        name = " ".join(run.low[at : at + tenant])
        run.put(Kind.TENANT, at, at + tenant, run.names.tenants.get(name) or run.words.piece(at, at + tenant))
    elif word in run.names.machines:
        run.put(Kind.MACHINE, at, at + 1, run.names.machines[word])
    elif two in run.names.machines:
        run.put(Kind.MACHINE, at, at + 2, run.names.machines[two])
    elif has_noun and (end := _described(run, at, about_machine)):
        run.put(Kind.MACHINE, at, end)
    elif (
        not word.isalpha()
        and (_CALLED_AFTER_KIND.fullmatch(word) or (_MACHINE.fullmatch(word) and not run.known(word)))
        and not _NO_MACHINE.fullmatch(word)
        and word not in WORDS["no_machines"]
        and not run.names.people.knows(word)
    ):
        run.put(Kind.MACHINE, at, at + 1)
    else:
        return False
    return True


def _tenant_at(run: Marks, at: int) -> int:
    """How many words from `at` on are a tenant by its name or its form."""
    if not run.free(at):
        return 0
    word, tenants = run.low[at], run.names.tenants
    if run.free(at + 1) and f"{word} {run.low[at + 1]}" in tenants:
        return 2
    return int(word in tenants or word in run.companies or ("." in word and bool(_TENANT.fullmatch(word))))


def _described(run: Marks, at: int, about_machine: bool) -> int:
    """The word behind a machine that is told by a noun and what stands before it: build box, front desk pc,
    ana's laptop; 0 where none is."""
    if run.word(at) in WORDS["machine_nouns"] and run.word(at + 1).isdigit() and len(run.low[at + 1]) < 4:
        return at + 2 if run.free(at + 1) and run.word(at + 2) not in WORDS["units"] else 0
    if run.words.owns[at]:
        listed = any(tag.kind is Kind.MACHINE and tag.end == at - 1 for tag in run.tags)
        behind = run.word(at - 1) in _PREPOSITIONS or (listed and run.word(at - 1) in _AND)
        whose = about_machine and run.names_somebody(at) and behind
        return at + 2 if whose and run.word(at + 1) in WORDS["machine_nouns"] and run.free(at + 1) else 0
    end, most = at, 2 if run.word(at - 1) in ("the", "our") else 1
    while end - at < most and run.free(end) and _describes(run, end):
        end += 1
        if run.word(end) in WORDS["machine_nouns"] and run.free(end):
            return end + 1
    return 0


def _describes(run: Marks, at: int) -> bool:
    word = run.word(at)
    return word not in WORDS["not_a_machines_name"] and word.isalpha() and not run.words.owns[at]


def _beside_noun(run: Marks, noun: int) -> None:
    """contoso tenant, tenant northwind, tenant is contoso, the adventure works tenant."""
    after = noun + 1
    while run.word(after) in ("is", "called", "named", ":", "="):
        after += 1
    if run.is_new(after) and run.word(after) not in WORDS["not_a_tenants_name"]:
        run.put(Kind.TENANT, after, after + 1)
        return
    start = noun
    no_name = STOPS | WORDS["not_a_tenants_name"]
    while start > 0 and noun - start < 3 and run.free(start - 1) and run.low[start - 1] not in no_name:
        start -= 1
    introduced = run.word(start - 1) in ("the", "on", "to", "in", "our", "from", "onto", "for")
    if start < noun and (any(run.is_new(at) for at in range(start, noun)) or (introduced and noun - start == 2)):
        run.put(Kind.TENANT, start, noun)


def _is_ordinary_tenant(run: Marks, at: int, start: int) -> bool:
    """Whether an ordinary word can only be the tenant: "activated token 6 on skyline yesterday"."""
    if run.word(at) not in ("on", "in", "onto", "into") or start != at + 1 or not run.free(start):
        return False
    word = run.low[start]
    closes = run.word(start + 1) in STOPS | {"", "for", "with"} or not run.free(start + 1)
    activated = any(verb in WORDS["activating_tokens"] for verb in run.low)
    labelled = any(tag.kind is Kind.TOKEN for tag in run.tags)
    return activated and labelled and closes and word.isalpha() and word not in STRUCTURE


def _behind_preposition(run: Marks, at: int, kind: Kind) -> None:
    start = at + 1
    while run.word(start) in _PASSED:
        start += 1
    if _tenant_at(run, start) or run.word(start) in run.names.machines:
        return
    if not run.is_new(start):
        if kind is Kind.TENANT and _is_ordinary_tenant(run, at, start):
            run.put(kind, start, start + 1)
        return
    if run.word(start) in WORDS["not_a_tenants_name"] or run.words.owns[start]:
        return
    if run.word(at) in _WEAK and (kind is Kind.MACHINE or run.word(at) == "for"):
        return
    end = start + 1
    while run.is_new(end) and run.beside(end) and end - start < 2:
        end += 1
    if run.names.people.knows(run.word(start)):
        return
    run.put(kind, start, end)
