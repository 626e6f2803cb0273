"""The rulebook: whole, checked when loaded, and every rule reached by its cases."""

import re
from datetime import date
from pathlib import Path

import pytest

from policy.decision import Verdict
from policy.facts import Facts
from policy.judge import judge
from policy.rulebook import RULEBOOK, Rulebook, RulebookError, load_edition

HERE = Path(__file__).parent
IDS = (HERE / "rule_ids.txt").read_text().split()
BROKEN = sorted((HERE / "broken").glob("*.toml"))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


def test_the_rules_are_those_of_the_guide(rulebook: Rulebook) -> None:
    assert sorted(rulebook.editions[0].rules) == sorted(IDS)


def test_each_file_is_one_section_of_the_guide(rulebook: Rulebook) -> None:
    sections = [section.section for section in rulebook.editions[0].sections]
    assert len(sections) == len(set(sections)) == 15


@pytest.mark.parametrize("rule_id", IDS)
def test_every_rule_decides_one_of_its_cases(rulebook: Rulebook, rule_id: str) -> None:
    rule = rulebook.editions[0].rules[rule_id]
    assert any(case.rules[0] == rule_id for case in rule.case)


@pytest.mark.parametrize("rule_id", IDS)
def test_every_rule_decides_some_answer(rulebook: Rulebook, rule_id: str) -> None:
    edition = rulebook.editions[0]
    decided = {(answer.rules or (rule.id,))[0] for rule, matter in edition.matters.values() for answer in matter.answer}
    assert rule_id in decided


def test_the_words_are_short_and_name_no_section(rulebook: Rulebook) -> None:
    edition = rulebook.editions[0]
    for _, matter in edition.matters.values():
        for answer in matter.answer:
            for text in filter(None, (answer.say, answer.open)):
                assert len(text) <= 420, f"{matter.id}: {len(text)} characters"
                assert not any(
                    f"section {name}" in text.lower() for name in map(str.lower, edition.section_of.values())
                )


def test_a_polar_answer_begins_with_its_verdict(rulebook: Rulebook) -> None:
    for _, matter in rulebook.editions[0].matters.values():
        for answer in matter.answer:
            assert answer.say.startswith("**"), f"{matter.id}: {answer.say}"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_says_where_and_what(path: Path, tmp_path: Path) -> None:
    (tmp_path / "edition.toml").write_text('title = "Broken"\nin_force_from = 2020-11-12\n')
    text = path.read_text()
    (tmp_path / path.name).write_text(text)
    wanted = text.splitlines()[0].removeprefix("# error: ")
    with pytest.raises(RulebookError) as caught:
        load_edition(tmp_path)
    assert wanted in str(caught.value)
    assert re.search(rf"{path.name}, line \d+, ", str(caught.value))


def test_an_edition_without_its_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="needs this file"):
        load_edition(tmp_path)


def test_a_second_edition_is_another_folder() -> None:
    """A made-up later edition lets customers be trained: answers change from its first day, not before."""
    rulebook = Rulebook.load(HERE / "editions")
    before = judge(rulebook.as_of(date(2022, 12, 31)), "train-customers", Facts(), date(2022, 12, 31))
    after = judge(rulebook.as_of(date(2023, 1, 1)), "train-customers", Facts(), date(2023, 1, 1))
    assert (before.verdict, before.edition) == (Verdict.NOT_ALLOWED, date(2020, 11, 12))
    assert (after.verdict, after.edition) == (Verdict.ALLOWED, date(2023, 1, 1))


def test_days_before_the_first_edition_are_judged_by_it(rulebook: Rulebook) -> None:
    assert rulebook.as_of(date(2019, 1, 1)).in_force_from == date(2020, 11, 12)
    assert RULEBOOK.is_dir()
