"""The XLSX form goes out prefilled and comes back however it was moved or typed."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from dondoc.decisions.decide import Grounds, move
from dondoc.errors import Refused
from dondoc.reports.attach import read_limited
from dondoc.reports.checks import FiguresRefused
from dondoc.reports.figures_file import MOST_BYTES, read_content
from dondoc.reports.prefill import prefill
from dondoc.reports.template import FormOf, Heading, template
from models import Obligation
from rules.meaning.figures import Filled
from tests.coverage_form import COVERAGE
from tests.dondoc.reports.test_attach import packed
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, MINORITY, NEAR_POOR, file_report

FORM = FormOf(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
Rows = list[list[Any]]
VALUES: dict[str, Any] = {
    **{f"{g}.{name}": people for g, of in MAY.groups.items() for name, people in of.items()},
    "done": "Đã tuyên truyền tại 12 thôn",
    "as_of": date(2024, 4, 30),
}


def made(scene: Scene, form: FormOf = FORM) -> bytes:
    office = scene.office
    names = {id_: group.name for id_, group in office.rulebook.directives[D2024].groups.items()}
    with office.reading() as session:
        row = scene.obligation(form.bearer, form.due_on.isoformat())
        offered = prefill(session, office.rulebook, row)
    return template(form, Heading("Báo cáo", "Xã", "hạn 05/5/2024", names), offered)


def rows_of(content: bytes) -> Rows:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def written(rows: Rows, more: Callable[[Any, Any], None] | None = None) -> bytes:
    """Write `rows` as a person's spreadsheet program would."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell != "":
                    sheet.write(number, column, cell)
        if more:
            more(book, sheet)
    return out.getvalue()


def filled_in(rows: Rows, **other: Any) -> Rows:
    """Fill in `rows` with MAY, and with `other` by address ("can_ngheo__closing")."""
    values = VALUES | {
        at.replace("__", ".").replace("can_ngheo", NEAR_POOR): value for at, value in other.items()
    }
    return [[*row[:2], values.get(row[0], row[2]), *row[3:]] for row in rows]


def read(content: bytes, form: FormOf = FORM) -> Filled:
    return read_content("mau.xlsx", content, form, COVERAGE)


def refusals(content: bytes) -> dict[str, str]:
    with pytest.raises(FiguresRefused) as refused:
        read(content)
    return {remark.place: remark.says for remark in refused.value.remarks}


def cell_of(rows: Rows, at: str, column: str = "C") -> str:
    return f"{column}{next(n for n, row in enumerate(rows, 1) if row[0] == at)}"


@pytest.fixture
def rows(office: Scene) -> Rows:
    office.day("2024-04-26")
    return rows_of(made(office))


def same(found: Filled) -> bool:
    return (found.as_of, found.groups) == (MAY.as_of, MAY.groups)


def test_what_is_filled_in_comes_back(rows: Rows) -> None:
    found = read(written(filled_in(rows)))
    assert same(found)
    assert found.texts["done"] == MAY.texts["done"]
    assert found.place("can-ngheo.closing") == cell_of(rows, "can-ngheo.closing")


def test_rows_may_be_moved_and_columns_put_before_them(rows: Rows) -> None:
    moved = filled_in(rows)
    random.Random(7).shuffle(moved)  # noqa: S311 - any order, the same each time
    moved = [["", "ghi chú", *row] for row in [[], ["", "thêm dòng"], *moved]]
    assert same(read(written(moved)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.240", 1240),
        ("1.240.000", 1_240_000),
        (" 1 240 ", 1240),
        ("15", 15),
        ("15,5", Fraction(31, 2)),
        ("1.5", Fraction(3, 2)),
        (15.5, Fraction(31, 2)),
        ("-3", -3),
        ("−3", -3),
        ("", None),
    ],
)
def test_numbers_typed_as_text_mean_what_an_office_means(
    rows: Rows, typed: object, expected: object
) -> None:
    found = read(written(filled_in(rows, can_ngheo__closing=typed)))
    assert found.groups[NEAR_POOR]["closing"] == expected


@pytest.mark.parametrize(
    "typed",
    ["30/4/2024", "30.4.2024", "2024-04-30", datetime(2024, 4, 30, 7)],  # noqa: DTZ001
)
def test_a_day_is_read_as_it_is_typed(rows: Rows, typed: object) -> None:
    assert read(written(filled_in(rows, as_of=typed))).as_of == date(2024, 4, 30)


@pytest.mark.parametrize(
    ("at", "typed", "said"),
    [
        ("can-ngheo.closing", "mười lăm", "“mười lăm” không phải số người"),
        ("can-ngheo.closing", "15 người", "không phải số người"),
        ("can-ngheo.closing", True, "phải là số người"),
        ("can-ngheo.closing", 10**12, "số quá lớn"),
        ("as_of", "cuối tháng tư", "không phải ngày"),
        ("nil", "chắc là có", "chọn Có hoặc Không"),
        ("done", "a" * 6_000, "dài quá 5000 ký tự"),
    ],
)
def test_a_refused_cell_is_named_by_its_address(
    rows: Rows, at: str, typed: object, said: str
) -> None:
    bad = [[*row[:2], typed, *row[3:]] if row[0] == at else row for row in filled_in(rows)]
    found = refusals(written(bad))
    assert list(found) == [cell_of(rows, at)]
    assert said in found[cell_of(rows, at)]


def test_every_refused_cell_is_named_at_once(rows: Rows) -> None:
    bad = written(filled_in(rows, can_ngheo__closing="x", can_ngheo__left="y", as_of="z"))
    assert set(refusals(bad)) == {
        cell_of(rows, at) for at in ("can-ngheo.closing", "can-ngheo.left", "as_of")
    }


@pytest.mark.parametrize(
    ("value", "policy"), [(-1, "so-nguoi-am"), (14.5, "so-nguoi-le"), (16, "tang-giam-khong-khop")]
)
def test_a_check_names_the_cell_too_and_nothing_changes(
    office: Scene, value: float, policy: str
) -> None:
    office.day("2024-04-26")
    rows = rows_of(made(office))
    found = read(written(filled_in(rows, can_ngheo__closing=value)))
    with pytest.raises(FiguresRefused) as refused:
        file_report(office, found, "2024-05-03 10:00")
    place = cell_of(rows, "can-ngheo.closing")
    assert policy in {remark.policy for remark in refused.value.remarks}
    assert place in {remark.place for remark in refused.value.remarks}
    assert f"{place} (người thuộc hộ gia đình cận nghèo: Chưa tham gia BHYT cuối kỳ)" in str(
        refused.value
    )
    assert office.obligation().state == "open"


def test_a_nil_form_ignores_the_figures_that_were_prefilled(office: Scene) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    form = FORM._replace(due_on=date(2024, 6, 5))
    nil = [[*r[:2], "Có", *r[3:]] if r[0] == "nil" else r for r in rows_of(made(office, form))]
    found = read(written(nil), form)
    assert found.nil
    file_report(office, found, "2024-06-03 10:00", due="2024-06-05")


def test_a_word_of_explanation_is_read_beside_its_figure(rows: Rows) -> None:
    said = [
        [*row[:4], "đã đối chiếu"] if row[0] == "can-ngheo.opening" else row
        for row in filled_in(rows)
    ]
    assert read(written(said)).explanations == {"can-ngheo.opening": "đã đối chiếu"}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (FORM._replace(bearer=SON_NAM), "nhầm mẫu: mẫu của đơn vị 02617@base, báo cáo này của đơn"),
        (FORM._replace(due_on=date(2024, 6, 5)), "mẫu của kỳ hạn 05/5/2024, báo cáo này của kỳ h"),
        (FORM._replace(directive="x"), "mẫu của văn bản"),
    ],
)
def test_another_bodys_form_and_last_months_are_refused(
    rows: Rows, form: FormOf, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        read(written(filled_in(rows)), form)


def add_sheet(book: Any, _: Any) -> None:
    book.add_worksheet("Hai").write("A1", "số khác")


def add_empty_and_hidden(book: Any, _: Any) -> None:
    book.add_worksheet("Hai")
    hidden = book.add_worksheet("Ba")
    hidden.write("A1", "nháp")
    hidden.hide()


def test_a_second_sheet_that_is_empty_or_hidden_says_nothing(rows: Rows) -> None:
    assert same(read(written(filled_in(rows), add_empty_and_hidden)))


@pytest.mark.parametrize("typed", ["-", " – ", "—"])
def test_a_dash_in_a_figures_cell_is_zero_and_no_nil_report(rows: Rows, typed: str) -> None:
    found = read(written(filled_in(rows, can_ngheo__left=typed)))
    assert (found.groups[NEAR_POOR]["left"], found.nil) == (0, False)


@pytest.mark.parametrize(
    ("typed", "nil"),
    [("có", True), ("CÓ ", True), ("x", True), ("X", True), ("không", False), ("", False)],
)
def test_a_choice_is_read_as_a_clerk_makes_it(rows: Rows, typed: str, nil: bool) -> None:
    assert read(written(filled_in(rows, nil=typed))).nil is nil


def test_a_cell_that_holds_an_error_is_told_by_its_error(rows: Rows) -> None:
    at = cell_of(rows, "can-ngheo.closing")
    content = edited(
        written(filled_in(rows, can_ngheo__closing=77)),
        sheet=lambda xml: xml.replace(
            f'<c r="{at}"><v>77</v>'.encode(), f'<c r="{at}" t="e"><v>#REF!</v>'.encode()
        ),
    )
    assert refusals(content) == {at: "ô có lỗi #REF!; ghi lại số"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (lambda _, sheet: sheet.merge_range("B2:C2", "x"), "B2:C2.*: là ô gộp"),
        (add_sheet, "có 2 trang tính"),
    ],
    ids=["merged cells", "two sheets"],
)
def test_what_could_mean_two_things_is_refused(
    rows: Rows, more: Callable[[Any, Any], None], said: str
) -> None:
    content = written([row for n, row in enumerate(filled_in(rows)) if n not in (1,)], more)
    with pytest.raises(Refused, match=said):
        read(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tệp trống"),
        (b"   \n", "tệp trống"),
        (b"MZ\x90\x00" + bytes(99), "không phải mẫu báo cáo XLSX, cũng không phải JSON"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "tệp Excel kiểu cũ"),
        (packed({"a": b"b"}), "không phải tệp XLSX"),
        (packed({"xl/workbook.xml": b"<a/>"}), "không phải tệp XLSX, hoặc tệp bị hỏng"),
        (packed({"xl/workbook.xml": bytes(40_000_000)}), "bom nén"),
        (written([["một", "hai"]]), "không phải mẫu do dondoc template tạo"),
        (written([["dondoc-bao-cao-1|a|b"]]), "dấu nhận dạng của mẫu đã bị sửa"),
    ],
)
def test_a_file_that_is_no_form_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(content)


def edited(content: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with its first sheet changed, as no spreadsheet program would."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        held = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    held[sheet] = parts["sheet"](held[sheet])
    return packed(held)


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r = '1048576'><c r = '&#88;FD1048576'><v>1</v></c></row>",
    ],
)
def test_two_cells_at_opposite_corners_do_not_take_all_memory(rows: Rows, far: bytes) -> None:
    content = edited(
        written(filled_in(rows)),
        sheet=lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"),
    )
    with pytest.raises(Refused, match="trang tính quá lớn"):
        read(content)


@pytest.mark.parametrize(
    "kind", [b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>', b"<a>", b"&broken;"]
)
def test_xml_that_no_spreadsheet_program_writes_is_refused(rows: Rows, kind: bytes) -> None:
    content = edited(
        written(filled_in(rows)),
        sheet=lambda xml: xml.replace(b"<worksheet", kind + b"<worksheet", 1),
    )
    with pytest.raises(Refused, match="trang tính quá lớn"):
        read(content)


def test_a_row_copied_twice_and_two_forms_in_one_are_refused(rows: Rows) -> None:
    twice = filled_in(rows)
    with pytest.raises(FiguresRefused, match="bị chép thêm một lần"):
        read(written([*twice, next(row for row in twice if row[0] == "dtts.left")]))
    with pytest.raises(Refused, match="có nhiều mẫu trong một tệp"):
        read(written([*twice, *twice]))


def test_a_row_that_was_deleted_is_asked_for(office: Scene) -> None:
    office.day("2024-04-26")
    rows = [row for row in filled_in(rows_of(made(office))) if row[0] != "dtts.closing"]
    with pytest.raises(FiguresRefused, match="bắt buộc, không được để trống"):
        file_report(office, read(written(rows)), "2024-05-03 10:00")


def test_a_large_figures_file_is_refused_before_it_is_read(tmp_path: Any) -> None:
    file = tmp_path / "lon.xlsx"
    with file.open("wb") as out:
        out.truncate(200_000_000)
    with pytest.raises(Refused, match="tệp quá lớn"):
        read_limited(file, MOST_BYTES)


def test_the_form_itself_has_one_sheet_protected_cells_and_drop_downs(office: Scene) -> None:
    office.day("2024-04-26")
    with zipfile.ZipFile(io.BytesIO(made(office))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        xml = book.read(sheets[0]).decode()
    assert len(sheets) == 1
    assert "<sheetProtection" in xml
    assert 'type="list"' in xml
    assert "<f>" not in xml
    assert "<mergeCell" not in xml
    assert 'hidden="1"' in xml


def test_a_body_is_given_its_own_groups_only(office: Scene) -> None:
    office.day("2024-04-26")
    chi_thiet = office.office.rulebook.bodies.named("Chi Thiết", date(2024, 5, 5)).uid
    rows = rows_of(made(office, replace_bearer(chi_thiet)))
    keys = {row[0].partition(".")[0] for row in rows if "." in row[0] and "|" not in row[0]}
    assert keys == {NEAR_POOR}
    assert MINORITY not in keys


def replace_bearer(uid: str) -> FormOf:
    return FORM._replace(bearer=uid)


def test_the_form_handed_out_before_an_extension_is_taken_after_it(office: Scene) -> None:
    office.day("2024-04-26")
    row = office.obligation()
    before = FormOf.of(row)
    with office.office.writing() as session:
        row = session.get_one(Obligation, row.id)
        grounds = Grounds("lũ cuốn cầu", "ubnd-huyen/leader")
        now = at("2024-05-02 14:00")
        move(session, office.office.rulebook, [row], 30, grounds, now, extension=True)
        assert row.due_on == date(2024, 6, 4)
        assert FormOf.of(row) == before
        # Its figures are still those of the month the text means.
        offered = prefill(session, office.office.rulebook, row)
    assert offered.values["as_of"].value == date(2024, 4, 30)
