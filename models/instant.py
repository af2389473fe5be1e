"""The column type of every instant: aware, stored in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcInstant(TypeDecorator[datetime]):
    """An aware `datetime`, stored in UTC and read back aware.

    Raises `ValueError` for a naive value: whoever meant a local time must say which.
    SQLite keeps no zone, so the value is stored there as UTC wall time, which sorts.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone, got the naive {value.isoformat()}")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a stored value: on SQLite in one step, instants known from before."""
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        stored: datetime = value
        return stored.astimezone(UTC)


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else _instant(stored)


# Many rows have few instants: those of the sweeps and of the days that are counted by.
@lru_cache(maxsize=4096)
def _instant(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")
