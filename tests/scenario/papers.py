"""The files of a signed consolidation, each read by other means than it was written by."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import python_calamine
from docx.oxml.ns import qn

from tests.coverage_form import FIGURES

Rows = dict[str, dict[str, int]]
SHORT = dict(
    zip(
        (
            *("Đầu kỳ", "Điều chỉnh kỳ trước", "Mới công nhận", "Từ nơi khác đến", "Thẻ hết hạn"),
            *("Đã tham gia", "Có BHYT nhóm khác", "Rời nhóm, sai sót", "Cuối kỳ", "Đã cấp thẻ"),
            "Đã vận động, chưa tham gia",
        ),
        FIGURES,
        strict=True,
    )
)


def in_csv(file: Path, names: Iterable[str]) -> Rows:
    """Return the communes' figures in a group's table of values."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return _values(list(csv.reader(lines)), set(names))


def in_xlsx(file: Path, place: int, names: Iterable[str]) -> Rows:
    """Return the communes' figures in the sheet of the group at `place`."""
    with python_calamine.CalamineWorkbook.from_path(str(file)) as book:
        return _values(book.get_sheet_by_index(place).to_python(), set(names))


def _values(rows: list[list[Any]], names: set[str]) -> Rows:
    return {
        row[0]: dict(zip(FIGURES, (int(cell) for cell in row[1 : len(FIGURES) + 1]), strict=True))
        for row in rows
        if row and row[0] in names and row[len(FIGURES)] != ""
    }


def in_docx(file: Path, names: Iterable[str]) -> list[Rows]:
    """Return the communes' figures in each group's table of the Word file."""
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(str(file)).tables
    ]
    return [_printed(rows, set(names)) for rows in tables if len(rows) > 1 and "Cuối kỳ" in rows[1]]


def _printed(rows: list[list[str]], names: set[str]) -> Rows:
    columns = {SHORT[title]: place for place, title in enumerate(rows[1]) if title in SHORT}
    return {
        row[1]: {name: number(row[place]) for name, place in columns.items()}
        for row in rows[2:]
        if row[1] in names
    }


def number(text: str) -> int:
    return int(text.replace(".", "").replace("−", "-"))


def written(people: int) -> str:
    """Return a number as a table prints it: "1.240"."""
    return f"{people:,}".replace(",", ".").replace("-", "−")


def two(people: int) -> str:
    """Return a number as a sentence has it: two digits at least."""
    return f"0{people}" if people < 10 else written(people)


def row_in_pdf(name: str, figures: Mapping[str, int], adjusted: bool) -> str:
    """Return the beginning of a commune's row as the PDF's text has it."""
    told = (figures[one] for one in FIGURES if adjusted or one != "adjusted")
    return f" {name} {' '.join(written(one) for one in told)} "


def pdf_text(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def docx_text(file: Path) -> str:
    document = docx.Document(str(file))
    texts = (text.text or "" for text in document.element.body.iter(qn("w:t")))
    return " ".join("".join(texts).split())
