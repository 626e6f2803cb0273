"""The rules nearest to some words: full-text search over our statements, in SQLite's own index."""

from threading import Lock

from policy.rulebook import Edition


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

    def nearest(self, words: str, most: int = 2) -> list[str]:
        """Ids of the rules that share most with `words`, the nearest first."""
        wanted = [word for word in words.lower().split() if word.isalnum() and len(word) > 2]
        if not wanted:
            return []
        query = " OR ".join(f'"{word}"' for word in wanted[:50])
        with self._one_at_a_time:
            return [str(row["id"]) for row in self._rules.search(query, limit=most)]
