"""A file from outside as a table: CSV or XLSX, read within limits, with true row numbers."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from dondoc.errors import Refused, why
from dondoc.incoming.columns import Columns
from dondoc.incoming.layout import Numbered, laid_out
from dondoc.incoming.sheet_xml import Seen, address
from dondoc.incoming.table import Cell, Form, Table, blank
from dondoc.incoming.workbook import NAMED, USUAL, Limits, lacking, looked_through, sheets
from language.text import nfc
from rules.errors import Problem, RuleError

_XLSX = "tệp XLSX"
CSV_OR_XLSX = "CSV (UTF-8) hoặc XLSX"
# Lines by which the mark between cells is told.
_LOOKED_AT = 20
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


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
    if content is None:
        try:
            content = path.read_bytes()
        except OSError as failure:
            raise _refused(path, f"không đọc được tệp: {why(failure)}") from failure
    if not content.strip():
        raise _refused(path, "tệp trống")
    if len(content) > limits.most_bytes:
        raise _refused(path, f"tệp lớn hơn {limits.most_bytes // 1_000_000} MB")
    if content.startswith(_ZIP):
        form, rows = _read_xlsx(path, content, limits)
        return _table(path, form, rows, columns)
    if content.startswith(_OLD_EXCEL):
        raise _refused(path, "tệp Excel kiểu cũ", "lưu lại thành .xlsx")
    form, rows = _read_csv(path, content)
    return _table(path, form, rows, columns)


def _refused(path: Path, what: str, allowed: str = "", line: int = 1) -> RuleError:
    return RuleError([Problem(str(path), line, "", what, allowed)])


def _read_csv(path: Path, content: bytes) -> tuple[Form, list[Numbered]]:
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as foreign:
        line = content.count(b"\n", 0, foreign.start) + 1
        what = "không phải tệp văn bản UTF-8 (bảng mã cũ, hoặc loại tệp khác)"
        raise _refused(path, what, CSV_OR_XLSX, line) from None
    if "\0" in text:
        raise _refused(path, "không phải tệp văn bản", CSV_OR_XLSX)
    head = text.splitlines()[:_LOOKED_AT]
    form = Form(
        header=(),
        # A title above the table has none of them, or a comma of its own.
        delimiter=max(",;\t", key=lambda mark: max(line.count(mark) for line in head)),
        newline="\r\n" if "\r\n" in text else "\n",
        marked=content.startswith(b"\xef\xbb\xbf"),
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    rows, begins = list[Numbered](), 1
    try:
        for cells in reader:
            rows.append((begins, tuple(cells)))
            begins = reader.line_num + 1
    except csv.Error as broken:
        what = f"dấu nháy kép không khép hoặc đặt sai chỗ ({broken})"
        raise _refused(path, what, line=begins) from None
    return form, rows


def _read_xlsx(path: Path, content: bytes, limits: Limits) -> tuple[Form, list[Numbered]]:
    try:
        seen = looked_through(content, limits, _XLSX)
        found = sheets(content, _XLSX)
    except Refused as refused:
        raise _refused(path, str(refused), CSV_OR_XLSX) from refused
    filled = {name: cells for name, cells in found.items() if any(map(any, cells))}
    if len(filled) > 1:
        names = ", ".join(filled)
        what = f"có {len(filled)} trang tính có dữ liệu: {names}"
        raise _refused(path, what, "một trang tính duy nhất")
    cells = next(iter(filled.values()), [])
    if wrong := list(islice(_lacking(path, cells, seen), NAMED)):
        raise RuleError(wrong)
    rows = [
        (number, tuple(_plain(cell) for cell in row)) for number, row in enumerate(cells, start=1)
    ]
    return Form(header=()), rows


def _lacking(path: Path, cells: list[list[object]], seen: Seen) -> Iterator[Problem]:
    """Yield the cells that look empty because a formula in them has no value."""
    for number, row in enumerate(cells):
        for place, cell in enumerate(row):
            at = address(number, place)
            if cell == "" and (says := lacking(seen, at, needed=False)):
                yield Problem(str(path), number + 1, at, says)


def _plain(cell: object) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str):
        return nfc(cell)
    return cell if isinstance(cell, int | float | date) else str(cell)


def _table(path: Path, form: Form, rows: Iterable[Numbered], columns: Columns | None) -> Table:
    filled = [(number, cells) for number, cells in rows if any(not blank(cell) for cell in cells)]
    if not filled:
        raise _refused(path, "tệp trống")
    header_row, header, body = laid_out(filled, columns)
    if not body:
        raise _refused(path, "chỉ có dòng tiêu đề, không có dòng nào", line=header_row)
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
