"""The desk opened in Slack."""

import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltError
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped, warning_token_skipped
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.metrics import Metrics
from bot.record.records import Records
from bot.reminding.clockwork import Clockwork, fault_of
from bot.settings import Settings
from bot.slack import listeners, socket_mode, web
from bot.slack.cards import Cards
from bot.slack.checks import Checks
from bot.slack.directory import Directory
from bot.slack.face import Answers, Clock, Face, utc
from bot.slack.feedback import Feedback
from bot.slack.files.lists import Lists
from bot.slack.files.packs import Packs
from bot.slack.guard import Guard
from bot.slack.install import Many
from bot.slack.kept.installed import Installed, One
from bot.slack.kept.shelf import Shelf, beside, opened_shelf
from bot.slack.kept.threads import share
from bot.slack.leavings import Leavings, kept_for
from bot.slack.logs import quiet
from bot.slack.mentions import Mentions
from bot.slack.payloads import Place
from bot.slack.sending.fates import Fates, Tell
from bot.slack.sending.outbox import Outbox
from bot.slack.sending.posting import POSTING
from bot.slack.sending.wire import Client, Wires
from bot.slack.sweeping import Sweeps
from bot.slack.tab.gallery import Gallery
from bot.slack.tab.published import Homes
from bot.slack.tab.viewers import Viewers
from bot.slack.views.setup import setup_message
from bot.slack.visits import Visits
from bot.slack.watching import figures_of
from storage.database import Database
from storage.errors import StorageError
from storage.opening import is_url
from storage.opening import opened as opened_database
from storage.sqlite.database import SQLite

_PATIENCE: Final = 2.0
_SPEECHLESS: Final = (
    "SLACK_BOT_TOKEN is not set, and neither are SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: I can't speak in Slack. "
    "See .env.sample."
)
_NO_MODE: Final = (
    "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP): "
    "Slack can't reach me. See .env.sample."
)
_NO_ADDRESS: Final = (
    "SLACK_CLIENT_ID installs by OAuth, which needs HTTP: set SLACK_SIGNING_SECRET and leave SLACK_APP_TOKEN empty. "
    "See .env.sample."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The desk in Slack, ready to be served."""

    app: App
    face: Face
    outbox: Outbox
    install: OAuthFlow | None = None
    """The pages by which further workspaces install the desk."""
    sweeps: Sweeps | None = None
    metrics: Metrics = field(default_factory=Metrics)


@contextmanager
def opened(
    desk: Answers,
    settings: Settings,
    records: Records | None = None,
    now: Clock = utc,
    *,
    shelf: Shelf | None = None,
    pause: float = 1.0,
) -> Iterator[Opened]:
    """A Bolt app in front of a desk; asks Slack who it is. At the end everything is said, or kept on the shelf.

    Raises SlackApiError when Slack refuses the bot token, OSError when none answers.
    """
    metrics, shelf = Metrics(), shelf or opened_shelf(None)
    installed = Many(settings, shelf) if settings.installs_by_oauth else One(_client(settings))
    outbox, feedback = Outbox(installed.client, shelf, pause=pause), Feedback(shelf, now)
    outbox.mentions = Mentions(records)
    try:
        leavings = Leavings(shelf, records, settings.mpn_keep_days) if records else None
        hello = setup_message(kept_for(settings.mpn_keep_days))
        directory = Directory(records, installed, outbox, settings.administrators, hello) if records else None
        app = _bolt(settings, installed)
        looking_in = _looking_in(desk, records, outbox, shelf, now, pause)
        face = Face(
            desk,
            outbox,
            Guard(outbox, metrics),
            installed,
            feedback,
            now,
            directory,
            *looking_in,
            leavings=leavings,
            cards=Cards(looking_in[0], outbox) if looking_in[0] else None,
        )
        listeners.register(app, face)

        def begin(workspace: str, *, anew: bool = True) -> None:
            if leavings:
                leavings.back(workspace)
            if directory:
                directory.begin(workspace, anew=anew)

        for workspace in installed.workspaces():
            begin(workspace, anew=False)
        flow = installed.flow(begin) if isinstance(installed, Many) else None
        sweeps = None
        if records and isinstance(desk, Desk):
            share(desk, records.log.database)
            outbox.ended = partial(Fates(records, now), tell=_tell(outbox))
            heads_file = Path(settings.mpn_heads_file) if settings.mpn_heads_file else None
            if face.lists:
                face.lists.go_on()
            sweeps = Sweeps(desk, records, installed, outbox, now, heads_file, leavings)
        yield Opened(app, face, outbox, flow, sweeps, metrics)
    finally:
        outbox.close()
        shelf.close()


def _bolt(settings: Settings, installed: Installed) -> App:
    """Bolt with nothing registered: it answers within the request, and says little in the log."""
    log = quiet("slack_bolt")
    log.addFilter(_not_of_the_token)
    app = App(
        name="mpn-desk",
        logger=log,
        client=WebClient(base_url=settings.slack_api_url, logger=quiet("slack_sdk"), retry_handlers=list(POSTING)),
        authorize=_by_ids(installed),
        signing_secret=settings.slack_signing_secret,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
    )
    if settings.installs_by_oauth:
        app.use(_of_its_team)
    return app


def serve(settings: Settings) -> None:
    """Runs the desk in Slack until SIGTERM or Ctrl-C; what runs is finished and said before it returns.

    With an app token in Socket Mode, else over HTTP. Leaves with a sentence when it cannot open.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    if lacks := missing(settings):
        sys.exit(lacks)
    try:
        database = _database(settings.mpn_database)
        records = Records(database, first_speaks=False)
        shelf = opened_shelf(database if is_url(settings.mpn_database) else beside(Path(settings.mpn_database)))
        with (
            opened(Desk.open(records), settings, records, shelf=shelf) as slack,
            sweeping(slack.sweeps, slack.metrics) as clockwork,
        ):
            figures = figures_of(slack.metrics, slack.outbox, records, settings.mpn_metrics_token)

            def health() -> str | None:
                return fault_of_desk(records, clockwork, utc())

            if settings.slack_app_token:
                with web.watched_over(settings.port, health, figures):
                    socket_mode.serve(slack.app, settings.slack_app_token)
            else:
                web.serve(slack.app, settings.port, slack.install, health, figures)
    except StorageError as fault:
        sys.exit(str(fault))
    except (BoltError, SlackApiError, OSError) as fault:
        sys.exit(_why_closed(fault, settings))


def _tell(outbox: Outbox) -> Tell:
    """Sends a message to a person, once for its key."""
    return lambda workspace, person, message, key: outbox.post(workspace, Place(person), message, key=key, keep=True)


def _client(settings: Settings) -> WebClient:
    url, log = settings.slack_api_url, quiet("slack_sdk")
    return Client(settings.slack_bot_token, url, Wires(), logger=log, retry_handlers=list(POSTING))


def _looking_in(
    desk: Answers, records: Records | None, outbox: Outbox, shelf: Shelf, now: Clock, pause: float
) -> tuple[Visits | None, Homes | None, Checks | None, Lists | None, Packs | None]:
    """What looks into the record, and into the guide alone; nothing for a desk that keeps none."""
    if records is None or not isinstance(desk, Desk):
        return None, None, None, None, None
    visits = Visits(desk, records, now)
    homes = Homes(visits, outbox, Feedback(shelf, now), Gallery(visits, outbox, shelf, pause), Viewers(shelf))
    lists = Lists(desk, records, visits, outbox, homes, shelf)
    return visits, homes, Checks(desk), lists, Packs(visits, records, outbox)


def _by_ids(installed: Installed) -> Callable[..., Any]:
    """What Bolt asks who the desk is in a workspace: it gives the arguments that the names ask for."""
    if not isinstance(installed, One):
        return lambda enterprise_id, team_id: installed.authorize(enterprise_id, team_id)

    def of_one(context: BoltContext) -> AuthorizeResult | None:
        if context.team_id != installed.team:
            context["team_id"], context["enterprise_id"] = installed.team, installed.enterprise
        return installed.authorize(context.enterprise_id, context.team_id)

    return of_one


def _of_its_team(body: dict[str, Any], context: BoltContext, next: Callable[[], None]) -> None:
    """An organisation's authorization names no workspace; what is delivered does."""
    if not context.team_id and body.get("team_id"):
        context["team_id"] = body["team_id"]
    next()


@contextmanager
def sweeping(sweeps: Sweeps | None, metrics: Metrics | None = None) -> Iterator[Clockwork | None]:
    """Sweeps now and then as long as the block lasts."""
    if sweeps is None:
        yield None
        return
    quiet("apscheduler")
    clockwork = Clockwork(metrics.sweeping(sweeps) if metrics else sweeps)
    clockwork.start()
    try:
        yield clockwork
    finally:
        clockwork.stop()


def fault_of_desk(records: Records, clockwork: Clockwork | None, now: datetime) -> str | None:
    """What is wrong with the desk, for whoever watches over it; None where it is well.

    The last sweep is that of any process on the database. Before the first one ever, this one has an hour for it.
    """
    try:
        last = records.log.last_sweep()
    except StorageError as fault:
        return str(fault)
    return fault_of(last or clockwork.begun, now) if clockwork else None


def missing(settings: Settings) -> str | None:
    """What of the settings is missing to speak in Slack, in words; None where all is there."""
    if settings.installs_by_oauth:
        return None if settings.slack_signing_secret and not settings.slack_app_token else _NO_ADDRESS
    if not settings.slack_bot_token:
        return _SPEECHLESS
    return None if settings.slack_app_token or settings.slack_signing_secret else _NO_MODE


def _database(place: str) -> Database:
    """The ledger's database. A file that another process holds is waited for less long than Slack waits for us."""
    return opened_database(place) if is_url(place) else SQLite(Path(place), patience=_PATIENCE)


def _not_of_the_token(record: logging.LogRecord) -> bool:
    """Keeps out a warning that SLACK_BOT_TOKEN is unused: Bolt looks into the environment beside what it is given."""
    return record.msg not in (warning_client_prioritized_and_token_skipped(), warning_token_skipped())


def _why_closed(fault: Exception, settings: Settings) -> str:
    """What keeps the desk from opening, for the person who runs it."""
    refusal = fault.__context__ if isinstance(fault, BoltError) else fault
    if isinstance(refusal, SlackApiError):
        code = refusal.response["error"]
        return f"Slack refuses a token ({code}). Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN; see .env.sample."
    if isinstance(refusal, URLError):
        return f"No Slack answers at {settings.slack_api_url}. Check the network and SLACK_API_URL."
    return f"Port {settings.port} cannot be opened. Set PORT to one that is free."
