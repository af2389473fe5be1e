"""A table from outside as it stands in its file: its form, and rows with their true numbers."""

from dataclasses import dataclass
from datetime import date

from rules.errors import Problem

Cell = str | int | float | bool | date
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Form:
    """How a file was written: its column names, and for CSV the marks between and before."""

    header: tuple[str, ...]
    delimiter: str = ","
    newline: str = "\n"
    marked: bool = False


@dataclass(frozen=True)
class Table:
    """A file's form, and its rows that are not blank with their numbers in the file (from 1)."""

    file: str
    form: Form
    header_row: int
    rows: tuple[tuple[int, Row], ...]

    def problem(self, row: int, column: str, what: str, allowed: str = "") -> Problem:
        """Return a problem of this file."""
        return Problem(self.file, row, column, what, allowed)


def blank(cell: Cell) -> bool:
    """Return whether nothing stands in `cell`."""
    return isinstance(cell, str) and not cell.strip()
