"""The guide's rules as dated data: one folder an edition, one TOML file a section, checked when loaded."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from policy.decision import Verdict
from policy.facts import condition_fault

RULEBOOK: Final = Path(__file__).parent / "rulebook"
_DATE: Final = re.compile(r"(purchase|activation|assignment) \+ (\d+)")


class RulebookError(Exception):
    """{file}, line {line}, {key}: {problem}"""

    def __init__(self, file: Path, line: int, key: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {key}: {problem}")
        self.file, self.line, self.key, self.problem = file, line, key, problem


_Model = TypeVar("_Model", bound=BaseModel)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Frozen):
    """One way a matter can be answered; `when` holds the facts it needs, the last answer needs none."""

    verdict: Verdict
    say: str = Field(min_length=1)
    when: dict[str, bool | str | list[bool | str]] = {}
    open: str | None = None
    rules: tuple[str, ...] = Field((), max_length=4)
    conditions: tuple[str, ...] = ()
    decides: str | None = None
    date: str | None = None
    next: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name, wanted in self.when.items():
            if fault := condition_fault(name, wanted):
                raise ValueError(f"when.{name}: {fault}")
        if self.verdict is Verdict.ALLOWED_IF and not self.conditions:
            raise ValueError("conditions: an answer allowed_if names its conditions")
        if self.verdict is Verdict.IT_DEPENDS and not self.decides:
            raise ValueError('decides: an answer it_depends names the fact that decides, or "silent"')
        if self.date and not _DATE.fullmatch(self.date):
            raise ValueError(f'date: write a day such as "purchase + 30", not {self.date!r}')
        for text in (self.say, self.open or ""):
            if "{date}" in text and f"days_since_{self._counts_from}" not in self.when:
                raise ValueError("say: {date} needs a `date`, and a `when` on the days since then")
        return self

    @property
    def _counts_from(self) -> str:
        match = _DATE.fullmatch(self.date or "")
        return match[1] if match else ""

    @property
    def window(self) -> tuple[str, int] | None:
        """The event that a window counts from and its length in days, or None."""
        match = _DATE.fullmatch(self.date or "")
        return (match[1], int(match[2])) if match else None


class Matter(_Frozen):
    """Something that people ask, which one rule decides."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    asks: str
    intent: str = "can_use"
    answer: tuple[Answer, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_with_default(self) -> Self:
        *earlier, last = self.answer
        if last.when:
            raise ValueError("answer: the last answer is the default and has no `when`")
        if any(not answer.when for answer in earlier):
            raise ValueError("answer: an answer without `when` hides those below it")
        return self


class Case(_Frozen):
    """A sentence with the verdict and the rules that it must get."""

    ask: str
    verdict: Verdict | None = None
    rules: tuple[str, ...] = Field(min_length=1)


class Rule(_Frozen):
    """One rule of the guide: id, statement in our words, what it depends on, its matters and its cases."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    statement: str
    depends_on: tuple[str, ...] = ()
    matter: tuple[Matter, ...] = Field((), min_length=1)
    case: tuple[Case, ...] = Field((), min_length=8)


class Section(_Frozen):
    """A section of the guide."""

    section: str
    rule: tuple[Rule, ...] = Field(min_length=1)


class _Title(_Frozen):
    title: str
    in_force_from: date


class Edition:
    """One edition of the guide: its sections, with rules and matters by id."""

    def __init__(self, title: str, in_force_from: date, sections: tuple[Section, ...]) -> None:
        self.title, self.in_force_from, self.sections = title, in_force_from, sections

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {rule.id: rule for section in self.sections for rule in section.rule}

    @cached_property
    def matters(self) -> dict[str, tuple[Rule, Matter]]:
        return {matter.id: (rule, matter) for rule in self.rules.values() for matter in rule.matter}

    @cached_property
    def section_of(self) -> dict[str, str]:
        """Name of the guide's section, by rule id."""
        return {rule.id: section.section for section in self.sections for rule in section.rule}

    def sections_of(self, rules: Iterable[str]) -> tuple[str, ...]:
        """The names of the sections that rules stand in, each once; those of other editions are left out."""
        return tuple(dict.fromkeys(self.section_of[rule] for rule in rules if rule in self.section_of))


class Rulebook:
    """All editions, the oldest first."""

    def __init__(self, editions: tuple[Edition, ...]) -> None:
        self.editions = tuple(sorted(editions, key=lambda edition: edition.in_force_from))

    @classmethod
    def load(cls, folder: Path = RULEBOOK) -> Self:
        """Every edition below `folder`. Raises RulebookError with file, line and key."""
        return cls(tuple(load_edition(path.parent) for path in sorted(folder.glob("*/edition.toml"))))

    def as_of(self, day: date) -> Edition:
        """The edition in force on `day`; before the first one, the first."""
        in_force = [edition for edition in self.editions if edition.in_force_from <= day]
        return in_force[-1] if in_force else self.editions[0]


def load_edition(folder: Path) -> Edition:
    """The edition in `folder`. Raises RulebookError with file, line and key."""
    title = _checked(_Title, folder / "edition.toml")
    paths = [path for path in sorted(folder.glob("*.toml")) if path.name != "edition.toml"]
    sections = {path: _checked(Section, path) for path in paths}
    edition = Edition(title.title, title.in_force_from, tuple(sections.values()))
    seen: set[str] = set()
    for path, section in sections.items():
        _check_references(path, section, edition, seen)
    return edition


def _check_references(path: Path, section: Section, edition: Edition, seen: set[str]) -> None:
    """Every id is used once (`seen` holds those of earlier files), and every rule that is named exists."""

    def check_new(place: tuple[str | int, ...], what: str, name: str) -> None:
        if f"{what} {name}" in seen:
            raise _fault(path, (*place, "id"), f"the {what} {name!r} stands twice in this edition")
        seen.add(f"{what} {name}")

    for number, rule in enumerate(section.rule):
        check_new(("rule", number), "rule", rule.id)
        for index, matter in enumerate(rule.matter):
            check_new(("rule", number, "matter", index), "matter", matter.id)
            for order, answer in enumerate(matter.answer):
                place = ("rule", number, "matter", index, "answer", order, "rules")
                _check_known(path, place, answer.rules, edition)
        for index, case in enumerate(rule.case):
            _check_known(path, ("rule", number, "case", index, "rules"), case.rules, edition)


def _check_known(path: Path, place: tuple[str | int, ...], named: tuple[str, ...], edition: Edition) -> None:
    if unknown := [name for name in named if name not in edition.rules]:
        raise _fault(path, place, f"no rule has the id {unknown[0]!r}")


def _checked(model: type[_Model], path: Path) -> _Model:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RulebookError(path, 1, "file", "an edition's folder needs this file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise RulebookError(path, int(line[1]) if line else 1, "syntax", str(error)) from None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place, problem = _place(first["loc"], raw), first["msg"].removeprefix("Value error, ")
        if first["type"] == "value_error":  # ours: "key: what is wrong"
            key, _, problem = problem.partition(": ")
            place = (*place, *key.split("."))
        raise _fault(path, place, problem) from None


def _place(loc: tuple[str | int, ...], raw: Any) -> tuple[str | int, ...]:
    """The part of a validation error's location that exists in the file."""
    place: list[str | int] = []
    for step in loc:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return (*place, step) if isinstance(step, str) else tuple(place)
        place.append(step)
    return tuple(place)


def _fault(path: Path, place: tuple[str | int, ...], problem: str) -> RulebookError:
    key = ".".join(f"{step + 1}" if isinstance(step, int) else step for step in place) or "file"
    return RulebookError(path, _line_of(path, place), key, problem)


def _line_of(path: Path, place: tuple[str | int, ...]) -> int:
    """Line of the table that `place` lies in, or of its key where that stands on a line of its own.

    tomllib gives no positions, so headers are counted: `[[rule]]`, `[[rule.matter]]`, …
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    at, header = 0, ""
    for step in place:
        if isinstance(step, int):
            found = [n for n in range(at, len(lines)) if lines[n].strip() == f"[[{header}]]"]
            if step >= len(found):
                break
            at = found[step]
        elif any(
            line.strip() == f"[[{header}.{step}]]" if header else line.strip() == f"[[{step}]]" for line in lines[at:]
        ):
            header = f"{header}.{step}" if header else step
        else:
            end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("[")), len(lines))
            at = next((n for n in range(at, end) if re.match(rf"\s*{re.escape(step)}\s*[=.]", lines[n])), at)
            break
    return at + 1
