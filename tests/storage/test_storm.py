"""Short runs of `make soak`: processes killed while they write, and many after the last seats."""

import random
from pathlib import Path

import pytest

from benchmarks.cluster import Cluster
from benchmarks.replicas import storm
from benchmarks.soak import kill_storm, last_seats, seats_held
from storage.verify.alone import verify
from tests.storage.office import QUICK, Place, add, added, cluster, in_a_child, opened


def test_writers_killed_at_random_moments_lose_and_tear_nothing(place: Place) -> None:
    came = kill_storm(place, 15, random.Random())
    assert came.faults == []
    assert (came.kills, came.entries > 0) == (15, True)


@pytest.mark.parametrize(("seats", "processes"), [(1, 6), (3, 12)])
def test_the_last_seats_go_to_as_many_as_there_are(place: Place, seats: int, processes: int) -> None:
    told = last_seats(place, seats, processes)
    assert len(told) == seats
    assert told == seats_held(place)


def test_three_desks_killed_in_turn_on_a_server_that_is_stopped_lose_and_double_nothing() -> None:
    cluster()  # skips where there is none
    own = Cluster(QUICK)
    try:
        run = storm(own, 120, random.Random(), kills=6, stops=3)
    finally:
        own.remove()
    assert run.faults == []
    assert (run.kills, run.stops) == (6, 3)
    assert run.refused_while_away > 0
    assert run.longest_refusal < 5
    assert 0 < run.recorded < run.requests < run.deliveries


def test_processes_that_open_a_new_file_at_once_all_can(tmp_path: Path) -> None:
    import os

    for number in range(15):
        file = tmp_path / f"{number}.sqlite3"
        ready, start = os.pipe()
        children = []
        for child in range(8):
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    os.close(start)
                    os.read(ready, 1)  # until all are there
                    add(opened(file), f"child-{child}")
                    code = 0
                finally:
                    os._exit(code)
            children.append(pid)
        os.close(ready)
        os.close(start)
        assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children] == [0] * 8
        assert sorted(added(opened(file))) == [f"child-{child}" for child in range(8)]
        assert verify(file).is_sound
    assert in_a_child(lambda: 3) == 3
