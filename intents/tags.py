"""What the words of a sentence name: products, offers, days, counts, keys, tokens, tenants, machines, people."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from typing import Final

from intents.days.find import find_days
from intents.days.orders import planned
from intents.lexicon import Phrases, load, named
from intents.marks import WORDS, Kind, Marks, Tag
from intents.names import Names
from intents.naming.labels import mark_counts, mark_labels, mark_references
from intents.naming.persons import mark_persons
from intents.naming.places import mark_places
from intents.naming.shorthand import Neighbours, put_back
from intents.words import Words
from policy.days import DayOrder

_VERSION: Final = re.compile(r"(?:19|20)\d\d(?:r2)?|xp|vista|7|8|8\.1|10|11|\d\d\.\d")
_GLUED_VERSION: Final = re.compile(r"(?:19|20)\d\d$|(?<=win)(?:7|8|10|11)$")


class Tagger:
    """Tags sentences by the lexicon, the workspace's names and the words around what is unknown."""

    def __init__(
        self, kinds: Mapping[str, str], known: Callable[[str], bool], common: Callable[[str], bool] = lambda word: True
    ) -> None:
        self.kinds = kinds  # product id -> cloud, on_premises, visual_studio
        self.products = named("products")
        self.offers = named("offers")
        self.neighbours = Neighbours(
            name for file in ("products", "offers") for entry in load(file).values() for name in entry["names"]
        )
        listed = load("given_names")
        self.given_names = frozenset(listed["names"].split())
        self.companies = frozenset(listed["companies"].split())
        self.known, self.common = known, common

    def tag(self, words: Words, names: Names, today: date, order: DayOrder, *, future: bool = False) -> list[Tag]:
        """The tags of a sentence from left to right; none overlap. What was typed short is put back in `words.low`."""
        taken = [False] * len(words)
        run = Marks(words, names, self.known, self.given_names, self.companies, words.low, taken, [], self.common)
        put_back(run, self.neighbours)
        self._lexical(run, self.offers, Kind.OFFER)
        self._lexical(run, self.products, Kind.PRODUCT)
        mark_labels(run)
        mark_references(run)
        days = find_days(run.low, today, order, future=future)
        if days and any(day.worked_out for day in days) and any(ordered := planned(run.low)):
            days = find_days(run.low, today, order, future=future, planned=ordered)
        for day in days:
            start = day.start + (run.low[day.start] == "the" and day.end > day.start + 1)
            run.put(Kind.DATE, day.start, day.end, day=day, text=words.piece(start, day.end))
        mark_counts(run)
        mark_places(run)
        mark_persons(run)
        return sorted(run.tags, key=attrgetter("start"))

    def _lexical(self, run: Marks, phrases: Phrases, kind: Kind) -> None:
        end = 0
        for at in [at for at, word in enumerate(run.low) if word in phrases.starts]:
            if at < end or run.taken[at]:
                continue
            found = phrases.at(run.low, at)
            if not found or (kind is Kind.PRODUCT and found[0] == at + 1 and _everyday(run, at)):
                continue
            end, value = found
            if value in ("silver", "gold") and (named := phrases.at(run.low, end) if end < len(run.low) else None):
                end = named[0] if named[1] == "competency" else end
            version = ""
            if kind is Kind.PRODUCT:
                end, version = self._version(run, value, end)
            run.put(kind, at, end, value, version=version)

    def _version(self, run: Marks, product: str, end: int) -> tuple[int, str]:
        """The word behind a product with its version, and the version: "sql server 2016", "sql2016"."""
        version = run.word(end)
        if self.kinds.get(product) == "on_premises" and _VERSION.fullmatch(version):
            following = run.word(end + 1)
            if following == "r2":
                return end + 2, f"{version} r2"
            if following not in WORDS["units"] or f"{following}s" in WORDS["units"]:  # "windows 7 incident"
                return end + 1, version
        glued = _GLUED_VERSION.search(run.low[end - 1])
        return end, glued[0] if glued else ""


def _everyday(run: Marks, at: int) -> bool:
    """Whether a word such as "office" or "project" means what it means every day."""
    word = run.low[at]
    if word not in WORDS["guarded"] or word in WORDS["always_products"]:
        return False
    after, before = run.word(at + 1), run.word(at - 1)
    if after in WORDS["needing"] and run.word(at + 2) in WORDS["beside_product"]:
        return False  # "word needs activation"
    if after in WORDS["beside_product"] or before in ("microsoft", "ms") or before in WORDS["activating"]:
        return False
    if word != "office":
        return at == 0 or not run.capital(at)
    if after == "in" or (at and run.words.owns[at - 1]):
        return True
    place = before in WORDS["before_building"] or (
        at > 0 and run.capital(at - 1) and before not in ("can", "is", "use", "may")
    )
    return place and not (run.capital(at) and before in WORDS["before_building"])
