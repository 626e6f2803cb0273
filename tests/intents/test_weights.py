"""The shipped weights: made from the phrases as they stand, and able to tell them apart."""

from datetime import date

from intents.names import Names
from intents.reader import ACTS, Reader
from intents.scorer import Scorer
from intents.training.examples import examples, fingerprint


def test_the_weights_were_made_from_these_phrases() -> None:
    """Fails after a change of the phrases until `make weights` has been run."""
    assert Scorer.load().phrases == fingerprint()


def test_the_reader_knows_what_it_was_taught() -> None:
    reader, names, day = Reader.load(), Names(), date(2026, 6, 15)
    sentences = examples()
    scorer = Scorer.load()
    right = sum(scorer.ranked(scorer.scores(reader.masked(e.text, names, day)))[0].label == e.label for e in sentences)
    assert right / len(sentences) > 0.93


def test_what_is_taught_as_an_act_is_known_as_one() -> None:
    assert {example.label for example in examples() if example.stance == "act"} <= ACTS
