"""Address books as offices keep them: taken, or refused in words that say what to do."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from dondoc.contacts.book import Listing, read_contacts
from rules.errors import RuleError
from rules.rulebook import Rulebook

HEADER = "Đơn vị,Chức danh,Họ tên,Thư điện tử,Điện thoại"
TITLES = ("DANH BẠ CÁN BỘ HUYỆN SƠN DƯƠNG,,,,,", "(Kèm theo Công văn số 12),,,,,")
HEADINGS = ["TT", "Đơn vị", "Chức vụ", "Họ và tên", "Email", "SĐT"]


@pytest.fixture
def take(rulebook: Rulebook, tmp_path: Path) -> "Take":
    return Take(rulebook, tmp_path)


class Take:
    """Reads an address book from lines or from the cells of a sheet."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self._rulebook, self._folder = rulebook, folder

    def lines(self, *lines: str) -> Listing:
        file = self._folder / "danh-ba.csv"
        file.write_text("\n".join((*lines, "")), "utf-8")
        return read_contacts(file, self._rulebook.bodies, date(2024, 5, 2))

    def sheet(self, rows: list[list[str]], *merged: tuple[int, int, int, str]) -> Listing:
        """Take a sheet; `merged`: first row, last row, column (from 0), and what stands there."""
        file = self._folder / "danh-ba.xlsx"
        with xlsxwriter.Workbook(str(file)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for first, last, column, said in merged:
                sheet.merge_range(first, column, last, column, said)
        return read_contacts(file, self._rulebook.bodies, date(2024, 5, 2))

    def refused(self, *lines: str) -> list[str]:
        with pytest.raises(RuleError) as refused:
            self.lines(*lines)
        return [
            f"{p.line}: {p.path}: {p.what}" + (f" ({p.allowed})" if p.allowed else "")
            for p in refused.value.problems
        ]


def test_numbers_that_a_spreadsheet_changed_are_put_right_or_refused(take: Take) -> None:
    scientific, several = take.refused(
        HEADER,
        "Xã Hợp Hòa,Chủ tịch,Nguyễn Văn A,a@x.vn,9.12346E+08",
        "Xã Đại Phú,Chủ tịch,B,b@x.vn,912345678",
        "Xã Cấp Tiến,Chủ tịch,E,e@x.vn,0912.345.678/0983.111.222",
    )
    assert scientific == (
        '2: Điện thoại: "9.12346E+08" số điện thoại bị ghi dạng rút gọn của Excel, đã mất chữ số '
        "(đặt cột là Văn bản (Text), ghi lại đủ số)"
    )
    assert several == (
        "4: Điện thoại: có 2 số điện thoại trong một ô (một số; số khác ghi ở cột ghi chú)"
    )
    taken = take.lines(
        HEADER,
        "Xã Đại Phú,Chủ tịch,B,b@x.vn,912345678",
        "Xã Đông Lợi,Chủ tịch,C,c@x.vn,+84 912 345 678",
        "Xã Chi Thiết,Chủ tịch,D,d@x.vn,'0912345678",
    )
    assert [row.phone for row in taken.rows] == ["0912345678", "+84 912 345 678", "0912345678"]
    assert [(remark.row, remark.column) for remark in taken.remarks] == [(2, "Điện thoại")]


def test_several_addresses_accents_and_marks_are_refused_each_in_its_words(take: Take) -> None:
    assert take.refused(
        HEADER,
        'Xã Hợp Hòa,Chủ tịch,"Nguyễn Văn A, Phó CT (PT)",a@x.vn;b@x.vn,0912345678',
        "Xã Đại Phú,Chủ tịch,Trần B <trưởng>,b@x.vn ,0912345678",
        "Xã Đông Lợi,Chủ tịch,C,C@Sở.vn,1",
    ) == [
        "2: Thư điện tử: có 2 địa chỉ thư trong một ô (một địa chỉ; người khác ghi dòng khác)",
        '3: Họ tên: họ tên không thể có dấu "<" (chỉ họ và tên)',
        '4: Thư điện tử: địa chỉ thư có chữ "ở" (chữ không dấu, dạng ten@coquan.gov.vn)',
        '4: Điện thoại: số điện thoại "1" không hợp lệ (8 đến 15 chữ số)',
    ]


@pytest.mark.parametrize("name", ["NguyÔn V¨n A", "Nguyeãn Vaên A", "§µo Thị B"])
def test_names_in_the_letters_of_before_unicode_are_recognised(take: Take, name: str) -> None:
    [said] = take.refused(HEADER, f"Xã Hợp Hòa,Chủ tịch,{name},a@x.vn,0912345678")
    assert said == (
        "2: Họ tên: chữ gõ theo bảng mã cũ (TCVN3, VNI) (chuyển sang Unicode rồi ghi lại tệp)"
    )


@pytest.mark.parametrize("name", ["Đỗ Thị Huệ", "Hoà Thuý Oanh", "Lương Ngọc Quyến", "Đào Yên Ái"])
def test_names_in_unicode_are_taken(take: Take, name: str) -> None:
    [row] = take.lines(HEADER, f"Xã Hợp Hòa,Chủ tịch,{name},a@x.vn,0912345678").rows
    assert row.person == name


def test_titles_above_the_header_are_passed_over(take: Take) -> None:
    [row] = take.lines(
        *TITLES, ",".join(HEADINGS), "1,Xã Hợp Hòa,Chủ tịch UBND,Nguyễn Văn A,a@x.vn,0912345678"
    ).rows
    assert (row.body, row.post, row.person, row.row) == ("02578@base", "chair", "Nguyễn Văn A", 4)


def test_a_body_left_empty_under_the_one_above_is_asked_for(take: Take) -> None:
    [said] = take.refused(
        *TITLES,
        ",".join(HEADINGS),
        "1,Xã Hợp Hòa,Chủ tịch UBND,Nguyễn Văn A,a@x.vn,0912345678",
        "2,,Phó Chủ tịch UBND,Nguyễn Văn B,b@x.vn,",
    )
    assert said == (
        "5: Đơn vị: chưa ghi đơn vị (ghi đủ ở từng dòng (ô gộp lưu thành CSV chỉ còn dòng đầu), "
        "hoặc nhập tệp XLSX)"
    )


def test_a_body_merged_over_its_people_is_theirs_all(take: Take) -> None:
    taken = take.sheet(
        [
            ["DANH BẠ CÁN BỘ"],
            HEADINGS,
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            ["1", "", "Chủ tịch UBND", "Nguyễn Văn A", "a@x.vn", "0912345678"],
            ["2", "", "Phó Chủ tịch UBND", "Nguyễn Văn B", "b@x.vn", ""],
            ["", "", "", "", "", ""],
            ["", "Tổng cộng: 02 người"],
            ["", "", "", "Hợp Hòa, ngày 05 tháng 5 năm 2024"],
            ["", "", "", "Người lập biểu"],
            ["", "", "", "Lý Thị C"],
        ],
        (3, 4, 1, "Xã Hợp Hòa"),
    )
    assert [(row.body, row.post, row.row) for row in taken.rows] == [
        ("02578@base", "chair", 4),
        ("02578@base", "vice-chair", 5),
    ]


def test_headings_in_two_rows_are_read_together(take: Take) -> None:
    [row] = take.sheet(
        [
            ["TT", "Đơn vị", "Người giữ", "", "Liên hệ", ""],
            ["", "", "Chức vụ", "Họ và tên", "Email", "SĐT"],
            ["1", "Xã Hợp Hòa", "Chủ tịch", "Nguyễn Văn A", "a@x.vn", "0912345678"],
        ]
    ).rows
    assert (row.body, row.post, row.email, row.row) == ("02578@base", "chair", "a@x.vn", 3)


def test_a_title_with_a_comma_does_not_mislead_a_file_of_semicolons(take: Take) -> None:
    [row] = take.lines(
        "DANH BẠ, kèm theo Công văn số 12",
        HEADER.replace(",", ";"),
        "Xã Hợp Hòa;Chủ tịch;Nguyễn Văn A;a@x.vn;0912345678",
    ).rows
    assert row.body == "02578@base"


def test_what_follows_a_total_is_not_lost(take: Take) -> None:
    said = take.refused(
        HEADER,
        "Xã Hợp Hòa,Chủ tịch,Nguyễn Văn A,a@x.vn,0912345678",
        "Tổng cộng,,,,",
        "Xã Đại Phú,Chủ tịch,B,b@x.vn,0912345678",
    )
    assert any(one.startswith('3: Đơn vị: không có đơn vị "Tổng cộng"') for one in said)
