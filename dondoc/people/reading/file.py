"""A file of people as an office makes it: each sheet that holds a list, with how it is read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from dondoc.errors import why
from dondoc.incoming.book import Book, open_book, refused
from dondoc.incoming.workbook import Limits
from dondoc.people.reading.asking import Ask
from dondoc.people.reading.match import NO_CORRECTION, Correction, SheetMatch, corrected
from dondoc.people.reading.rows import LeftOut
from dondoc.people.reading.sheet import Head, SheetReading
from dondoc.people.row import ListRow
from dondoc.setup.collector import standing
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
    said: Correction | None = None,
    as_of: date | None = None,
    limits: Limits = LIMITS,
) -> ListFile:
    """Open the list of people at `path`: XLSX, or CSV whatever letters it was typed in.

    Args:
        titles: how its columns may be called.
        content: its bytes, where they have been read already.
        corrections: by the fingerprint of a layout, what persons said of it before.
        said: what a person says of this file, over that.
        as_of: the local date the list is of.
    Raises:
        RuleError: the file cannot be read, is too large, a bomb, or encrypted; while its sheets are
            gone through: it is broken, or none of them holds a list.
    """
    book = open_book(path, content, limits, old_letters=True)
    found = ListFile(path.name, iter(()))
    known = _Said(corrections or {}, said or NO_CORRECTION)
    found.sheets = _sheets(book, titles, known, as_of, found)
    return found


@dataclass(frozen=True)
class SheetTold:
    """How one sheet was read: its match, what a person should say of it, the rows left out."""

    match: SheetMatch
    asks: tuple[Ask, ...]
    left_out: tuple[LeftOut, ...]
    left: int


@dataclass(frozen=True)
class ListRead:
    """A file of people gone through: its rows, how each sheet was read, and its digest.

    `aside`: the sheets that hold no list, and why.
    """

    rows: tuple[ListRow, ...]
    sheets: tuple[SheetTold, ...]
    aside: Mapping[str, str]
    sha256: str


def read_list(
    path: Path,
    titles: ListTitles,
    *,
    corrections: Mapping[str, Correction] | None = None,
    said: Correction | None = None,
    as_of: date | None = None,
    content: bytes | None = None,
) -> ListRead:
    """Go through the list at `path` once; arguments and refusals as of `open_list`."""
    content = _content(path) if content is None else content
    file = open_list(path, titles, content, corrections=corrections, said=said, as_of=as_of)
    rows, told = list[ListRow](), list[SheetTold]()
    # Rows that stay are no garbage: looking through them for some costs a tenth.
    with standing():
        for sheet in file.sheets:
            rows.extend(sheet)
            left_out = tuple(sheet.rows.left_out)
            told.append(SheetTold(sheet.match, sheet.asks(), left_out, sheet.rows.left))
    return ListRead(tuple(rows), tuple(told), file.aside, sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise refused(path, f"không đọc được tệp: {why(failure)}") from failure


@dataclass(frozen=True)
class _Said:
    """What is said of a layout: before by its fingerprint, and now of all there are in the file."""

    before: Mapping[str, Correction]
    now: Correction

    def of(self, layout: str) -> Correction:
        return self.before.get(layout, NO_CORRECTION).with_later(self.now)


def _sheets(
    book: Book,
    titles: ListTitles,
    said: _Said,
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
        village = _village(sheet.name) if book.several else None
        given = match.village or village
        match = corrected(replace(match, village=given), said.of(match.fingerprint))
        yield SheetReading(head, match, book.seen, as_of)
    if not read:
        why = "; ".join(f"{name or 'tệp'}: {why}" for name, why in file.aside.items())
        allowed = "một dòng tiêu đề có cột Họ và tên và ít nhất một cột nữa"
        raise RuleError([Problem(file.file, 1, "", f"không thấy danh sách người ({why})", allowed)])


def _village(sheet: str) -> str | None:
    """Return the sheet's name where a person gave it one: as a rule the village's."""
    return None if _PLAIN.fullmatch(folded(sheet)) else sheet
