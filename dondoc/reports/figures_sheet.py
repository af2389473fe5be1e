"""Figures from the XLSX form, however its rows were moved: found by their hidden addresses."""

from collections.abc import Iterator, Mapping
from typing import Any

from dondoc.errors import Refused
from dondoc.incoming.sheet_xml import Seen, address
from dondoc.incoming.workbook import (
    NAMED,
    Limits,
    lacking,
    looked_through,
    sheets,
    shown_sheets,
)
from dondoc.reports.checks import FiguresRefused, Remark
from dondoc.reports.figure_cells import Written, block, refuse_other
from dondoc.reports.template import KEY, MARK, VALUE, WORD, FormOf
from rules.meaning.form import AS_OF, NIL, Form

_LIMITS = Limits(most_unpacked=50_000_000, most_cells=100_000)


def read_xlsx(name: str, content: bytes, whose: FormOf, form: Form) -> Written:
    """Return what stands in the sheet `content`; raise as `figures_file.read_figures` does."""
    seen = looked_through(content, _LIMITS, name)
    if seen.merged:
        says = "là ô gộp; bỏ gộp ô"
        raise FiguresRefused(block(form, place, place, says) for place in seen.merged[:NAMED])
    cells = _one_sheet(name, content)
    column, said = _mark(name, cells)
    refuse_other(name, whose, said)
    return _Cells(cells, column, form, seen).written()


def said_in_xlsx(name: str, content: bytes) -> tuple[str, ...]:
    """Return whose form the sheet `content` says it is: directive, duty, body, date.

    Raises:
        Refused: it is none of ours, or holds several.
    """
    looked_through(content, _LIMITS, name)
    return _mark(name, _one_sheet(name, content))[1]


def _one_sheet(name: str, content: bytes) -> list[list[Any]]:
    found = _filled_in(sheets(content, name), shown_sheets(content, name))
    if len(found) != 1:
        raise Refused(f"{name}: có {len(found)} trang tính ({', '.join(found)}); cần một")
    [cells] = found.values()
    return cells


def _filled_in(
    found: dict[str, list[list[Any]]], shown: frozenset[str]
) -> dict[str, list[list[Any]]]:
    """Return the sheets on which something stands that a person sees, or our own form."""
    return {
        name: rows
        for name, rows in found.items()
        if any(cell not in ("", None) for row in rows for cell in row)
        and (name in shown or any(_is_mark(cell) for row in rows for cell in row))
    }


def _is_mark(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith(f"{MARK}|")


def _mark(name: str, rows: list[list[Any]]) -> tuple[int, tuple[str, ...]]:
    """Return the column of the addresses, and whose form it says it is."""
    marks = [(at, cell) for row in rows for at, cell in enumerate(row) if _is_mark(cell)]
    if len(marks) != 1:
        what = "có nhiều mẫu trong một tệp" if marks else "không phải mẫu do dondoc template tạo"
        raise Refused(f"{name}: {what}")
    [(column, mark)] = marks
    said = tuple(mark.split("|")[1:])
    if len(said) != 4:
        raise Refused(f"{name}: dấu nhận dạng của mẫu đã bị sửa")
    return column, said


class _Cells:
    """One sheet, in which the form is found by its hidden addresses."""

    def __init__(self, rows: list[list[Any]], column: int, form: Form, seen: Seen) -> None:
        self._rows = rows
        self._column = column
        self._form = form
        self._seen = seen

    def written(self) -> Written:
        """Return the form's cells.

        Raises:
            FiguresRefused: one stands there twice, holds an error, or a formula without a value.
        """
        places = self._places()
        if wrong := list(self._lacking(places)):
            raise FiguresRefused(wrong)
        return Written(
            cells={at: self._cell(row, VALUE) for at, row in places.items()},
            words={at: self._cell(row, WORD) for at, row in places.items()},
            places={at: self._address(row, VALUE) for at, row in places.items()},
            beside={at: self._address(row, WORD) for at, row in places.items()},
        )

    def _places(self) -> dict[str, int]:
        """Return, by the form's address, the row (from 0) that it stands in."""
        found: dict[str, int] = {}
        for line, row in enumerate(self._rows):
            key = row[self._column] if self._column < len(row) else ""
            if not isinstance(key, str) or not self._is_address(key):
                continue
            if key in found:
                first = self._address(found[key], VALUE)
                says = f"dòng này bị chép thêm một lần (lần đầu ở {first})"
                raise FiguresRefused([block(self._form, key, self._address(line, VALUE), says)])
            found[key] = line
        return found

    def _lacking(self, places: Mapping[str, int]) -> Iterator[Remark]:
        for at, row in places.items():
            # A text, a word or a choice may come to nothing.
            for column, needed in ((VALUE, "." in at), (WORD, False)):
                place = self._address(row, column)
                empty = self._cell(row, column) in ("", None)
                if empty and (says := lacking(self._seen, place, needed)):
                    yield block(self._form, at, place, says)

    def _is_address(self, key: str) -> bool:
        group, _, figure = key.rpartition(".")
        known = self._form.ids if group else (AS_OF, NIL, *self._form.text_ids)
        return figure in known

    def _cell(self, row: int, column: int) -> Any:
        at = self._column + column - KEY
        cells = self._rows[row]
        return cells[at] if at < len(cells) else ""

    def _address(self, row: int, column: int) -> str:
        return address(row, self._column + column - KEY)
