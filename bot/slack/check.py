"""Whether the desk would open in Slack: settings, tokens, scopes, database, rulebook. Changes nothing."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.reminding.clockwork import fault_of
from bot.reminding.heads_file import cannot_take_heads
from bot.settings import Settings
from bot.slack.app import missing
from bot.slack.install import SCOPES
from bot.slack.logs import quiet
from intents.reader import Reader
from policy.rulebook import Rulebook
from storage.errors import NotADatabaseError, OtherDatabaseError, StorageError, in_our_words
from storage.opening import NoDriverError
from storage.reminding.sweeps import last_in
from storage.verify.alone import APPLICATION_ID


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, and what was found."""

    well: bool
    text: str


def check(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Everything that the desk needs, in the order in which it would miss it. `now` is an aware time."""
    sweep = _sweep(settings.mpn_database, now or datetime.now(UTC))
    place = settings.mpn_database
    return [*_settings(settings), *_slack(settings), *_database(place), *sweep, *_heads(settings), *_knowledge()]


def _settings(settings: Settings) -> Iterator[Finding]:
    if not settings.speaks_slack:
        yield Finding(True, "Settings: no token of Slack's is set, so the desk opens in the terminal.")
    elif lacks := missing(settings):
        yield Finding(False, f"Settings: {lacks}")
    else:
        mode = "Socket Mode" if settings.slack_app_token else f"HTTP, port {settings.port}"
        yield Finding(True, f"Settings: complete, for {mode}.")


def _slack(settings: Settings) -> Iterator[Finding]:
    if settings.slack_bot_token:
        yield from _bot_token(settings)
    if settings.slack_app_token:
        try:
            _client(settings, settings.slack_app_token).apps_connections_open(app_token=settings.slack_app_token)
            yield Finding(True, "App token: Slack takes it.")
        except (SlackApiError, OSError) as fault:
            yield Finding(False, f"App token: {_said(fault, settings)} It needs the scope connections:write.")


def _bot_token(settings: Settings) -> Iterator[Finding]:
    client = _client(settings, settings.slack_bot_token)
    try:
        who = client.auth_test()
    except (SlackApiError, OSError) as fault:
        yield Finding(False, f"Bot token: {_said(fault, settings)}")
        return
    yield Finding(True, f"Bot token: Slack knows it, for {who.get('team')}.")
    headers = {name.lower(): value for name, value in who.headers.items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
    lacking = [scope for scope in SCOPES if scope not in granted]
    if lacking:
        yield Finding(False, f"Scopes: {', '.join(lacking)} missing. Install the app again from manifest.json.")
    else:
        yield Finding(True, "Scopes: all are granted.")
    for person in settings.administrators:
        yield _administrator(client, person)


def _administrator(client: WebClient, person: str) -> Finding:
    try:
        user = client.users_info(user=person)["user"]
    except (SlackApiError, OSError):
        return Finding(False, f"Administrators: Slack knows no {person}. Copy the member ID from their profile.")
    if user["deleted"] or user["is_bot"]:
        return Finding(False, f"Administrators: {person} is deactivated or a bot.")
    return Finding(True, f"Administrators: {person} is {user['real_name']}.")


def _database(database: str) -> Iterator[Finding]:
    if "://" in database:
        yield _server(database)
        return
    file = Path(database).absolute()
    if not file.exists():
        found = file.parent.is_dir()
        words = "will be made when the desk opens." if found else "has no folder to be made in."
        yield Finding(found, f"Database: {database} does not exist yet; it {words}")
        return
    if file.is_dir():
        yield Finding(False, f"Database: {database} is a folder. Name a file in it in MPN_DATABASE.")
        return
    try:
        yield _file(file, database)
    except StorageError as fault:
        yield Finding(False, f"Database: {fault}")


def _server(url: str) -> Finding:
    """Whether a server answers, and what it holds; nothing is made there."""
    try:
        from storage.postgres.looking import rows_of

        rows = rows_of(url, "entries", "SELECT COUNT(*) FROM entries")
    except ModuleNotFoundError:
        return Finding(False, f"Database: {NoDriverError(file='PostgreSQL')}")
    except StorageError as fault:
        return Finding(False, f"Database: {fault}")
    held = f"holds {rows[0][0]:,} entries" if rows else "has no tables of the desk yet; they are made when it opens"
    return Finding(True, f"Database: the server answers, and {held}.")


def _file(file: Path, name: str) -> Finding:
    """What a ledger's file says of itself, read without a lock and without a journal."""
    try:
        with in_our_words(name):
            db = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)
            try:
                (application,) = db.execute("PRAGMA application_id").fetchone()
                (tables,) = db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
                if application != APPLICATION_ID and tables:
                    raise OtherDatabaseError(file=name)
                (entries,) = db.execute("SELECT COUNT(*) FROM entries").fetchone() if tables else (0,)
            finally:
                db.close()
    except sqlite3.DatabaseError:
        raise NotADatabaseError(file=name) from None
    return Finding(True, f"Database: {name} holds {entries:,} entries.")


def _sweep(database: str, now: datetime) -> Iterator[Finding]:
    """Whether reminders are looked for, by the last time that any process on the database did."""
    try:
        last = last_in(database)
    except StorageError as fault:
        yield Finding(False, f"Reminders: {fault}")
        return
    if last is None:
        yield Finding(True, "Reminders: never swept yet; that begins when the desk opens in Slack.")
    elif wrong := fault_of(last, now):
        yield Finding(False, f"Reminders: {wrong}. Is the desk running? It sweeps every few minutes.")
    else:
        yield Finding(True, f"Reminders: last swept {last:%Y-%m-%d %H:%M} UTC.")


def _heads(settings: Settings) -> Iterator[Finding]:
    """Whether the file of heads can be written, where one is named."""
    if file := settings.mpn_heads_file:
        wrong = cannot_take_heads(Path(file))
        yield Finding(not wrong, f"Heads: {file}: {wrong}." if wrong else f"Heads: {file} takes them.")


def _knowledge() -> Iterator[Finding]:
    editions = Rulebook.load().editions
    rules = len(editions[-1].rules)
    yield Finding(True, f"Rulebook: {rules} rules, edition {editions[-1].in_force_from.isoformat()}.")
    Reader.load()
    yield Finding(True, "Reader: loaded.")


def _client(settings: Settings, token: str) -> WebClient:
    return WebClient(token, settings.slack_api_url, timeout=10, logger=quiet("slack_sdk"), retry_handlers=[])


def _said(fault: Exception, settings: Settings) -> str:
    if isinstance(fault, SlackApiError):
        return f"Slack refuses it ({fault.response['error']})."
    if isinstance(fault, URLError):
        return f"no Slack answers at {settings.slack_api_url}."
    return "Slack did not answer in time."
