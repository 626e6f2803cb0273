"""Three desks on a PostgreSQL that is not simply there: behind PgBouncer, taken over by its replica, cut off.

`make outages`, or `python -m benchmarks.outages [pooler] [takeover] [network]`. Needs what Debian has as pgbouncer,
postgresql and iproute2; the network is two hosts of its own, so it needs root too. What must come of it is as in
replicas.py: no request lost or doubled, no seat too many.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.cluster import NOBODY, Cluster
from benchmarks.replicas import storm

_PROGRAMS: Final = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name), default=None)
_POOLER_PORT, _FIRST_PORT, _SECOND_PORT = 6543, 5501, 5502
_HERE, _THERE, _HOST = "10.9.0.1", "10.9.0.2", "mpn-server"
_CUTS: Final = (3.0, 9.0, 16.0, 45.0)
"""Seconds that the network is cut for: shorter and longer than a desk waits."""

_POOLER: Final = """
[databases]
* = user=mpn host={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 10
max_client_conn = 500
server_login_retry = 1
logfile = {folder}/log
"""


def main(names: list[str]) -> None:
    tried = {"pooler": _pooler, "takeover": _takeover, "network": _network}
    for name in names or list(tried):
        with tempfile.TemporaryDirectory(prefix="outages-") as folder:
            Path(folder).chmod(0o755)  # nobody runs the servers in it
            print(f"{name}: {tried[name](Path(folder))}", flush=True)


def _pooler(folder: Path) -> str:
    """Every transaction may have another connection; the server behind the pooler is stopped and started."""
    cluster = Pooled(folder)
    (folder / "users").write_text('"mpn" ""\n')
    (folder / "ini").write_text(_POOLER.format(server=cluster.folder, port=_POOLER_PORT, folder=folder))
    shutil.chown(folder, NOBODY)
    pooler = subprocess.Popen([_program("pgbouncer"), "-q", folder / "ini"], user=NOBODY)
    try:
        return _told(storm(cluster, 3_000, random.Random(5), kills=40, stops=10))
    finally:
        pooler.terminate()
        cluster.stop("immediate")
        cluster.remove()


class Pooled(Cluster):
    """A server that is reached through the pooler."""

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://mpn@127.0.0.1:{_POOLER_PORT}/{name}"


def _takeover(folder: Path) -> str:
    """The server is killed for good, and its synchronous replica takes over."""
    with _server(folder / "one", _FIRST_PORT) as first:
        _as_nobody(
            "pg_basebackup", "-h", "127.0.0.1", "-p", str(_FIRST_PORT), "-U", "mpn", "-D", str(folder / "two"), "-R"
        )
        with _server(folder / "two", _SECOND_PORT) as second:
            first.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
            first.sql("SELECT pg_reload_conf()")
            return _told(storm(Pair(first, second), 2_000, random.Random(7), kills=20, stops=1))  # type: ignore[arg-type]


def _network(folder: Path) -> str:
    """The server is on another host, which the network does not reach for a while: no word comes that it is away."""
    with _other_host(), _server(folder / "one", _FIRST_PORT, address=_THERE, host=_HOST) as server:
        return _told(storm(Cut(server), 1_000, random.Random(7), kills=8, stops=len(_CUTS)))  # type: ignore[arg-type]


class Server:
    """A server from the machine's programs, at an address."""

    def __init__(self, data: Path, port: int, address: str, host: str | None) -> None:
        self.data, self.port, self.address = data, port, address
        self._within = ["ip", "netns", "exec", host] if host else []

    def start(self) -> None:
        settings = f"-p {self.port} -k {self.data.parent} -c listen_addresses={self.address} -c max_connections=200"
        command = [_program("pg_ctl"), "start", "-w", "-D", self.data, "-l", f"{self.data}.log", "-o", settings]
        subprocess.run(
            [*self._within, "setpriv", "--reuid", NOBODY, "--clear-groups", *command],
            check=True, stdout=subprocess.DEVNULL, cwd=self.data.parent,
        )  # fmt: skip

    def sql(self, statement: str) -> None:
        command = [_program("psql"), "-h", self.address, "-p", str(self.port), "-U", "mpn", "-d", "postgres"]
        subprocess.run([*command, "-qAtc", statement], check=True, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        """All its processes, at once and without a word."""
        leader = int((self.data / "postmaster.pid").read_text().split()[0])
        os.killpg(os.getpgid(leader), 9)


class Pair:
    """A server and its replica, for `storm`: to stop kills the one, to start promotes the other."""

    def __init__(self, first: Server, second: Server) -> None:
        self._first, self._second = first, second

    def database(self) -> str:
        self._first.sql("CREATE DATABASE desk")
        hosts = "&".join(f"host={one.address}:{one.port}" for one in (self._first, self._second))
        return f"postgresql+psycopg://mpn@/desk?{hosts}&target_session_attrs=read-write"

    def stop(self, how: str) -> None:
        self._first.kill()

    def start(self) -> None:
        _as_nobody("pg_ctl", "promote", "-w", "-D", str(self._second.data))


class Cut:
    """A server over a network, for `storm`: to stop cuts the line, to start mends it after a while."""

    def __init__(self, server: Server) -> None:
        self._server, self._seconds = server, list(_CUTS)

    def database(self) -> str:
        self._server.sql("CREATE DATABASE desk")
        return f"postgresql+psycopg://mpn@{_THERE}:{self._server.port}/desk"

    def stop(self, how: str) -> None:
        _ip("link set mpn-desk down")
        time.sleep(self._seconds.pop(0))

    def start(self) -> None:
        _ip("link set mpn-desk up")


@contextmanager
def _server(data: Path, port: int, address: str = "127.0.0.1", host: str | None = None) -> Iterator[Server]:
    shutil.chown(data.parent, NOBODY)
    if not data.exists():
        _as_nobody("initdb", "-D", str(data), "-U", "mpn", "--auth=trust", "--encoding=UTF8", "--locale=C")
        with (data / "pg_hba.conf").open("a") as rights:
            rights.write(f"host all all {_HERE}/24 trust\n")
    server = Server(data, port, address, host)
    server.start()
    try:
        yield server
    finally:
        if (data / "postmaster.pid").exists():
            _as_nobody("pg_ctl", "stop", "-m", "immediate", "-D", str(data), check=False)


@contextmanager
def _other_host() -> Iterator[None]:
    _ip(f"netns add {_HOST}")
    try:
        _ip(f"link add mpn-desk type veth peer name mpn-peer netns {_HOST}")
        _ip(f"addr add {_HERE}/24 dev mpn-desk")
        _ip("link set mpn-desk up")
        for words in (f"addr add {_THERE}/24 dev mpn-peer", "link set mpn-peer up", "link set lo up"):
            _ip(f"-n {_HOST} {words}")
        yield
    finally:
        _ip(f"netns del {_HOST}")


def _told(run: object) -> str:
    faults = getattr(run, "faults", [])
    return "\n  ".join([str(run), *faults[:5]])


def _ip(words: str) -> None:
    subprocess.run([_program("ip"), *words.split()], check=True)


def _as_nobody(program: str, *arguments: str, check: bool = True) -> None:
    subprocess.run(
        [_program(program), *arguments], check=check, user=NOBODY, cwd="/",
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _program(name: str) -> str:
    """Where a program is. Raises SystemExit, saying what to install."""
    places = os.pathsep.join(map(str, filter(None, [_PROGRAMS, os.environ["PATH"], "/usr/sbin", "/sbin"])))
    found = shutil.which(name, path=places)
    if found is None:
        raise SystemExit(f"{name} is missing: apt install pgbouncer postgresql iproute2")
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
