"""The desk for people at a terminal: history, completion, colours; plain lines when piped."""

import re
import sys
from collections.abc import Iterator
from datetime import datetime

from rich.console import Console
from rich.markup import escape as without_markup
from rich.table import Table as RichTable

from bot.answers.help import abilities, help_text
from bot.desk import Desk
from bot.faults import answered, ticked
from bot.reply import Kind, Reply, Request, Table
from bot.terminal.clock import HINT, WORD, Clock, told
from policy.visible import visible

_LEAVE = ("quit", "exit", "bye")
_HELP = "/help"
_OF_SLACK = re.compile(r"^\s*/mpn\b\s*|^\s*/(?=help\s+\S)")
_OF_THE_TERMINAL = (
    f"In the terminal also: {HINT} show another day's reminders, a number presses a choice, `quit` or Ctrl-D leaves."
)
_NUMBER = re.compile(r"\d[\d,]*\b")
_ENTRY = re.compile(r"#\d+")
_EMPTY = "Nothing is recorded yet: tell me what you bought and when, or look around with `mpn chat --demo`."
_FLEETING = "_What you tell me here is lost when you leave. To keep it: `mpn chat --db desk.sqlite3`._"
_GREETING = "**MPN Desk.** Ask about your Microsoft partner benefits, or type `help`. Ctrl-D leaves."


def escape(text: str) -> str:
    """Text of others as it is to be seen: nothing in it is markup, or an order to the terminal."""
    return without_markup(visible(text))


def chat(desk: Desk, workspace: str, person: str, begin: datetime | None = None, *, kept: bool = True) -> None:
    """Reads lines until "quit", the end of input or Ctrl-C, and prints the desk's replies.

    With `begin` the clock starts there and goes on from it; "/clock +30" moves it.
    `kept`: the record outlives the talk; where it does not, the greeting says so.
    """
    clock = Clock(begin)
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    greeting = _GREETING if desk.has_entries(workspace) else f"{_GREETING}\n{_EMPTY}"
    if not kept:
        greeting += f"\n{_FLEETING}"
    show(console, Reply(kind=Kind.HELP, text=greeting))
    choices: tuple[str, ...] = ()
    due = ticked(desk, workspace, clock.now)
    if due.deliveries:
        choices = _shown(console, due, person)
    for line in _typed(console):
        if line.strip().lower() in _LEAVE:
            return
        line = _as_in_slack(line)
        if line.lstrip().startswith("/"):
            choices = _shown(console, _slashed(desk, workspace, clock, line.strip()), person)
            continue
        request = _request(workspace, person, clock.now, line, choices)
        if request is None:
            continue
        choices = _shown(console, answered(desk, request), person)


def _shown(console: Console, reply: Reply, person: str) -> tuple[str, ...]:
    """Prints a reply and what it sends to others, then what it sends to this person; the choices that are open."""
    own = [delivery for delivery in reply.deliveries if delivery.to == person]
    others = tuple(delivery for delivery in reply.deliveries if delivery.to != person)
    if not own or reply.kind is not Kind.REMINDERS or others:
        show(console, reply.model_copy(update={"deliveries": others}))
    for delivery in own:
        show(console, Reply(kind=Kind.REMINDERS, text=delivery.text, choices=delivery.choices))
    return tuple(choice for delivery in own for choice in delivery.choices) or reply.choices


def _as_in_slack(line: str) -> str:
    """A line that begins with "/mpn" as it is meant there, "/help seats" as "help seats"; any other as it is."""
    meant, times = _OF_SLACK.subn("", line)
    return meant or "help" if times else line


def _slashed(desk: Desk, workspace: str, clock: Clock, line: str) -> Reply:
    """What a line of the terminal's own does: "/clock" moves the clock, "/help" shows what can be said."""
    word, _, words = line.partition(" ")
    if word.lower() == WORD:
        return _moved(desk, workspace, clock, words.strip())
    if word.lower() == _HELP:
        return Reply(kind=Kind.HELP, text=f"{help_text()}\n{_OF_THE_TERMINAL}")
    return Reply(kind=Kind.ERROR, text=f"There is no `{word}` here. {_OF_THE_TERMINAL}")


def _moved(desk: Desk, workspace: str, clock: Clock, words: str) -> Reply:
    """What comes with the moved clock: the reminders that are due then. Without words, what it shows."""
    if not words:
        return Reply(
            kind=Kind.HELP, text=f"It is **{told(clock.now)}**. To move it: {HINT}; `/clock now` turns it back."
        )
    try:
        clock.move(words)
    except ValueError as fault:
        return Reply(kind=Kind.ERROR, text=f"{fault} Write {HINT}.")
    reply = ticked(desk, workspace, clock.now)
    due = "" if reply.deliveries else f" {reply.text}"
    return reply.model_copy(update={"kind": Kind.REPORT, "text": f"It is {told(clock.now)}.{due}"})


def _request(workspace: str, person: str, now: datetime, line: str, choices: tuple[str, ...]) -> Request | None:
    """What a line asks; a number, or a choice's label, presses that choice."""
    line = line.strip()
    if not line:
        return None
    if line.isdecimal() and choices and int(line) <= len(choices):
        return Request(workspace, person, now, press=choices[int(line) - 1])
    label = next((choice for choice in choices if choice.lower() == line.lower()), None)
    if label:
        return Request(workspace, person, now, press=label)
    return Request(workspace, person, now, text=line)


def _typed(console: Console) -> Iterator[str]:
    """Lines as somebody types them; those that come through a pipe are shown, as if they were typed."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            console.print(f"› {escape(line.rstrip())}")
            yield line.rstrip("\n")
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.completion import WordCompleter

    from bot.terminal.history import typed_before

    examples = [example for ability in abilities().values() for example in ability["examples"]]
    session: PromptSession[str] = PromptSession(
        history=typed_before(),
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
    lines = reply.text.split("\n")
    if reply.table:
        lines = [line for line in lines if not _in_table(line, reply.table)]
    console.print(marked_up("\n".join(lines)))
    if reply.table:
        console.print(_drawn(reply))
    for delivery in reply.deliveries:
        console.print(marked_up(f"→ **{delivery.to}** gets: {delivery.text}"))
        if delivery.choices:
            console.print(escape("  ".join(f"[{choice}]" for choice in delivery.choices)))
    if reply.choices:
        console.print("  ".join(f"[cyan]{n}[/] {escape(choice)}" for n, choice in enumerate(reply.choices, 1)))
    console.print()


def _in_table(line: str, table: Table) -> bool:
    """Whether a row of the table says what a line of a list does: its name, and all numbers but of entries."""
    if not line.startswith("• "):
        return False
    said = line.removeprefix("• ")
    numbers = set(_NUMBER.findall(_ENTRY.sub("", said)))
    return any(said.startswith(row[0]) and numbers <= set(_NUMBER.findall(" ".join(row))) for row in table.rows)


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
