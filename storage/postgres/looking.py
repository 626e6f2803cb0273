"""A look at a server's tables that makes and changes nothing."""

from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from storage.postgres.database import address_of, place_of
from storage.postgres.faults import in_our_words
from storage.postgres.schema import has_table

_PATIENCE = 10


def rows_of(url: str, table: str, statement: str) -> list[Any]:
    """What a statement gives on a table; nothing where there is no such table. Raises a StorageError."""
    address = address_of(url)
    engine = create_engine(
        address, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": _PATIENCE}
    )
    with in_our_words(f"the database {address.database or ''} at {place_of(address)}"), engine.connect() as connection:
        return list(connection.execute(text(statement))) if has_table(connection, table) else []
