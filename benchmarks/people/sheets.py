"""Sheets of people as offices make them, from residents and a seed: in every form that was met.

What each row truly says is known, so that a reader can be held against it. A form is a title over
the table, headings of one to three rows, and how each cell is written.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Literal

import xlsxwriter

from benchmarks.people.maker import Resident
from dondoc.people.row import Birth

Cell = str | int | float | date | None
Line = list[Cell]
Letters = Literal["TCVN3", "VNI"]

_CARD_TERM = ("01/01/2024", "31/12/2024")
_WRITERS: dict[str, Callable[[Resident], Cell]] = {
    "name": lambda one: one.personal.name,
    "birth": lambda one: birth_text(one.personal.birth),
    "birth-packed": lambda one: birth_packed(one.personal.birth),
    "birth-date": lambda one: _on(one.personal.birth) or birth_text(one.personal.birth),
    "day": lambda one: one.personal.birth.day if one.personal.birth else None,
    "month": lambda one: one.personal.birth.month if one.personal.birth else None,
    "year": lambda one: one.personal.birth.year if one.personal.birth else None,
    "birth-male": lambda one: birth_text(one.personal.birth) if one.personal.sex == "nam" else "",
    "birth-female": lambda one: birth_text(one.personal.birth) if one.personal.sex == "nữ" else "",
    "sex": lambda one: "Nữ" if one.personal.sex == "nữ" else "Nam",
    "sex-12": lambda one: 2 if one.personal.sex == "nữ" else 1,
    "sex-01": lambda one: 1 if one.personal.sex == "nữ" else 0,
    "x-female": lambda one: "X" if one.personal.sex == "nữ" else "",
    "x-male": lambda one: "x" if one.personal.sex == "nam" else "",
    "bhxh": lambda one: one.personal.number("bhxh"),
    "bhxh-number": lambda one: _as_number(one.personal.number("bhxh")),
    "card": lambda one: one.personal.number("card"),
    "cccd": lambda one: one.personal.number("cccd") or one.personal.number("cmnd"),
    "cccd-number": lambda one: _as_number(one.personal.number("cccd")),
    "phone": lambda one: one.personal.phones[0] if one.personal.phones else "",
    "phones": lambda one: _several(one.personal.phones),
    "ethnicity": lambda one: one.personal.ethnicity,
    "relation": lambda one: one.personal.relation,
    "household": lambda one: f"H{one.household:05}",
    "village": lambda one: one.place.village,
    "commune": lambda one: one.place.commune,
    "address": lambda one: f"{one.place.village}, {one.place.commune}, huyện cũ, tỉnh cũ",
    "from": lambda one: _CARD_TERM[0] if one.personal.number("card") else "",
    "until": lambda one: _CARD_TERM[1] if one.personal.number("card") else "",
    "from-packed": lambda one: "20240101" if one.personal.number("card") else "",
    "until-packed": lambda one: "20241231" if one.personal.number("card") else "",
    "": lambda _: "",
}


@dataclass(frozen=True)
class SheetForm:
    """One form: the rows over the table, the rows of headings, what each column holds.

    `merged`: cells of the headings that are one, as (row, column, row, column) from 0 in the
    headings. `numbering`: a row that numbers the columns. `parted`: by which of the columns rows
    are parted under headings of their own. `a_sheet_each`: one sheet a village. `above`: columns in
    which a cell that says the same as the one above is left empty. `letters`: what it is typed in.
    """

    name: str
    titles: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    cells: tuple[str, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    numbering: tuple[str, ...] = ()
    parted: Literal["", "village", "tăng"] = ""
    a_sheet_each: bool = False
    above: tuple[str, ...] = ()
    ends: tuple[tuple[str, ...], ...] = ()
    letters: Letters | None = None
    decomposed: bool = False


@dataclass
class Made:
    """A made file, and who stands in it in the order of its rows."""

    form: SheetForm
    content: bytes
    people: list[Resident] = field(default_factory=list)


def birth_text(birth: Birth | None) -> Cell:
    """Return dd/mm/yyyy, or the year alone."""
    if birth is None:
        return ""
    return f"{birth.day:02}/{birth.month:02}/{birth.year}" if birth.day else str(birth.year)


def birth_packed(birth: Birth | None) -> Cell:
    """Return yyyymmdd as hospitals write it, or the year alone."""
    if birth is None:
        return ""
    return f"{birth.year}{birth.month:02}{birth.day:02}" if birth.day else birth.year


def _on(birth: Birth | None) -> date | None:
    return birth.on if birth else None


def _as_number(number: str | None) -> Cell:
    return int(number) if number else ""


def _several(phones: Sequence[str]) -> str:
    if not phones:
        return ""
    one = phones[0]
    return f"{one[:4]}.{one[4:7]}.{one[7:]}/+84{one[1:]}"


def made(form: SheetForm, people: Sequence[Resident]) -> Made:
    """Return the file of `people` in `form`; those of a village stand together."""
    ordered = sorted(people, key=lambda one: (one.place.commune, one.place.village, one.household))
    found = Made(form, b"", ordered)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, lines, merged in _sheets(form, ordered):
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    _write(sheet, row, column, _typed(cell, form), day)
            for top, left, bottom, right in merged:
                sheet.merge_range(top, left, bottom, right, "")
                _write(sheet, top, left, _typed(lines[top][left], form), day)
    found.content = out.getvalue()
    return found


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    day: xlsxwriter.format.Format,
) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell)


def _typed(cell: Cell, form: SheetForm) -> Cell:
    if not isinstance(cell, str):
        return cell
    if form.letters:
        return in_old_letters(cell, form.letters)
    return unicodedata.normalize("NFD", cell) if form.decomposed else cell


Sheet = tuple[str, list[Line], list[tuple[int, int, int, int]]]


def _sheets(form: SheetForm, people: Sequence[Resident]) -> Iterator[Sheet]:
    if not form.a_sheet_each:
        yield ("Sheet1", *_sheet(form, people))
        return
    for (_, village), theirs in groupby(people, lambda one: (one.place.commune, one.place.village)):
        yield (village, *_sheet(form, list(theirs)))


def _sheet(
    form: SheetForm, people: Sequence[Resident]
) -> tuple[list[Line], list[tuple[int, int, int, int]]]:
    lines: list[Line] = [[title] for title in form.titles]
    begins = len(lines)
    lines += [list(row) for row in form.headings]
    merged = [(top + begins, a, bottom + begins, b) for top, a, bottom, b in form.merged]
    if form.numbering:
        lines.append(list(form.numbering))
    lines += _rows(form, people)
    lines += [list(row) for row in form.ends]
    return lines, merged


def _rows(form: SheetForm, people: Sequence[Resident]) -> Iterator[Line]:
    before: Line = []
    village = ""
    for at, one in enumerate(people):
        if form.parted == "village" and one.place.village != village:
            village = one.place.village
            yield [f"I. {village}"]
        if form.parted == "tăng" and at in (0, len(people) // 2):
            yield ["I" if at == 0 else "II", "Tăng" if at == 0 else "Giảm"]
        line: Line = [at + 1, *(_WRITERS[cell](one) for cell in form.cells)]
        same = [cell in form.above and bool(before) for cell in ("", *form.cells)]
        yield ["" if s and line[i] == before[i] else line[i] for i, s in enumerate(same)]
        before = line


def in_old_letters(text: str, letters: Letters) -> str:
    """Return `text` as it was typed for fonts of before Unicode."""
    from language import old_letters

    table = old_letters.written(letters)
    return "".join(table.get(mark, mark) for mark in text)


_ENDS = (
    ("", "Tổng cộng"),
    ("", "", "", "Ngày 10 tháng 4 năm 2024"),
    ("Người lập biểu", "", "", "TM. ỦY BAN NHÂN DÂN"),
    ("", "Nguyễn Văn Ký"),
)
_TITLES = ("ỦY BAN NHÂN DÂN", "DANH SÁCH NGƯỜI CHƯA THAM GIA BHYT", "(Kèm theo Công văn số 45)")

FORMS: tuple[SheetForm, ...] = (
    SheetForm(
        "D03-TS, QĐ 595/2017",
        ("Tên đơn vị: …", "Mã đơn vị: …", "DANH SÁCH NGƯỜI CHỈ THAM GIA BHYT", ""),
        (
            (
                "STT",
                "Họ và tên",
                "Mã số BHXH",
                "Ngày tháng năm sinh",
                "Nữ (X)",
                "Địa chỉ",
                "Thời hạn thẻ",
                "",
            ),
            ("", "", "", "", "", "", "Từ ngày", "Đến ngày"),
        ),
        ("name", "bhxh", "birth", "x-female", "address", "from", "until"),
        ((0, 0, 1, 0), (0, 1, 1, 1), (0, 6, 0, 7)),
        ("A", "B", "1", "2", "3", "4", "5", "6"),
        parted="tăng",
        ends=_ENDS,
    ),
    SheetForm(
        "D03-TS, QĐ 490/2023",
        ("Tên đơn vị: …", "Nguồn đóng BHYT: …", "DANH SÁCH NGƯỜI CHỈ THAM GIA BHYT"),
        (
            (
                "STT",
                "Họ và tên",
                "Mã số BHXH",
                "CCCD/CMND/ĐDCN/hộ chiếu",
                "Ngày tháng năm sinh",
                "Giới tính",
                "Địa chỉ",
                "Mã số nhân viên thu",
            ),
        ),
        ("name", "bhxh", "cccd", "birth", "sex", "address", ""),
        numbering=("(A)", "(B)", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        parted="tăng",
        ends=_ENDS,
    ),
    SheetForm(
        "01a-TBH",
        _TITLES,
        (
            (
                "TT",
                "Họ và tên",
                "Số sổ BHXH",
                "Số thẻ BHYT",
                "Ngày tháng năm sinh",
                "Nữ (X)",
                "Số CMND",
                "Ngày cấp",
                "Nguyên quán",
                "Địa chỉ",
                "Nơi ĐK KCB",
                "",
            ),
            ("", "", "", "", "", "", "", "", "", "", "Mã Tỉnh", "Mã Bệnh viện"),
        ),
        ("name", "bhxh", "card", "birth", "x-female", "cccd", "", "", "address", "", ""),
        ((0, 10, 0, 11),),
        ends=_ENDS,
    ),
    SheetForm(
        "hộ nghèo theo thôn",
        (*_TITLES, "Tính đến ngày 10/4/2024"),
        (
            ("STT", "Họ và tên", "Năm sinh", "", "Dân tộc", "Quan hệ với chủ hộ", "CCCD"),
            ("", "", "Nam", "Nữ", "", "", ""),
        ),
        ("name", "birth-male", "birth-female", "ethnicity", "relation", "cccd"),
        ((0, 2, 0, 3),),
        parted="village",
        ends=_ENDS,
    ),
    SheetForm(
        "mỗi thôn một trang",
        _TITLES,
        (("STT", "HỌ VÀ TÊN", "NGÀY SINH", "Giới tính (1: nam, 2: nữ)", "SĐT", "Dân tộc"),),
        ("name", "birth-date", "sex-12", "phones", "ethnicity"),
        a_sheet_each=True,
        ends=_ENDS,
    ),
    SheetForm(
        "kê khai 603",
        (),
        (
            (
                "id",
                "hoTen",
                "maSoBHXH",
                "ngaySinh",
                "gioiTinh",
                "noiDangKyKCB",
                "tuNgayTheCu",
                "denNgayTheCu",
                "sttHo",
            ),
        ),
        ("name", "bhxh", "birth", "sex", "", "from", "until", ""),
    ),
    SheetForm(
        "XML1, QĐ 4750",
        (),
        (
            (
                "MA_BN",
                "HO_TEN",
                "SO_CCCD",
                "GIOI_TINH",
                "NGAY_SINH",
                "DIA_CHI",
                "MA_THE_BHYT",
                "GT_THE_TU",
                "GT_THE_DEN",
            ),
        ),
        (
            "name",
            "cccd",
            "sex-12",
            "birth-packed",
            "address",
            "card",
            "from-packed",
            "until-packed",
        ),
    ),
    SheetForm(
        "ba hàng tiêu đề, ngày tháng năm riêng",
        _TITLES,
        (
            ("STT", "Người tham gia", "", "", "", "Hộ", "", "Xã", "Thôn"),
            ("", "Họ và tên", "Ngày, tháng, năm sinh", "", "", "Mã hộ", "Quan hệ", "", ""),
            ("", "", "Ngày", "Tháng", "Năm", "", "", "", ""),
        ),
        ("name", "day", "month", "year", "household", "relation", "commune", "village"),
        ((0, 1, 0, 4), (1, 2, 1, 4), (0, 5, 0, 6)),
        numbering=("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        above=("household", "commune", "village"),
    ),
    SheetForm(
        "chữ TCVN3",
        _TITLES,
        (("STT", "Họ và tên", "Năm sinh", "Giới tính", "Thôn", "Dân tộc"),),
        ("name", "birth", "sex", "village", "ethnicity"),
        letters="TCVN3",
        ends=_ENDS,
    ),
    SheetForm(
        "chữ VNI",
        _TITLES,
        (("STT", "Họ và tên", "Năm sinh", "Giới tính", "Thôn", "Dân tộc"),),
        ("name", "birth", "sex", "village", "ethnicity"),
        letters="VNI",
        ends=_ENDS,
    ),
    SheetForm(
        "dấu tách rời, số mất số 0",
        _TITLES,
        (("Số TT", "Họ tên", "Ngày sinh", "Giới tính", "Mã BHXH", "Số CCCD", "Xã", "Thôn"),),
        ("name", "birth", "sex", "bhxh-number", "cccd-number", "commune", "village"),
        decomposed=True,
    ),
)


def shuffled(people: Sequence[Resident], count: int, seed: int = 7) -> list[Resident]:
    """Return some of the `people`; the same for the same seed."""
    return random.Random(seed).sample(people, count)
