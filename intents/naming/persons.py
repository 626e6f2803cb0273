"""People in a sentence: mentions, names of the directory, and strangers where a person must stand."""

from dataclasses import replace
from typing import Final

from rapidfuzz.distance import OSA

from intents.marks import WORDS, Kind, Marks
from intents.naming.surnames import STRUCTURE, by_initial, is_added, is_surname, reads_as_surname
from intents.people import fold
from intents.words import STOPS

_LONGEST_NAME: Final = 3
_BEFORE_A_FULL_NAME: Final = frozenset({"to", "for", "from", "give", "gave", "assign", "assigned"})
_EVERYBODY: Final = frozenset({"@everyone", "@channel", "@here", "@all", "@team"})
_FEW: Final = 50
_SHORTEST_NAME: Final = 3
_LISTING: Final = frozenset({",", "and", "&"})
_OFFICES: Final = frozenset({"admin", "administrator", "auditor", "deputy"})
_APPOINTING: Final = frozenset({"make", "appoint", "name", "made", "appointed"})
_BETWEEN: Final = frozenset({"<", "(", "at", "-", "email", "mail"})
"""Between somebody's name and their address."""


def mark_persons(run: Marks) -> None:
    """Tags people, the known and the new."""
    has_names = run.names.people.knows_any(run.low) or not run.given_names.isdisjoint(run.low)
    end = 0
    for at, word in enumerate(run.low):
        if at < end or run.taken[at] or word in STOPS:
            continue
        is_english = run.as_known[at] and not (run.capital(at) and run.word(at - 1) in _BEFORE_A_FULL_NAME)
        if run.as_known[at] and not run.names.people.knows(word) and _is_listed_among_people(run, at):
            run.put(Kind.PERSON, at, at + 1)
            continue
        if is_english and not (has_names and (word in run.given_names or run.names.people.knows(word))):
            continue
        end = _mark_person(run, at)


def _mark_person(run: Marks, at: int) -> int:
    word = run.low[at]
    if "@" in word[1:] and not word.startswith("<@"):
        address = word.removeprefix("<mailto:").partition("|")[0].rstrip(">")
        ids = run.names.people.find([address])[1]
        if ids or not _is_of_the_one_before(run, at):
            run.put(Kind.PERSON, at, at + 1, ids=ids)
        return at + 1
    if word.startswith("<@"):
        run.put(Kind.PERSON, at, at + 1, ids=(run.words.typed[at][2:-1].split("|")[0],))
        return at + 1
    if word.startswith("@"):
        return at + 1 if word in _EVERYBODY else _mark_handle(run, at)
    people = run.names.people
    used, ids = people.find(run.low, at)
    while used and any(run.taken[at : at + used]):
        used, ids = people.find(run.low[: at + used - 1], at)
    named = used == 1 and (not _is_everyday(run, word) or _is_rare_first_name(run, word, ids))
    if used >= 2 or named or (used == 1 and _must_be_person(run, at)):
        return _put_known(run, at, used, ids)
    if end := _two_capitals(run, at):
        run.put(Kind.PERSON, at, end)
        return end
    if used or (run.known(word) and word not in run.given_names and not _was_repaired(run, at)):
        return at + 1
    if len(word) >= 3 and word.isalpha() and (run.names_somebody(at) or _expected(run, at)):
        misspelt, ids = _misspelt(run, at)
        if misspelt:
            run.put(Kind.PERSON, at, at + misspelt, ids=ids)
            return at + misspelt
    if _is_stranger(run, at):
        end = _end_of_stranger(run, at)
        run.put(Kind.PERSON, at, end)
        return end
    return at + 1


def _is_of_the_one_before(run: Marks, at: int) -> bool:
    """Whether an address is that of somebody new who is named before it: "Priya, priya@x.com".

    The tag of their name takes in what stands right behind it; of the others the address begins with the name.
    """
    strangers = (tag for tag in run.tags if tag.kind is Kind.PERSON and not tag.ids and "@" not in tag.text)
    if any(run.low[at].startswith(fold(tag.text).split()[0]) for tag in strangers) and run.tags[-1].end < at - 1:
        run.taken[at] = True
        return True
    before = run.tags[-1] if run.tags else None
    if before is None or before.kind is not Kind.PERSON or before.ids or "@" in before.text:
        return False
    if any(word not in STOPS and word not in _BETWEEN for word in run.low[before.end : at]):
        return False
    run.taken[before.end : at + 1] = [True] * (at + 1 - before.end)
    run.tags[-1] = replace(before, end=at + 1)
    return True


def _two_capitals(run: Marks, at: int) -> int:
    """The word behind a full name whose words are ordinary, written large behind "to" or "for"; 0 without one."""
    if run.word(at - 1) not in _BEFORE_A_FULL_NAME:
        return 0
    end = at
    while (
        end - at < _LONGEST_NAME and run.free(end) and _is_written_as_name(run, end) and (end == at or run.beside(end))
    ):
        end += 1
    return end if end - at > 1 else 0


def _is_written_as_name(run: Marks, at: int) -> bool:
    typed = run.words.typed[at]
    return typed[0].isupper() and typed[1:].islower() and typed.isalpha() and run.low[at] not in STRUCTURE


def _mark_handle(run: Marks, at: int) -> int:
    tenant = run.low[at][1:]
    if tenant in run.names.tenants or tenant in run.companies:
        run.put(Kind.TENANT, at, at + 1, run.names.tenants.get(tenant, tenant), text=run.words.piece(at, at + 1)[1:])
        return at + 1
    handle = [run.low[at][1:], *run.low[at + 1 : at + _LONGEST_NAME]]
    used, ids = run.names.people.find(handle)
    used, ids = (used, ids) if used else run.names.people.find_misspelt(handle[:1])
    run.put(Kind.PERSON, at, at + max(used, 1), ids=ids)
    return at + max(used, 1)


def _put_known(run: Marks, at: int, used: int, ids: tuple[str, ...]) -> int:
    """Somebody of the directory, unless a name of somebody else stands behind: "Ana Pereira" is not Ana Souza."""
    end = at + used
    if initialled := by_initial(run, end, ids):
        run.put(Kind.PERSON, at, end + 1, ids=initialled)
        return end + 1
    if is_surname(run, at, end) or is_added(run, at, end):
        run.put(Kind.PERSON, at, end + 1)
        return end + 1
    if not run.words.owns[end - 1] and run.is_new(end) and run.low[end].isalpha() and run.beside(end):
        more, these = run.names.people.find_misspelt(run.low, at)
        if more > used and not any(run.taken[at : at + more]):
            run.put(Kind.PERSON, at, at + more, ids=these)
            return at + more
        closes = run.word(end + 1) in STOPS | {"", "and", "'s"} or run.words.owns[end]
        if (run.capital(at) and run.capital(end)) or (closes and run.word(at - 1) in WORDS["strictly_before_person"]):
            run.put(Kind.PERSON, at, end + 1)
            return end + 1
    run.put(Kind.PERSON, at, end, ids=ids)
    return end


def _misspelt(run: Marks, at: int) -> tuple[int, tuple[str, ...]]:
    """Whom the words name with one slip each: as they were typed, or as they were read."""
    people = run.names.people
    if full := _first_name_slipped(run, at):
        return 2, full
    if _was_repaired(run, at):
        used, ids = people.find_misspelt([_as_typed(run, at), *run.low[at + 1 : at + _LONGEST_NAME]])
        if used and not any(run.taken[at : at + used]):
            return used, ids
    used, ids = people.find_misspelt(run.low, at)
    return (used, ids) if not any(run.taken[at : at + used]) else (0, ())


def _first_name_slipped(run: Marks, at: int) -> tuple[str, ...]:
    """Whom a first name with a slip means that is too short to be repaired alone: "bth king"."""
    if not run.free(at + 1):
        return ()
    _, ids = run.names.people.find(run.low, at + 1)
    typed = _as_typed(run, at)
    near = [
        person
        for person in ids[:50]
        if any(
            word[:1] == typed[:1] and word != run.low[at + 1] and OSA.distance(word, typed) <= 1
            for word in fold(run.names.people.name(person) or "").split()
        )
    ]
    return (near[0],) if len(near) == 1 and len(typed) >= 2 else ()


def _as_typed(run: Marks, at: int) -> str:
    return run.words.piece(at, at + 1).lower()


def _was_repaired(run: Marks, at: int) -> bool:
    return run.low[at] != _as_typed(run, at)


def _is_everyday(run: Marks, word: str) -> bool:
    return (run.known(word) and word not in run.given_names) or word in WORDS["everyday_names"]


def _is_rare_first_name(run: Marks, word: str, ids: tuple[str, ...]) -> bool:
    """Whether a word that English has, but that nobody uses here, is somebody's first name: "mira", "hunter"."""
    if run.common(word) or word in WORDS["everyday_names"] or len(ids) > _FEW:
        return False
    return all(fold(run.names.people.name(person) or "").split()[:1] == [word] for person in ids)


def _must_be_person(run: Marks, at: int) -> bool:
    """Whether a name that is a word as well ("may", "will") can only be a person here."""
    if run.words.owns[at]:
        return True
    before, after = run.word(at - 1), run.word(at + 1)
    if before in ("does", "did") or after in _OFFICES or (after == "is" and run.word(at + 2) in _OFFICES):
        return True
    if before in _APPOINTING and any(word.rstrip("s") in _OFFICES for word in run.low[at + 1 :]):
        return True
    if before in WORDS["puts_somebody"] and after in WORDS["where_put"]:
        return True
    if after in WORDS["not_behind_person"] and before not in WORDS["hands_to"]:
        return False
    if before in WORDS["strictly_before_person"] or before in WORDS["roles"]:
        return True
    return _is_listed(run, at) or ((at == 0 or before in STOPS) and after in WORDS["after_person"])


def _is_listed(run: Marks, at: int) -> bool:
    """In a list of people: "ana, zoe and @beth"."""
    joint = at - 1
    while joint > 0 and run.word(joint - 1) in (",", "and", "&"):
        joint -= 1
    if run.word(at - 1) not in (",", "and", "&", "or", "+"):
        return False
    return any(tag.end == joint and tag.kind is Kind.PERSON for tag in run.tags)


def _is_listed_among_people(run: Marks, at: int) -> bool:
    """Whether a word of English that nobody uses here is in an order's list of people: "assign VS to ana and satya".

    Left out, it would be a person who gets nothing and about whom nobody asks.
    """
    if not _may_be_a_name(run, at) or WORDS["orders"].isdisjoint(run.low):
        return False
    before, after = run.word(at - 1), run.word(at + 1)
    if before in _LISTING:
        return after in STOPS | {"", "and"} and _is_listed(run, at)
    begins = before in WORDS["orders"] or before in _BEFORE_A_FULL_NAME or before in _APPOINTING
    return begins and after in _LISTING and _leads_to_people(run, at + 1)


def _may_be_a_name(run: Marks, at: int) -> bool:
    word = run.word(at)
    return word.isalpha() and len(word) >= _SHORTEST_NAME and not run.common(word)


def _leads_to_people(run: Marks, joint: int) -> bool:
    """Whether the list that goes on behind a joint has somebody of the directory, or a mention, in it."""
    at = joint
    while run.word(at) in _LISTING:
        at += 1
    if run.word(at).startswith("<@") or (run.word(at) and run.names.people.find(run.low, at)[0]):
        return True
    return _may_be_a_name(run, at) and run.word(at + 1) in _LISTING and _leads_to_people(run, at + 1)


def _expected(run: Marks, at: int) -> bool:
    """Whether a person is expected here: an owner, after "to", after a verb that takes one, in a list of people."""
    if run.words.owns[at]:
        return True
    before = run.word(at - 1)
    if before in (",", "and", "&", "or", "+"):
        return _is_listed(run, at) or at == 1
    return (
        at == 0
        or before in WORDS["before_person"]
        or before in WORDS["strictly_before_person"]
        or before in WORDS["roles"]
        or run.word(at + 1) in WORDS["after_person"]
    )


def _is_stranger(run: Marks, at: int) -> bool:
    word = run.low[at]
    if not word.replace("'", "").replace("-", "").replace(".", "").isalpha() or len(word) < 2:
        return False
    if word in run.given_names:
        return not _is_everyday(run, word) or _must_be_person(run, at)
    if word in WORDS["units"] or run.known(word):
        misread = _was_repaired(run, at) and word not in STRUCTURE and not run.known(_as_typed(run, at))
        return misread and _is_named_here(run, at)
    return _expected(run, at) and (at > 0 or run.capital(at) or run.word(at + 1) in WORDS["after_person"])


def _is_named_here(run: Marks, at: int) -> bool:
    """Whether a word that was read as the one it is near to can only be a name: "give kees a seat"."""
    before, after = run.word(at - 1), run.word(at + 1)
    if before in WORDS["roles"] or after in ("needs", "gets", "joined", "started"):
        return True
    if not any(word in WORDS["orders"] for word in run.low):
        return False
    closes = after in STOPS | {"", "and"}
    return before in ("give", "gave", "assign") or (closes and (before in ("to", "from") or _is_listed(run, at)))


def _end_of_stranger(run: Marks, at: int) -> int:
    """The word behind a stranger's name: "Svetlana Petrova", "svetlana petrova" at the end of what is said."""
    end = at + 1
    while (
        end - at < _LONGEST_NAME
        and run.is_new(end)
        and run.low[end].isalpha()
        and not run.words.owns[end - 1]
        and run.beside(end)
    ):
        following = run.word(end + 1)
        closes = following in STOPS | {"", "and"} or following in WORDS["after_person"] or run.words.owns[end]
        before = run.word(at - 1)
        stands = before in WORDS["strictly_before_person"] or before in STOPS | {""}
        if not (run.capital(at) and run.capital(end)) and not (closes and stands):
            break
        end += 1
    if end == at + 1 and reads_as_surname(run, at, end):
        return end + 1
    if end == at + 1 and run.free(end) and run.low[end] in run.given_names and run.beside(end):
        return end if run.words.owns[at] or _is_everyday(run, run.low[end]) else end + 1
    return end
