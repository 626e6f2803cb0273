"""The held-out sentences, and how an answer to one is marked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELDOUT = Path(__file__).parent / "heldout"


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The records of one held-out file."""
    with (HELDOUT / f"{name}.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@dataclass(slots=True)
class Marks:
    """Counts over a set of questions."""

    asked: int = 0
    verdict_right: int = 0
    rule_right: int = 0
    wrong_yes: int = 0

    def mark(self, wanted: dict[str, Any], kind: str, verdict: str | None, rules: tuple[str, ...]) -> None:
        """Marks one answer; a yes where the guide says no counts as a wrong yes."""
        outside = wanted["kind"] == "unknown"
        self.asked += 1
        fits = verdict in (wanted["verdict"], *wanted["also_verdicts"])
        self.verdict_right += fits and (kind == "unknown") == outside
        self.rule_right += outside or rules[:1] in [(rule,) for rule in wanted["rules"]]
        self.wrong_yes += verdict in ("allowed", "allowed_if") and wanted["verdict"] == "not_allowed" and not fits

    def __str__(self) -> str:
        n = max(self.asked, 1)
        return (
            f"verdict right {self.verdict_right / n:6.1%}   deciding rule {self.rule_right / n:6.1%}   "
            f"wrong yes {self.wrong_yes} of {self.asked}"
        )
