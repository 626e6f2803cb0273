"""The commands that take lists into a ledger's file and hand out what is in it."""

import datetime as dt
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:  # loaded when a command runs, so that `mpn ask` and `--help` stay fast
    from bot.record.records import Records, Visit
    from bot.settings import Settings

_WORKSPACE_NAME: Final = re.compile(r"[!-9;-~]{1,100}")
_MARK: Final = 4
"""Bytes by which a kind of file is known."""

FILE: Final = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
DB: Final = click.option("--db", metavar="FILE", help="The ledger's file; else MPN_DATABASE.")
WORKSPACE: Final = click.option("--workspace", help="Whose record; needed only where the file holds several.")
_BY: Final = click.option("--as", "person", help="Who does it: an administrator's id. Without one, the first.")


def opened(file: str | None) -> "Records":
    """The record in a file, or in memory for None. Ends the command with words where it can't be opened."""
    from bot.record.records import Records

    if file == "":
        raise click.UsageError("--db names no file. Write one behind it, or leave it out.")
    with in_words():
        return Records.open(file)


def settings() -> "Settings":
    """The settings. Ends the command with words where one of them can't be taken."""
    from bot.settings import SettingsError, read_settings

    try:
        return read_settings()
    except SettingsError as fault:
        raise click.ClickException(str(fault)) from None


def me() -> str:
    """Who sits at this terminal."""
    return os.environ.get("USER") or "administrator"


@click.command("import")
@FILE
@DB
@WORKSPACE
@_BY
@click.option("--offer", help="The id of the offer that rows without one belong to, such as offer-1.")
@click.option("--yes", is_flag=True, help="Record the good rows without asking; wrong ones are left out.")
def import_(
    file: Path, db: str | None, workspace: str | None, person: str | None, offer: str | None, yes: bool
) -> None:
    """Take in a list: Visual Studio's subscriber export, grants and keys, or people (CSV or XLSX).

    Shows first what would be recorded and which rows are wrong, and why; then records all good rows or nothing.

    \b
    Columns, in any order (more of them in docs/administrators.md):
      subscribers  Subscriber Name or Email, Subscription Level, Assigned, Activated
      grants       Product, Quantity
      keys         Product, Label, Key (the last five), Activations, Activations left
      tokens       Product, Token, Seats, Program year
      people       name, email (or id)
    Offer, Date and Reference may stand in lists of grants, keys and tokens.
    """
    from bot.record.imports import outcome_text, shown_text
    from bot.reply import bare
    from storage.importers import preview, read_file, record

    with in_words(), visited(db, workspace, person, new=db is not None) as (records, visit):
        place = visit.request.workspace
        ctx, people = visit.context(), records.people.all(place)
        with click.progressbar(length=1, label="Checking", file=sys.stderr) as bar:

            def progress(done: int, of: int) -> None:
                bar.length = max(of, 1)
                bar.update(done - bar.pos)

            shown = preview(read_file(file), visit.ledger, ctx, people, offer=offer, progress=progress)
        click.echo(bare(shown_text(shown)))
        if not shown.entries or shown.seen:
            return
        if yes and shown.listed.guessed:
            raise click.ClickException(
                "Columns were guessed, so --yes records nothing: look at them, and run it again without."
            )
        if not yes and not click.confirm(f"Record {len(shown.good):,} rows?", default=False):
            click.echo("Nothing was recorded.")
            return
        done = record(records.log, place, None, shown, ctx, at=visit.request.now, without_wrong=True)
        click.echo(bare(outcome_text(done, shown)))


@click.group()
def export() -> None:
    """Hand out what is recorded: the audit pack, a calendar, Microsoft's bulk-add sheet."""


@export.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day to show; without one, today.")
@DB
@WORKSPACE
@_BY
def audit(folder: Path, day: dt.datetime | None, db: str | None, workspace: str | None, person: str | None) -> None:
    """Write the audit pack to a new FOLDER: XLSX, CSV, SQLite, a report, a manifest, and verify.py to check it."""
    from storage.audit import make_pack

    with in_words(), visited(db, workspace, person) as (records, visit):
        as_of = day.date() if day else visit.today
        pack = make_pack(
            records.log,
            records.people,
            visit.request.workspace,
            as_of,
            folder,
            visit.context(),
            at=visit.request.now,
        )
        click.echo(f"{folder}: {len(pack.files)} files, as of {as_of}. Note this apart, and check the pack with it:")
        click.echo(f"  python {folder / 'verify.py'} --seal {pack.seal} --head {pack.head}")


@export.command()
@click.argument("folder", type=click.Path(path_type=Path))
@DB
@WORKSPACE
@_BY
def pictures(folder: Path, db: str | None, workspace: str | None, person: str | None) -> None:
    """Draw the pictures of today into a FOLDER, as PNG and SVG: offers and windows, seats, activations."""
    from storage.audit import write_pictures

    with in_words(), visited(db, workspace, person) as (_, visit):
        made = write_pictures(folder, visit.ledger, visit.today, visit.context())
        click.echo(f"{folder}: {', '.join(made) or 'nothing to draw yet'}.")


@export.command()
@click.argument("file", type=click.Path(path_type=Path))
@DB
@WORKSPACE
@_BY
def calendar(file: Path, db: str | None, workspace: str | None, person: str | None) -> None:
    """Write every deadline to an iCalendar FILE; importing it again updates the first import."""
    from bot.reminding.calendar import calendar as made
    from policy.deadlines import deadlines

    with in_words(), visited(db, workspace, person) as (_, visit):
        found = deadlines(visit.ledger, visit.context())
        _hand_out(file, made(found, at=visit.request.now, workspace=visit.request.workspace))
        click.echo(f"{file}: {sum(one.day is not None for one in found)} days.")


@export.command("bulk-add")
@click.argument("file", type=click.Path(path_type=Path))
@DB
@WORKSPACE
@_BY
def bulk_add(file: Path, db: str | None, workspace: str | None, person: str | None) -> None:
    """Write the people who hold a seat that is not activated as Microsoft's bulk-add sheet (XLSX)."""
    from storage.importers import bulk_add as made

    with in_words(), visited(db, workspace, person) as (records, visit):
        sheet = made(
            visit.ledger,
            visit.today,
            lambda one: records.people.get(visit.request.workspace, one),
            visit.catalogue,
        )
        _hand_out(file, sheet.sheet)
        click.echo(f"{file}: {sheet.rows} people.")
        if sheet.left_out:
            click.echo(f"Left out, without an address: {', '.join(map(visit.name, sheet.left_out))}.")


def _hand_out(file: Path, content: bytes) -> None:
    """Writes a file, also over one that was handed out before; anything else, such as a ledger, is left as it is."""
    try:
        if file.exists() and file.read_bytes()[:_MARK] not in (b"", content[:_MARK]):
            raise click.ClickException(f"{file} is another file, and was left as it is. Choose another name.")
        file.write_bytes(content)
    except OSError as fault:
        raise click.ClickException(f"{file} can't be written: {fault.strerror}. Choose another place.") from None


@contextmanager
def in_words() -> Iterator[None]:
    """Ends the command with the storage's own words, which say what to do."""
    from storage.errors import StorageError

    try:
        yield
    except StorageError as fault:
        raise click.ClickException(str(fault)) from None


@contextmanager
def visited(
    db: str | None, workspace: str | None, person: str | None, *, new: bool = False
) -> "Iterator[tuple[Records, Visit]]":
    """The record of a workspace, as an administrator sees it now; with `new` a file may be begun."""
    from bot.reply import Request
    from policy.catalogue import Catalogue
    from policy.rulebook import Rulebook

    file = db or settings().mpn_database
    if not new and "://" not in file and not Path(file).is_file():
        raise click.ClickException(f"There is no ledger at {file}. Name one with --db.")
    records = opened(file)
    known = records.log.workspaces() or ("terminal",)
    if workspace is None and len(known) > 1:
        raise click.ClickException(f"The file holds several workspaces: {', '.join(known)}. Choose with --workspace.")
    if workspace is not None and (wrong := _no_workspace(records, workspace, new=new)):
        raise click.ClickException(wrong)
    now = dt.datetime.now().astimezone()
    place = workspace or known[0]
    edition = Rulebook.load().as_of(now.date())
    first = (person or me()) if new else ""  # nobody administrates by looking
    with records.visit(Request(place, first, now), edition, Catalogue.load()) as visit:
        by = person or next(iter(visit.ledger.company.administrators(visit.today)), me())
        yield records, visit.seen_by(by)


def _no_workspace(records: "Records", workspace: str, *, new: bool) -> str | None:
    """Why a name is none of a workspace to work on, in words. One of a new record must fit into a line of heads."""
    if records.log.head(workspace).seq or records.people.all(workspace):
        return None
    if not new:
        known = ", ".join(records.log.workspaces()) or "none"
        return f"Nothing is kept of {workspace!r}. Workspaces with a record: {known}."
    fits = _WORKSPACE_NAME.fullmatch(workspace)
    return None if fits else f"{workspace!r} is no name of a workspace: write it without blanks and colons."


COMMANDS: Final = (import_, export)
"""What `mpn` takes in and hands out."""
