"""Short runs of `make soak`: processes killed while they write, and many after the last seats."""

import random
from pathlib import Path

import pytest

from benchmarks.soak import kill_storm, last_seats, seats_held
from storage.verify import verify
from tests.storage.office import add, added, in_a_child, opened


def test_writers_killed_at_random_moments_lose_and_tear_nothing(tmp_path: Path) -> None:
    storm = kill_storm(tmp_path / "mpn.sqlite3", 15, random.Random())
    assert storm.faults == []
    assert (storm.kills, storm.entries > 0) == (15, True)


@pytest.mark.parametrize(("seats", "processes"), [(1, 6), (3, 12)])
def test_the_last_seats_go_to_as_many_as_there_are(tmp_path: Path, seats: int, processes: int) -> None:
    file = tmp_path / "mpn.sqlite3"
    told = last_seats(file, seats, processes)
    assert len(told) == seats
    assert told == seats_held(file)


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
