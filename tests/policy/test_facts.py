"""The facts that turn an answer."""

import pytest

from policy.facts import FACT_NAMES, NO_FACTS, Facts, Level, Programme


def test_facts_by_their_names_are_the_same_facts() -> None:
    told = Facts.of({"programme": Programme.COMPETENCY, "level": Level.GOLD, "touched": False})
    assert told == Facts(programme=Programme.COMPETENCY, level=Level.GOLD, touched=False)
    assert hash(told) == hash(Facts(programme=Programme.COMPETENCY, level=Level.GOLD, touched=False))
    assert told.known() == {"programme": Programme.COMPETENCY, "level": Level.GOLD, "touched": False}
    assert all(getattr(Facts.of({}), name) is None for name in FACT_NAMES)


def test_a_name_that_no_fact_has_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        Facts.of({"colour": True})


def test_what_is_said_now_wins_over_what_was_known_and_how_another_was_asked_is_forgotten() -> None:
    before = Facts(level=Level.SILVER, member=True, only_once=True)
    assert Facts(level=Level.GOLD).over(before) == Facts(level=Level.GOLD, member=True)
    assert NO_FACTS.over(NO_FACTS) == Facts()
    assert Facts(level=Level.GOLD, touched=True).given(before).known() == {
        "level": Level.SILVER,
        "touched": True,
        "member": True,
        "only_once": True,
    }


def test_facts_that_are_stated_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Facts.of({"member": True}).member = False  # type: ignore[misc]
