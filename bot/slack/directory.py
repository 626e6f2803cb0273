"""People from Slack, kept in the directory: fetched at the start, then as Slack tells of changes."""

import datetime as dt
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any, Final
from zoneinfo import available_timezones

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.record.records import Records
from bot.slack.kept.installed import Installed
from bot.slack.logs import stack_of
from bot.slack.payloads import Place, is_organisation
from bot.slack.sending.outbox import Outbox
from bot.slack.sending.posting import repeatable
from bot.slack.sending.wire import Client
from bot.slack.views.message import Message
from storage.people.directory import Person

_log = logging.getLogger(__name__)

_PAGE: Final = 1_000
"""People in one answer of users.list: Slack's own limit."""

_PATIENCE: Final = 1
"""Seconds for which an acknowledgement waits for Slack, and only until somebody administrates the desk."""

_FEW: Final = 2
"""People about whom Slack is asked before an answer: an acknowledgement has three seconds."""

_A_DAY: Final = 86_400.0
"""Seconds after which everybody is fetched again: Slack may have told of a change while nobody listened."""

_NOBODY: Final = ("user_not_found", "user_not_visible")
"""What Slack says of an id that is nobody's here."""

_SLACKBOT: Final = "USLACKBOT"
_LANE: Final = "people"

User = dict[str, Any]


class Directory:
    """Who is who in each workspace, and who administrates the desk until somebody is recorded as doing so.

    Those are the `administrators` of the settings, else who installed the desk, else the first owner or
    administrator of the Slack workspace who speaks.
    """

    def __init__(
        self,
        records: Records,
        installed: Installed,
        outbox: Outbox,
        administrators: Iterable[str],
        hello: Message,
    ) -> None:
        """`hello` is for who administrates from now on."""
        self._records, self._installed, self._outbox, self._hello = records, installed, outbox, hello
        self._administrators = frozenset(administrators)
        self._founded: set[str] = set()
        self._chiefs: set[tuple[str, str]] = set()
        self._asked: set[tuple[str, str]] = set()
        self._fetched: dict[str, float] = {}
        self._lock, self._writing = Lock(), Lock()

    def begin(self, workspace: str, *, anew: bool) -> None:
        """What is to be done where the desk is installed: `anew` just now, else when it starts.

        Of an organisation only who installed it is told; each of its workspaces begins when somebody there speaks.
        """
        if not is_organisation(workspace):
            self.found(workspace)
            self.fetch(workspace)
        elif anew and (installer := self._installed.installer(workspace)):
            self._greet(workspace, installer)

    def fetch(self, workspace: str) -> None:
        """Takes in everybody, page by page, behind whatever else is on its way; a failure is logged."""
        self._fetched[workspace] = time.monotonic()

        def run(client: WebClient) -> None:
            for page in _pages(client, workspace):
                self.keep(workspace, page)

        self._outbox.call(workspace, f"{_LANE}:{workspace}", run)

    def found(self, workspace: str) -> None:
        """Makes those administrators whom the settings name, or who installed the desk."""
        installer = self._installed.installer(workspace)
        named = self._administrators or ({installer} if installer else set())
        if any(person.administrator for person in self._records.people.all(workspace)):
            self._founded.add(workspace)
        for person in sorted(named):
            self._appoint(workspace, person)

    def keep(self, workspace: str, users: Iterable[User]) -> None:
        """Takes in people as Slack describes them; bots are no people."""
        team = workspace.rpartition("/")[2]
        given = [user for user in users if not _is_bot(user)]
        with self._writing:
            administrators = self._who_administrates(workspace, given)
            self._chiefs |= {(workspace, str(user["id"])) for user in given if _is_chief(user, team)}
            self._records.welcome(
                workspace, [_person(user, team, administrator=user["id"] in administrators) for user in given]
            )

    def greet(self, workspace: str, person: str) -> None:
        """Before somebody is answered: sees to it that they are known, and that somebody administrates.

        Slack is asked, for at most a second, only where nobody administrates yet; else afterwards.
        """
        if workspace not in self._fetched:
            self.begin(workspace, anew=False)
        if workspace not in self._founded and not self._records_administrator(workspace):
            # Another process may have put them into the directory, which does not say who owns the Slack workspace.
            if (workspace, person) not in self._chiefs and self._is_unasked(workspace, person):
                self._ask(workspace, person)
            if (workspace, person) in self._chiefs or person == self._installed.organiser(workspace):
                self._appoint(workspace, person)
            return
        if self._is_new(workspace, person):
            self._ask_later(workspace, person)
        if time.monotonic() - self._fetched[workspace] > _A_DAY:
            self.fetch(workspace)

    def meet(self, workspace: str, people: Iterable[str]) -> None:
        """Sees to it that those are known whom a request names: who joined just now, or came by a shared channel.

        Slack is asked about each once; of a few the answer is waited for, each for at most a second.
        """
        new = [person for person in people if self._is_new(workspace, person)]
        for person in new[:_FEW]:
            self._ask(workspace, person)
        for person in new[_FEW:]:
            self._ask_later(workspace, person)

    def _is_new(self, workspace: str, person: str) -> bool:
        """Whether a person is not known, and Slack was not asked about them by this process."""
        return self._is_unasked(workspace, person) and not self._records.knows(workspace, person)

    def _is_unasked(self, workspace: str, person: str) -> bool:
        """Whether this process has not yet asked Slack about a person; from now on it has."""
        with self._lock:
            if (workspace, person) in self._asked:
                return False
            self._asked.add((workspace, person))
        return True

    def _ask(self, workspace: str, person: str) -> None:
        client = self._installed.client(workspace)
        if client is None:
            return
        impatient = Client.beside(client, timeout=_PATIENCE, retry_handlers=[])
        try:
            self._look_up(workspace, impatient, person)
        except (SlackApiError, OSError) as fault:
            if isinstance(fault, SlackApiError) and fault.response["error"] in _NOBODY:
                return
            _log.warning("Slack did not tell in time who somebody is.\n%s", stack_of(fault))
            self._ask_later(workspace, person)

    def _ask_later(self, workspace: str, person: str) -> None:
        lane = f"{_LANE}:{workspace}:{person}"
        self._outbox.call(workspace, lane, lambda client: self._look_up(workspace, client, person))

    def _look_up(self, workspace: str, client: WebClient, person: str) -> None:
        if user := client.users_info(user=person).get("user"):
            self.keep(workspace, [user])

    def _appoint(self, workspace: str, person: str) -> None:
        with self._writing:
            known = self._records.people.get(workspace, person) or Person(person, person)
            self._records.welcome(workspace, [replace(known, administrator=True)])
            self._founded.add(workspace)
        if not known.administrator:
            is_organiser = person == self._installed.organiser(workspace)
            self._greet(workspace.partition("/")[0] if is_organiser else workspace, person)

    def _greet(self, home: str, person: str) -> None:
        """Says hello, once; `home` is the workspace, or the organisation in which somebody installed the desk."""
        self._outbox.post(home, Place(person), self._hello, key=f"setup:{home}:{person}", keep=True)

    def _records_administrator(self, workspace: str) -> bool:
        """Whether the ledger knows an administrator, who may have been recorded by another process."""
        with self._records.log.ledger(workspace) as ledger:
            found = bool(ledger.company.administrators(dt.date.max))
        if found:
            self._founded.add(workspace)
        return found

    def _who_administrates(self, workspace: str, users: Iterable[User]) -> set[str]:
        """Of some people those whom the directory has as administrators: what Slack says does not change that."""
        people = (self._records.people.get(workspace, str(user["id"])) for user in users)
        return {person.id for person in people if person and person.administrator}


def _pages(client: WebClient, workspace: str) -> Iterator[list[User]]:
    """Everybody of a workspace; the token of an organisation has to say of which."""
    enterprise, _, team = workspace.rpartition("/")
    of, cursor = team if enterprise else None, ""
    while True:
        answer: dict[str, Any] = repeatable(client).users_list(limit=_PAGE, cursor=cursor, team_id=of).data  # type: ignore[assignment]
        yield answer.get("members") or []
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _is_bot(user: User) -> bool:
    return bool(user.get("is_bot") or user.get("is_workflow_bot") or user["id"] == _SLACKBOT)


def _is_chief(user: User, team: str) -> bool:
    """Whether somebody owns or administrates this Slack workspace, not another that shares a channel with it."""
    chief = user.get("is_owner") or user.get("is_admin")
    return bool(chief and not user.get("deleted") and not _is_foreign(user, team))


def _is_foreign(user: User, team: str) -> bool:
    """Whether somebody belongs to another workspace."""
    return bool(user.get("is_stranger")) or (user.get("team_id", team) != team and not user.get("enterprise_user"))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _person(user: User, team: str, *, administrator: bool) -> Person:
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return Person(
        id=str(user["id"]),
        name=next((name.strip() for name in names if name and name.strip()), str(user["id"])),
        email=profile.get("email") or "",
        tz=user["tz"] if user.get("tz") in _zones() else "",
        administrator=administrator,
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")) or _is_foreign(user, team),
        deactivated=bool(user.get("deleted")),
    )
