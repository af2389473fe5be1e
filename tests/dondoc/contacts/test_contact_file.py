"""What a contacts file may hold, and how each bad one is refused: with its row and the reason."""

import io
import zipfile
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
import xlsxwriter

from dondoc.contacts.book import Listing, read_contacts
from dondoc.contacts.file import write_table
from rules.errors import RuleError
from rules.rulebook import Rulebook
from tests.offices import DAI_PHU, SON_NAM

TODAY = date(2024, 5, 2)
HEADER = "body,post,person,email,phone,channels,capacity,valid_from,valid_to"
GOOD = f"{DAI_PHU},officer,Nguyễn Văn Mẫu,mau@daiphu.invalid,,,,,"


@pytest.fixture
def read(rulebook: Rulebook, tmp_path: Path) -> "Reader":
    return Reader(rulebook, tmp_path)


class Reader:
    """Reads contacts from text, bytes or cells as if a person had saved them."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self.rulebook = rulebook
        self.folder = folder

    def file(self, path: Path) -> Listing:
        return read_contacts(path, self.rulebook.bodies, TODAY)

    def lines(self, *lines: str, header: str = HEADER) -> Listing:
        return self.content("\n".join((header, *lines, "")).encode())

    def content(self, content: bytes, name: str = "danh-ba.csv") -> Listing:
        file = self.folder / name
        file.write_bytes(content)
        return self.file(file)

    def refused(self, *lines: str, header: str = HEADER) -> list[tuple[int, str, str]]:
        with pytest.raises(RuleError) as refused:
            self.lines(*lines, header=header)
        return [(problem.line, problem.path, problem.what) for problem in refused.value.problems]

    def refused_content(self, content: bytes, name: str = "danh-ba.csv") -> str:
        with pytest.raises(RuleError) as refused:
            self.content(content, name)
        (problem,) = refused.value.problems
        return problem.what

    def sheets(self, **sheets: list[list[object]]) -> Path:
        file = self.folder / "danh-ba.xlsx"
        with xlsxwriter.Workbook(str(file)) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for place, cell in enumerate(row):
                        if isinstance(cell, date):
                            sheet.write_datetime(number, place, cell, day)
                        else:
                            sheet.write(number, place, cell)
        return file


def test_the_four_columns_of_old_are_enough(read: Reader) -> None:
    (row,) = read.lines(f"{DAI_PHU},chair,,ct@daiphu.invalid", header="body,post,person,email").rows
    assert (row.body, row.post, row.person, row.email) == (
        DAI_PHU,
        "chair",
        None,
        "ct@daiphu.invalid",
    )
    assert row.ways == (("email", "ct@daiphu.invalid"),)


def test_columns_posts_and_capacities_may_be_vietnamese(read: Reader) -> None:
    header = "STT;Đơn vị;Chức danh;Họ và tên;Thư điện tử;Số điện thoại;Tư cách;Từ ngày;Ghi chú"
    line = "1;UBND xã Đại Phú;chủ tịch;Ma Văn Mẫu;ct@daiphu.invalid;0912 000 000;Quyền;1/7/2024;x"
    (row,) = read.lines(line, header=header).rows
    assert (row.body, row.post, row.capacity) == (DAI_PHU, "chair", "acting")
    assert (row.phone, row.valid_from) == ("0912 000 000", date(2024, 7, 1))


@pytest.mark.parametrize(
    ("name", "uid"),
    [
        ("Xã Đại Phú", DAI_PHU),
        ("Đại Phú", DAI_PHU),
        ("xã đại phú", DAI_PHU),
        ("Xã Hợp Hòa", "02578@base"),
        ("Xã Hợp Hoà", "02578@base"),
        (normalize("NFD", "Xã Hợp Hoà"), "02578@base"),
        ("BHXH huyện", "bhxh-huyen"),
        ("Thanh Phát", "02581@2019"),
    ],
)
def test_a_body_is_known_by_its_name_however_it_is_typed(read: Reader, name: str, uid: str) -> None:
    (row,) = read.lines(f"{name},mailbox,,vt@xa.invalid,,,,,").rows
    assert row.body == uid


def test_names_typed_in_nfd_are_kept_in_nfc(read: Reader) -> None:
    person = "Nguyễn Thị Hòa"
    (row,) = read.lines(normalize("NFD", GOOD.replace("Nguyễn Văn Mẫu", person))).rows
    assert row.person == person


def test_channels_stand_in_the_persons_own_order(read: Reader) -> None:
    line = f'{DAI_PHU},officer,Mẫu,a@x.invalid,0912000000,"zalo, telegram:1234; email",,,'
    (row,) = read.lines(line).rows
    assert row.ways == (("zalo", "0912000000"), ("telegram", "1234"), ("email", "a@x.invalid"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (f"{DAI_PHU},trưởng thôn,A,a@x.invalid,,,,,", ("post", 'không có chức danh "trưởng thôn"')),
        ("bcd,chair,A,a@x.invalid,,,,,", ("post", 'không có chức danh "chair" ở đơn vị này')),
        ("Đại Phùng,chair,A,a@x.invalid,,,,,", ("body", 'không có đơn vị "Đại Phùng"')),
        (",chair,A,a@x.invalid,,,,,", ("body", "chưa ghi đơn vị")),
        (f"{DAI_PHU},chair,A,a@x,,,,,", ("email", "địa chỉ thư không hợp lệ")),
        (f"{DAI_PHU},chair,A,a x@x.invalid,,,,,", ("email", "địa chỉ thư không hợp lệ")),
        (f"{DAI_PHU},chair,A,,,,,,", ("email", "không có địa chỉ nào để gửi")),
        (f"{DAI_PHU},chair,=1+1,a@x.invalid,,,,,", ("person", "họ tên không thể bắt đầu")),
        (f"{DAI_PHU},chair,A,a@x.invalid,12a,,,,", ("phone", 'số điện thoại "12a" không hợp lệ')),
        (f"{DAI_PHU},chair,A,a@x.invalid,,fax,,,", ("channels", 'không có kênh "fax"')),
        (f"{DAI_PHU},chair,A,a@x.invalid,,zalo,,,", ("channels", "kênh zalo chưa có địa chỉ")),
        (f"{DAI_PHU},chair,A,a@x.invalid,,,sếp,,", ("capacity", 'không hiểu tư cách "sếp"')),
        (f"{DAI_PHU},chair,A,a@x.invalid,,,vacant,,", ("capacity", "đã ghi là khuyết")),
        (f"{DAI_PHU},chair,A,a@x.invalid,,,,30/02/2024,", ("valid_from", "không phải ngày")),
        (
            f"{DAI_PHU},chair,A,a@x.invalid,,,,2024-07-01,2024-06-30",
            ("valid_to", "ngày kết thúc ở trước"),
        ),
        (f"{DAI_PHU},chair,A,a@x.invalid,,,,,,thừa", ("", "có 10 ô, dòng tiêu đề có 9 cột")),
    ],
)
def test_a_bad_row_is_named_with_its_column_and_reason(
    read: Reader, line: str, problem: tuple[str, str]
) -> None:
    ((number, column, what),) = read.refused(GOOD, line)
    assert (number, column) == (3, problem[0])
    assert problem[1] in what


def test_every_mistake_of_a_row_is_told_at_once(read: Reader) -> None:
    found = read.refused("Đại Phùng,chair,A,a@x,12a,,,,")
    assert [column for _, column, _ in found] == ["body", "email", "phone"]


def test_a_row_said_twice_is_refused_naming_the_first(read: Reader) -> None:
    other = f"{SON_NAM},officer,Mẫu,b@x.invalid,,,,,"
    assert read.refused(GOOD, other, GOOD) == [(4, "", "trùng với dòng 2")]


def test_one_person_may_hold_a_post_twice_in_turn(read: Reader) -> None:
    first = GOOD[:-1] + "2023-01-01,2023-12-31"
    second = GOOD[:-1] + "2024-04-01,"
    assert len(read.lines(first, second).rows) == 2


def test_row_numbers_are_those_of_the_file(read: Reader) -> None:
    """Blank lines and a line break inside quotation marks count, as an editor counts them."""
    bad = f"{DAI_PHU},chair,A,a@x,,,,,"
    ((number, _, _),) = read.refused("", f'{SON_NAM},chair,"Ma\nVăn",s@x.invalid,,,,,', "", bad)
    assert number == 6


def test_missing_columns_are_named(read: Reader) -> None:
    ((number, _, what),) = read.refused(f"{DAI_PHU},A", header="body,person")
    assert (number, what) == (1, "thiếu cột: post, email")


def test_a_column_nobody_knows_is_refused(read: Reader) -> None:
    found = read.refused(f"{DAI_PHU},chair,A,a@x.invalid,x", header="body,post,person,email,lương")
    assert found == [(1, "lương", 'không hiểu cột "lương"')]


def test_a_list_of_people_without_titles_that_came_by_mistake_is_not_repeated(read: Reader) -> None:
    found = read.refused("Ma Văn Khôi,2/9/1971,Nam", header="Lý Thị Mẫu,7/3/1985,Nữ")
    assert {problem[1] for problem in found} == {""}
    assert "không hiểu cột thứ 2" in {problem[2] for problem in found}


def test_a_column_written_twice_is_refused(read: Reader) -> None:
    header = "body,post,person,email,Thư điện tử"
    found = read.refused(f"{DAI_PHU},chair,A,a@x.invalid,b@x.invalid", header=header)
    assert found == [(1, "Thư điện tử", 'trùng với cột "email"')]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tệp trống"),
        (b"\xef\xbb\xbf\n\n", "tệp trống"),
        (HEADER.encode(), "chỉ có dòng tiêu đề"),
        (b"MZ\x90\x00\x03" * 100, "không phải tệp văn bản UTF-8"),
        (b"MZ\x00\x00" * 100, "không phải tệp văn bản"),
        (b"PK\x03\x04" + b"rubbish" * 9, "không phải tệp XLSX"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "tệp Excel kiểu cũ"),
        (b"body,post,person,email\nx,chair,\xd0inh,a@x.vn", "UTF-8"),
        ((HEADER + '\n"mở mà không đóng').encode(), "dấu nháy kép"),
    ],
    ids=["empty", "blank", "header", "exe", "exe-ascii", "zip", "xls", "legacy", "quote"],
)
@pytest.mark.parametrize("name", ["danh-ba.csv", "danh-ba.xlsx"])
def test_what_is_no_contacts_file_is_refused(
    read: Reader, content: bytes, said: str, name: str
) -> None:
    assert said in read.refused_content(content, name)


def test_a_zip_bomb_is_refused_before_it_is_opened(read: Reader) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert "có dấu hiệu bom nén" in read.refused_content(bomb.getvalue(), "danh-ba.xlsx")


def test_a_sheet_whose_cells_lie_far_apart_is_refused_before_it_is_laid_out(read: Reader) -> None:
    file = read.folder / "danh-ba.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "body")
        sheet.write_string(1_048_575, 16_383, "x")
    with pytest.raises(RuleError, match="trang tính quá lớn"):
        read.file(file)


def test_a_missing_file_is_refused(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="không đọc được tệp"):
        read.file(tmp_path / "không-có.csv")


def test_two_filled_sheets_are_refused_by_name(read: Reader) -> None:
    rows: list[list[object]] = [HEADER.split(","), list(GOOD.split(","))]
    file = read.sheets(Xã=rows, Huyện=rows)
    with pytest.raises(RuleError, match="2 trang tính có dữ liệu: Xã, Huyện"):
        read.file(file)


def test_an_empty_second_sheet_does_no_harm(read: Reader) -> None:
    file = read.sheets(Sheet1=[HEADER.split(","), list(GOOD.split(","))], Sheet2=[])
    assert len(read.file(file).rows) == 1


def test_a_phone_stored_as_a_number_gets_its_zero_back_and_it_is_said(read: Reader) -> None:
    row: list[object] = [DAI_PHU, "officer", "Mẫu", "a@x.invalid", 912345678]
    listing = read.file(read.sheets(A=[HEADER.split(",")[:5], row]))
    assert listing.rows[0].phone == "0912345678"
    (remark,) = listing.remarks
    assert (remark.row, remark.column) == (2, "phone")
    assert "mất số 0 ở đầu" in remark.what


def test_days_typed_into_a_spreadsheet_are_days(read: Reader) -> None:
    row: list[object] = [DAI_PHU, "officer", "Mẫu", "a@x.invalid", "", "", "", date(2024, 7, 1)]
    (found,) = read.file(read.sheets(A=[HEADER.split(","), row])).rows
    assert found.valid_from == date(2024, 7, 1)


def test_who_has_a_phone_only_is_taken_and_it_is_said(read: Reader) -> None:
    listing = read.lines(f"{DAI_PHU},officer,Mẫu,,0912000000,,,,")
    assert listing.rows[0].ways == ()
    assert "sẽ không nhận được thông báo" in listing.remarks[0].what


def test_of_five_thousand_rows_three_bad_ones_are_reported(read: Reader) -> None:
    uids = [body.uid for body in read.rulebook.bodies.all() if body.kind == "commune"]
    lines = [f"{uids[n % len(uids)]},officer,Người {n},n{n}@x.invalid,,,,," for n in range(5000)]
    for place in (17, 2500, 4999):
        lines[place] = lines[place].replace("@x.invalid", "@")
    assert [number for number, _, _ in read.refused(*lines)] == [19, 2502, 5001]


def test_what_is_written_is_readable_by_its_owner_only(read: Reader, tmp_path: Path) -> None:
    listing = read.lines(GOOD)
    write_table(tmp_path / "ra.csv", listing.form, [row.written or () for row in listing.rows])
    assert (tmp_path / "ra.csv").stat().st_mode & 0o777 == 0o600
