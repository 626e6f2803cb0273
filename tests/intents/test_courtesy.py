"""Requests that are worded round are read as the plain ones, and what only sounds like them is not."""

import pytest

from intents.courtesy import make_plain
from intents.words import split


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("would you mind moving Tom's seat", "could you please move tom seat"),
        ("hi, do u mind assigning VS to Carol", "hi , could you please assign vs to carol"),
        ("mind giving Carol VS and releasing Tom's seat", "please give carol vs and release tom seat"),
        ("please do release it", "please please release it"),
        ("thanks. would you mind undoing 14", "thanks . could you please undo 14"),
    ],
)
def test_a_request_worded_round_is_read_as_a_plain_one(said: str, meant: str) -> None:
    words = split(said)
    make_plain(words)
    assert " ".join(words.low) == meant


@pytest.mark.parametrize(
    "said",
    [
        "would you mind if we moved it",
        "bob would you mind moving it",
        "i don't mind giving carol vs",
        "never mind giving it",
        "do you release seats",
        "do assign seats expire ?",
        "what do release notes say",
        "mind",
        "do",
    ],
)
def test_other_words_stay_as_they_are(said: str) -> None:
    words = split(said)
    make_plain(words)
    assert " ".join(words.low) == said
