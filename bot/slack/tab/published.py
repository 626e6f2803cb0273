"""Home tabs as they are published: when somebody opens theirs, and after every change to whoever looked lately."""

import json
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from threading import Lock
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.feedback import Feedback
from bot.slack.sending.outbox import Outbox
from bot.slack.tab.content import home_facts
from bot.slack.tab.gallery import Gallery
from bot.slack.tab.viewers import Viewers
from bot.slack.views.home import home_view, stamped
from bot.slack.visits import Visits

_VIEWERS: Final = 200
"""Home tabs kept up to date; of others the next opening does."""


class Homes:
    """The Home tabs of everybody who looked lately."""

    def __init__(self, visits: Visits, outbox: Outbox, feedback: Feedback, gallery: Gallery, viewers: Viewers) -> None:
        self._visits, self._outbox, self._feedback, self._gallery = visits, outbox, feedback, gallery
        self._viewers = viewers
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
            told = {person for person in viewers if person in concerned or (workspace, person) in self._read_all}
        elsewhere = self._viewers.of(workspace)
        told |= {person for person, reads_all in elsewhere.items() if person in concerned or reads_all}
        for person in sorted(told):
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
        pictures = self._gallery.shown(workspace) if facts.reads_all else ()
        pictured = replace(facts, rated=rated, pictures=tuple((one.file, one.title) for one in pictures))
        view = self._outbox.mentions.view(workspace, home_view(pictured))
        digest = sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
        self._viewers.looked(workspace, person, reads_all=facts.reads_all)
        if facts.reads_all:
            self._gallery.refresh(workspace, person, lambda: self.changed(workspace, ()))
        with self._lock:
            (self._read_all.add if facts.reads_all else self._read_all.discard)((workspace, person))
            if self._shown.get((workspace, person)) == digest and not self._viewers.are_shared:
                return  # where others publish too, what this process showed last may not be what is there
        try:
            client.views_publish(user_id=person, view=stamped(view, self._visits.now()))
        except SlackApiError:
            if not pictures:
                raise
            self._gallery.refused(workspace)
            plain = self._outbox.mentions.view(workspace, home_view(replace(facts, rated=rated)))
            client.views_publish(user_id=person, view=stamped(plain, self._visits.now()))
        with self._lock:
            if (workspace, person) in self._shown:
                self._shown[workspace, person] = digest
