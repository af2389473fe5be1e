"""Plain tables of values, held whole or read row by row."""

from collections.abc import Callable, Iterator, Sequence
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


# Rows after which it is told how far a long table is.
_TOLD_AFTER = 2_000


@dataclass(frozen=True)
class LongTable:
    """A table of any length. `rows` may be read once; `total`: how many they are, or nearly."""

    name: str
    columns: tuple[str, ...]
    total: int
    rows: Iterator[Sequence[Value]]

    def counting(self, tell: Callable[[int], None]) -> Iterator[Sequence[Value]]:
        """Pass the rows on, telling after each batch how many there were."""
        done = 0
        for row in self.rows:
            yield row
            done += 1
            if done % _TOLD_AFTER == 0:
                tell(done)
        tell(done)
