"""The contacts file as a table: CSV or XLSX, read with true row numbers and written back."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from unicodedata import normalize

import python_calamine
import xlsxwriter

from dondoc.documents.packed import member, members
from dondoc.documents.sheet_xml import look_through
from dondoc.errors import Refused, why
from rules.errors import Problem, RuleError

Cell = str | int | float | bool | date
CSV_OR_XLSX = "CSV (UTF-8) hoặc XLSX"
# An address book of a province is a tenth of this.
_MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
# Of all communes of the country: six people each, ten columns.
_MOST_CELLS = 1_000_000
_NO_XLSX = "không phải tệp XLSX, hoặc tệp bị hỏng"
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


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
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    def problem(self, row: int, column: str, what: str, allowed: str = "") -> Problem:
        """Return a problem of this file."""
        return Problem(self.file, row, column, what, allowed)


def read_table(path: Path, content: bytes | None = None) -> Table:
    """Read the file at `path`; what it holds decides, not what it is called.

    Args:
        content: its bytes, where they have been read already.
    Raises:
        RuleError: it cannot be read, is empty, is no such file, has several sheets, or lines
            with more cells than columns.
    """
    if content is None:
        try:
            content = path.read_bytes()
        except OSError as failure:
            raise _refused(path, f"không đọc được tệp: {why(failure)}") from failure
    if not content.strip():
        raise _refused(path, "tệp trống")
    if len(content) > _MOST_BYTES:
        raise _refused(path, f"tệp lớn hơn {_MOST_BYTES // 1_000_000} MB")
    if content.startswith(_ZIP):
        return _read_xlsx(path, content)
    if content.startswith(_OLD_EXCEL):
        raise _refused(path, "tệp Excel kiểu cũ", "lưu lại thành .xlsx")
    return _read_csv(path, content)


def _refused(path: Path, what: str, allowed: str = "", line: int = 1) -> RuleError:
    return RuleError([Problem(str(path), line, "", what, allowed)])


def _read_csv(path: Path, content: bytes) -> Table:
    try:
        text = normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as foreign:
        line = content.count(b"\n", 0, foreign.start) + 1
        what = "không phải tệp văn bản UTF-8 (bảng mã cũ, hoặc loại tệp khác)"
        raise _refused(path, what, CSV_OR_XLSX, line) from None
    if "\0" in text:
        raise _refused(path, "không phải tệp văn bản", CSV_OR_XLSX)
    first = next((line for line in text.splitlines() if line.strip()), "")
    form = Form(
        header=(),
        delimiter=max(",;\t", key=first.count),
        newline="\r\n" if "\r\n" in text else "\n",
        marked=content.startswith(b"\xef\xbb\xbf"),
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    rows, begins = list[tuple[int, tuple[Cell, ...]]](), 1
    try:
        for cells in reader:
            rows.append((begins, tuple(cells)))
            begins = reader.line_num + 1
    except csv.Error as broken:
        what = f"dấu nháy kép không khép hoặc đặt sai chỗ ({broken})"
        raise _refused(path, what, line=begins) from None
    return _table(path, form, rows)


def _read_xlsx(path: Path, content: bytes) -> Table:
    _refuse_bombs(path, content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except python_calamine.CalamineError as broken:
        raise _refused(path, _NO_XLSX, CSV_OR_XLSX) from broken
    filled = {name: cells for name, cells in sheets.items() if any(map(any, cells))}
    if len(filled) > 1:
        names = ", ".join(filled)
        what = f"có {len(filled)} trang tính có dữ liệu: {names}"
        raise _refused(path, what, "một trang tính duy nhất")
    cells = next(iter(filled.values()), [])
    rows = [
        (number, tuple(_plain(cell) for cell in row)) for number, row in enumerate(cells, start=1)
    ]
    return _table(path, Form(header=()), rows)


def _refuse_bombs(path: Path, content: bytes) -> None:
    """Refuse what would take all the memory there is, before the spreadsheet reader opens it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise _refused(path, _NO_XLSX, CSV_OR_XLSX)
    try:
        sizes = members(content, _MOST_UNPACKED, "tệp XLSX")
    except Refused as refused:
        raise _refused(path, str(refused), CSV_OR_XLSX) from refused
    for part in sizes:
        seen = look_through(member(content, part))
        if seen is not None and seen.cells > _MOST_CELLS:
            raise _refused(path, "trang tính quá lớn", CSV_OR_XLSX)


def _plain(cell: object) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str):
        return normalize("NFC", cell)
    return cell if isinstance(cell, int | float | date) else str(cell)


def _table(path: Path, form: Form, rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> Table:
    filled = [(number, cells) for number, cells in rows if any(not _blank(cell) for cell in cells)]
    if not filled:
        raise _refused(path, "tệp trống")
    header_row, names = filled[0]
    header = [str(name).strip() for name in names]
    while header and not header[-1]:
        header.pop()
    if len(filled) == 1:
        raise _refused(path, "chỉ có dòng tiêu đề, không có dòng nào", line=header_row)
    width = len(header)
    ragged = [
        Problem(str(path), number, "", f"có {len(cells)} ô, dòng tiêu đề có {width} cột")
        for number, cells in filled[1:]
        if any(not _blank(cell) for cell in cells[width:])
    ]
    if ragged:
        raise RuleError(ragged)
    rest = tuple(
        (number, (*cells[:width], *[""] * (width - len(cells)))) for number, cells in filled[1:]
    )
    form = Form(tuple(header), form.delimiter, form.newline, form.marked)
    return Table(str(path), form, header_row, rest)


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def write_table(path: Path, form: Form, rows: Iterable[Sequence[Cell]]) -> None:
    """Write the file at `path`, readable by its owner only: XLSX if it is called so, else CSV."""
    # Before the first byte: the file holds people's names and addresses.
    path.touch(mode=0o600)
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, form, rows)
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator=form.newline)
    writer.writerow(form.header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig" if form.marked else "utf-8"))


def _write_xlsx(path: Path, form: Form, rows: Iterable[Sequence[Cell]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh bạ")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for place, name in enumerate(form.header):
            sheet.write_string(0, place, name)
        for number, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif isinstance(cell, int | float):
                    sheet.write_number(number, place, cell)
                elif cell:
                    # Never as a formula, whatever a cell begins with.
                    sheet.write_string(number, place, cell)
