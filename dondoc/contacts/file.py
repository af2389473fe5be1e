"""The contacts file as it is given back: CSV or XLSX, as the office wrote it."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from dondoc.incoming.table import Cell, Form


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
    import xlsxwriter

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
