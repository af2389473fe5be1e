"""Lists of people as offices make them: every form that was met is read, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.people.maker import Resident, people
from benchmarks.people.sheets import FORMS, SheetForm, made, shuffled
from dondoc.people.reading.match import Correction
from dondoc.people.row import Birth
from rules.errors import RuleError
from tests.dondoc.people.sheets import cells, read, read_content, workbook

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD"]
MUI = ["Lý Thị Mùi", "02/3/1984", "Nữ", "008184000001"]


@pytest.fixture(scope="module")
def residents() -> list[Resident]:
    found = people(2_000, communes=2)
    return shuffled([one for one in found if one.place.commune == found[0].place.commune], 60)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_that_was_met_gives_the_people_who_stand_in_it(
    form: SheetForm, residents: list[Resident]
) -> None:
    file = made(form, residents)
    found = read_content(file.content)
    assert found.names == [one.personal.name for one in file.people]
    wrong = {code for codes in found.codes for code in codes} - {
        "birth-january",
        "sex-asked",
        "zero-lost",
    }
    assert not wrong
    for row, one in zip(found.rows, file.people, strict=True):
        assert row.personal.birth == one.personal.birth
        assert row.personal.sex in (one.personal.sex, None)
        if "village" in form.cells or form.parted == "village" or form.a_sheet_each:
            assert row.village == one.place.village


def test_a_sheet_says_where_its_header_stands_what_is_read_and_what_is_not() -> None:
    found = read(["DANH SÁCH"], [], [*HEADER, "Số con"], [1, *MUI, 2])
    [sheet] = found.sheets
    assert (sheet.match.first_row, sheet.match.last_row) == (3, 3)
    assert [(one.column, one.field.value) for one in sheet.match.columns] == [
        ("B", "name"),
        ("C", "birth"),
        ("D", "sex"),
        ("E", "cccd"),
    ]
    assert [one.title for one in sheet.match.unread] == ["STT", "Số con"]
    assert found.rows[0].line == 4


def test_rows_that_part_a_list_say_where_the_rows_below_them_belong() -> None:
    found = read(
        HEADER,
        ["", "XÃ ĐẠI PHÚ"],
        ["I", "Thôn Hữu Vu"],
        [1, *MUI],
        ["II. Thôn Đồng Chùa (2 người)"],
        ["", "Tăng"],
        [2, *MUI],
        ["", "Giảm"],
        [3, *MUI],
        ["", "Xã Sơn Nam"],
        [4, *MUI],
    )
    assert [(one.commune, one.village, one.section) for one in found.rows] == [
        ("XÃ ĐẠI PHÚ", "Thôn Hữu Vu", None),
        ("XÃ ĐẠI PHÚ", "Thôn Đồng Chùa", "Tăng"),
        ("XÃ ĐẠI PHÚ", "Thôn Đồng Chùa", "Giảm"),
        ("Xã Sơn Nam", None, None),
    ]


def test_what_stands_above_the_table_says_whose_list_it_is() -> None:
    found = read(["ỦY BAN NHÂN DÂN XÃ ĐẠI PHÚ"], ["Thôn: Hữu Vu, năm 2024"], HEADER, [1, *MUI])
    assert (found.rows[0].commune, found.rows[0].village) == ("XÃ ĐẠI PHÚ", "Thôn Hữu Vu")


def test_totals_and_signatures_are_no_people_and_a_name_without_anything_is_one() -> None:
    found = read(
        HEADER,
        [1, *MUI],
        [2, "Bàn Văn Dương"],
        ["", "Cộng thôn", 2],
        [3, "Ma Thị Sửu", 1960],
        ["", "Tổng cộng", "", "", 3],
        ["", "", "", "Ngày 10 tháng 4 năm 2024"],
        ["Người lập biểu", "", "", "Chủ tịch"],
        ["", "Nguyễn Văn Ký"],
    )
    assert found.names == ["Lý Thị Mùi", "Bàn Văn Dương", "Ma Thị Sửu"]
    assert found.sheets[0].rows.left == 5


def test_a_row_of_a_person_without_a_name_fails_and_says_its_line_only() -> None:
    found = read(HEADER, [1, "", *MUI[1:]])
    assert found.rows[0].fails
    assert (found.rows[0].line, found.codes) == (2, [["name-missing"]])


def test_an_empty_cell_is_as_above_for_where_somebody_lives_and_a_sign_says_it_anywhere() -> None:
    found = read(
        ["Xã", "Thôn", "Họ tên", "Dân tộc", "Năm sinh"],
        ["Sơn Nam", "Thôn A", "Lý Thị Mùi", "Tày", 1984],
        ["", "", "Ma Thị Sửu", "nt", 1985],
        ["", "Thôn B", "Bàn Văn Dương", "", 1986],
        ["Đại Phú", "", "Hứa Thị Ngọc", '"', 1987],
    )
    assert [(one.commune, one.village, one.personal.ethnicity) for one in found.rows] == [
        ("Sơn Nam", "Thôn A", "Tày"),
        ("Sơn Nam", "Thôn A", "Tày"),
        ("Sơn Nam", "Thôn B", None),
        ("Đại Phú", None, "Tày"),
    ]


def test_a_name_over_two_columns_is_one_and_a_year_after_it_is_its_birth() -> None:
    found = read(["TT", "Họ và đệm", "Tên", "CCCD"], [1, "Lý Thị", "Mùi (1984)", "008184000001"])
    assert found.names == ["Lý Thị Mùi"]
    assert found.rows[0].personal.birth == Birth(1984)


@pytest.mark.parametrize(
    ("cell", "birth", "code"),
    [
        ("02/3/1984", Birth(1984, 3, 2), ""),
        ("1984", Birth(1984), ""),
        (1984, Birth(1984), ""),
        ("19840302", Birth(1984, 3, 2), ""),
        (19840302, Birth(1984, 3, 2), ""),
        ("3/1984", Birth(1984, 3), ""),
        ("00/00/1984", Birth(1984), ""),
        ("01/01/1984", Birth(1984, 1, 1), "birth-january"),
        (30743, Birth(1984, 3, 2), "birth-serial"),
        ("31/02/1984", Birth(1984, 2), "birth-no-day"),
        ("03/25/1984", Birth(1984), "birth-turned"),
        ("02/3/84", None, "birth-century"),
        ("02/3/2084", None, "birth-impossible"),
        ("không rõ", None, "birth-unread"),
        ("", None, ""),
    ],
)
def test_a_birth_keeps_the_precision_it_was_written_in(
    cell: str | int, birth: Birth | None, code: str
) -> None:
    [row] = cells("Ngày sinh", [cell]).rows
    assert row.personal.birth == birth
    assert [found.code for found in row.findings] == ([code] if code else [])


@given(st.dates(min_value=Birth(1900, 1, 2).on, max_value=Birth(2024, 12, 30).on))  # type: ignore[arg-type]
def test_a_day_of_birth_is_read_back_however_it_is_written(day: object) -> None:
    from datetime import date

    from dondoc.people.reading.birth import born

    assert isinstance(day, date)
    meant = Birth(day.year, day.month, day.day)
    for cell in (day, f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", int(f"{day:%Y%m%d}"), f"{day:%d.%m.%Y}"):
        assert born(cell, None).birth == meant


def test_a_number_says_no_sex_without_a_legend_and_a_person_is_asked_once() -> None:
    lines = [*cells_lines("Giới tính", [1, 2, 1])]
    found = read(*lines)
    assert [one.personal.sex for one in found.rows] == [None, None, None]
    assert found.asks == ["sex-asked"]
    print_ = found.sheets[0].match.fingerprint
    told = read(*lines, corrections={print_: Correction(sexes={"1": "nữ", "2": "nam"})})
    assert [one.personal.sex for one in told.rows] == ["nữ", "nam", "nữ"]
    assert told.asks == []


def cells_lines(title: str, values: list[str | int]) -> list[list[str | int]]:
    return [["STT", "Họ và tên", title], *([n, "Lý Thị Mùi", v] for n, v in enumerate(values))]


@pytest.mark.parametrize("title", ["Giới tính (0: Nam, 1: Nữ)", "Giới tính (Nam = 0; Nữ = 1)"])
def test_the_legend_of_the_file_itself_is_followed(title: str) -> None:
    found = cells(title, [0, 1])
    assert [one.personal.sex for one in found.rows] == ["nam", "nữ"]


def test_a_number_that_lost_its_zero_is_taken_when_the_card_shows_it_or_a_person_says_so() -> None:
    lines = [
        ["STT", "Họ và tên", "Mã số BHXH", "Số thẻ BHYT", "CCCD"],
        [1, "Lý Thị Mùi", 812345678, "CN3080812345678", ""],
        [2, "Bàn Văn Dương", 812345679, "", 8184000001],
        [3, "Ma Thị Sửu", "", "", "3.40E+10"],
    ]
    found = read(*lines)
    first, second, third = (one.personal for one in found.rows)
    assert first.number("bhxh") == "0812345678"
    assert second.numbers == third.numbers == ()
    assert found.codes == [[], ["zero-lost", "zero-lost"], ["cccd-unread"]]
    assert found.asks == ["zero-lost"]
    zeros = {found.sheets[0].match.fingerprint: Correction(zeros=True)}
    told = read(*lines, corrections=zeros)
    assert [one.value for one in told.rows[1].personal.numbers] == ["0812345679", "008184000001"]


def test_several_telephones_stand_in_one_cell() -> None:
    found = cells("SĐT", ["0912.345.678/+84 983 111 222", 912345678, "0912345678 0983111222", "12"])
    assert [one.personal.phones for one in found.rows] == [
        ("0912345678", "0983111222"),
        ("0912345678",),
        ("0912345678", "0983111222"),
        (),
    ]
    assert found.codes == [[], ["phone-zero"], [], ["phone-unread"]]


def test_a_title_that_is_only_alike_is_doubtful_and_of_two_the_surer_one_is_read() -> None:
    found = read(
        ["STT", "Họ và tên", "Ngày sinh của người mẹ", "Ngày sinh", "Họ và tên chủ hộ"],
        [1, "Lý Thị Mùi", "01/5/1960", "02/3/1984", "Lý Văn A"],
    )
    assert found.rows[0].personal.birth == Birth(1984, 3, 2)
    assert [one.why for one in found.sheets[0].match.unread] == [
        "không thuộc nội dung cần đọc",
        "trùng với cột D",
        "không thuộc nội dung cần đọc",
    ]
    alone = read(["STT", "Họ và tên", "Ngày sinh của mẹ"], [1, "Lý Thị Mùi", "01/5/1960"])
    assert alone.asks == ["title"]


def test_a_correction_is_remembered_for_the_layout_whatever_stands_in_it() -> None:
    header = ["STT", "Họ và tên", "Sinh", "Cột lạ"]
    first = read(["DANH SÁCH NĂM 2024"], header, [1, "Lý Thị Mùi", "x", 1984])
    print_ = first.sheets[0].match.fingerprint
    said = Correction.of(Correction({"cotla": "birth", "sinh": ""}).stored())
    later = read(["stt", "HỌ VÀ TÊN", "Sinh", "CỘT LẠ"], [1, "Ma Thị Sửu", "y", 1990])
    assert later.sheets[0].match.fingerprint == print_
    told = read(header, [1, "Ma Thị Sửu", "y", 1990], corrections={print_: said})
    assert told.rows[0].personal.birth == Birth(1990)
    [left] = [one for one in told.sheets[0].match.unread if one.key == "sinh"]
    assert left.why == "người nhập danh sách chọn không đọc"


def test_a_unicode_name_in_a_column_of_old_letters_stays_and_what_reads_both_ways_is_told() -> None:
    old = ["NguyÔn V¨n An", "TrÇn ThÞ Hoµ", "Høa ThÞ Ngäc", "Bµn V¨n D­¬ng"]
    found = cells("Năm sinh", [1984])
    lines = [["STT", "Họ và tên", "Năm sinh"], *([n, one, 1984] for n, one in enumerate(old))]
    assert read(*lines).names == [
        "Nguyễn Văn An",
        "Trần Thị Hoà",
        "Hứa Thị Ngọc",
        "Bàn Văn Dương",
    ]
    mixed = read(*lines, [9, "Lê Thị Hà", 1984], [10, "Tân", 1984])
    assert mixed.names[4:] == ["Lê Thị Hà", "Tõn"]
    assert mixed.codes[5] == ["letters-either"]
    assert found.names == ["Lý Thị Mùi"]


def test_letters_that_nothing_shows_how_to_read_fail_their_row() -> None:
    lines = [[n, name, 1984] for n, name in enumerate(["Lê Văn Hà", "Mai Thị Lê", "Q©x V¨z"])]
    found = read(["STT", "Họ và tên", "Năm sinh"], *lines)
    assert [one.fails for one in found.rows] == [False, False, True]


def test_sheets_without_a_list_are_named_and_a_file_without_any_is_refused() -> None:
    book = workbook(Hướng_dẫn=[["Đọc kỹ"]], Thôn_A=[HEADER, [1, *MUI]])
    assert read_content(book).aside == {"Hướng dẫn": "không thấy dòng tiêu đề có cột họ tên"}
    with pytest.raises(RuleError) as refused:
        read_content(workbook(A=[["Lý Thị Mùi", "1984"]]))
    assert "không thấy danh sách người" in str(refused.value)
    assert "Mùi" not in str(refused.value)


def test_an_old_workbook_is_asked_to_be_saved_anew() -> None:
    with pytest.raises(RuleError, match="lưu lại thành"):
        read_content(b"\xd0\xcf\x11\xe0" + b"x" * 100)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_text_file_is_read_in_whatever_letters_it_was_saved(encoding: str) -> None:
    text = "STT;Họ và tên;Năm sinh\n1;Lý Thị Mùi;1984\n2;Bàn Văn Sơn;1985\n"
    content = in_windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    assert read_content(content).names == ["Lý Thị Mùi", "Bàn Văn Sơn"]


def in_windows_1258(text: str) -> bytes:
    """Return the bytes that Windows wrote: a letter with its mark, its tone behind it."""
    from unicodedata import normalize

    found = b""
    for mark in text:
        try:
            found += mark.encode("cp1258")
        except UnicodeEncodeError:
            base, *tones = normalize("NFD", mark)
            shapes = [tone for tone in tones if tone in "\u0302\u0306\u031b"]
            tones = [tone for tone in tones if tone not in shapes]
            found += normalize("NFC", base + "".join(shapes)).encode("cp1258")
            found += "".join(tones).encode("cp1258")
    return found
