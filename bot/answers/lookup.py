"""The rules nearest to some words: full-text search over our statements, in SQLite's own index."""

from collections import Counter
from threading import Lock
from typing import Final

from policy.rulebook import Edition

_MOST_SEARCHED: Final = 50
_FEWEST_SHARED: Final = 2
_WITH_A_WORD: Final = "SELECT rowid FROM rules_fts WHERE rules_fts MATCH ?"
"""Read without sqlite-utils, whose search of a word takes 0.5 ms: 20 times as long."""


class Lookup:
    """An index over the statements, questions and names of an edition's rules, for any thread."""

    def __init__(self, edition: Edition) -> None:
        import sqlite3  # with what follows 15 ms and 6 MB, and most runs never look anything up

        from sqlite_utils import Database

        self._one_at_a_time = Lock()
        self._db = Database(sqlite3.connect(":memory:", check_same_thread=False))
        self._rules = self._db.table("rules")
        self._rules.insert_all(
            {
                "id": rule.id,
                "words": " ".join(
                    [rule.id.replace("-", " "), rule.statement, *(matter.asks for matter in rule.matter)]
                ),
            }
            for rule in edition.rules.values()
        )
        self._rules.enable_fts(["id", "words"], tokenize="porter")
        self._ids: dict[int, str] = dict(self._db.execute("SELECT rowid, id FROM rules").fetchall())

    def nearest(self, words: str, most: int = 2) -> list[str]:
        """Ids of the rules that share most with `words`, the nearest first."""
        wanted = _searched(words)
        if not wanted:
            return []
        query = " OR ".join(f'"{word}"' for word in wanted)
        with self._one_at_a_time:
            return [str(row["id"]) for row in self._rules.search(query, limit=most)]

    def near(self, words: str, most: int = 2) -> list[str]:
        """Ids of the nearest rules that share at least two of the `words`, and half of them."""
        wanted = set(_searched(words))
        with self._one_at_a_time:
            shared = Counter(row for word in wanted for (row,) in self._db.execute(_WITH_A_WORD, [f'"{word}"']))
        least = max(_FEWEST_SHARED, (len(wanted) + 1) // 2)
        near = {self._ids[row] for row, count in shared.items() if count >= least}
        return [rule for rule in self.nearest(words, most=len(shared)) if rule in near][:most] if near else []


def _searched(words: str) -> list[str]:
    return [word for word in words.lower().split() if word.isalnum() and len(word) > 2][:_MOST_SEARCHED]
