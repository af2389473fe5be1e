"""A sheet of visits comes back from a spreadsheet whole, or each bad row is named by its number."""

from datetime import date
from pathlib import Path

import pytest

from dondoc.cases.telling import Told
from dondoc.cases.visit_file import TITLES, read_visits
from dondoc.documents.writers.sheet import Column, Sheet, Value
from dondoc.documents.writers.xlsx import xlsx
from rules.errors import RuleError
from rules.rulebook import load
from tests.offices import D2024, at

MAY_2, JUNE_1 = date(2024, 5, 2), date(2024, 6, 1)


def file_of(folder: Path, *rows: tuple[Value, ...]) -> Path:
    """Return the form filled in so, as a spreadsheet program writes it."""
    columns = tuple(Column(title) for title in TITLES)
    padded = tuple((*row, *[None] * (len(TITLES) - len(row))) for row in rows)
    sheet = Sheet("phieu", "Phiếu thăm số 12", columns, padded, notes=("Gặp: 1 chính người đó",))
    file = folder / "phieu.xlsx"
    file.write_bytes(xlsx("Phiếu", (sheet,), at("2024-05-07 08:00")))
    return file


def taken(file: Path, on: date | None = MAY_2) -> list[Told]:
    return read_visits(file, load().visiting, D2024, ("can-bo",), on)


def test_a_filled_form_tells_its_visits_and_the_same_ones_again(tmp_path: Path) -> None:
    file = file_of(
        tmp_path,
        ("7", None, 1, None, 4, 1, None, JUNE_1),
        ("8",),
        ("9", date(2024, 5, 3), 4),
        ("10", None, 2, 1, 5, None, 4),
    )
    first, nobody, died = taken(file)
    assert (first.person, first.on, first.met, first.answer) == (7, MAY_2, "nguoi-do", "chua")
    assert (first.reason, first.promised_on) == ("cho-tien", JUNE_1)
    assert (first.informed, first.mobilised, first.went) == (True, True, ("can-bo",))
    assert (nobody.person, nobody.on, nobody.met) == (9, date(2024, 5, 3), "khong-gap")
    assert not nobody.informed
    assert (died.situation, died.informed, died.mobilised) == ("da-mat", True, False)
    assert taken(file) == [first, nobody, died]
    assert len({first.key, nobody.key, died.key}) == 3


def test_each_bad_row_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    file = file_of(tmp_path, ("7", None, 9), ("x", None, 1), ("9", "hôm qua", 1), ("10", None, 1))
    with pytest.raises(RuleError) as wrong:
        taken(file)
    said = str(wrong.value)
    for words in (":4:", "gặp ai: một số từ 1 đến 5", ":5:", "không phải số hồ sơ", ":6:"):
        assert words in said
    with pytest.raises(RuleError, match="nêu ngày thăm ở dòng này"):
        taken(file_of(tmp_path, ("7", None, 1, None, 1)), on=None)
