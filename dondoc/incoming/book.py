"""A file from outside, opened within limits: CSV or XLSX, its sheets one after the other."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dondoc.errors import Refused, why
from dondoc.incoming.encoding import by_evidence
from dondoc.incoming.layout import Numbered
from dondoc.incoming.sheet_xml import Seen
from dondoc.incoming.table import Cell, Form
from dondoc.incoming.workbook import Limits, looked_through, shown_sheets, streamed
from language.text import nfc
from rules.errors import Problem, RuleError

CSV_OR_XLSX = "CSV (UTF-8) hoặc XLSX"
_XLSX = "tệp XLSX"
# Lines by which the mark between cells is told.
_LOOKED_AT = 20
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """One sheet: whether a person sees it, and its rows with their numbers, to be read once."""

    name: str
    shown: bool
    rows: Iterator[Numbered]


@dataclass(frozen=True)
class Book:
    """An opened file. `sheets`: to be gone through once; the one of a CSV file has no name.

    `seen`: what the spreadsheet's cells do not tell; None of CSV. `several`: whether a person sees
    more than one sheet.
    """

    form: Form
    seen: Seen | None
    sheets: Iterator[Sheet]
    several: bool = False


def open_book(
    path: Path, content: bytes | None, limits: Limits, *, old_letters: bool = False
) -> Book:
    """Open the file at `path`; what it holds decides, not what it is called.

    Args:
        content: its bytes, where they have been read already.
        limits: what the file may be at most.
        old_letters: a text file that is no UTF-8 is read where its words show in what letters it
            was typed; otherwise it is refused.
    Raises:
        RuleError: it cannot be read, is empty, is no such file, is too large or a bomb. Of a broken
            text file also while its rows are read.
    """
    if content is None:
        try:
            content = path.read_bytes()
        except OSError as failure:
            raise refused(path, f"không đọc được tệp: {why(failure)}") from failure
    if not content.strip():
        raise refused(path, "tệp trống")
    if len(content) > limits.most_bytes:
        raise refused(path, f"tệp lớn hơn {limits.most_bytes // 1_000_000} MB")
    if content.startswith(_ZIP):
        return _xlsx(path, content, limits)
    if content.startswith(_OLD_EXCEL):
        raise refused(path, "tệp Excel kiểu cũ", "lưu lại thành .xlsx")
    return _csv(path, _text(path, content, old_letters), content.startswith(b"\xef\xbb\xbf"))


def refused(path: Path, what: str, allowed: str = "", line: int = 1) -> RuleError:
    """Return the refusal of the file at `path`."""
    return RuleError([Problem(str(path), line, "", what, allowed)])


def _text(path: Path, content: bytes, old_letters: bool) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as foreign:
        found = by_evidence(content) if old_letters else None
        if found is None:
            line = content.count(b"\n", 0, foreign.start) + 1
            what = "không phải tệp văn bản UTF-8 (bảng mã cũ, hoặc loại tệp khác)"
            raise refused(path, what, CSV_OR_XLSX, line) from None
        text = found
    if "\0" in text:
        raise refused(path, "không phải tệp văn bản", CSV_OR_XLSX)
    return nfc(text)


def _csv(path: Path, text: str, marked: bool) -> Book:
    head = text.splitlines()[:_LOOKED_AT]
    form = Form(
        header=(),
        # A title above the table has none of them, or a comma of its own.
        delimiter=max(",;\t", key=lambda mark: max(line.count(mark) for line in head)),
        newline="\r\n" if "\r\n" in text else "\n",
        marked=marked,
    )
    return Book(form, None, iter([Sheet("", True, _csv_rows(path, text, form.delimiter))]))


def _csv_rows(path: Path, text: str, delimiter: str) -> Iterator[Numbered]:
    reader, begins = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            yield begins, tuple(cells)
            begins = reader.line_num + 1
    except csv.Error as broken:
        what = f"dấu nháy kép không khép hoặc đặt sai chỗ ({broken})"
        raise refused(path, what, line=begins) from None


def _xlsx(path: Path, content: bytes, limits: Limits) -> Book:
    try:
        seen = looked_through(content, limits, _XLSX)
        shown = shown_sheets(content, _XLSX)
    except Refused as unfit:
        raise refused(path, str(unfit), CSV_OR_XLSX) from unfit
    return Book(Form(header=()), seen, _sheets(path, content, shown), len(shown) > 1)


def _sheets(path: Path, content: bytes, shown: frozenset[str]) -> Iterator[Sheet]:
    try:
        for name, rows in streamed(content, _XLSX):
            numbered = enumerate(rows, start=1)
            plain = ((number, tuple(map(_plain, cells))) for number, cells in numbered)
            yield Sheet(nfc(name), name in shown, plain)
    except Refused as unfit:
        raise refused(path, str(unfit), CSV_OR_XLSX) from unfit


def _plain(cell: object) -> Cell:
    if isinstance(cell, str):
        return nfc(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, int | float | date) else str(cell)
