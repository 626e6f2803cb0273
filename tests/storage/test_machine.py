"""Two desks on one file, or one server, by chance: requests, second deliveries, refusals, crashes, restarts.

Beside them a plain list of what must stand there.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage.log import Drafts, Log
from storage.people.directory import People
from tests.storage.office import AT, QUICK, Crash, Crashes, Place, added, adding, cluster, known, opened, verified

WORKSPACES = ("E1/T1", "E2/T2")
desks = st.integers(0, 1)
workspaces = st.sampled_from(WORKSPACES)


class TwoDesks(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = self.new_place()
        self.logs = [self.opened(), self.opened()]
        self.recorded: dict[str, dict[str, list[str]]] = {workspace: {} for workspace in WORKSPACES}
        self.replies: dict[tuple[str, str], str | None] = {}
        self.count = 0

    def new_place(self) -> Place:
        self.folder = Path(tempfile.mkdtemp(dir=QUICK))
        return self.folder / "mpn.sqlite3"

    def teardown(self) -> None:
        assert verified(self.place).is_sound
        for log in self.logs:
            log.database.close()  # type: ignore[attr-defined]
        shutil.rmtree(self.folder)

    def opened(self) -> Log:
        return Log(opened(self.place).database, most_in_memory=1)

    def new_people(self, many: int) -> list[str]:
        self.count += 1
        return [f"p{self.count}-{number}" for number in range(many)]

    def happened(self, workspace: str, cause: str, people: list[str], reply: str | None) -> None:
        self.recorded[workspace][cause] = people
        self.replies[workspace, cause] = reply

    @rule(desk=desks, workspace=workspaces, many=st.integers(1, 3))
    def request(self, desk: int, workspace: str, many: int) -> None:
        people = self.new_people(many)
        done = self.logs[desk].append(workspace, people[0], adding(*people), at=AT)
        assert not done.again
        assert [entry.number for entry in done.entries] == [
            sum(map(len, self.recorded[workspace].values())) + number for number in range(1, many + 1)
        ]
        self.happened(workspace, people[0], people, done.reply)

    @rule(desk=desks, workspace=workspaces, choice=st.randoms(use_true_random=False))
    def second_delivery(self, desk: int, workspace: str, choice: Any) -> None:
        if not self.recorded[workspace]:
            return
        cause = choice.choice(sorted(self.recorded[workspace]))
        again = self.logs[desk].append(workspace, cause, adding("nobody"), at=AT)
        assert again.again
        assert again.reply == self.replies[workspace, cause]
        assert [entry.person for entry in again.entries] == self.recorded[workspace][cause]  # type: ignore[attr-defined]

    @rule(desk=desks, workspace=workspaces)
    def refusal(self, desk: int, workspace: str) -> None:
        cause = self.new_people(1)[0]
        assert self.logs[desk].append(workspace, cause, lambda ledger: ledger.last_seq, at=AT) == len(
            added(self.logs[0], workspace)
        )
        assert self.logs[desk].append(workspace, cause, lambda ledger: Drafts(()), at=AT).entries == ()  # type: ignore[union-attr]

    @rule(desk=desks, workspace=workspaces, at=st.integers(1, 16), before=st.booleans(), restart=st.booleans())
    def crash(self, desk: int, workspace: str, at: int, before: bool, restart: bool) -> None:
        people = self.new_people(2)
        log = self.logs[desk]
        crashing = Crashes(at, before=before)
        fresh = crashing.opened(self.place)
        known(fresh, workspace)
        crashing.arm()
        with suppress(Crash):
            fresh.append(workspace, people[0], adding(*people), at=AT)
        crashing.disarm()
        if restart:
            fresh.database.close()  # type: ignore[attr-defined]
            fresh = log
        done = fresh.append(workspace, people[0], adding(*people), at=AT)
        self.happened(workspace, people[0], people, log.append(workspace, people[0], adding("nobody"), at=AT).reply)
        assert len(done.entries) == 2
        fresh.database.close()  # type: ignore[attr-defined]

    @rule(desk=desks)
    def restart(self, desk: int) -> None:
        self.logs[desk].database.close()  # type: ignore[attr-defined]
        self.logs[desk] = self.opened()

    @invariant()
    def every_desk_knows_what_was_recorded_and_nothing_else(self) -> None:
        for workspace in WORKSPACES:
            expected = [person for people in self.recorded[workspace].values() for person in people]
            for log in self.logs:
                assert known(log, workspace) == added(log, workspace) == expected
                assert {one.id for one in People(log.database).all(workspace)} == set(expected)


class TwoDesksOnAServer(TwoDesks):
    def new_place(self) -> Place:
        self.folder = Path(tempfile.mkdtemp(dir=QUICK))
        return cluster().database()


def _few(examples: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )


TwoDesks.TestCase.settings, TwoDesksOnAServer.TestCase.settings = _few(12), _few(6)
TestTwoDesks = pytest.mark.filterwarnings("ignore")(TwoDesks.TestCase)
TestTwoDesksOnAServer = pytest.mark.filterwarnings("ignore")(TwoDesksOnAServer.TestCase)
