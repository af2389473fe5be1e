"""From the rows of a table to values by column: every mistake with its row and its column."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.table import Row, Table
from dondoc.incoming.values import Bad
from language.text import in_old_letters
from rules.errors import Problem, RuleError

_OLD = "chữ gõ theo bảng mã cũ (TCVN3, VNI)"


@dataclass(frozen=True)
class Remark:
    """What was understood differently from how it stands there, or will not work as it is."""

    row: int
    column: str
    what: str


@dataclass
class Reader:
    """Reads one table by declared columns; `problems` and `remarks` are gathered on the way.

    Raises: RuleError where the header is not understood.
    """

    table: Table
    columns: Columns
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._places, problems = self.columns.places(self.table)
        if problems:
            raise RuleError(problems)

    def __iter__(self) -> Iterator["Read"]:
        """Yield each row with its values; one that is wrong lacks the wrong ones."""
        for number, cells in self.table.rows:
            yield self._row(number, cells)

    def _row(self, number: int, cells: Row) -> "Read":
        read = Read(self, number, cells)
        for column in self.columns:
            try:
                read.values[column.name] = self._value(column, cells)
            except Bad as bad:
                read.note(column.name, bad.what, bad.allowed, bad.seen)
        return read

    def _value(self, column: Column, cells: Row) -> object:
        place = self._places.get(column.name)
        cell = cells[place] if place is not None else ""
        if isinstance(cell, str) and in_old_letters(cell):
            raise Bad(_OLD, "chuyển sang Unicode rồi ghi lại tệp")
        return column.reads(cell)

    def heading(self, column: str) -> str:
        """Return what the file calls a column."""
        place = self._places.get(column)
        return column if place is None else self.table.form.header[place]


@dataclass
class Read:
    """One row: its number in the file, its cells, and what they say by the columns' names."""

    reader: Reader
    number: int
    cells: Row
    values: dict[str, Any] = field(default_factory=dict)
    wrong: bool = False

    def note(self, column: str, what: str, allowed: str = "", seen: str = "") -> None:
        """Note what is wrong; `seen` is repeated only where the file's own words may be."""
        said = f'"{seen}" {what}' if seen and self.reader.columns.quotes else what
        problem = self.reader.table.problem(self.number, self.reader.heading(column), said, allowed)
        self.reader.problems.append(problem)
        self.wrong = True

    def remark(self, column: str, what: str) -> None:
        """Note what was understood differently, or will not work."""
        self.reader.remarks.append(Remark(self.number, self.reader.heading(column), what))

    def others(self, *taken: str) -> dict[str, Any]:
        """Return the values of all columns but those `taken`, which the thing itself looks into."""
        return {name: value for name, value in self.values.items() if name not in taken}

    def take(self, column: str, read: Any, *more: Any) -> Any:
        """Return what `read` makes of a value (and `more`), None where it is wrong."""
        if column not in self.values:
            return None
        try:
            return read(self.values[column], *more)
        except Bad as bad:
            self.note(column, bad.what, bad.allowed, bad.seen)
            return None
