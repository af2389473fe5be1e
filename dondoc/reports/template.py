"""The XLSX form of one body and period: prefilled, protected, and found again wherever it is moved.

Every row carries its address in a hidden column, and one row the mark of the whole form, so that
reading it back (`dondoc.reports.figures_file`) depends on no place.
"""

import io
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from typing import Any, BinaryIO, NamedTuple

from dondoc.reports.mould import BODY_HERE, LARGEST, MARK_HERE, Mould, number_here
from dondoc.reports.prefill import NOTHING, Prefilled, Value
from models import Obligation
from models.standing import has_term
from rules.meaning.form import AS_OF, COMMON_NAMES, NIL, Form

MARK = "dondoc-bao-cao-1"
YES, NO = "Có", "Không"
# The columns: address (hidden), label, value, where it comes from, the filer's word.
KEY, LABEL, VALUE, SOURCE, WORD = range(5)
SHEET = "Báo cáo"
_LONGEST = 2_000
# Points: some lines of text.
_TEXT_HEIGHT = 90
# Forms laid out at a time: those of the rounds under way.
_KEPT = 16
_MADE = datetime(2024, 1, 1, tzinfo=UTC)


class FormOf(NamedTuple):
    """Whose form it is: what the mark says. `due_on`: the date the text names, before any move;
    None where it names none: such a form serves whichever round takes reports when it comes."""

    directive: str
    duty: str
    bearer: str
    due_on: date | None

    @classmethod
    def of(cls, row: Obligation) -> "FormOf":
        """Return whose form the report of `row` is; an extension does not change it."""
        due_on = row.original_due_on if has_term(row.late_from) else None
        return cls(row.directive_id, row.duty, row.bearer_uid, due_on)

    @property
    def mark(self) -> str:
        """Return the text of the hidden mark."""
        due_on = self.due_on.isoformat() if self.due_on else ""
        return "|".join((MARK, self.directive, self.duty, self.bearer, due_on))


@dataclass(frozen=True)
class Heading:
    """What stands above the form: titles, the body's name, the groups' names."""

    title: str
    body: str
    due: str
    group_names: Mapping[str, str]


def template(form: FormOf, heading: Heading, prefilled: Prefilled) -> bytes:
    """Return the form as an XLSX file of one sheet, without formulas, macros or merged cells."""
    numbers = [value.value for value in prefilled.values.values() if type(value.value) is int]
    named = f"{heading.body} · {heading.due}"
    if named != named.strip() or any(abs(number) > LARGEST for number in numbers):
        out = io.BytesIO()
        lay_out(out, form.mark, named, heading, prefilled)
        return out.getvalue()
    return _mould(heading, prefilled).filled(form.mark, named, numbers)


def lay_out(out: BinaryIO, mark: str, named: str, heading: Heading, prefilled: Prefilled) -> None:
    """Write the form to `out`, with the hidden text `mark` and whose it is in words."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        # The same form is the same bytes, whenever it is made.
        book.set_properties({"created": _MADE})
        _Sheet(book).write(mark, named, heading, prefilled)


_moulds: dict[Hashable, Mould] = {}


def _mould(heading: Heading, prefilled: Prefilled) -> Mould:
    """Return the layout of all forms that differ in mark, body and numbers only."""
    key = (
        id(prefilled.form),
        heading.title,
        tuple((group, heading.group_names[group]) for group in prefilled.groups),
        tuple(
            (key, int if type(one.value) is int else one.value, one.origin)
            for key, one in prefilled.values.items()
        ),
    )
    found = _moulds.get(key)
    if found is None:
        places = count()
        empty = {
            key: replace(one, value=number_here(next(places))) if type(one.value) is int else one
            for key, one in prefilled.values.items()
        }
        write = partial(
            lay_out,
            mark=MARK_HERE,
            named=BODY_HERE,
            heading=heading,
            prefilled=replace(prefilled, values=empty),
        )
        found = _moulds[key] = Mould(write, prefilled.form)
        while len(_moulds) > _KEPT:
            del _moulds[next(iter(_moulds))]
    return found


class _Sheet:
    def __init__(self, book: Any) -> None:
        self._sheet = book.add_worksheet(SHEET)
        base = {"font_name": "Times New Roman", "font_size": 13, "valign": "top"}
        open_ = {"locked": False, "border": 1, "bg_color": "#FFFBE6", "text_wrap": True}
        self._plain = book.add_format({**base, "text_wrap": True})
        self._bold = book.add_format({**base, "bold": True})
        self._note = book.add_format({**base, "italic": True, "font_color": "#666666"})
        self._number = book.add_format({**base, **open_, "num_format": "#,##0"})
        self._text = book.add_format({**base, **open_, "num_format": "@"})
        self._day = book.add_format({**base, **open_, "num_format": "dd/mm/yyyy"})
        self._row = 0

    def write(self, mark: str, named: str, heading: Heading, prefilled: Prefilled) -> None:
        sheet = self._sheet
        sheet.set_column(KEY, KEY, 2, None, {"hidden": True})
        for column, width in ((LABEL, 58), (VALUE, 30), (SOURCE, 30), (WORD, 40)):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        self._line(mark, heading.title, self._bold)
        self._line("", named, self._plain)
        self._line("", f"Chỉ điền ô màu vàng.{_numbers(prefilled.form)}", self._note)
        if prefilled.form.balanced:
            self._line("", prefilled.form.balance, self._note)
        sheet.write_row(
            self._row, LABEL, ["Nội dung", "Số liệu", "Lấy từ", "Giải trình"], self._bold
        )
        sheet.freeze_panes(self._row + 1, 0)
        self._row += 1
        for key, label, value in _rows(heading, prefilled):
            self._field(prefilled.form, key, label, value)
        # Widths, rows and their order stay the filer's; the labels and addresses are locked.
        sheet.protect(
            "",
            {"format_columns": True, "format_rows": True, "select_locked_cells": True},
        )

    def _line(self, key: str, text: str, style: Any) -> None:
        self._sheet.write_string(self._row, KEY, key)
        self._sheet.write_string(self._row, LABEL, text, style)
        self._row += 1

    def _field(self, form: Form, key: str, label: str, value: Value) -> None:
        if not key:
            self._line("", label[:1].upper() + label[1:], self._bold)
            return
        sheet, row = self._sheet, self._row
        if key in form.text_ids:
            sheet.set_row(row, _TEXT_HEIGHT)
        sheet.write_string(row, KEY, key)
        sheet.write_string(row, LABEL, label, self._plain)
        sheet.write_string(row, SOURCE, value.origin, self._note)
        sheet.write_blank(row, WORD, None, self._text)
        figure = key.rpartition(".")[2]
        if isinstance(value.value, int):
            sheet.write_number(row, VALUE, value.value, self._number)
        elif isinstance(value.value, date):
            sheet.write_datetime(row, VALUE, value.value, self._day)
        elif value.value is not None:
            sheet.write_string(row, VALUE, value.value, self._text)
        else:
            style = self._number if figure in form.ids else self._text
            sheet.write_blank(row, VALUE, None, self._day if key == AS_OF else style)
        sheet.data_validation(row, VALUE, row, VALUE, _allowed(form, key, figure))
        self._row += 1


def _rows(heading: Heading, prefilled: Prefilled) -> Iterator[tuple[str, str, Value]]:
    """Yield (address, label, value) in the order of the form; a heading has no address."""
    form, values = prefilled.form, prefilled.values
    if form.figures:
        yield AS_OF, COMMON_NAMES[AS_OF], values[AS_OF]
        yield NIL, f"{COMMON_NAMES[NIL]} (chọn {YES} nếu không có gì thay đổi)", Value(NO)
    for group in prefilled.groups:
        yield "", heading.group_names[group], NOTHING
        for figure in form.figures:
            yield f"{group}.{figure.id}", figure.name, values[f"{group}.{figure.id}"]
    if form.texts:
        yield "", "Phần lời", NOTHING
    for text in form.texts:
        yield text.id, text.name, values[text.id]


def _numbers(form: Form) -> str:
    return f" Số {form.unit} là số nguyên; không có thì ghi 0." if form.figures else ""


def _allowed(form: Form, key: str, figure: str) -> dict[str, Any]:
    """Return what the cell lets a person type; reading it back checks again."""
    if key == NIL:
        return {
            "validate": "list",
            "source": [YES, NO],
            "error_title": "Không phát sinh",
            "error_message": f"Chọn {YES} hoặc {NO}.",
        }
    if key == AS_OF:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(2000, 1, 1),
            "maximum": date(2100, 1, 1),
            "error_title": "Ngày",
            "error_message": "Ghi ngày, ví dụ 30/4/2024.",
        }
    if figure in form.ids:
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": -1_000_000 if form.figure(figure).negative else 0,
            "maximum": 1_000_000,
            "error_title": f"Số {form.unit}",
            "error_message": "Ghi số nguyên; không có thì ghi 0.",
        }
    return {"validate": "length", "criteria": "<=", "value": _LONGEST}
