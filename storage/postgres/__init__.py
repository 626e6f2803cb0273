"""PostgreSQL: the same record for any number of processes, on any number of machines. Needs the extra `postgres`."""

from storage.postgres.database import Postgres
from storage.postgres.faults import AwayError, BadAddressError, EncodingError, NoWritesError, UnconfirmedError

__all__ = ["AwayError", "BadAddressError", "EncodingError", "NoWritesError", "Postgres", "UnconfirmedError"]
