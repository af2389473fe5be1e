"""PostgreSQL as this program has it: loaded by whoever opens one, see `dondoc.setup.database`."""

from select import POLLIN, poll
from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


class AlivePostgresql(PGDialect_psycopg):
    """Looks at a connection before it is used again without a way to the server and back.

    A server that ended has closed its side, which this machine knows; a short transaction takes
    hardly longer than asking did. One whose whole machine fell silent is noticed by the statement.
    """

    supports_statement_cache = True

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Say whether it lives: where nothing has come that nobody asked for, it does."""
        looked = poll()
        looked.register(dbapi_connection.fileno(), POLLIN)
        if not looked.poll(0):
            return True
        asked: bool = super().do_ping(dbapi_connection)  # type: ignore[no-untyped-call]
        return asked
