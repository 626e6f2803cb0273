"""Ordinary words behind a first name that are somebody's surname: "Ana King", "tom baker", "beth k"."""

from typing import Final

from intents.marks import WORDS, Marks
from intents.people import fold
from intents.words import STOPS

_ADDING: Final = frozenset({"add", "onboard", "register", "include"})
STRUCTURE: Final = frozenset().union(*WORDS.values())
"""Words that tell what others are, and so are nobody's name."""


def reads_as_surname(run: Marks, at: int, end: int) -> bool:
    """Whether an ordinary word behind a given name is its surname: "Hannah Weber", "tom baker" at the end."""
    if is_surname(run, at, end):
        return True
    if not (run.free(end) and run.low[at] in run.given_names and run.low[end].isalpha() and run.beside(end)):
        return False
    following = run.word(end + 1)
    closes = following in STOPS | {"", "and"} | WORDS["behind_surname"] or run.words.owns[end]
    return closes and not run.words.owns[at] and len(run.low[end]) > 2 and run.low[end] not in STRUCTURE


def is_surname(run: Marks, at: int, end: int) -> bool:
    """Whether a word of English behind a first name is written as somebody else's surname: "Ana King"."""
    if not run.free(end) or run.words.owns[end - 1] or not run.low[end].isalpha() or not run.beside(end):
        return False
    written = run.capital(at) and run.capital(end) and not run.words.typed[end].isupper()
    word = run.low[end]
    listed = any(
        word in WORDS[key] for key in ("after_person", "not_behind_person", "before_orders", "orders", "present")
    )
    if run.words.owns[end] and run.names.people.knows(word):  # "give Bill Rose's seat"
        return False
    return written and end == at + 1 and not listed and word not in WORDS["strictly_before_person"]


def is_added(run: Marks, at: int, end: int) -> bool:
    """Whether a word of English behind a first name is the surname of somebody to be added: "add bob jones"."""
    before = at - 1
    while run.word(before) in WORDS["roles"]:
        before -= 1
    if end != at + 1 or run.word(before) not in _ADDING or not run.free(end) or not run.beside(end):
        return False
    word, following = run.low[end], run.word(end + 1)
    is_name = word.isalpha() and len(word) > 2 and word not in STRUCTURE and not run.common(word)
    return is_name and (following in STOPS or following in ("", "and") or "@" in following)


def by_initial(run: Marks, end: int, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the people who have another name that begins with the letter behind: "beth k", "Bob M."."""
    letter = run.word(end)
    if len(letter) != 1 or letter in "aiunwr" or not letter.isalpha() or not run.free(end) or run.words.owns[end - 1]:
        return ()
    names = {person: fold(run.names.people.name(person) or "").split()[1:] for person in ids[:50]}
    return tuple(person for person in ids[:50] if any(word[0] == letter for word in names[person]))
