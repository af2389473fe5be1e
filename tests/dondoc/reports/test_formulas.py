"""A cell with a formula says what is stored in it, as if it had been typed; the formula is not run.

A spreadsheet program stores what it last computed. A file that no such program has saved holds the
formula alone: nobody knows what its filer saw.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.dondoc.reports.test_template import (
    Rows,
    cell_of,
    edited,
    filled_in,
    made,
    read,
    refusals,
    rows_of,
    same,
    written,
)
from tests.offices import Scene
from tests.reporting import NEAR_POOR

CLOSING = "can-ngheo.closing"
Edit = Callable[[bytes], bytes]
NO_RESULT = (
    "công thức chưa có kết quả lưu trong tệp: mở tệp bằng Excel, lưu lại rồi gửi, hoặc ghi thẳng số"
)


@pytest.fixture
def rows(office: Scene) -> Rows:
    office.day("2024-04-26")
    return rows_of(made(office))


def computed(rows: Rows, formula: str, result: object, at: str = CLOSING) -> bytes:
    """Return the form in which a spreadsheet program has computed the cell at the address `at`."""
    place = cell_of(rows, at)
    filled = [[*row[:2], "", *row[3:]] if row[0] == at else row for row in filled_in(rows)]
    return written(filled, lambda _, sheet: sheet.write_formula(place, formula, None, result))


def without_result(content: bytes) -> bytes:
    """Return the form as a program writes it that computes nothing."""
    return edited(content, sheet=lambda xml: xml.replace(b"<v>4711</v>", b""))


@pytest.mark.parametrize(
    ("formula", "result", "meant"),
    [
        ("=SUM(C10:C12)-C13", 15, 15),
        ("=0.1+0.2+14.7", 15.000000000000002, 15),
        ('="1 "&"240"', "1 240", 1240),
        ('="–"', "–", 0),
        ("=31/2", 15.5, Fraction(31, 2)),
        ('=HYPERLINK("http://example.invalid",15)', 15, 15),
        ("=[1]Sheet1!$A$1", 15, 15),
    ],
)
def test_the_stored_value_counts_as_if_it_had_been_typed(
    rows: Rows, formula: str, result: object, meant: object
) -> None:
    found = read(computed(rows, formula, result))
    assert found.groups[NEAR_POOR]["closing"] == meant


def test_a_day_a_choice_and_a_text_may_be_computed_too(rows: Rows) -> None:
    place = cell_of(rows, "as_of")

    def day(book: Any, sheet: Any) -> None:
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_formula(place, "=DATE(2024,4,30)", shown, 45412)

    filled = [[*row[:2], "", *row[3:]] if row[0] == "as_of" else row for row in filled_in(rows)]
    assert read(written(filled, day)).as_of == date(2024, 4, 30)
    assert read(computed(rows, '="Có"', "Có", "nil")).nil
    # What a text says is kept as it stands, whatever it begins with.
    assert read(computed(rows, '="=1+1"', "=1+1", "done")).texts["done"] == "=1+1"


def test_a_formula_without_a_stored_value_is_refused_with_what_to_do(rows: Rows) -> None:
    content = without_result(computed(rows, "=8+7", 4711))
    assert refusals(content) == {cell_of(rows, CLOSING): NO_RESULT}


def test_a_formula_that_comes_to_nothing_is_not_called_left_empty(rows: Rows) -> None:
    content = computed(rows, '=IF(1=1,"",15)', "")
    said = "công thức cho kết quả trống: ghi thẳng số"
    assert refusals(content) == {cell_of(rows, CLOSING): said}


def test_a_formula_that_comes_to_an_error_is_told_by_it(rows: Rows) -> None:
    assert refusals(computed(rows, "=Sheet9!A1", "#REF!")) == {
        cell_of(rows, CLOSING): "ô có lỗi #REF!; ghi lại số"
    }


def test_what_stands_beside_the_form_refuses_nothing(rows: Rows) -> None:
    def beside(_: Any, sheet: Any) -> None:
        sheet.write_formula("H12", "=1+1", None, 4711)
        sheet.write_formula("I12", "=Sheet9!A1", None, "#REF!")

    assert same(read(without_result(written(filled_in(rows), beside))))


def test_a_hidden_sheets_formulas_are_not_the_forms(rows: Rows) -> None:
    place = cell_of(rows, CLOSING)

    def hidden(book: Any, _: Any) -> None:
        other = book.add_worksheet("Nháp")
        other.write_formula(place, "=Sheet9!A1", None, "#REF!")
        other.hide()

    assert same(read(written(filled_in(rows), hidden)))
