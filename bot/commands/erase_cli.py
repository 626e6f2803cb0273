"""`mpn erase`: somebody's name and address taken out of the ledger's database, on the path that words take too."""

from typing import TYPE_CHECKING

import click

from bot.commands.record_cli import DB, WORKSPACE, in_words, visited

if TYPE_CHECKING:  # loaded when the command runs, so that `--help` stays fast
    from bot.record.records import Records, Visit
    from bot.record.said import Said
    from storage.people.directory import Person

_LEFT = (
    "Not reached: backups and audit packs made before, messages in Slack, and words typed into a reason. "
    "Delete old backups, or erase again after one is restored."
)


@click.command()
@click.argument("person")
@DB
@WORKSPACE
@click.option("--as", "by", help="Who does it: an administrator's id. Without one, the first.")
@click.option("--yes", is_flag=True, help="Erase without asking.")
def erase(person: str, db: str | None, workspace: str | None, by: str | None, yes: bool) -> None:
    """Erase a PERSON's name and address: their id, whole name or address. The record keeps an id and stays whole."""
    from bot.reply import Kind, bare

    with in_words(), visited(db, workspace, by) as (records, visit):
        found = _found(records.people.all(visit.request.workspace), person)
        asked = _said(records, visit, found, confirmed=False)
        if asked.reply.kind is Kind.QUESTION and not yes:
            click.echo(bare(asked.reply.text))
            if not click.confirm("Erase?", default=False):
                click.echo("Nothing was erased.")
                return
        done = _said(records, visit, found, confirmed=True)
        if done.reply.kind is not Kind.DONE:
            raise click.ClickException(bare(done.reply.text))
        _forget_conversations(records, visit.request.workspace)
        click.echo(f"{bare(done.reply.text)}\n{_LEFT}")


def _forget_conversations(records: "Records", workspace: str) -> None:
    """What processes on a server share of conversations may name who was erased."""
    from storage.sqlite.database import SQLite

    if not isinstance(records.log.database, SQLite):
        from bot.slack.kept.shelf import opened_shelf
        from bot.slack.kept.threads import Threads

        Threads(opened_shelf(records.log.database)).forget(workspace)


def _found(people: "tuple[Person, ...]", person: str) -> "Person":
    """The one who is meant, without guessing: nobody is erased by half a name."""
    wanted = person.casefold()
    exact = [one for one in people if wanted in (one.id.casefold(), one.name.casefold(), one.email.casefold())]
    near = [one for one in people if wanted in one.name.casefold().split()]
    if len(exact) == 1:
        return exact[0]
    if several := exact or near:
        ids = ", ".join(f"{one.name} ({one.id})" for one in several)
        raise click.ClickException(f"{person!r} fits several or half a name: {ids}. Name one by id.")
    raise click.ClickException(f"Nobody here is called {person!r}, by id, whole name or address.")


def _said(records: "Records", visit: "Visit", found: "Person", *, confirmed: bool) -> "Said":
    from bot.record.recording import record
    from bot.talk.plan import Plan, Wish
    from policy.acts import ErasePerson

    return record(records, visit, Plan((Wish(ErasePerson(person=found.id), confirmed),)), None)
