"""Keys and tokens by their labels, numbers of orders and cases, and counts."""

import re
from string import ascii_lowercase
from typing import Final

from intents.lexicon import load
from intents.marks import WORDS, Kind, Marks
from intents.numbers import NUMBER_STARTS, number_at, number_of
from intents.words import STOPS

_LABEL: Final = re.compile(r"#?[a-z]{0,3}-?\d{1,4}[a-z]?")
_KEY_LABEL: Final = re.compile(r"k-?\d{1,4}")
_TOKEN_LABEL: Final = re.compile(r"t-?(\d{1,4})")
_GLUED: Final = re.compile(r"(token|tok|key|mak)s?[-#]?(\d{1,4})")
_REFERENCE: Final = re.compile(r"(?=.*\d)#?[a-z0-9][a-z0-9/_-]*")
_NUMBER_MARKS: Final = frozenset("no no. nr nr. number # . id".split())
_PRODUCT_UNITS: Final = frozenset({"vs", "visual", "office", "windows"})
_TOKEN_NOUNS: Final = WORDS["token_nouns"]
_KEY_NOUNS: Final = WORDS["key_nouns"]
_PAPERS: Final = WORDS["papers"]
_NTH: Final = {word: str(number) for word, number in load("naming")["nth"].items()}
_MARKS: Final = frozenset("( no no. nr nr. number . # id called named key for label".split())
_NAMES_IT: Final = frozenset({"is", "called", "named", "=", ":"})
_REACH: Final = 7
_NUMBERS: Final = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
_ARTICLES: Final = frozenset({"a", "an"})
_LETTERS: Final = frozenset(ascii_lowercase)
"""A label that begins with one counts nothing: "token T1 Office 365"."""
LESS: Final = frozenset({"minus", "negative"})
"""Before a number: nothing can be counted so."""
_SPAN: Final = frozenset({"days", "day", "weeks", "months", "%"})


def mark_labels(run: Marks) -> None:
    """token 7, key no. 4, tokens 7 and 8, K20, token for 5, token9, the second token."""
    keys, tokens = run.names.keys, run.names.tokens
    at = 0
    while at < len(run.low):
        word = run.low[at]
        if word in _TOKEN_NOUNS or word in _KEY_NOUNS:
            kind = Kind.TOKEN if word in _TOKEN_NOUNS else Kind.KEY
            found = len(run.tags)
            after = _label_list(run, at + 1, kind, plural=word.endswith("s"))
            if after == at + 1 and run.word(at - 1) in _NTH and run.word(at - 2) in ("the", "our"):
                run.put(kind, at - 1, at, _NTH[run.word(at - 1)])
            if len(run.tags) == found:
                _mark_named_behind(run, after, kind)
            at = after
            continue
        if (word[-1].isdigit() or word in keys or word in tokens) and run.free(at):
            _mark_label(run, at, word)
        at += 1


def _mark_named_behind(run: Marks, at: int, kind: Kind) -> None:
    """The label behind what a key or token is for: "the key for Windows Server is W1"."""
    for joint in range(at, min(at + _REACH, len(run.low) - 1)):
        word, label = run.low[joint], run.low[joint + 1]
        if word in STOPS and word not in (":", ","):
            return
        if word in _NAMES_IT:
            plain = _LABEL.fullmatch(label) and any(letter.isalpha() for letter in label)
            if plain and run.free(joint + 1) and run.word(joint + 2) not in WORDS["units"]:
                run.put(kind, joint + 1, joint + 2, label, text=run.words.piece(joint + 1, joint + 2))
            return


def _mark_label(run: Marks, at: int, word: str) -> None:
    if not word[-1].isdigit():
        if word in run.names.keys or word in run.names.tokens:
            run.put(Kind.KEY if word in run.names.keys else Kind.TOKEN, at, at + 1, word)
    elif match := _GLUED.fullmatch(word):
        kind = Kind.TOKEN if match[1].startswith("tok") else Kind.KEY
        known = run.names.tokens if kind is Kind.TOKEN else run.names.keys
        is_id = word in known.values() and match[2] not in known
        run.put(kind, at, at + 1, word if is_id else match[2], text="" if is_id else match[2])
    elif not word.isdigit() and (_KEY_LABEL.fullmatch(word) or word in run.names.keys):
        run.put(Kind.KEY, at, at + 1, word)
    elif not word.isdigit() and word in run.names.tokens:
        run.put(Kind.TOKEN, at, at + 1, word)
    elif (match := _TOKEN_LABEL.fullmatch(word)) and match[1] in run.names.tokens:
        run.put(Kind.TOKEN, at, at + 1, match[1])


def _label_list(run: Marks, at: int, kind: Kind, *, plural: bool) -> int:
    if plural and run.word(at) in (",", ":") and _LABEL.fullmatch(run.word(at + 1)):
        at += 1
    first = at
    while run.word(at) in _MARKS:
        if run.word(at) == "for" and run.word(at + 2) in WORDS["units"]:
            return at
        at += 1
    numbered = at > first and all(run.word(n) in _NUMBER_MARKS for n in range(first, at))
    labels = run.names.tokens if kind is Kind.TOKEN else run.names.keys
    if not plural and run.word(at) in _NUMBERS and run.word(at + 1) not in WORDS["units"]:
        run.put(kind, at, at + 1, str(number_of(run.low[at])))
        return at + 1
    while at < len(run.low):
        word = run.low[at]
        following = run.word(at + 1)
        if not (_LABEL.fullmatch(word) or word in labels) or _counts(run, at):
            return at
        if following in WORDS["units"] and word[0] not in _LETTERS:
            return at
        if not run.free(at) or (word.isdigit() and following in _SPAN):
            return at
        label = run.words.piece(at, at + 1).lstrip("#")
        start = first if numbered and not any(run.taken[first:at]) else at
        run.low[start:at] = ["nr"] * (at - start)  # the "no" of "token no 7" denies nothing
        run.put(kind, start, at + 1, label.lower(), text=label)
        numbered = False
        at += 1
        joint = at
        while run.word(joint) in ("and", "&", ",", "or", "+"):
            joint += 1
        if joint > at and (_LABEL.fullmatch(run.word(joint)) or run.word(joint) in labels):
            at = joint
        elif not plural:
            return at
    return at


def _counts(run: Marks, at: int) -> bool:
    """Whether a number in a list of labels counts what follows: "tokens 40 and 41, 5 Office 365 seats each"."""
    if not run.low[at].isdigit():
        return False
    named = next((tag for tag in run.tags if tag.kind is Kind.PRODUCT and tag.start == at + 1), None)
    return named is not None and run.word(named.end) in WORDS["units"]


def mark_references(run: Marks) -> None:
    """order 4711, case no. SR-123."""
    for noun, word in enumerate(run.low):
        if word not in _PAPERS:
            continue
        at = noun + 1
        while run.word(at) in WORDS["paper_marks"]:
            at += 1
        if run.free(at) and _REFERENCE.fullmatch(run.low[at]) and run.word(at + 1) not in WORDS["units"]:
            text = run.words.piece(at, at + 1).lstrip("#")
            run.put(Kind.REFERENCE, at, at + 1, text, text=text)


def mark_counts(run: Marks) -> None:
    """25 seats, twenty-five users, a couple of seats, 25x."""
    end = 0
    for at, word in enumerate(run.low):
        if at < end or not (word in NUMBER_STARTS or word[0].isdigit() or word[0] == "x"):
            continue
        if word not in _ARTICLES or run.word(at + 1) in NUMBER_STARTS:  # "a couple"; "a seat" counts nothing
            end = _mark_count(run, at)


def _mark_count(run: Marks, at: int) -> int:
    number = number_at(run.low, at) if run.free(at) else None
    if run.word(at - 1) in LESS:
        return number.end if number else at + 1
    if number is None or any(run.taken[at : number.end]) or run.word(number.end) in WORDS["spans"]:
        return at + 1
    word, end = run.low[at], number.end
    start = at
    if word in ("couple", "pair", "dozen", "hundred", "thousand"):
        if run.word(at - 1) == "a":
            start -= 1
        elif word in ("pair", "couple"):
            return end
    units = any(run.word(end + step) in WORDS["units"] for step in range(3))
    if number.digits:
        run.put(Kind.COUNT, start, end, str(number.value), text=number.digits)
    elif word.isdigit():
        numbered = run.word(at - 1) in WORDS["numbered"] or run.word(at - 1) in WORDS["machine_nouns"]
        if not numbered or run.word(end) in WORDS["units"] - _PRODUCT_UNITS:
            run.put(Kind.COUNT, start, end, str(number.value))
    elif (end > at + 1 or word not in ("a", "an", "one", "zero")) and (units or run.word(at - 1) == "into"):
        run.put(Kind.COUNT, start, end, str(number.value))
    return end
