"""Lists that were dropped and are not shown yet: kept, since Slack tells of each only once it was acknowledged."""

from dataclasses import dataclass
from typing import Final

from bot.slack.kept.shelf import Shelf
from bot.slack.payloads import Place, SharedFile

_KEEP: Final = """
    INSERT INTO drops (workspace, key, person, channel, thread_ts, file, offer, beside)
    VALUES (:workspace, :key, :person, :channel, :thread_ts, :file, :offer, :beside)
    ON CONFLICT (workspace, key) DO NOTHING
"""
_ALL: Final = "SELECT workspace, key, person, channel, thread_ts, file, offer, beside FROM drops ORDER BY key"
_DONE: Final = "DELETE FROM drops WHERE workspace = :workspace AND key = :key"


@dataclass(frozen=True, slots=True)
class Drop:
    """A list in a direct message. `offer`: of rows that name none. `beside`: something else was written with it."""

    workspace: str
    key: str
    person: str
    place: Place
    file: SharedFile
    offer: str | None
    beside: bool


class Drops:
    """The drops on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def keep(self, drop: Drop) -> None:
        self._shelf.run(
            _KEEP,
            workspace=drop.workspace,
            key=drop.key,
            person=drop.person,
            channel=drop.place.channel,
            thread_ts=drop.place.thread_ts,
            file=drop.file.model_dump_json(),
            offer=drop.offer,
            beside=int(drop.beside),
        )

    def left(self) -> list[Drop]:
        """Those that were not shown, of before a restart too."""
        return [
            Drop(workspace, key, person, Place(*place), SharedFile.model_validate_json(file), offer, bool(beside))
            for workspace, key, person, *place, file, offer, beside in self._shelf.run(_ALL)
        ]

    def done(self, drop: Drop) -> None:
        self._shelf.run(_DONE, workspace=drop.workspace, key=drop.key)
