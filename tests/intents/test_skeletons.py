"""The allow-list's skeletons: worked out when they are needed, and each below one label."""

import pytest

from intents.commands.skeletons import FIRST_WORDS, known, ways_beginning


def test_every_skeleton_stands_below_one_label() -> None:
    ways = {way for first in FIRST_WORDS for way in ways_beginning(first)}  # raises where one stands below two
    assert len(ways) > 10_000
    assert all(way[0] in FIRST_WORDS for way in ways)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("ASSIGN <vs> to <person>", "assign_seat"),
        ("ADD location upper mill", "add_location"),
        ("ADD location a b c d", None),
        ("ASSIGN <vs> to", None),
        ("", None),
    ],
)
def test_a_clause_is_known_word_for_word_or_not_at_all(words: str, label: str | None) -> None:
    found = known(tuple(words.split()))
    assert (found.label if found else None) == label
