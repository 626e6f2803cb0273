"""The command line: `mpn`."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import backup_cli, record_cli
from bot.commands.command_line import CommandLine
from bot.commands.erase_cli import erase
from bot.commands.forget_cli import forget
from bot.commands.record_cli import in_words, me, opened, settings

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.record.records import Records
    from bot.reply import Reply

_WORKSPACE = "terminal"


def _moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    """An ISO 8601 time; one without an offset is taken as UTC."""
    from bot.reply import within_reach

    if value is None:
        return None
    try:
        moment = within_reach(datetime.fromisoformat(value))
    except ValueError as fault:
        raise click.BadParameter(f"{fault}; write an ISO 8601 time such as 2026-02-03T10:00:00+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mpn-desk", prog_name="mpn")
def main() -> None:
    """MPN Desk answers from the Microsoft Partner Network Programs Guide.

    \b
    Start here:
      mpn chat                                          talk to the desk
      mpn ask "can I use Office for customer training?" one question, one answer
      mpn rules refund                                  the rules about something
      mpn import subscribers.csv --db desk.sqlite3      what you have in spreadsheets
      mpn export audit --as-of 2026-07-01 pack --db …   the whole record, for an auditor
      mpn run                                           Slack when tokens are set, else the terminal
    """


@main.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the reply as one line of JSON.")
@click.option("--db", metavar="FILE", help="Answer with what this ledger holds; without one, from the guide alone.")
def ask(text: tuple[str, ...], as_json: bool, db: str | None) -> None:
    """Answer one question and leave. It reads a ledger and begins none: `mpn chat --db FILE` does."""
    from bot.desk import Desk
    from bot.faults import answered
    from bot.reply import Request

    words = " ".join(text)
    if db and "://" not in db and not Path(db).exists():
        click.echo(
            f"There is no ledger at {db}, and asking begins none: this is from the guide alone. "
            f"To begin one: mpn chat --db {db}",
            err=True,
        )
        db = None
    desk = Desk.open(opened(db) if db else None)
    _share(desk, db)
    reply = answered(desk, Request(_WORKSPACE, me(), datetime.now().astimezone(), text=words))
    if as_json:
        from bot.terminal.jsonl import as_json as line

        click.echo(line(reply))
        return
    _show(reply)


@main.command()
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON Lines for programs: one request a line in, one reply a line out.",
)
@click.option("--as", "person", help="Who speaks, by id. Without it the people file's first, else an administrator.")
@click.option("--now", callback=_moment, metavar="ISO8601", help="The time to begin with, with its offset.")
@click.option("--people", type=click.Path(path_type=Path), help="A CSV file: id,name,email,tz,administrator.")
@click.option("--db", metavar="FILE", help="The ledger's file; without one it is kept in memory.")
@click.option("--demo", is_flag=True, help="Look around in a made-up company with two years of history.")
def chat(
    as_json: bool, person: str | None, now: datetime | None, people: Path | None, db: str | None, demo: bool
) -> None:
    """Talk to the desk."""
    from bot.desk import Desk
    from storage.people.file import PeopleFileError, read_people

    try:
        listed = read_people(people) if people else []
    except PeopleFileError as fault:
        raise click.UsageError(str(fault)) from None
    if listed and person is not None and person not in {one.id for one in listed}:
        raise click.UsageError(f"nobody in {people} has the id {person!r}.")
    if demo and (db or people):
        raise click.UsageError("--demo brings its own company: leave out --db and --people.")
    if demo:
        from bot.demo import open_demo

        records, first = open_demo(_WORKSPACE, now or datetime.now().astimezone())
    else:
        records = opened(db)
        with in_words():
            records.welcome(_WORKSPACE, listed)
            first = listed[0].id if listed else _speaker(records)
            if person and (meant := records.meant(_WORKSPACE, person)):
                raise click.UsageError(f"nobody has the id {person!r}. Do you mean `--as {meant}`?")
    desk = Desk.open(records)
    _share(desk, db)
    speaker = person or first
    if not as_json:
        from bot.terminal.chat import chat as talk

        talk(desk, _WORKSPACE, speaker, now, kept=bool(db) or demo)
        return
    from bot.terminal.jsonl import Session

    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    session = Session(desk, _WORKSPACE, speaker, now, only_known=bool(listed))
    for line in session.replies(sys.stdin):
        print(line, flush=True)


@main.command()
@click.argument("words", nargs=-1)
def rules(words: tuple[str, ...]) -> None:
    """Show a rule by its ID, those nearest to some WORDS, or all of them."""
    from bot.answers.rules_page import rules_page

    page = rules_page(" ".join(words).lower())
    if page is None:
        raise click.ClickException(f"No rule has to do with {' '.join(words)!r}. `mpn rules` lists all.")
    _print(page)


@main.command()
def run() -> None:
    """Open Slack when its tokens are set (environment or .env), the terminal when not."""
    chosen = settings()
    if chosen.speaks_slack:
        from bot.slack.app import serve

        serve(chosen)
        return
    from bot.desk import Desk
    from bot.terminal.chat import chat as talk

    records = opened(chosen.mpn_database)
    if chosen.mpn_heads_file:
        _note_heads(Path(chosen.mpn_heads_file), records)
    with in_words():
        speaker = _speaker(records)
    talk(Desk.open(records), _WORKSPACE, speaker)


@main.command()
def check() -> None:
    """Look whether everything is in place: settings, tokens, scopes, ledger, rulebook. Changes nothing.

    Exits 1 when something is missing.
    """
    from bot.slack.check import check as looked

    found = looked(settings())
    for one in found:
        click.echo(f"{'ok ' if one.well else 'NOT'}  {one.text}")
    sys.exit(0 if all(one.well for one in found) else 1)


for command in (*record_cli.COMMANDS, *backup_cli.COMMANDS, erase, forget):
    main.add_command(command)


def _note_heads(file: Path, records: "Records") -> None:
    """Appends the heads of the record to a file, and says so where that can't be done."""
    from bot.reminding.heads_file import append_heads

    try:
        append_heads(file, datetime.now(UTC), records.log.heads)
    except OSError as fault:
        click.echo(f"The head of the record was not noted in {file}: {fault.strerror}. Check MPN_HEADS_FILE.", err=True)


def _speaker(records: "Records") -> str:
    """Who speaks where nobody is named: who sits here, if the directory has them, else the first administrator."""
    if records.knows(_WORKSPACE, me()):
        return me()
    return records.first_administrator(_WORKSPACE) or me()


def _share(desk: "Desk", db: str | None) -> None:
    """Lets other processes go on with what is said here, where the record is on a server."""
    if desk.records is not None and db and "://" in db:
        from bot.slack.kept.threads import share

        with in_words():
            share(desk, desk.records.log.database)


def _show(reply: "Reply") -> None:
    """Prints a reply: in colours at a terminal, bare through a pipe, where loading rich would cost 5 MB."""
    if not sys.stdout.isatty():
        from bot.reply import bare

        click.echo("\n".join([bare(reply.text), *([" · ".join(reply.choices)] if reply.choices else [])]))
        return
    from rich.console import Console

    from bot.terminal.chat import show

    show(Console(highlight=False), reply)


def _print(text: str) -> None:
    if not sys.stdout.isatty():
        from bot.reply import bare

        click.echo(bare(text))
        return
    from rich.console import Console

    from bot.terminal.chat import marked_up

    Console(highlight=False).print(marked_up(text))


if __name__ == "__main__":
    main()
