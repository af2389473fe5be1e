"""A file from outside as a table: CSV or XLSX, read within limits, with true row numbers."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from dondoc.incoming.book import open_book, refused
from dondoc.incoming.columns import Columns
from dondoc.incoming.layout import Numbered, laid_out
from dondoc.incoming.sheet_xml import Seen, address
from dondoc.incoming.table import Form, Table, blank
from dondoc.incoming.workbook import NAMED, USUAL, Limits, lacking
from rules.errors import Problem, RuleError


def read_table(
    path: Path,
    content: bytes | None = None,
    *,
    columns: Columns | None = None,
    limits: Limits = USUAL,
) -> Table:
    """Read the file at `path`; what it holds decides, not what it is called.

    Args:
        content: its bytes, where they have been read already.
        columns: by which the table is found in its sheet; None: the first row is the header.
        limits: what the file may be at most.
    Raises:
        RuleError: it cannot be read, is empty, is no such file, is too large or a bomb, has
            several sheets, or lines with more cells than columns.
    """
    book = open_book(path, content, limits)
    filled = [(sheet, rows) for sheet in book.sheets if (rows := _filled(sheet.rows))]
    if len(filled) > 1:
        names = ", ".join(sheet.name for sheet, _ in filled)
        what = f"có {len(filled)} trang tính có dữ liệu: {names}"
        raise refused(path, what, "một trang tính duy nhất")
    rows = filled[0][1] if filled else []
    if book.seen and (wrong := list(islice(_lacking(path, rows, book.seen), NAMED))):
        raise RuleError(wrong)
    return _table(path, book.form, rows, columns)


def _filled(rows: Iterable[Numbered]) -> list[Numbered]:
    found = list(rows)
    return found if any(any(cells) for _, cells in found) else []


def _lacking(path: Path, rows: Iterable[Numbered], seen: Seen) -> Iterator[Problem]:
    """Yield the cells that look empty because a formula in them has no value."""
    for number, row in rows:
        for place, cell in enumerate(row):
            at = address(number - 1, place)
            if cell == "" and (says := lacking(seen, at, needed=False)):
                yield Problem(str(path), number, at, says)


def _table(path: Path, form: Form, rows: Iterable[Numbered], columns: Columns | None) -> Table:
    filled = [(number, cells) for number, cells in rows if any(not blank(cell) for cell in cells)]
    if not filled:
        raise refused(path, "tệp trống")
    header_row, header, body = laid_out(filled, columns)
    if not body:
        raise refused(path, "chỉ có dòng tiêu đề, không có dòng nào", line=header_row)
    width = len(header)
    ragged = [
        Problem(str(path), number, "", f"có {len(cells)} ô, dòng tiêu đề có {width} cột")
        for number, cells in body
        if any(not blank(cell) for cell in cells[width:])
    ]
    if ragged:
        raise RuleError(ragged)
    rest = tuple((number, (*cells[:width], *[""] * (width - len(cells)))) for number, cells in body)
    form = Form(header, form.delimiter, form.newline, form.marked)
    return Table(str(path), form, header_row, rest)
