"""SQLite as all tests of a process speak it: what one database has compiled, the next one finds.

The program opens one database and keeps the statements it has compiled. Tests open a thousand, and
each would compile them all again. A statement is written the same for any two SQLite databases
whose engines read and write JSON alike, so they share what was compiled.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_compiled: dict[Any, Any] = {}


class SharedSQLite(SQLiteDialect_pysqlite):
    """The usual dialect, equal to another one that writes the same."""

    supports_statement_cache = True

    def _writes(self) -> tuple[Any, ...]:
        return self._json_serializer, self._json_deserializer, self.paramstyle

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SharedSQLite) and self._writes() == other._writes()

    def __hash__(self) -> int:
        return hash(self._writes())

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_compiled)


def share_compiled() -> None:
    """Let every SQLite engine made from now on be one of these."""
    registry.register("sqlite", __name__, SharedSQLite.__name__)
