"""The ledgers that stay in memory: those of the workspaces that were used last."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock, RLock

from policy.ledger import Ledger


@dataclass(slots=True)
class Folded:
    """A ledger as far as it was read, and the hash of its last entry."""

    ledger: Ledger
    hash: str


@dataclass(slots=True)
class Shelf:
    """The place of one workspace: who uses its ledger holds the lock."""

    lock: RLock = field(default_factory=RLock)
    folded: Folded | None = None


class Shelves:
    """The shelves of the `most` workspaces that were used last.

    One that is dropped while somebody uses it does no harm: the next gets a ledger of its own, which
    follows the same log.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._shelves)

    def of(self, workspace: str) -> Shelf:
        with self._lock:
            shelf = self._shelves.setdefault(workspace, Shelf())
            self._shelves.move_to_end(workspace)
            while len(self._shelves) > self._most:
                self._shelves.popitem(last=False)
            return shelf
