"""A file of counts of lists (CSV or XLSX): read whole, or refused with every bad row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from dondoc.contacts.file import Table, read_table
from dondoc.documents.packed import member, members
from dondoc.documents.sheet_xml import look_through
from dondoc.reports.attach import read_limited
from dondoc.reports.count_cells import CountCells
from dondoc.reports.count_row import CountRow
from dondoc.reports.count_words import COLUMNS, column_of
from models import CountKind
from rules.errors import Problem, RuleError
from rules.rulebook import Rulebook

_MOST_BYTES, _MOST_UNPACKED, _MOST_CELLS = 5_000_000, 50_000_000, 500_000
_ZIP = b"PK\x03\x04"
# From the narrowest list to the widest: what cards are counted on.
_WHOLES = (CountKind.CONFIRMED, CountKind.LISTED, CountKind.POPULATION)


@dataclass(frozen=True)
class Counts:
    """A file of counts that holds nothing wrong, with its digest."""

    rows: tuple[CountRow, ...]
    sha256: str


def read_counts(path: Path, rulebook: Rulebook, today: date) -> Counts:
    """Read the file of counts at `path`; what it holds decides, not what it is called.

    Args:
        today: the local date; a count of a later day is refused.
    Raises:
        RuleError: naming every bad row with its number in the file.
        Refused: the file cannot be read, is too large, or is a bomb.
    """
    content = read_limited(path, _MOST_BYTES)
    if content.startswith(_ZIP):
        _look_through(path, content)
    table = read_table(path, content)
    reader = CountCells(table, _places(table), rulebook, today)
    rows = [row for number, cells in table.rows if (row := reader.row(number, cells))]
    problems = [*reader.problems, *_doubles(table, rows), *_more_cards(table, rows)]
    if problems:
        raise RuleError(problems)
    return Counts(tuple(rows), sha256(content).hexdigest())


def _look_through(path: Path, content: bytes) -> None:
    """Refuse bombs, endless sheets and formulas before any cell is read."""
    for part in members(content, _MOST_UNPACKED, path.name):
        seen = look_through(member(content, part))
        if seen is None:
            continue
        if seen.cells > _MOST_CELLS:
            raise RuleError([Problem(str(path), 1, "", "trang tính quá lớn")])
        if seen.formulas:
            what = "có công thức; ghi thẳng số"
            raise RuleError(Problem(str(path), 1, place, what) for place in seen.formulas[:50])


def _places(table: Table) -> dict[str, int]:
    """Return where each column stands."""
    found: dict[str, int] = {}
    problems = []
    for place, name in enumerate(table.form.header):
        column = column_of(name)
        if column is None:
            # Not repeated: a file of people may have come here by mistake, without a header.
            what = f"không hiểu cột thứ {place + 1}; tệp này chỉ nhận số đếm theo đơn vị"
            problems.append(table.problem(table.header_row, "", what, ", ".join(COLUMNS)))
        elif column in found:
            problems.append(table.problem(table.header_row, name, "cột này có hai lần"))
        elif column:
            found[column] = place
    missing = [name for name in COLUMNS if name not in found and name != "directive"]
    if missing:
        what = f"thiếu cột: {', '.join(missing)}"
        problems.append(table.problem(table.header_row, "", what, ", ".join(COLUMNS)))
    if problems:
        raise RuleError(problems)
    return found


def _doubles(table: Table, rows: Iterable[CountRow]) -> Iterator[Problem]:
    """Yield the rows that count the same a second time."""
    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = (row.directive, row.body, row.group, row.kind, row.as_of)
        if key in first:
            yield table.problem(row.row, "", f"trùng với dòng {first[key]}")
        first.setdefault(key, row.row)


def _more_cards(table: Table, rows: Iterable[CountRow]) -> Iterator[Problem]:
    """Yield the rows that count more cards than people on the very list of that day."""
    rows = list(rows)
    people_of = {(r.directive, r.body, r.group, r.as_of, r.kind): r.people for r in rows}
    for row in rows:
        if row.kind != CountKind.CARDS:
            continue
        same = [(row.directive, row.body, row.group, row.as_of, kind) for kind in _WHOLES]
        whole = next((people_of[key] for key in same if key in people_of), None)
        if whole is not None and row.people > whole:
            what = f"có thẻ {row.people} người, nhiều hơn {whole} người trong danh sách cùng ngày"
            yield table.problem(row.row, "", what)
