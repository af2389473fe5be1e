"""What a file of counts may hold, and how each bad one is refused: with its row and the reason."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
import xlsxwriter

from dondoc.errors import Refused
from dondoc.reports.count_file import Counts, read_counts
from models import CountKind
from rules.errors import RuleError
from rules.rulebook import Rulebook
from tests.dondoc.reports.test_attach import packed
from tests.dondoc.reports.test_template import edited
from tests.offices import D2021, D2024, DAI_PHU, SON_NAM
from tests.reporting import MINORITY, NEAR_POOR

TODAY = date(2024, 5, 8)
HEADER = "Đơn vị,Nhóm,Loại số,Số người,Đến ngày,Nguồn"
GOOD = "Đại Phú,can-ngheo,danh sách đã giao,31,10/4/2024,BHXH huyện"


class Reader:
    """Reads counts from text or bytes as if a person had saved them."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self.rulebook, self.folder = rulebook, folder

    def content(self, content: bytes, name: str = "so-dem.csv") -> Counts:
        file = self.folder / name
        file.write_bytes(content)
        return read_counts(file, self.rulebook, TODAY)

    def lines(self, *lines: str, header: str = HEADER) -> Counts:
        return self.content("\n".join((header, *lines, "")).encode())

    def refused(self, *lines: str, header: str = HEADER) -> list[tuple[int, str, str]]:
        with pytest.raises(RuleError) as refused:
            self.lines(*lines, header=header)
        return [(p.line, p.path, p.what) for p in refused.value.problems]


@pytest.fixture
def read(rules: Rulebook, tmp_path: Path) -> Reader:
    return Reader(rules, tmp_path)


def xlsx(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return out.getvalue()


def test_a_file_is_read_row_by_row(read: Reader) -> None:
    counts = read.lines(GOOD, f"{SON_NAM},dtts,cards,1.240,2024-04-30,Số thẻ của BHXH")
    first, second = counts.rows
    assert (first.row, first.directive, first.body, first.group) == (2, None, DAI_PHU, NEAR_POOR)
    assert (first.kind, first.people, first.as_of) == (CountKind.LISTED, 31, date(2024, 4, 10))
    assert first.source == "BHXH huyện"
    assert (second.body, second.group, second.kind) == (SON_NAM, MINORITY, CountKind.CARDS)
    assert second.people == 1240
    assert len(counts.sha256) == 64


def test_an_excel_file_is_read_the_same(read: Reader) -> None:
    rows = [
        HEADER.split(","),
        ["Đại Phú", NEAR_POOR, "listed", 31, date(2024, 4, 10), "BHXH huyện"],
    ]
    [row] = read.content(xlsx(rows), "so-dem.xlsx").rows
    assert (row.row, row.people, row.as_of) == (2, 31, date(2024, 4, 10))


@pytest.mark.parametrize(
    "line",
    [
        normalize("NFD", GOOD),
        GOOD.replace("Đại Phú", "xã Đại Phú"),
        GOOD.replace("can-ngheo", "Người thuộc hộ gia đình cận nghèo"),
        GOOD.replace("danh sách đã giao", "Danh sách đã giao"),
        GOOD.replace("10/4/2024", "2024-04-10"),
    ],
)
def test_spellings_of_the_same_are_the_same(read: Reader, line: str) -> None:
    [row], [plain] = read.lines(line).rows, read.lines(GOOD).rows
    assert row == plain


@pytest.mark.whole
def test_the_tone_mark_may_stand_on_either_vowel(read: Reader) -> None:
    one, other = "Hợp Hòa,can-ngheo,listed,3,10/4/2024,x", "Hợp Hoà,can-ngheo,listed,3,10/4/2024,x"
    assert read.lines(one).rows == read.lines(other).rows


def test_headings_may_be_english_and_columns_in_any_order(read: Reader) -> None:
    header = "as_of,people,kind,group,body,source,note,directive"
    line = f"2024-04-10,31,listed,can-ngheo,{DAI_PHU},BHXH,gấp,{D2024}"
    [row] = read.lines(line, header=header).rows
    assert (row.directive, row.people) == (D2024, 31)


@pytest.mark.parametrize(
    ("cell", "instead", "column", "what"),
    [
        ("Đại Phú", "Đại Phù", "Đơn vị", 'không có đơn vị "Đại Phù" tại ngày của số liệu; có'),
        ("Đại Phú", "", "Đơn vị", "chưa ghi đơn vị"),
        ("can-ngheo", "hộ nghèo", "Nhóm", 'không có nhóm "hộ nghèo"'),
        ("danh sách đã giao", "ước tính", "Loại số", "không hiểu loại số"),
        (",31,", ",-1,", "Số người", "không phải số người"),
        (",31,", ',"3,5",', "Số người", "không phải số người"),
        (",31,", ",,", "Số người", "không phải số người"),
        ("10/4/2024", "31/4/2024", "Đến ngày", "không phải ngày"),
        ("10/4/2024", "09/5/2024", "Đến ngày", "ngày này chưa tới"),
        ("BHXH huyện", " ", "Nguồn", "chưa ghi nơi giao số liệu"),
    ],
)
def test_a_bad_cell_is_told_with_its_row_and_column(
    read: Reader, cell: str, instead: str, column: str, what: str
) -> None:
    [(line, path, said)] = read.refused(GOOD.replace("31", "30"), GOOD.replace(cell, instead))[:1]
    assert (line, path) == (3, column)
    assert said.startswith(what)


def test_every_bad_row_is_told_at_once(read: Reader) -> None:
    said = read.refused(
        GOOD.replace("31", "x"), GOOD, GOOD.replace("31", "32"), GOOD.replace("listed", "?") + "y"
    )
    assert [(line, what) for line, _, what in said] == [
        (2, "không phải số người"),
        (4, "trùng với dòng 3"),
        (5, "trùng với dòng 3"),
    ]


def test_more_cards_than_people_on_the_list_of_that_day_are_refused(read: Reader) -> None:
    cards = GOOD.replace("danh sách đã giao", "cards")
    assert len(read.lines(GOOD, cards).rows) == 2
    said = read.refused(GOOD, cards.replace("31", "32"))
    assert said == [(3, "", "có thẻ 32 người, nhiều hơn 31 người trong danh sách cùng ngày")]
    confirmed = GOOD.replace("danh sách đã giao", "confirmed").replace("31", "30")
    assert [line for line, _, _ in read.refused(GOOD, confirmed, cards)] == [4]


def test_a_group_is_one_of_the_directive_that_is_named(read: Reader) -> None:
    said = read.refused(f"{GOOD},{D2021}", GOOD.replace("can-ngheo", "dtts") + f",{D2021}",
                        header=f"{HEADER},Văn bản")  # fmt: skip
    assert said == [(3, "Nhóm", 'không có nhóm "dtts"')]


def test_a_file_about_people_is_refused_and_nobody_is_named(read: Reader) -> None:
    with pytest.raises(RuleError) as refused:
        read.lines("Nguyễn Văn Mẫu,1990,Đại Phú", header="Họ và tên,Năm sinh,Đơn vị")
    said = str(refused.value)
    assert "chỉ nhận số đếm theo đơn vị" in said
    assert "thiếu cột: group, kind, people, as_of, source" in said
    assert "Nguyễn" not in said
    with pytest.raises(RuleError) as refused:
        read.lines("Trần Thị Mẫu,1991,Đại Phú", header="Nguyễn Văn Mẫu,1990,Đại Phú")
    assert "Nguyễn" not in str(refused.value)


def test_a_formula_counts_as_it_was_computed_and_none_that_was_not(read: Reader) -> None:
    cells: list[object] = ["Đại Phú", NEAR_POOR, "listed", "=30+1", date(2024, 4, 10), "BHXH"]
    asked = xlsx([list(HEADER.split(",")), cells])
    [row] = read.content(edited(asked, sheet=stored(b"<v>31</v>")), "so-dem.xlsx").rows
    assert row.people == 31
    with pytest.raises(RuleError, match="D2: công thức chưa có kết quả lưu trong tệp: mở tệp"):
        read.content(edited(asked, sheet=stored(b"")), "so-dem.xlsx")


def stored(value: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(b"</f><v>0</v>", b"</f>" + value)


def test_bombs_and_other_files_are_refused(read: Reader) -> None:
    with pytest.raises(RuleError, match="bom nén"):
        read.content(packed({"xl/workbook.xml": b"", "x": b"0" * 60_000_000}), "so-dem.xlsx")
    with pytest.raises(Refused, match="tệp trống"):
        read.content(b"")
    with pytest.raises(RuleError, match="UTF-8"):
        read.content(b"MZ\x90\x00\xff\xfe", "so-dem.csv")
