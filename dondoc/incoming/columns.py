"""Columns as data: what each is called, what its cells hold, whether a file must have it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dondoc.incoming.table import Cell, Table
from dondoc.incoming.values import text
from language.text import folded
from rules.errors import Problem


@dataclass(frozen=True)
class Column:
    """One column of an import, declared.

    `aliases`: what its heading may say, folded (no accents, capitals or blanks), separated by
    blanks; `titles` the same as written, where accents may decide. `reads` turns a cell into its
    value and raises `values.Bad`. `required`: a file without the column is refused. `within`: the
    column, or the title over several, below which alone a title means this one. `many`: a file may
    have more than one. `doubtful`: titles that may mean it, of which a person is asked.
    """

    name: str
    aliases: str = ""
    reads: Callable[[Cell], object] = text
    required: bool = False
    titles: tuple[str, ...] = ()
    within: str = ""
    many: bool = False
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of file.

    `aside`: headings of columns that are read over. `quotes`: whether refusals repeat what stands
    in the file; not where a list of people may have come by mistake, and never where no title is
    known. `instead`: what is said of a column that is not known, after its place. `above`: titles
    that stand over several columns and are none, by the name `Column.within` calls them.
    """

    columns: tuple[Column, ...]
    aside: str = "stt tt no ghichu note notes"
    quotes: bool = True
    instead: str = ""
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _meant: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        meant = dict.fromkeys(self.aside.split(), "")
        for column in self.columns:
            meant |= dict.fromkeys((folded(column.name), *column.aliases.split()), column.name)
        object.__setattr__(self, "_meant", meant)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns, in the order declared."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Return the names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    def meant(self, heading: object) -> str | None:
        """Return the column a heading means, "" for one that is read over, None for no known."""
        return self._meant.get(folded(str(heading)))

    def places(self, table: Table) -> tuple[dict[str, int], list[Problem]]:
        """Return where each column stands in `table`, and what is wrong with its header."""
        found: dict[str, int] = {}
        problems, header = list[Problem](), table.form.header
        # Where no title is known the line may be anything: somebody of a list without titles, too.
        quotes = self.quotes and any(map(self.meant, header))
        for place, heading in enumerate(header):
            column = self.meant(heading)
            if column is None:
                problems.append(self._unknown(table, place, heading if quotes else None))
            elif column and column in found:
                what = f'trùng với cột "{header[found[column]]}"'
                problems.append(table.problem(table.header_row, heading, what))
            elif column:
                found[column] = place
        missing = [name for name in self.required if name not in found]
        if missing:
            what = f"thiếu cột: {', '.join(missing)}"
            problems.append(table.problem(table.header_row, "", what, ", ".join(self.names)))
        return found, problems

    def _unknown(self, table: Table, place: int, heading: str | None) -> Problem:
        """Return that a column is not known; `heading` None: what stands there is not repeated."""
        if heading is None:
            what = "; ".join(filter(None, (f"không hiểu cột thứ {place + 1}", self.instead)))
            return table.problem(table.header_row, "", what, ", ".join(self.names))
        what = f'không hiểu cột "{heading}"' if heading else f"cột thứ {place + 1} không có tên"
        return table.problem(table.header_row, heading, what, ", ".join(self.names))
