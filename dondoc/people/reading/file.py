"""A file of people as an office makes it: each sheet that holds a list, with how it is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dondoc.incoming.book import Book, open_book
from dondoc.incoming.workbook import Limits
from dondoc.people.reading.match import Correction
from dondoc.people.reading.sheet import Head, SheetReading
from language.text import folded
from rules.errors import Problem, RuleError
from rules.meaning.list_titles import ListTitles

# A hundred thousand people with twenty-five columns.
LIMITS = Limits(most_bytes=60_000_000, most_unpacked=600_000_000, most_cells=2_600_000)
# What a spreadsheet calls its sheets by itself.
_PLAIN = re.compile(
    r"(?:sheet|trang(?:tinh)?|ds|data|bang|bieu|phuluc|pl)?\d*|.*(?:danhsach|tonghop).*"
)


@dataclass
class ListFile:
    """An opened file: go through `sheets` once, and each sheet's rows before the next sheet.

    `aside`: the sheets that were not read, and why; complete when all were gone through.
    """

    file: str
    sheets: Iterator[SheetReading] = field(repr=False)
    aside: dict[str, str] = field(default_factory=dict)


def open_list(
    path: Path,
    titles: ListTitles,
    content: bytes | None = None,
    *,
    corrections: Mapping[str, Correction] | None = None,
    as_of: date | None = None,
    limits: Limits = LIMITS,
) -> ListFile:
    """Open the list of people at `path`: XLSX, or CSV whatever letters it was typed in.

    Args:
        titles: how its columns may be called.
        content: its bytes, where they have been read already.
        corrections: by the fingerprint of a layout, what persons said of it.
        as_of: the local date the list is of.
    Raises:
        RuleError: the file cannot be read, is too large, a bomb, or encrypted; while its sheets are
            gone through: it is broken, or none of them holds a list.
    """
    book = open_book(path, content, limits, old_letters=True)
    found = ListFile(path.name, iter(()))
    found.sheets = _sheets(book, titles, corrections or {}, as_of, found)
    return found


def _sheets(
    book: Book,
    titles: ListTitles,
    corrections: Mapping[str, Correction],
    as_of: date | None,
    file: ListFile,
) -> Iterator[SheetReading]:
    read = 0
    for sheet in book.sheets:
        if not sheet.shown:
            file.aside[sheet.name] = "trang tính bị ẩn"
            continue
        head = Head(sheet, titles)
        if head.header is None:
            empty = "trang tính trống" if not head.rows else "không thấy dòng tiêu đề có cột họ tên"
            file.aside[sheet.name] = empty
            continue
        read += 1
        match = head.match()
        correction = corrections.get(match.fingerprint)
        village = _village(sheet.name) if book.several else None
        yield SheetReading(head, correction, book.seen, as_of, village)
    if not read:
        why = "; ".join(f"{name or 'tệp'}: {why}" for name, why in file.aside.items())
        allowed = "một dòng tiêu đề có cột Họ và tên và ít nhất một cột nữa"
        raise RuleError([Problem(file.file, 1, "", f"không thấy danh sách người ({why})", allowed)])


def _village(sheet: str) -> str | None:
    """Return the sheet's name where a person gave it one: as a rule the village's."""
    return None if _PLAIN.fullmatch(folded(sheet)) else sheet
