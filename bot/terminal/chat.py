"""The desk for people at a terminal: history, completion, colours; plain lines when piped."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from bot.desk import Desk
from bot.faults import answered
from bot.help import abilities
from bot.reply import Kind, Reply, Request

_HISTORY = Path.home() / ".mpn_history"
_LEAVE = ("quit", "exit", "bye")
_GREETING = "**MPN Desk.** Ask about your Microsoft partner benefits, or type `help`. Ctrl-D leaves."


def chat(desk: Desk, workspace: str, person: str, begin: datetime | None = None) -> None:
    """Reads lines until "quit", the end of input or Ctrl-C, and prints the desk's replies.

    With `begin` the clock starts there and goes on from it.
    """
    started = datetime.now(UTC)
    ahead = (begin or started) - started
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    show(console, Reply(kind=Kind.HELP, text=_GREETING))
    choices: tuple[str, ...] = ()
    for line in _typed():
        if line.strip().lower() in _LEAVE:
            return
        request = _request(workspace, person, datetime.now(UTC) + ahead, line, choices)
        if request is None:
            continue
        reply = answered(desk, request)
        show(console, reply)
        choices = reply.choices or choices


def _request(workspace: str, person: str, now: datetime, line: str, choices: tuple[str, ...]) -> Request | None:
    """What a line asks; a number, or a choice's label, presses that choice."""
    line = line.strip()
    if not line:
        return None
    if line.isdecimal() and choices:
        number = int(line)
        return Request(workspace, person, now, press=choices[number - 1] if 1 <= number <= len(choices) else line)
    label = next((choice for choice in choices if choice.lower() == line.lower()), None)
    if label:
        return Request(workspace, person, now, press=label)
    return Request(workspace, person, now, text=line)


def _typed() -> Iterator[str]:
    """Lines as somebody types them, or as they come through a pipe."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            yield line.rstrip("\n")
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory

    examples = [example for ability in abilities().values() for example in ability["examples"]]
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(_HISTORY)),
        auto_suggest=AutoSuggestFromHistory(),
        completer=WordCompleter([*examples, "help", "why?", "which section is that?"], sentence=True),
        complete_while_typing=False,
    )
    while True:
        try:
            yield session.prompt("› ")
        except (EOFError, KeyboardInterrupt):
            return


def show(console: Console, reply: Reply) -> None:
    """Prints a reply: bold verdicts, small print in grey, choices by number."""
    console.print(marked_up(reply.text))
    if reply.table:
        console.print(_drawn(reply))
    if reply.choices:
        console.print("  ".join(f"[cyan]{n}[/] {escape(choice)}" for n, choice in enumerate(reply.choices, 1)))
    console.print()


def marked_up(text: str) -> str:
    """The desk's `**bold**`, `_small_` and code marks as the terminal's own."""
    text = escape(text)
    text = re.sub(r"\*\*(.+?)\*\*", r"[bold]\1[/]", text)
    text = re.sub(r"(?m)^_(.+)_$", r"[dim]\1[/]", text)
    return re.sub(r"`([^`]+)`", r"[cyan]\1[/]", text)


def _drawn(reply: Reply) -> RichTable:
    assert reply.table  # noqa: S101  # the caller has looked
    table = RichTable(*reply.table.columns, box=None, header_style="bold", pad_edge=False)
    for row in reply.table.rows:
        table.add_row(*map(escape, row))
    return table
