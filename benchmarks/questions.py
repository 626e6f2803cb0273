"""Questions about the guide: the desk, and what somebody would build in an afternoon, on the held-out sets."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import quantiles
from typing import Final

from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.heldout import Marks, lines
from bot.answers.questions import decide
from bot.desk import Desk
from bot.reply import Request
from intents.names import Names
from intents.scorer import Guess
from intents.training.examples import examples
from policy.facts import Facts

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


SETS: Final = ("questions", "questions-again")


def main() -> None:
    desk = Desk.open()
    sentences = [example for example in examples() if example.form or example.label == "none"]
    texts, labels = [s.text.lower() for s in sentences], [s.label for s in sentences]
    peers: dict[str, Callable[[str], str]] = {}
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)), LogisticRegression(C=30, max_iter=300)
    )
    model.fit(texts, labels)
    peers["TF-IDF of characters + logistic regression"] = lambda text: str(model.predict([text.lower()])[0])
    peers["rapidfuzz token_set_ratio, nearest example"] = lambda text: labels[
        process.extractOne(text.lower(), texts, scorer=fuzz.token_set_ratio)[2]
    ]
    for each in SETS:
        asked = list(lines(each))
        print(f"{len(asked)} held-out questions of {each}.jsonl")
        _report("the desk", asked, lambda text: _desk(desk, text))
        for name, label_of in peers.items():
            _report(name, asked, lambda text, label_of=label_of: _peer(desk, label_of, text))  # type: ignore[misc]


def _report(
    name: str,
    asked: list[dict[str, object]],
    answer: Callable[[str], tuple[str, str | None, tuple[str, ...]]],
) -> None:
    marks, taken = Marks(), list[float]()
    for _ in range(2):  # the first round warms the caches, as a desk that has run for a while has them
        marks, taken = Marks(), []
        for wanted in asked:
            start = time.perf_counter()
            found = answer(str(wanted["text"]))
            taken.append((time.perf_counter() - start) * 1e6)
            marks.mark(wanted, *found)
    cuts = quantiles(taken, n=100)
    print(f"  {name:45} {marks}   p50 {cuts[49]:6.0f} µs  p99 {cuts[98]:6.0f} µs")


def _desk(desk: Desk, text: str) -> tuple[str, str | None, tuple[str, ...]]:
    desk.conversations.forget()
    reply = desk.answer(Request("bench", "you", NOW, text=text))
    return reply.kind.value, reply.verdict.value if reply.verdict else None, reply.rules


def _peer(desk: Desk, label_of: Callable[[str], str], text: str) -> tuple[str, str | None, tuple[str, ...]]:
    """A peer gives the label; facts, form and judge are the desk's own, so that reading alone is compared."""
    label = label_of(text)
    edition = desk.rulebook.as_of(NOW.date())
    if label not in edition.matters:
        return "unknown", None, ()
    reading = replace(desk.reader.read(text, Names(), NOW.date())[0], label=label, guesses=(Guess(label, 1.0),))
    decision, _ = decide(edition, reading, Facts(), NOW.date())
    return "answer", decision.verdict.value if decision.verdict else None, decision.rules


if __name__ == "__main__":
    main()
