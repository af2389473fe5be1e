"""Tables as .xlsx: headings that stay, bars where size matters, values and no formulas."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dondoc.documents.writers.letters import clean
from dondoc.documents.writers.sheet import Sheet, Value
from language.zone import ZONE

_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_BAR = "#9DC3E6"
_TITLE_ROWS = 2  # the title and an empty row, above the heading
_LONGEST_NAME, _LONGEST_TEXT = 31, 32767  # Excel's own limits
_LINE, _TALLEST = 15.0, 409.0  # points; the second is Excel's own limit
_NARROW = 1.15  # letters of this font in the width of one of Excel's
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "       ")


def xlsx(title: str, sheets: Iterable[Sheet], at: datetime) -> bytes:
    """Return the tables as one workbook, a sheet a table.

    Args:
        title: of the whole, kept in the file.
        at: the instant of making (aware), kept in the file; the same data and instant give the
            same bytes.
    """
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    # The format keeps naive instants and calls them UTC.
    made = at.astimezone(ZONE).replace(tzinfo=None)
    book.set_properties({"title": clean(title)[:255], "created": made})
    formats = _Formats(book)
    for place, sheet in enumerate(sheets, 1):
        _write(book.add_worksheet(_name(place, sheet.title)), sheet, formats)
    book.close()
    return buffer.getvalue()


class _Formats:
    def __init__(self, book: Workbook) -> None:
        wrapped = {**_FONT, "text_wrap": True}
        ruled = {**wrapped, "border": 1}
        self.title: Format = book.add_format({**_FONT, "bold": True, "font_size": 14})
        self.note: Format = book.add_format({**_FONT, "italic": True})
        self.head: Format = book.add_format({**ruled, "bold": True, "align": "center"})
        self.plain = self._kinds(book, ruled)
        self.total = self._kinds(book, {**ruled, "bold": True, "top": 2})

    @staticmethod
    def _kinds(book: Workbook, base: dict[str, object]) -> dict[type, Format]:
        return {
            str: book.add_format(base),
            int: book.add_format({**base, "num_format": "#,##0"}),
            float: book.add_format({**base, "num_format": "#,##0.0"}),
            date: book.add_format({**base, "num_format": "dd/mm/yyyy", "align": "center"}),
            datetime: book.add_format({**base, "num_format": "dd/mm/yyyy hh:mm"}),
        }


def _name(place: int, title: str) -> str:
    """Return a sheet's name as Excel allows it: no more than 31 characters, none of []:*?/\\."""
    return f"{place}. {clean(title).translate(_NOT_IN_NAMES)}"[:_LONGEST_NAME].strip(" '")


def _write(sheet: Worksheet, data: Sheet, formats: _Formats) -> None:
    sheet.write_string(0, 0, clean(data.title), formats.title)
    head, first = _TITLE_ROWS, _TITLE_ROWS + 1
    for x, column in enumerate(data.columns):
        sheet.set_column(x, x, column.width)
        sheet.write_string(head, x, column.title, formats.head)
    sheet.set_row(head, _height(data, [column.title for column in data.columns]))
    for y, row in enumerate(data.rows, first):
        sheet.set_row(y, _height(data, row))
        for x, value in enumerate(row):
            _cell(sheet, y, x, value, formats.plain)
    last = first + len(data.rows) - 1
    for y, row in enumerate(data.totals, last + 1):
        for x, value in enumerate(row):
            _cell(sheet, y, x, value, formats.total)
    for y, text in enumerate(data.notes, last + len(data.totals) + 2):
        sheet.write_string(y, 0, text, formats.note)
    sheet.freeze_panes(first, 1)
    if data.rows:
        sheet.autofilter(head, 0, last, len(data.columns) - 1)
        for x, column in enumerate(data.columns):
            if column.bars:
                sheet.conditional_format(first, x, last, x, _bars())
    _print(sheet, head)


def _bars() -> dict[str, object]:
    return {
        "type": "data_bar",
        "bar_color": _BAR,
        "bar_solid": True,
        "min_type": "num",
        "min_value": 0,
    }


def _height(data: Sheet, row: Sequence[Value]) -> float:
    """Return the points that the row's wrapped texts need: not every program measures them."""
    lines = [
        sum(1 + int(len(line) / column.width / _NARROW) for line in value.splitlines())
        for value, column in zip(row, data.columns, strict=True)
        if isinstance(value, str)
    ]
    return min(_TALLEST, _LINE * max([1, *lines]))


def _print(sheet: Worksheet, head: int) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _cell(sheet: Worksheet, y: int, x: int, value: Value, kinds: dict[type, Format]) -> None:
    if value is None or value == "":
        sheet.write_blank(y, x, None, kinds[str])
    elif isinstance(value, datetime):
        sheet.write_datetime(y, x, value.astimezone(ZONE).replace(tzinfo=None), kinds[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(y, x, value, kinds[date])
    elif isinstance(value, str):
        sheet.write_string(y, x, clean(value)[:_LONGEST_TEXT], kinds[str])
    else:
        sheet.write_number(y, x, value, kinds[type(value)])
