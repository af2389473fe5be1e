"""Where a table stands in its sheet: titles above, headers in two rows, what is added below."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dondoc.incoming.columns import Columns
from dondoc.incoming.table import Cell, Row, blank
from language.text import folded

Numbered = tuple[int, Row]

# A title of an office is three to eight rows.
_LOOKED_AT = 20
# "(1)", "2", "A": a row that only numbers the columns.
_NUMBERING = re.compile(r"\(?(?:[0-9]{1,2}|[A-ZĐa-zđ])\)?")
# What an office writes under a table, folded.
_BELOW = re.compile(
    r"tong(?:cong|so)?\d*$|tongcong|cong(?:$|thon|xom)|nguoilap|lapbieu|thutruong|noinhan|xacnhan|kyten"
    r"|ghichu|tmubnd|tmuyban|ktchutich|\D{0,20}ngay\d*thang"
)


class Layout(NamedTuple):
    """The number of the header's (last) row, its headings, and the rows that hold something."""

    header_row: int
    header: tuple[str, ...]
    rows: list[Numbered]


def laid_out(rows: Sequence[Numbered], columns: Columns | None) -> Layout:
    """Return where the table of `columns` stands among the `rows` that are not blank.

    The header is the row, or the two rows one above the other, that name most of the columns; with
    none that names two, the first row. Rows that only number the columns are left out, and what
    stands below the table: totals, dates and signatures, where no complete row follows.
    """
    first, header, after = _header(rows, columns) if columns else _plain(rows, 0)
    body = list(rows[after:])
    if columns:
        while body and numbers(body[0][1], header):
            del body[0]
        body = body[: _end(body, header, columns)]
    return Layout(first, header, body)


def _plain(rows: Sequence[Numbered], at: int) -> tuple[int, tuple[str, ...], int]:
    number, cells = rows[at]
    return number, _headings(cells), at + 1


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    header = [" ".join(str(cell).split()) for cell in cells]
    while header and not header[-1]:
        header.pop()
    return tuple(header)


def _header(rows: Sequence[Numbered], columns: Columns) -> tuple[int, tuple[str, ...], int]:
    best, found = 1, _plain(rows, 0)
    for at in range(min(len(rows), _LOOKED_AT)):
        single = _plain(rows, at)
        for number, header, after in (single, *_with_next(rows, at, columns)):
            known = {name for heading in header if (name := columns.meant(heading))}
            if len(known) > best:
                best, found = len(known), (number, header, after)
    return found


def _with_next(
    rows: Sequence[Numbered], at: int, columns: Columns
) -> list[tuple[int, tuple[str, ...], int]]:
    """Return the header that row `at` makes with the one under it, where that names columns too."""
    if at + 1 >= len(rows) or rows[at + 1][0] != rows[at][0] + 1:
        return []
    upper, lower = (_headings(cells) for _, cells in rows[at : at + 2])
    if not lower or any(columns.meant(heading) is None for heading in lower if heading):
        return []
    width = max(len(upper), len(lower))
    above = (*upper, *[""] * (width - len(upper)))
    below = (*lower, *[""] * (width - len(lower)))
    joined = tuple(one or other for one, other in zip(below, above, strict=True))
    return [(rows[at + 1][0], joined, at + 2)]


def numbers(cells: Row, header: Sequence[object]) -> bool:
    """Return whether a row only numbers the columns under `header`."""
    filled = [str(cell).strip() for cell in cells if not blank(cell)]
    return 2 * len(filled) > len(header) and all(map(_NUMBERING.fullmatch, filled))


def _end(rows: Sequence[Numbered], header: tuple[str, ...], columns: Columns) -> int:
    """Return how many of `rows` belong to the table."""
    places = {columns.meant(heading): place for place, heading in enumerate(header)}
    end = len(rows)
    for number in range(len(rows) - 1, -1, -1):
        if _complete(rows[number][1], places, columns):
            break
        first = next(cell for cell in rows[number][1] if not blank(cell))
        if stands_below(str(first)):
            end = number
    return end


def stands_below(said: str) -> bool:
    """Return whether a row that begins so is a total, a date or a signature under a table."""
    return _BELOW.match(folded(said)) is not None


def _complete(cells: Row, places: Mapping[str | None, int], columns: Columns) -> bool:
    """Return whether a row has something in every column that a row of the table has."""
    wanted = [c.name for c in columns if c.required]
    return all(
        (place := places.get(name)) is None or (place < len(cells) and not blank(cells[place]))
        for name in wanted
    )
