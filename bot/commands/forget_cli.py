"""`mpn forget`: everything of a workspace deleted, for one that has left."""

from pathlib import Path

import click

from bot.commands.record_cli import DB, in_words, opened, settings


@click.command()
@click.argument("workspace")
@DB
@click.option("--yes", is_flag=True, help="Delete without asking.")
def forget(workspace: str, db: str | None, yes: bool) -> None:
    """Delete everything of a WORKSPACE: its record, people, replies, messages on their way. It can't be taken back."""
    from bot.slack.kept.shelf import beside, opened_shelf
    from bot.slack.leavings import forget_all
    from storage.opening import is_url

    place = db or settings().mpn_database
    if not is_url(place) and not Path(place).is_file():
        raise click.ClickException(f"There is no ledger at {place}. Name one with --db.")
    with in_words():
        records = opened(place)
        many = records.log.head(workspace).seq
        if not many and not records.people.all(workspace):
            known = ", ".join(records.log.workspaces()) or "none"
            raise click.ClickException(f"Nothing is kept of {workspace}. Workspaces with a record: {known}.")
        if not yes and not click.confirm(f"Delete all {many:,} entries of {workspace}, for good?", default=False):
            click.echo("Nothing was deleted.")
            return
        shelf = opened_shelf(records.log.database if is_url(place) else beside(Path(place)))
        many = forget_all(shelf, records, workspace)
        shelf.close()
    click.echo(f"Deleted: {many:,} entries of {workspace}, and all else. Backups made before still hold them.")
