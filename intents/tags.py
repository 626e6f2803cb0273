"""What the words of a sentence name: products, offers, days, counts, keys, tokens, tenants, machines, people."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from intents.dates import Day, find_days, number_of
from intents.lexicon import Phrases, load, named
from intents.names import Names
from intents.words import STOPS, Words
from policy.days import DayOrder


class Kind(StrEnum):
    PRODUCT = "product"
    OFFER = "offer"
    DATE = "date"
    COUNT = "count"
    KEY = "key"
    TOKEN = "token"  # noqa: S105
    TENANT = "tenant"
    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Tag:
    """Words `start` to `end` (not included) name something.

    `value` is a product's or offer's id, a label, a number or a name; `ids` are the people that fit;
    `version` is a product's, as typed; `day` what a date resolves to; `owned` marks a possessive.
    """

    start: int
    end: int
    kind: Kind
    value: str
    text: str
    ids: tuple[str, ...] = ()
    version: str = ""
    day: Day | None = None
    owned: bool = False


_LABEL: Final = re.compile(r"#?[a-z]{0,3}-?\d{1,4}[a-z]?")
_KEY_LABEL: Final = re.compile(r"k-?\d{1,4}")
_VERSION: Final = re.compile(r"(?:19|20)\d\d(?:r2)?|xp|vista|7|8|8\.1|10|11|\d\d\.\d")
_GLUED_VERSION: Final = re.compile(r"(?:19|20)\d\d$|(?<=win)(?:7|8|10|11)$")
_MACHINE: Final = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th|x|k|gb|tb|%|/\d+|am|pm|d|h)")
_TENANT: Final = re.compile(r"[\w-]+\.onmicrosoft\.com")
_WORDS: Final = {key: frozenset(entry["words"]) for key, entry in load("structure").items()}


class Tagger:
    """Tags sentences by the lexicon, the workspace's names and the words around what is unknown."""

    def __init__(self, kinds: Mapping[str, str], known: Callable[[str], bool]) -> None:
        self.kinds = kinds  # product id -> cloud, on_premises, visual_studio
        self.products = named("products")
        self.offers = named("offers")
        listed = load("given_names")
        self.given_names = frozenset(listed["names"].split())
        self.companies = frozenset(listed["companies"].split())
        self.known = known

    def tag(self, words: Words, names: Names, today: date, order: DayOrder, *, future: bool = False) -> list[Tag]:
        """The tags of a sentence from left to right; none overlap."""
        run = _Run(self, words, names)
        run.lexical(self.offers, Kind.OFFER)
        run.lexical(self.products, Kind.PRODUCT)
        run.labels()
        for day in find_days(words.low, today, order, future=future):
            run.put(Kind.DATE, day.start, day.end, day=day)
        run.counts()
        run.places()
        run.persons()
        return sorted(run.tags, key=lambda tag: tag.start)


class _Run:
    def __init__(self, tagger: Tagger, words: Words, names: Names) -> None:
        self.tagger, self.words, self.names, self.low = tagger, words, names, words.low
        self.taken = [False] * len(words)
        self.tags: list[Tag] = []

    def put(
        self,
        kind: Kind,
        start: int,
        end: int,
        value: str = "",
        *,
        ids: tuple[str, ...] = (),
        version: str = "",
        day: Day | None = None,
    ) -> None:
        if any(self.taken[start:end]):
            return
        self.taken[start:end] = [True] * (end - start)
        text = self.words.piece(start, end)
        self.tags.append(
            Tag(start, end, kind, value or text.lower(), text, ids, version, day, self.words.owns[end - 1])
        )

    def word(self, at: int) -> str:
        return self.low[at] if 0 <= at < len(self.low) else ""

    def free(self, at: int) -> bool:
        return 0 <= at < len(self.low) and not self.taken[at]

    def lexical(self, phrases: Phrases, kind: Kind) -> None:
        at = 0
        while at < len(self.low):
            found = phrases.at(self.low, at) if not self.taken[at] else None
            if not found:
                at += 1
                continue
            end, value = found
            if kind is Kind.PRODUCT and end == at + 1 and self._everyday(at):
                at += 1
                continue
            version = ""
            if (
                kind is Kind.PRODUCT
                and self.tagger.kinds.get(value) == "on_premises"
                and _VERSION.fullmatch(self.word(end))
            ):
                following = self.word(end + 1)
                if following not in _WORDS["units"]:
                    version, end = self.word(end), end + 1
                    if following == "r2":
                        version, end = f"{version} r2", end + 1
            if kind is Kind.PRODUCT and not version and (glued := _GLUED_VERSION.search(self.low[end - 1])):
                version = glued[0]
            self.put(kind, at, end, value, version=version)
            at = end

    def _everyday(self, at: int) -> bool:
        """Whether a word such as "office" or "project" means what it means every day."""
        word = self.low[at]
        if word not in _WORDS["guarded"] or word in _WORDS["always_products"]:
            return False
        after, before = self.word(at + 1), self.word(at - 1)
        if after in _WORDS["beside_product"] or before in ("microsoft", "ms"):
            return False
        if word != "office":
            return at == 0 or not self.words.typed[at][0].isupper()
        if after == "in" or (at and self.words.owns[at - 1]):
            return True
        place = before in _WORDS["before_building"] or (
            at > 0 and self.words.typed[at - 1][0].isupper() and before not in ("can", "is", "use", "may")
        )
        return place and not (self.words.typed[at][0].isupper() and before in _WORDS["before_building"])

    def labels(self) -> None:
        """token 7, key no. 4, tokens 7 and 8, K20, token for 5."""
        at = 0
        while at < len(self.low):
            word = self.low[at]
            if word in _WORDS["token_nouns"] or word in _WORDS["key_nouns"]:
                token = word in _WORDS["token_nouns"]
                at = self._label_list(at + 1, Kind.TOKEN if token else Kind.KEY)
                continue
            if self.free(at) and (_KEY_LABEL.fullmatch(word) or word in self.names.keys) and not word.isdigit():
                self.put(Kind.KEY, at, at + 1, word)
            elif self.free(at) and word in self.names.tokens and not word.isdigit():
                self.put(Kind.TOKEN, at, at + 1, word)
            at += 1

    def _label_list(self, at: int, kind: Kind) -> int:
        while self.word(at) in (
            "no",
            "no.",
            "nr",
            "nr.",
            "number",
            ".",
            "#",
            "id",
            "called",
            "named",
            "key",
            "for",
        ):
            if self.word(at) == "for" and self.word(at + 2) in _WORDS["units"]:
                return at
            at += 1
        while at < len(self.low):
            word = self.low[at]
            labels = self.names.tokens if kind is Kind.TOKEN else self.names.keys
            if not ((_LABEL.fullmatch(word) or word in labels) and self.word(at + 1) not in _WORDS["units"]):
                return at
            if not self.free(at) or (word.isdigit() and self.word(at + 1) in ("days", "day", "weeks", "months", "%")):
                return at
            self.put(kind, at, at + 1, word.lstrip("#"))
            at += 1
            if self.word(at) in ("and", "&", ",", "or") and _LABEL.fullmatch(self.word(at + 1)):
                at += 1
        return at

    def counts(self) -> None:
        for at, word in enumerate(self.low):
            number = number_of(word)
            if not self.free(at) or number is None or self.word(at + 1) in _WORDS["spans"]:
                continue
            unit_follows = any(self.word(at + step) in _WORDS["units"] for step in (1, 2, 3))
            if (word.isdigit() and self.word(at - 1) not in ("#", "section")) or (
                unit_follows and word not in ("a", "an", "one", "zero")
            ):
                self.put(Kind.COUNT, at, at + 1, str(number))

    def places(self) -> None:
        """Tenants and machines: by name, by form, and by the words around a name nobody knows."""
        about_token = any(tag.kind is Kind.TOKEN for tag in self.tags) or any(
            word in _WORDS["tenant_nouns"] or word in _WORDS["token_nouns"] for word in self.low
        )
        about_machine = any(tag.kind is Kind.KEY for tag in self.tags) or any(
            word in _WORDS["machine_verbs"] for word in self.low
        )
        for at, word in enumerate(self.low):
            if not self.free(at) or word in STOPS:
                continue
            two = f"{word} {self.word(at + 1)}"
            if two in self.names.tenants:
                self.put(Kind.TENANT, at, at + 2)
            elif word in self.names.tenants or _TENANT.fullmatch(word) or word in self.tagger.companies:
                self.put(Kind.TENANT, at, at + 1)
            elif word in self.names.machines:
                self.put(Kind.MACHINE, at, at + 1)
            elif two in self.names.machines or (
                self.word(at + 1) in _WORDS["machine_nouns"] and self.free(at + 1) and self._names_a_machine(at)
            ):
                self.put(Kind.MACHINE, at, at + 2)
            elif _MACHINE.fullmatch(word) and not _ORDINAL.fullmatch(word) and not self.tagger.known(word):
                self.put(Kind.MACHINE, at, at + 1)
            elif word in _WORDS["tenant_nouns"] and about_token:
                self._beside_tenant(at)
            elif word in ("on", "in", "onto", "into", "to", "from", "under", "with", "at") and (
                about_token or about_machine
            ):
                self._after_preposition(at, Kind.TENANT if about_token else Kind.MACHINE)

    def _names_a_machine(self, at: int) -> bool:
        return (
            self.word(at) not in _WORDS["not_a_machines_name"] and not self.words.owns[at] and self.word(at).isalpha()
        )

    def _beside_tenant(self, noun: int) -> None:
        """contoso tenant, tenant northwind, the adventure works tenant."""
        if self._is_new(noun + 1):
            self.put(Kind.TENANT, noun + 1, noun + 2)
            return
        start = noun
        while (
            start > 0
            and noun - start < 3
            and self.free(start - 1)
            and self.low[start - 1] not in _WORDS["not_a_tenants_name"]
        ):
            start -= 1
        introduced = self.word(start - 1) in ("the", "on", "to", "in", "our", "from", "onto", "for")
        if start < noun and (any(self._is_new(at) for at in range(start, noun)) or (introduced and noun - start == 2)):
            self.put(Kind.TENANT, start, noun)

    def _after_preposition(self, at: int, kind: Kind) -> None:
        start = at + 1
        while self.word(start) in ("the", "our", "tenant", "machine"):
            start += 1
        if self._is_new(start) and not (self.word(at) in ("to", "from", "with") and kind is Kind.MACHINE):
            end = start + 1
            while self._is_new(end) and end - start < 2:
                end += 1
            if self.names.people.knows(self.word(start)) and kind is Kind.MACHINE:
                return
            self.put(kind, start, end)

    def _is_new(self, at: int) -> bool:
        """A word that no list explains: somebody's or something's name."""
        return (
            self.free(at)
            and self.low[at] not in STOPS
            and self.low[at][0].isalpha()
            and not self.tagger.known(self.low[at])
            and self.low[at] not in _WORDS["other_systems"]
            and self.low[at] not in self.tagger.given_names
        )

    def persons(self) -> None:
        at = 0
        while at < len(self.low):
            at = self._person(at) if self.free(at) and self.low[at] not in STOPS else at + 1

    def _person(self, at: int) -> int:
        low, people = self.low, self.names.people
        word = low[at]
        if word.startswith("<@"):
            person = self.words.typed[at][2:-1].split("|")[0]
            self.put(Kind.PERSON, at, at + 1, ids=(person,))
            return at + 1
        if word.startswith("@"):
            handle = [word[1:], *low[at + 1 : at + 3]]
            used, ids = people.find(handle)
            used, ids = (used, ids) if used else people.find_misspelt(handle[:1])
            self.put(Kind.PERSON, at, at + max(used, 1), ids=ids)
            return at + max(used, 1)
        used, ids = people.find(low, at)
        while used and any(self.taken[at : at + used]):
            used, ids = people.find(low[: at + used - 1], at)
        if used >= 2 or (used == 1 and (not self.tagger.known(word) or self._expected(at))):
            self.put(Kind.PERSON, at, at + used, ids=ids)
            return at + used
        if self.tagger.known(word) and word not in self.tagger.given_names:
            return at + 1
        if len(word) >= 4 and word.isalpha():
            used, ids = people.find_misspelt(low, at)
            if used and not any(self.taken[at : at + used]) and self._expected(at):
                self.put(Kind.PERSON, at, at + used, ids=ids)
                return at + used
        if self._stranger(at):
            end = at + 1
            if self.words.typed[at][0].isupper():
                while (
                    end - at < 3
                    and self._is_new(end)
                    and self.words.typed[end][0].isupper()
                    and not self.words.owns[end - 1]
                ):
                    end += 1
            self.put(Kind.PERSON, at, end)
            return end
        return at + 1

    def _expected(self, at: int) -> bool:
        """Whether a person is expected here: an owner, after "to", after a verb that takes one, in a list of people."""
        if self.words.owns[at]:
            return True
        before = self.word(at - 1)
        if before in (",", "and", "&", "or", "+"):
            return any(tag.end == at - 1 and tag.kind is Kind.PERSON for tag in self.tags) or at == 1
        return before in _WORDS["before_person"] or at == 0 or self.word(at + 1) in _WORDS["after_person"]

    def _stranger(self, at: int) -> bool:
        word, typed = self.low[at], self.words.typed[at]
        if not word.replace("'", "").replace("-", "").replace(".", "").isalpha() or len(word) < 2:
            return False
        if word in self.tagger.given_names:
            return True
        return self._expected(at) and (at > 0 or typed[0].isupper() or self.word(at + 1) in _WORDS["after_person"])
