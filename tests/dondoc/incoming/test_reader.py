"""One reader for every table from outside: a column is declared once, and that is all."""

from datetime import date
from pathlib import Path
from time import process_time

import pytest

from dondoc.contacts.row import CONTACTS
from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.reading import read_table
from dondoc.incoming.rows import Reader
from dondoc.incoming.values import day, people
from dondoc.incoming.workbook import Limits
from dondoc.reports.count_row import COUNTS
from rules.errors import RuleError


def reader(folder: Path, columns: Columns, *lines: str, limits: Limits | None = None) -> Reader:
    file = folder / "bang.csv"
    file.write_text("\n".join((*lines, "")), "utf-8")
    table = read_table(file, columns=columns, limits=limits or Limits())
    return Reader(table, columns)


def test_a_column_more_is_one_declaration_more(tmp_path: Path) -> None:
    more = Columns((*COUNTS.columns, Column("checked_on", "ngaykiemtra", day)))
    found = reader(
        tmp_path,
        more,
        "Đơn vị,Nhóm,Loại,Số người,Đến ngày,Nguồn,Ngày kiểm tra",
        "Xã Đại Phú,can-ngheo,thẻ,1.240,30/4/2024,BHXH,02/5/2024",
    )
    [read] = found
    assert read.values["checked_on"] == date(2024, 5, 2)
    assert (read.values["people"], read.wrong) == (1240, False)


def test_the_same_mistake_has_the_same_words_in_every_table(tmp_path: Path) -> None:
    said = {}
    for name, columns, column in (("d", CONTACTS, "valid_from"), ("s", COUNTS, "as_of")):
        header = ",".join(columns.names)
        cells = ["x"] * len(columns.names)
        cells[columns.names.index(column)] = "31/02/2024"
        found = reader(tmp_path, columns, header, ",".join(cells))
        list(found)
        [problem] = [p for p in found.problems if p.path == column]
        said[name] = (problem.what.removeprefix('"31/02/2024" '), problem.allowed)
    assert said["d"] == said["s"] == ("không phải ngày", "dạng 01/7/2024 hoặc 2024-07-01")


def test_nothing_of_a_table_that_may_be_of_people_is_repeated(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        reader(tmp_path, COUNTS, "Họ và tên,Ngày sinh", "Nguyễn Văn A,01/01/1990")
    assert "Nguyễn" not in str(refused.value)
    assert "Họ và tên" not in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "said"),
    [("1.240", 1240), ("−3", -3), ("", None), (12, 12), (7.0, 7)],
)
def test_people_are_written_in_several_ways(cell: str | int, said: int | None) -> None:
    assert people(cell) == said


@pytest.mark.long
def test_a_list_of_a_hundred_thousand_rows_is_read_in_seconds(tmp_path: Path) -> None:
    columns = Columns((Column("name", "hoten", required=True), Column("born", "ngaysinh", day)))
    lines = [f"Nguyễn Văn {n},0{1 + n % 9}/0{1 + n % 9}/1990" for n in range(100_000)]
    begun = process_time()
    found = reader(tmp_path, columns, "Họ tên,Ngày sinh", *lines)
    assert sum(not read.wrong for read in found) == 100_000
    assert process_time() - begun < 15
