"""The sweep over very many workspaces of which few have anything due; beside it, a job for each in APScheduler's store.

Each is measured in a process of its own. Ours reads the ledgers of those that are due, works out what falls due,
and records each reminder as told. The peer's job only counts: its time is that of the store alone.
"""

import datetime as dt
import pickle
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

SIZES = (1_000, 100_000)
DUE = 1_000
NOW = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)
_RUNS = 2
_RAN: list[str] = []
_ALL_RAN = Event()


def main() -> None:
    for name in ("ours", "peer"):
        runs = [[_measured(name, many) for many in SIZES] for _ in range(_RUNS)]
        few, many = ([min(one[at][of] for one in runs) for of in (0, 1)] for at in range(len(SIZES)))
        print(
            f"    {SIZES[1]:,} workspaces cost {many[0] / few[0]:.2f} x what {SIZES[0]:,} do, {many[1] / few[1]:.2f} x "
            "without the disk (aim: at most 1.5)"
        )


def _measured(name: str, many: int) -> tuple[float, float]:
    """Seconds, and those of the processor alone, as a process of its own measured them; it prints what it found."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        command = [sys.executable, "-m", "benchmarks.sweep"]
        subprocess.run([*command, f"{name}-begins", str(many), folder], check=True)
        run = subprocess.run([*command, name, str(many), folder], check=True, capture_output=True, text=True)
    told, _, seconds = run.stdout.strip().rpartition("\n")
    print(told, flush=True)
    taken, worked = map(float, seconds.split())
    return taken, worked


def ours(many: int, folder: Path) -> tuple[float, float]:
    from bot.desk import Desk
    from bot.record.records import Records

    records = Records.open(folder / "desk.sqlite3", first_speaks=False)
    desk = Desk.open(records)
    before = _memory()
    begun, worked = time.perf_counter(), time.process_time()
    found = records.log.due(NOW)
    sent = sum(len(desk.tick(workspace, NOW).deliveries) for workspace in found)
    records.log.swept(NOW)
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    assert len(found) == sent == DUE
    begun = time.perf_counter()
    later = len(records.log.due(NOW + dt.timedelta(days=7)))
    quiet = time.perf_counter() - begun
    assert later == DUE  # those that have a step left; the quiet ones are not looked at
    print(
        f"  ours, {many:,} workspaces, {DUE:,} due: {taken:.2f} s, of which {worked:.2f} s of the processor "
        f"({worked / DUE * 1e3:.1f} ms a reminder, worked out and recorded); {_memory():.0f} MB at most, {before:.0f} "
        f"before; to find who is due {quiet * 1e3:.1f} ms"
    )
    return taken, worked


def peer(many: int, folder: Path) -> tuple[float, float]:
    """APScheduler with its SQLAlchemyJobStore: a date job for each workspace, of which DUE are due."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=dt.UTC)
    scheduler.add_jobstore(SQLAlchemyJobStore(f"sqlite:///{folder / 'jobs.sqlite3'}"))
    before = _memory()
    begun, worked = time.perf_counter(), time.process_time()
    scheduler.start()
    assert _ALL_RAN.wait(600)
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    peak = _memory()
    scheduler.shutdown()
    print(
        f"  APScheduler's store, {many:,} jobs, {DUE:,} due: {taken:.2f} s, of which {worked:.2f} s of the processor "
        f"({worked / DUE * 1e3:.1f} ms a job that only counts); {peak:.0f} MB at most, {before:.0f} before"
    )
    return taken, worked


def remind(workspace: str) -> None:
    """What a job of the peer does."""
    _RAN.append(workspace)
    if len(_RAN) == DUE:
        _ALL_RAN.set()


def peer_begins(many: int, folder: Path) -> None:
    """The jobs as their store keeps them, put in at once: one by one, each in its transaction, would take minutes."""
    from apscheduler.job import Job
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.date import DateTrigger
    from apscheduler.util import datetime_to_utc_timestamp

    scheduler, store = BackgroundScheduler(timezone=dt.UTC), SQLAlchemyJobStore(f"sqlite:///{folder / 'jobs.sqlite3'}")
    store.start(scheduler, "default")
    now = dt.datetime.now(dt.UTC)
    rows = []
    for number in range(many):
        at = now - dt.timedelta(minutes=1) if number < DUE else now + dt.timedelta(days=90)
        job = Job(
            scheduler,
            id=f"job-{number}",
            name="remind",
            func=remind,
            args=(f"workspace-{number}",),
            kwargs={},
            trigger=DateTrigger(at, dt.UTC),
            executor="default",
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=at,
        )
        state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
        rows.append({"id": job.id, "next_run_time": datetime_to_utc_timestamp(at), "job_state": state})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)
    store.shutdown()


def ours_begins(many: int, folder: Path) -> None:
    """`many` workspaces with an Action Pack; in DUE of them the refund ends in two days, the others are quiet."""
    from bot.record.records import Records

    file = folder / "desk.sqlite3"
    records = Records.open(file, first_speaks=False)
    soon, long_ago = NOW.date() - dt.timedelta(days=28), NOW.date() - dt.timedelta(days=150)
    for number in range(DUE):
        _bought(records, f"due-{number}", soon)
    _bought(records, "quiet", long_ago)
    with sqlite3.connect(file) as database:
        # The others have the quiet one's place in the table: their entries are never looked at.
        database.execute("UPDATE next_due SET day = '2026-06-01' WHERE workspace = 'quiet'")
        rows = ((f"quiet-{number}", "2026-06-01", 2) for number in range(many - DUE - 1))
        database.executemany("INSERT INTO next_due (workspace, day, seq) VALUES (?, ?, ?)", rows)


def _bought(records: object, workspace: str, on: dt.date) -> None:
    from policy import model
    from policy.model import Programme, Role
    from storage.log import Drafts

    by = {"by": "paula", "on": on}
    drafts = (
        model.RoleGiven(person="paula", role=Role.ADMINISTRATOR, **by),
        model.OfferPurchased(offer="offer-1", program=Programme.ACTION_PACK, **by),
    )
    at = dt.datetime.combine(on, dt.time(9), dt.UTC)
    records.log.append(workspace, "bought", lambda ledger: Drafts(drafts), at=at)  # type: ignore[attr-defined]


def _memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        # By its module's name, so that a job finds the function that the store names.
        from benchmarks import sweep

        step = getattr(sweep, sys.argv[1].replace("-", "_"))
        if (seconds := step(int(sys.argv[2]), Path(sys.argv[3]))) is not None:
            print(*seconds)
    else:
        main()
