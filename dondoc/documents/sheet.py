"""A plain table of values."""

from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and whether bars show its size."""

    title: str
    width: int = 12
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `id` names its file; `totals` are rows below the others, sums of them."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[tuple[Value, ...], ...] = ()
    notes: tuple[str, ...] = ()
