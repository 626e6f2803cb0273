"""Home tabs as they are published: when somebody opens theirs, and after every change to whoever looked lately."""

import json
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from threading import Lock
from typing import Final

from slack_sdk import WebClient

from bot.slack.feedback import Feedback
from bot.slack.home import home_facts
from bot.slack.outbox import Outbox
from bot.slack.views.home import home_view
from bot.slack.visits import Visits

_VIEWERS: Final = 200
"""Home tabs kept up to date; of others the next opening does."""


class Homes:
    """The Home tabs of everybody who looked lately."""

    def __init__(self, visits: Visits, outbox: Outbox, feedback: Feedback) -> None:
        self._visits, self._outbox, self._feedback = visits, outbox, feedback
        self._shown: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._read_all: set[tuple[str, str]] = set()
        self._under_way: set[tuple[str, str]] = set()
        self._lock = Lock()

    def opened(self, workspace: str, person: str) -> None:
        """Publishes the tab of somebody who opens it."""
        with self._lock:
            self._shown[workspace, person] = ""
            self._shown.move_to_end((workspace, person))
            while len(self._shown) > _VIEWERS:
                self._shown.popitem(last=False)
        self._publish(workspace, person)

    def changed(self, workspace: str, concerned: Collection[str]) -> None:
        """Publishes anew the tabs of those concerned, and of those who see everybody's, where they look different."""
        with self._lock:
            viewers = [person for place, person in self._shown if place == workspace]
            told = [person for person in viewers if person in concerned or (workspace, person) in self._read_all]
        for person in told:
            self._publish(workspace, person)

    def _publish(self, workspace: str, person: str) -> None:
        """One publication a person is under way at most: it shows what holds when its turn comes."""
        with self._lock:
            if (workspace, person) in self._under_way:
                return
            self._under_way.add((workspace, person))
        self._outbox.call(workspace, f"home:{workspace}:{person}", lambda client: self._show(workspace, person, client))

    def _show(self, workspace: str, person: str, client: WebClient) -> None:
        with self._lock:
            self._under_way.discard((workspace, person))
        facts = self._visits.look(workspace, person, home_facts)
        rated = self._feedback.summary(workspace) if facts.administers else ""
        view = home_view(replace(facts, rated=rated))
        digest = sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
        with self._lock:
            (self._read_all.add if facts.reads_all else self._read_all.discard)((workspace, person))
            if self._shown.get((workspace, person)) == digest:
                return
        client.views_publish(user_id=person, view=view)
        with self._lock:
            if (workspace, person) in self._shown:
                self._shown[workspace, person] = digest
