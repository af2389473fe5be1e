"""Spreadsheets and CSV, read back; every total from its rows."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dondoc.documents.kinds.consolidation.content import Said
from dondoc.documents.registry import sheets_of
from dondoc.documents.writers.csv import csv_files
from rules.meaning.figures import GroupFigures
from tests.coverage_form import COVERAGE, FIGURES
from tests.documents import samples
from tests.documents.made import xlsx


def read(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(data))


def part(data: bytes, name: str) -> str:
    return ZipFile(BytesIO(data)).read(name).decode()


def test_the_sum_of_each_column_is_the_sum_of_its_rows() -> None:
    book = read(xlsx(samples.consolidated(), samples.AT))
    for name, group in zip(book.sheet_names, samples.consolidated().groups, strict=False):
        rows = book.get_sheet_by_name(name).to_python()[3:]
        bodies, sums = rows[: len(group.rows)], rows[len(group.rows)]
        assert sums[0] == "Cộng"
        for x, figure in enumerate(FIGURES, 1):
            assert sums[x] == sum(row[x] for row in bodies)
            assert sums[x] == group.total[figure]


_row = st.fixed_dictionaries(dict.fromkeys(FIGURES, st.integers(0, 10**6)))


@given(st.lists(_row.map(lambda people: GroupFigures(COVERAGE, people)), max_size=31))
def test_a_groups_total_is_recomputed_from_its_rows(figures: list[GroupFigures]) -> None:
    table = samples.consolidated().groups[0]
    rows = tuple(
        replace(table.rows[0], figures=f, last_known=i % 3 == 0) for i, f in enumerate(figures)
    )
    group = replace(table, rows=rows)
    for name in FIGURES:
        assert group.total[name] == sum(f[name] for f in figures)
        come = [f for i, f in enumerate(figures) if i % 3]
        assert group.total_received[name] == sum(f[name] for f in come)


def test_a_row_without_figures_leaves_the_comparisons_open() -> None:
    table = samples.consolidated().groups[0]
    group = replace(table, rows=(replace(table.rows[0], figures=None), *table.rows[1:]))
    report = replace(samples.consolidated(), groups=(group,))
    sheet = sheets_of(report)[0]
    assert sheet.rows[0][1 : len(FIGURES) + 1] == (None,) * len(FIGURES)
    assert sheet.totals[0][len(FIGURES) + 2] is None


def test_headings_stay_and_bars_show_what_is_left() -> None:
    data = xlsx(samples.consolidated(), samples.AT)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet
    assert 'ySplit="3"' in sheet
    assert sheet.count("<dataBar>") == 2


@pytest.mark.parametrize("name", samples.WITH_TABLES)
def test_no_cell_is_a_formula(name: str) -> None:
    data = xlsx(samples.ALL[name](), samples.AT)
    sheets = [n for n in ZipFile(BytesIO(data)).namelist() if n.startswith("xl/worksheets/")]
    assert sheets
    assert not any("<f>" in part(data, sheet) for sheet in sheets)


def test_what_looks_like_a_formula_stays_text() -> None:
    said = (Said("xã Đại Phú", '=HYPERLINK("http://x";"y")'), Said("xã Sơn Nam", "  +1; @a"))
    report = replace(samples.consolidated(), texts=samples.said((), said, ()))
    book = read(xlsx(report, samples.AT))
    cells = [row[2] for row in book.get_sheet_by_name(book.sheet_names[-1]).to_python()[3:]]
    assert said[0].text in cells
    written = csv_files(sheets_of(report))["y-kien.csv"].decode("utf-8-sig")
    assert all(not row[2].lstrip().startswith(("=", "+")) for row in csv.reader(StringIO(written)))


def test_dates_and_numbers_are_values() -> None:
    book = read(xlsx(samples.agenda(), samples.AT))
    row = book.get_sheet_by_name(book.sheet_names[0]).to_python()[3]
    assert row[5:7] == [date(2024, 5, 5), date(2024, 5, 4)]


@pytest.mark.parametrize("name", samples.WITH_TABLES)
def test_every_document_has_csv_that_excel_opens_in_vietnamese(name: str) -> None:
    made = csv_files(sheets_of(samples.ALL[name]()))
    assert made
    for file, data in made.items():
        assert file.isascii()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("title", ["a/b\\c?d*e[f]:g", "x" * 80, "nhóm '", ""])
def test_any_group_name_makes_a_sheet(title: str) -> None:
    group = replace(samples.consolidated().groups[0], name=title)
    report = replace(samples.consolidated(), groups=(group, group))
    assert len(read(xlsx(report, samples.AT)).sheet_names) == len(sheets_of(report))
