"""Small sheets of people written cell by cell, and the reader that is tried on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter

from dondoc.people.reading.file import open_list
from dondoc.people.reading.match import Correction
from dondoc.people.reading.sheet import SheetReading
from dondoc.people.row import ListRow
from rules.meaning.list_titles import ListTitles
from rules.reading.list_file import load_lists
from rules.rulebook import HOME

Cell = str | int | float | date | None
Lines = Sequence[Sequence[Cell]]
AS_OF = date(2024, 12, 31)
TITLES: ListTitles = load_lists(HOME / "lists", HOME / "lists")


@dataclass
class Read:
    """What came of a file: its sheets, gone through, and all of their rows."""

    sheets: list[SheetReading]
    rows: list[ListRow]
    aside: dict[str, str]

    @property
    def names(self) -> list[str]:
        return [one.personal.name for one in self.rows]

    @property
    def codes(self) -> list[list[str]]:
        """Return the codes of each row's findings."""
        return [[found.code for found in one.findings] for one in self.rows]

    @property
    def asks(self) -> list[str]:
        return [ask.code for sheet in self.sheets for ask in sheet.asks()]


def workbook(**sheets: Lines) -> bytes:
    """Return an XLSX file of `sheets`, by name; blanks in a name are written as _."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return out.getvalue()


def read_content(
    content: bytes, corrections: dict[str, Correction] | None = None, titles: ListTitles = TITLES
) -> Read:
    """Go through the file once, as an import does."""
    file = open_list(Path("a"), titles, content, corrections=corrections, as_of=AS_OF)
    sheets, rows = list[SheetReading](), list[ListRow]()
    for sheet in file.sheets:
        rows += sheet
        sheets.append(sheet)
    return Read(sheets, rows, file.aside)


def read(*lines: Sequence[Cell], corrections: dict[str, Correction] | None = None) -> Read:
    """Read one sheet of `lines`."""
    return read_content(workbook(Sheet1=lines), corrections)


def cells(title: str, values: Iterable[Cell]) -> Read:
    """Read a sheet in which every row has a name and one of the `values` under `title`."""
    return read(["STT", "Họ và tên", title], *([n, "Lý Thị Mùi", v] for n, v in enumerate(values)))
