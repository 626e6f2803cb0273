"""A Database on a PostgreSQL server, used by any number of processes at once."""

import hashlib
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import local
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, TextClause, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.database import Transaction, Value
from storage.postgres.faults import AwayError, BadAddressError, UnconfirmedError, in_our_words, is_lost
from storage.postgres.schema import bring_up_to_date
from storage.postgres.shape import faults_of

_LONGEST_PAUSE: Final = 60_000
"""Milliseconds that a transaction may stand idle: so long a machine that is gone keeps its lock."""

_DEFAULTS: Final = {"application_name": "mpn-desk", "connect_timeout": 10, "tcp_user_timeout": 10_000}
"""What the URL need not say: a name for the server's lists, and patience in seconds and in milliseconds."""

_UNPREPARED: Final = {"prepare_threshold": None}
"""No statement is prepared on a connection: behind a pooler the next transaction may have another one."""

_MARK: Final = text(
    "INSERT INTO last_marks (workspace, marks) VALUES (:workspace, :mark) ON CONFLICT (workspace) "
    "DO UPDATE SET marks = right(last_marks.marks || excluded.marks, :most) RETURNING marks"
)
_MARKS: Final = text("SELECT marks FROM last_marks WHERE workspace = :workspace")
_MARK_LENGTH: Final = 16
_MARKS_KEPT: Final = 64


class Postgres:
    """A Database at a URL, `postgresql+psycopg://USER:PASSWORD@HOST/NAME`.

    Threads take connections from a pool. Writers of one workspace wait for each other, in any process and on any
    machine, up to `patience` seconds. A connection that broke while nobody used it, as after a restart of the
    server, is replaced without a word.
    """

    def __init__(self, url: str, *, patience: float = 10.0) -> None:
        address = address_of(url)
        self.name: str = f"the database {address.database or ''} at {place_of(address)}"
        self._patience = patience
        self._thread = local()
        self._engine = create_engine(
            address,
            isolation_level="READ COMMITTED",  # what is read after the lock sees what was committed before it
            hide_parameters=True,  # no name or message in an error's text
            pool_size=5,
            max_overflow=15,
            pool_timeout=patience,
            connect_args=_UNPREPARED | {name: value for name, value in _DEFAULTS.items() if name not in address.query},
        )
        self._reads = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        event.listen(self._engine, "handle_error", _notice_loss)
        with in_our_words(self.name):
            bring_up_to_date(self._engine, self.name)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Statements that only read; each sees what was committed before it, and what this thread is writing."""
        if (writing := self._here()) is not None:
            yield writing
            return
        with in_our_words(self.name):
            yield _Reads(self._reads.connect)

    @contextmanager
    def writing(self, workspace: str) -> Iterator[Transaction]:
        """A transaction under the workspace's lock. Raises UnconfirmedError where nobody can tell how it ended."""
        if self._here() is not None:
            raise RuntimeError("this thread is writing already")
        with in_our_words(self.name), self._locked(workspace) as connection:
            self._thread.statements = statements = _Statements(connection)
            try:
                yield statements
            finally:
                self._thread.statements = None
            self._commit(connection, workspace, statements.wrote)

    @property
    def engine(self) -> Engine:
        """The pool of connections, for a library that speaks SQLAlchemy; its errors are to be met `in_our_words`."""
        return self._engine

    @contextmanager
    def apart(self) -> Iterator[Transaction]:
        """Statements that may write, each committed by itself: for what is no part of a workspace's record.

        One whose connection broke is run again, so each must be one that may be run twice.
        """
        with in_our_words(self.name):
            yield _Reads(self._reads.connect)

    def faults_of_shape(self) -> tuple[str, ...]:
        """What of the tables and guards is not as the desk made it, in sentences."""
        with in_our_words(self.name), self._reads.connect() as connection:
            return faults_of(connection)

    def close(self) -> None:
        """Closes the connections that nobody uses; the next use opens new ones."""
        self._engine.dispose()

    def _here(self) -> "_Statements | None":
        """The transaction that this thread is writing in."""
        return getattr(self._thread, "statements", None)

    def _locked(self, workspace: str) -> Connection:
        """A connection in a transaction that holds the workspace's lock. One that broke while idle is tried anew."""
        try:
            return self._begun(workspace)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._begun(workspace)

    def _begun(self, workspace: str) -> Connection:
        connection = self._engine.connect()
        try:
            _lock(connection, workspace, self._patience)
        except BaseException:
            connection.close()
            raise
        return connection

    def _commit(self, connection: Connection, workspace: str, wrote: bool) -> None:
        """Commits. Where the connection breaks meanwhile, the server is asked what became of it: by a mark that the
        transaction writes, since a server that crashed gives the numbers of transactions again."""
        marks = _marked(connection, workspace) if wrote else ""
        try:
            connection.commit()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            if not (wrote and self._was_committed(workspace, marks)):
                raise AwayError(file=self.name) from error

    def _was_committed(self, workspace: str, marks: str) -> bool:
        """Whether a transaction that wrote these marks, its own the last, was; waits for the answer as for a lock."""
        until = time.monotonic() + self._patience
        mark, before = marks[-_MARK_LENGTH:], marks[-2 * _MARK_LENGTH : -_MARK_LENGTH]
        while (left := until - time.monotonic()) > 0:
            try:
                with self._engine.connect() as connection:
                    _lock(connection, workspace, left)  # whoever holds it may be the one asked about
                    stand = str(connection.execute(_MARKS, {"workspace": workspace}).scalar() or "")
            except (DBAPIError, PoolTimeoutError):
                time.sleep(0.1)
                continue
            # Ours would stand behind the one before, as long as that was not crowded out.
            if mark in stand or (before in stand if before else len(stand) < _MARKS_KEPT * _MARK_LENGTH):
                return mark in stand
            break
        raise UnconfirmedError(file=self.name)


class _Statements:
    """The statements of one transaction, and whether any of them wrote."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.wrote = False

    def rows(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        self.wrote |= not statement.startswith("SELECT")
        result = self._connection.execute(_prepared(statement), _storable(values))
        return [tuple(row) for row in result] if result.returns_rows else []

    def each(self, statement: str, values: Iterable[Mapping[str, Value]], /) -> None:
        if storable := [_storable(one) for one in values]:
            self.wrote = True
            self._connection.execute(_prepared(statement), storable)


class _Reads:
    """Statements that stand for themselves, so that one whose connection broke can be asked again."""

    def __init__(self, connect: Any) -> None:
        self._connect = connect

    def rows(self, statement: str, /, **values: Value) -> list[tuple[Any, ...]]:
        try:
            return self._once(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._once(statement, values)

    def each(self, statement: str, values: Iterable[Mapping[str, Value]], /) -> None:
        with self._connect() as connection:
            _Statements(connection).each(statement, values)

    def _once(self, statement: str, values: Mapping[str, Value]) -> list[tuple[Any, ...]]:
        with self._connect() as connection:
            return _Statements(connection).rows(statement, **values)


def address_of(url: str) -> URL:
    """The parts of a URL; the driver is ours, however the URL names it."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadAddressError(file="what MPN_DATABASE says") from error
    if address.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise BadAddressError(file=f"{address.drivername}://…")
    return address.set(drivername="postgresql+psycopg")


def place_of(address: URL) -> str:
    """A server as it is named in errors: host and port, no password."""
    host = address.host or address.query.get("host") or "this machine"
    return f"{host}:{address.port}" if address.port else str(host)


def _lock(connection: Connection, workspace: str, patience: float) -> None:
    """Begins, and waits for the workspace's lock; in one go, since each statement is a trip to the server.

    A server that confirms before it has written is told not to.
    """
    connection.exec_driver_sql(
        f"SET LOCAL lock_timeout = {int(patience * 1000)};"
        f"SET LOCAL idle_in_transaction_session_timeout = {_LONGEST_PAUSE};"
        "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';"
        f"SELECT pg_advisory_xact_lock({_key(workspace)})",
        execution_options={"no_parameters": True},
    )


def _marked(connection: Connection, workspace: str) -> str:
    """Marks the transaction among the last of its workspace; the marks, its own the last."""
    mark = secrets.token_hex(_MARK_LENGTH // 2)
    values = {"workspace": workspace, "mark": mark, "most": _MARKS_KEPT * _MARK_LENGTH}
    return str(connection.execute(_MARK, values).scalar_one())


def _key(workspace: str) -> int:
    """The number of a workspace's lock; two that share one only wait for each other."""
    return int.from_bytes(hashlib.sha256(workspace.encode()).digest()[:8], signed=True)


@cache
def _prepared(statement: str) -> TextClause:
    return text(statement)


def _storable(values: Mapping[str, Value]) -> dict[str, Value]:
    """PostgreSQL's text holds every character but NUL, which stands as its picture."""
    return {
        name: value.replace("\0", "\N{SYMBOL FOR NULL}") if isinstance(value, str) else value
        for name, value in values.items()
    }


def _notice_loss(context: Any) -> None:
    """Some servers say goodbye before the driver sees the connection end."""
    if is_lost(context.original_exception):
        context.is_disconnect = True
