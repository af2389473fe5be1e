"""An XLSX file from outside: looked through within limits before its cells are read."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import python_calamine

from dondoc.errors import Refused
from dondoc.incoming.packed import members, pieces
from dondoc.incoming.sheet_xml import Seen, look_through

_UNSTORED = (
    "công thức chưa có kết quả lưu trong tệp: mở tệp bằng Excel, lưu lại rồi gửi, hoặc ghi thẳng số"
)
_EMPTY = "công thức cho kết quả trống: ghi thẳng số"
# Of all cells that are wrong alike, how many are named.
NAMED = 50
_NO_XLSX = "không phải tệp XLSX, hoặc tệp bị hỏng"
_MACROS = "vbaproject.bin"


@dataclass(frozen=True)
class Limits:
    """What a file may be at most, in bytes, unpacked bytes and cells.

    By default an address book of a province ten times over: all communes of the country, six
    people each, ten columns.
    """

    most_bytes: int = 20_000_000
    most_unpacked: int = 200_000_000
    most_cells: int = 1_000_000


USUAL = Limits()


def looked_through(content: bytes, limits: Limits, what: str) -> Seen:
    """Return what the reader will not tell of the cells of all sheets, none of them read yet.

    Args:
        what: how a refusal calls the file.
    Raises:
        Refused: it is no XLSX file, holds macros, or would take all the memory there is.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(f"{what}: {_NO_XLSX}")
    sizes = members(content, limits.most_unpacked, what)
    if "xl/workbook.xml" not in sizes:
        raise Refused(f"{what}: {_NO_XLSX}")
    if any(part.lower().endswith(_MACROS) for part in sizes):
        raise Refused(f"{what}: tệp có macro; lưu lại thành .xlsx không có macro")
    found = Seen()
    # A sheet may lie under any name: the workbook's own list of parts says where.
    for part in sizes:
        seen = look_through(pieces(content, part))
        if seen is None:
            continue
        if seen.cells > limits.most_cells:
            raise Refused(f"{what}: trang tính quá lớn")
        found.errors |= seen.errors
        found.unstored |= seen.unstored
        found.empty |= seen.empty
        found.merged += seen.merged
    return found


def sheets(content: bytes, what: str) -> dict[str, list[list[object]]]:
    """Return the cells of each sheet by its name, of a file that was looked through.

    What is merged over several rows stands in each of them. Raises: Refused where it is broken.
    """
    return {name: list(rows) for name, rows in streamed(content, what)}


def streamed(content: bytes, what: str) -> Iterator[tuple[str, Iterator[list[object]]]]:
    """Yield each sheet's name and its rows, from the first of the sheet on; else as `sheets`.

    One sheet is held at a time, its rows as the reader packs them.
    """
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                yield name, _rows(book.get_sheet_by_name(name))
    except python_calamine.CalamineError as broken:
        raise Refused(f"{what}: {_NO_XLSX}") from broken


def lacking(seen: Seen, cell: str, needed: bool = True) -> str:
    """Return why a cell that reads as empty is none: an error, a formula that nobody computed.

    Args:
        cell: its address; a cell that holds a value lacks nothing, whatever another sheet has.
        needed: a formula that comes to nothing is told as well.
    Returns:
        what is wrong, in Vietnamese; "" of a cell that is left empty.
    """
    if error := seen.errors.get(cell):
        return f"ô có lỗi {error}; ghi lại số"
    if cell in seen.unstored:
        return _UNSTORED
    return _EMPTY if needed and cell in seen.empty else ""


def shown_sheets(content: bytes, what: str) -> frozenset[str]:
    """Return the names of the sheets that a person sees; raise as `sheets` does."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            seen = python_calamine.SheetVisibleEnum.Visible
            return frozenset(one.name for one in book.sheets_metadata if one.visible == seen)
    except python_calamine.CalamineError as broken:
        raise Refused(f"{what}: {_NO_XLSX}") from broken


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[object]]:
    left = sheet.start[1] if sheet.start else 0
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, first), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            merged.setdefault(top, []).append((first, bottom))
    # By column: what stands in it, down to which row.
    filled: dict[int, tuple[object, int]] = {}
    for number, row in enumerate(sheet.iter_rows()):
        cells: list[object] = [*[""] * left, *row]
        for column, (value, bottom) in list(filled.items()):
            cells[column] = value
            if number == bottom:
                del filled[column]
        for column, bottom in merged.get(number, ()):
            if column < len(cells):
                filled[column] = cells[column], bottom
        yield cells
