"""The documentation holds: what it says can be said is said, and what there is stands in it."""

import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, get_args

import click
import pytest
from pydantic.fields import FieldInfo

from bot.cli import main
from bot.reply import Kind, Reply
from bot.settings import Settings
from intents.reader import ACTS, REPORTS
from policy.model import AnyEntry, Entry
from tests.journeys.people import STAFF, Office

_HOUSE: Final = Path(__file__).parent.parent
_DOCS: Final = _HOUSE / "docs"
_KINDS: Final = {
    "done": Kind.DONE,
    "asks": Kind.QUESTION,
    "refuses": Kind.REFUSED,
    "answers": Kind.ANSWER,
    "reports": Kind.REPORT,
    "helps": Kind.HELP,
}
_DAY: Final = re.compile(r"^\*(An empty desk, on|On) (\d{1,2} \w+ \d{4})\.\*$")
_ROW: Final = re.compile(r"^\| (.+) \| \*\*(\w+)\*\*(.*) \|$")
_SPOKEN: Final = re.compile(rf"^({'|'.join(one.name.split()[0] for one in STAFF)}): (.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """Something said on a day, and the kind of reply that the page promises; `afresh` begins with an empty desk."""

    day: dt.date
    afresh: bool
    who: str
    words: str
    kind: Kind


def _parts() -> dict[str, list[Line]]:
    """The lines of each part of the page for administrators, by the part's title."""
    parts: dict[str, list[Line]] = {}
    for part in (_DOCS / "administrators.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = part.partition("\n")
        if lines := list(_lines(body)):
            parts[title] = lines
    return parts


def _lines(body: str) -> Iterator[Line]:
    day, afresh = dt.date.min, False
    for line in body.splitlines():
        if dated := _DAY.match(line):
            afresh = dated[1] != "On"
            day = dt.datetime.strptime(dated[2], "%d %B %Y").date()
        elif row := _ROW.match(line):
            spoken = _SPOKEN.match(row[1])
            who = next(one.id for one in STAFF if one.name.startswith(spoken[1])) if spoken else "paula"
            yield Line(day, afresh, who, spoken[2] if spoken else row[1], _KINDS[row[2]])
            afresh = False


def _said(title: str) -> Iterator[tuple[Line, Reply]]:
    """The lines of a part, and what came; before those of a part that does not begin afresh, the first part's."""
    lines = _PARTS[title]
    if not lines[0].afresh:
        lines = [*next(iter(_PARTS.values())), *lines]
    office = Office(lines[0].day.isoformat())
    for line in lines:
        person = getattr(office.on(line.day.isoformat()), line.who)
        button = re.fullmatch(r"\[(.+)\]", line.words)
        yield line, person.presses(button[1]) if button else person.says(line.words)


_PARTS: Final = _parts()


@pytest.mark.parametrize("title", _PARTS)
def test_every_sentence_for_administrators_does_what_the_page_says(title: str) -> None:
    wrong = [
        f"{line.who}: {line.words} -> {reply.kind}, not {line.kind}: {reply.text}"
        for line, reply in _said(title)
        if reply.kind is not line.kind
    ]
    assert not wrong, "\n".join(wrong)


def test_everything_that_can_be_said_stands_on_the_page() -> None:
    """Software that needs no key is recorded by the words of an activation, or by a list."""
    heard = {reply.reading.intent for title in _PARTS for _, reply in _said(title) if reply.reading}
    assert (ACTS | REPORTS) - heard <= {"install_software"}


def test_the_readme_prints_what_the_desk_prints() -> None:
    """The transcript of the first ten minutes, said again to the same company on the same day."""
    readme = (_HOUSE / "README.md").read_text(encoding="utf-8")
    shown = next(block for block in readme.split("```\n") if block.startswith("› "))
    now = re.search(r"--demo --now (\S+)`", readme)
    assert now
    said = "\n".join(line.removeprefix("› ") for line in shown.splitlines() if line.startswith("› "))
    command = [sys.executable, "-m", "bot", "chat", "--demo", "--now", now[1]]
    run = subprocess.run(command, input=f"{said}\n", capture_output=True, text=True, cwd=_HOUSE, check=True)
    assert shown.rstrip() in "\n".join(line.rstrip() for line in run.stdout.splitlines())


def _commands(group: click.Group, before: str = "mpn") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


@pytest.mark.parametrize(("name", "command"), list(_commands(main)))
def test_every_command_stands_with_its_options_in_the_page_for_operators(name: str, command: click.Command) -> None:
    rows = [row for row in _page("operators").splitlines() if re.match(rf"\| `{name}[ `]", row)]
    assert len(rows) == 1, name
    options = [one.opts[-1] for one in command.params if isinstance(one, click.Option)]
    assert set(re.findall(r"`(--[\w-]+)`", rows[0])) == set(options), name


def _page(name: str) -> str:
    return (_DOCS / f"{name}.md").read_text(encoding="utf-8")


def _first_cells(page: str) -> set[str]:
    """What the first cells of a page's tables name in code."""
    return {
        name for cell in re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)
    }


def test_every_setting_is_told_and_has_its_place_in_the_sample() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    assert settings <= _first_cells(_page("operators"))
    sample = set(re.findall(r"^(\w+)=", (_HOUSE / ".env.sample").read_text(encoding="utf-8"), re.MULTILINE))
    assert settings <= sample


def test_every_scope_and_event_of_the_manifest_has_its_reason() -> None:
    manifest = json.loads((_HOUSE / "manifest.json").read_text(encoding="utf-8"))
    asked = {*manifest["oauth_config"]["scopes"]["bot"], *manifest["settings"]["event_subscriptions"]["bot_events"]}
    told = _first_cells(_page("operators"))
    assert asked <= told
    assert {name for name in told if ":" in name} <= asked


def _fields(kind: type[Entry]) -> str:
    """The fields of a kind beside those of every entry, as the page writes them."""
    own = {name: field for name, field in kind.model_fields.items() if name not in Entry.model_fields}
    return ", ".join(_field(name, field) for name, field in own.items())


def _field(name: str, field: FieldInfo) -> str:
    values = [
        str(one.value) for part in (field.annotation, *get_args(field.annotation)) if _is_enum(part) for one in part
    ]
    values = values or [str(one) for one in get_args(field.annotation) if isinstance(one, int) and one in (0, 1)]
    choice = f" ({', '.join(values)})" if values else ""
    return f"{field.alias or name}{'' if field.is_required() else '?'}{choice}"


def _is_enum(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, Enum)


def test_every_kind_of_entry_is_told_with_its_fields() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*?) \|", _page("entries"), re.MULTILINE))
    kinds = {kind.model_fields["kind"].default: _fields(kind) for kind in get_args(get_args(AnyEntry)[0])}
    assert rows == kinds


def test_every_field_of_all_entries_is_told() -> None:
    common = _page("entries").split("## What every entry has")[1].split("## ")[0]
    told = re.findall(r"^\| (\w+)\?? \|", common, re.MULTILINE)
    assert [name for name in told if name != "Field"] == list(Entry.model_fields)


def test_every_deadline_is_told_with_its_days() -> None:
    kinds = tomllib.loads((_HOUSE / "policy" / "deadlines" / "kinds.toml").read_text(encoding="utf-8"))
    rows = dict(re.findall(r"^\| `([\w-]+)`: [^|]* \| ([^|]*) \|", _page("administrators"), re.MULTILINE))
    assert sorted(rows) == sorted(kinds)
    for name, kind in kinds.items():
        days = [*kind.get("before", ()), *kind.get("after", ()), *kind.get("own_ladder", {}).get("after", ())]
        told = [int(number) for number in re.findall(r"\d+", rows[name])]
        assert [day for day in days if day] == [day for day in told if day][: len([day for day in days if day])], name


def test_every_target_of_make_is_told_to_developers() -> None:
    targets = set(re.findall(r"^([a-z]+):", (_HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {f"make {name}" for name in targets - {"run", "clean"}} <= set(
        re.findall(r"^make \w+", _page("developers"), re.MULTILINE)
    )


def _anchors(page: Path) -> set[str]:
    """What a page can be linked to: its headings in lower case, without stops, words joined."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [_HOUSE / "README.md", *sorted(_DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in _anchors(file), target


def _columns() -> set[str]:
    kinds = tomllib.loads((_HOUSE / "storage" / "importers" / "columns.toml").read_text(encoding="utf-8"))
    named = (kinds[kind]["column"].values() for kind in ("subscribers", "licences", "people"))
    return {name for columns in named for names in columns for name in names}


def _columns_told(text: str) -> set[str]:
    """The columns that a list of them names, without what is said of them in brackets."""
    bare = re.sub(r"\((?!UTC)[^)]*\)", "", text)
    return {name.strip() for name in re.split(r",| or |and if there", bare) if name.strip()}


def test_the_columns_of_lists_are_told_as_they_are_read() -> None:
    rows = re.findall(
        r"^\| (?:subscribers|grants|keys|tokens|people)\b[^|]*\| ([^|;]*)", _page("administrators"), re.MULTILINE
    )
    assert len(rows) == 5
    helped = re.findall(
        r"^ +(?:subscribers|grants|keys|tokens|people) +(.*)$", main.commands["import"].help or "", re.MULTILINE
    )
    assert len(helped) == 5
    for line in [*rows, *helped]:
        assert _columns_told(line) <= _columns(), line
