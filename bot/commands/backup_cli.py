"""The commands that check a ledger's file, and copy it: verify, backup, restore, migrate-to."""

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.commands.record_cli import FILE, in_words, opened

if TYPE_CHECKING:  # loaded when a command runs, so that `mpn ask` and `--help` stay fast
    from storage.verify.alone import Anchor, Report

_ANCHORS: Final = "WORKSPACE:SEQ:HASH|FILE"


@click.command()
@click.argument("file")
@click.option("--anchor", multiple=True, metavar=_ANCHORS, help="A head of the chain noted before, or a file of them.")
def verify(file: str, anchor: tuple[str, ...]) -> None:
    """Check the record in a ledger's FILE (or at its URL) against itself, and against heads noted before.

    \b
    Covered: that no entry was changed, removed, put in or exchanged; that each reply that was kept has its
    entries and tells of them as they are; that tables and guards are those that the desk made; of a file, that its
    pages are whole. Not covered: names and addresses in the directory and the other words of kept replies, which are
    no part of the record and can be erased. Without --anchor it can't be told whether the end was cut off with all
    its traces.

    A day of the next sweep that is too late, or missing in a record with an --anchor, is put right; nothing else is
    written.

    Prints the head of each workspace: note it somewhere else, and give it as --anchor the next time. MPN_HEADS_FILE
    names a file to which the desk appends the heads each day; that file can be given as --anchor as it is.

    Exits 1 when something is wrong.
    """
    from storage.opening import is_url
    from storage.sqlite.shape import verify_file
    from storage.verify.alone import told
    from storage.verify.log import verify_log

    anchors = _anchors(anchor)
    if not is_url(file):
        if not Path(file).is_file():
            raise click.ClickException(f"There is no file {file}.")
        with in_words():
            report, name = verify_file(file, anchors), file
    else:
        with in_words():
            log = opened(file).log
            report, name = verify_log(log, anchors), log.database.name
    click.echo(told(report, name))
    if report.is_sound:
        _mend_next_days(file)
    sys.exit(0 if report.is_sound else 1)


def _mend_next_days(place: str) -> None:
    """Puts the days of the next sweep right, and says so; a file of an older version is left as it is."""
    from bot.record.records import Records
    from bot.reminding.rebuilding import mend_next_days
    from storage.errors import StorageError
    from storage.opening import is_up_to_date

    try:
        if not is_up_to_date(place):
            return
        if mended := mend_next_days(Records.open(place, first_speaks=False), dt.datetime.now(dt.UTC)):
            click.echo(f"The day of the next sweep was wrong for {mended:,} workspace(s): put right.")
    except StorageError as fault:
        click.echo(f"The days of the next sweep were not looked at: {fault}", err=True)


def _anchors(given: tuple[str, ...]) -> "list[Anchor]":
    from storage.verify.alone import anchors_in

    try:
        return [one for text in given for one in anchors_in(text)]
    except ValueError as fault:
        raise click.BadParameter(
            f"{fault}. Write WORKSPACE:SEQ:HASH, as `mpn verify` prints it, or name a file."
        ) from None


@click.command()
@FILE
@click.argument("copy", type=click.Path(path_type=Path))
def backup(file: Path, copy: Path) -> None:
    """Copy a ledger's FILE while the desk runs, and verify the COPY."""
    from storage.copies.backup import backup as copied

    _copied(lambda: copied(file, copy), copy)


@click.command()
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--anchor", multiple=True, metavar=_ANCHORS, help="A head of the chain noted before, or a file of them.")
def restore(copy: Path, file: Path, anchor: tuple[str, ...]) -> None:
    """Bring a backup COPY back as a new FILE, verified; never over a file that exists."""
    from storage.copies.backup import restore as restored

    anchors = _anchors(anchor)
    _copied(lambda: restored(copy, file, anchors), file)


@click.command("migrate-to")
@FILE
@click.argument("url")
def migrate_to(file: Path, url: str) -> None:
    """Move a ledger's FILE to PostgreSQL at URL, verified; run again it moves what was recorded since."""
    from bot.slack.kept.shelf import moved as moved_beside
    from storage.copies.migrate import migrate_to as moved
    from storage.opening import is_url
    from storage.opening import opened as opened_database

    if not is_url(url):
        raise click.BadParameter(f"{url} is no URL. Write postgresql+psycopg://USER:PASSWORD@HOST/NAME.")
    with in_words():
        found = moved(file, url)
        beside = moved_beside(file, opened_database(url))
    for one in found:
        ahead = ", which has more already: left alone" if one.ahead else f", {one.entries:,} new"
        click.echo(f"{one.head.workspace}: up to #{one.head.seq}{ahead}")
    click.echo("Verified." if found else "The file has no entries.")
    if beside:
        click.echo(f"{beside:,} installations, ratings and messages of Slack's came along.")


def _copied(copy: Callable[[], "Report"], made: Path) -> None:
    with in_words():
        heads = copy().heads
    held = ", ".join(f"{head.workspace} up to #{head.seq}" for head in heads)
    click.echo(f"{made} holds {held or 'no entries'}, verified.")


COMMANDS: Final = (verify, backup, restore, migrate_to)
"""What `mpn` does with the file itself."""
