"""Báo cáo: a form on a page, with and without script, from the first figure to its receipt."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from dondoc.desk import give_back
from dondoc.desk.context import Which, desk
from dondoc.reports.blank import blank_form
from models import Attachment, Obligation, Report
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, file_report
from tests.web.browsing import Answer, Person
from tests.web.conftest import it_is

OFFICER, CHAIR, BHXH = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", "bhxh-huyen/officer"
CELLS = {
    f"o.{row}.{figure}": str(number)
    for row, figures in MAY.groups.items()
    for figure, number in figures.items()
} | {"o.done": "Đã tuyên truyền tại 12 thôn", "o.as_of": "30/4/2024"}
PDF = ("ke-hoach.pdf", b"%PDF-1.7\n%x\n", "application/pdf")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    return person(OFFICER)


def page_of(scene: Scene, bearer: str = DAI_PHU) -> str:
    return f"/bao-cao/{scene.obligation(bearer).id}"


def hidden(somebody: Person, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', somebody.html)
    assert found, name
    return found[1]


def send(somebody: Person, path: str, what: str, **fields: str) -> Answer:
    """Send the page that is open with everything a browser sends of it."""
    own = {"phien": hidden(somebody, "phien"), "lan": hidden(somebody, "lan"), "viec": what}
    return somebody.post(path, **{**own, **CELLS, **fields})


def reports(scene: Scene) -> int:
    with scene.office.reading() as session:
        return session.scalar(select(func.count()).select_from(Report)) or 0


def test_the_page_is_made_of_the_forms_declaration_and_says_that_nothing_is_filed(
    office: Scene, officer: Person
) -> None:
    page = officer.get(page_of(office))
    assert page.status == 200
    for word in ("CHƯA NỘP", "Chưa tham gia BHYT đầu kỳ", "Quá hạn", "trước ngày 05 hàng tháng"):
        assert word in page.text
    assert page.html.count('inputmode="numeric"') == 20  # two rows of ten; a correction has a sign
    assert "bắt buộc, không được để trống" not in page.text


def test_a_report_is_filed_and_its_receipt_tells_number_time_and_what_was_filed(
    office: Scene, officer: Person
) -> None:
    path = page_of(office)
    officer.get(path)
    done = send(officer, path, "nop", **{"o.dtts.opening": "1.240", "o.dtts.closing": "1.230"})
    assert done.path == f"{path}/bien-nhan"
    for word in ("Đã nộp báo cáo", "BN-", "09:00 ngày 07/5/2024", "1.240", "12 thôn", "Quá hạn"):
        assert word in done.text
    assert reports(office) == 1


def test_without_script_each_check_stands_at_its_figure_and_nothing_typed_is_lost(
    office: Scene, officer: Person
) -> None:
    path = page_of(office)
    officer.get(path)
    page = send(officer, path, "nop", **{"o.dtts.closing": "91", "o.obstacles": "xa"})
    assert page.status == 200
    assert "Còn 01 chỗ phải xem" in page.text
    said = page.html.partition('id="m-dtts__closing"')[2].partition("</div>")[0]
    assert "Không khớp" in said
    assert 'aria-invalid="true"' in page.html
    assert 'value="91"' in page.html
    assert ">xa</textarea>" in page.html
    assert reports(office) == 0
    done = send(officer, path, "nop")
    assert done.path == f"{path}/bien-nhan"


def test_a_warning_is_answered_in_its_place_and_the_answer_is_kept(
    office: Scene, officer: Person
) -> None:
    path = page_of(office)
    officer.get(path)
    warned = {"o.can-ngheo.carded": "6"}
    page = send(officer, path, "nop", **warned)
    assert "Nếu đúng, ghi giải trình ngay dưới đây" in page.text
    done = send(officer, path, "nop", **warned, **{"gt.can-ngheo.carded": "thẻ tháng trước"})
    assert "Giải trình: thẻ tháng trước" in done.text


def test_a_page_that_is_sent_twice_files_once_and_says_so(office: Scene, officer: Person) -> None:
    path = page_of(office)
    officer.get(path)
    before = officer.html
    send(officer, path, "nop")
    officer.html = before
    again = send(officer, path, "nop")
    assert "nộp rồi" in again.text
    assert reports(office) == 1


def test_the_chair_sees_what_the_officer_writes_and_neither_overwrites_the_other(
    office: Scene, person: Callable[..., Person]
) -> None:
    path, officer, chair = page_of(office), person(OFFICER), person(CHAIR)
    officer.get(path)
    chair.get(path)
    send(officer, path, "luu", **{"o.obstacles": "Còn 03 thôn"})
    late = send(chair, path, "luu", **{"o.obstacles": "Mưa lớn"})
    assert "Hai người cùng sửa" in late.text
    assert "Còn 03 thôn" in late.text
    assert ">Mưa lớn</textarea>" in late.html
    assert ">Còn 03 thôn</textarea>" in officer.get(path).html
    kept = send(chair, path, "luu", **{"o.obstacles": "Mưa lớn, còn 03 thôn"})
    assert ">Mưa lớn, còn 03 thôn</textarea>" in kept.html
    assert "Cùng làm" in kept.text


def test_saving_as_one_types_never_overwrites_what_another_wrote_meanwhile(
    office: Scene, person: Callable[..., Person]
) -> None:
    path, officer, chair = page_of(office), person(OFFICER), person(CHAIR)
    officer.get(path)
    chair.get(path)
    send(officer, path, "luu", **{"o.obstacles": "Còn 03 thôn"})
    # The chair's page still shows that cell empty; what is saved of it is another one.
    shown, before = CELLS | {"o.obstacles": "", "phien": "0"}, chair.html
    first = chair.post(f"{path}/luu", **{**shown, "o.done": "Đã họp"})
    assert "Còn 03 thôn</textarea>" in first.html
    version = str(found(first.html, 'name="phien" value="'))
    mark = {"cu.obstacles": "0", "phien": version}
    chair.html = before
    chair.post(f"{path}/luu", **{**shown, **mark, "o.done": "Đã họp, đã thu"})
    page = officer.get(path).html
    assert ">Còn 03 thôn</textarea>" in page
    assert ">Đã họp, đã thu</textarea>" in page
    # Shown at once, it is the chair's to change like any other.
    chair.html = before
    seen = {**shown, **mark, "moi.obstacles": version, "o.done": "Đã họp, đã thu"}
    chair.post(f"{path}/luu", **{**seen, "o.obstacles": "Còn 02 thôn"})
    assert ">Còn 02 thôn</textarea>" in officer.get(path).html


def test_cells_of_others_come_to_an_open_page_and_ones_own_stay(
    office: Scene, person: Callable[..., Person]
) -> None:
    path, officer, chair = page_of(office), person(OFFICER), person(CHAIR)
    officer.get(path)
    chair.get(path)
    send(officer, path, "luu", **{"o.obstacles": "Còn 03 thôn", "o.done": "Đã phát tờ rơi"})
    shown = CELLS | {"o.obstacles": "", "o.done": "Tôi đang viết", "phien": "0"}
    came = chair.post(f"{path}/nguoi-khac", **shown)
    assert "Còn 03 thôn</textarea>" in came.html
    assert "Đã phát tờ rơi" not in came.html
    assert 'name="phien"' not in came.html


def found(html: str, before: str) -> int:
    return int(html.partition(before)[2].partition('"')[0])


def test_who_files_on_an_older_version_is_shown_what_the_other_wrote(
    office: Scene, person: Callable[..., Person]
) -> None:
    path, officer, chair = page_of(office), person(OFFICER), person(CHAIR)
    officer.get(path)
    chair.get(path)
    send(officer, path, "luu", **{"o.obstacles": "Còn 03 thôn"})
    late = send(chair, path, "nop", **{"o.obstacles": "Mưa lớn"})
    assert "Hai người cùng sửa" in late.text
    assert reports(office) == 0


def test_as_it_is_typed_the_checks_and_sums_come_for_each_cell(
    office: Scene, officer: Person
) -> None:
    path = page_of(office)
    officer.get(path)
    fields = CELLS | {"o.dtts.closing": "", "o.can-ngheo.closing": "16", "phien": "0"}
    said = officer.post(f"{path}/kiem", **fields)
    assert said.html.count("hx-swap-oob") >= 24
    assert "100 + 2 − 12 = 90" in said.text
    assert "Không khớp" in said.text
    assert "<input" not in said.html
    with office.office.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM draft").scalar() == 0


def test_nothing_to_report_names_its_period_and_has_a_receipt(
    office: Scene, person: Callable[..., Person]
) -> None:
    file_report(office, MAY, "2024-05-07 08:30")
    it_is(office, "2024-06-03 09:00")
    officer = person(OFFICER)
    path = f"/bao-cao/{office.obligation(DAI_PHU, '2024-06-05').id}"
    page = officer.get(path)
    assert "báo cáo không phát sinh kỳ tháng 5/2024" in page.text
    assert "vẫn còn 15 người" in page.text
    done = officer.post(path, viec="khong", phien="0", lan="x")
    assert "Không phát sinh kỳ tháng 5/2024" in done.text


def test_a_returned_report_shows_the_reason_at_its_figure(office: Scene, officer: Person) -> None:
    file_report(office, MAY, "2024-05-07 08:30")
    of = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
    with desk(office.office, at("2024-05-07 08:50"), BHXH) as opened:
        give_back.give_back(opened, give_back.Request(of, {"dtts.closing": "xem lại thôn Bãi"}))
    path = page_of(office)
    page = officer.get(path)
    said = page.html.partition('id="m-dtts__closing"')[2].partition("</div>")[0]
    assert "xem lại thôn Bãi" in said
    assert 'name="o.dtts.closing" value="90"' in page.html
    done = send(officer, path, "nop")
    assert "Lần gửi 2" in done.text


def test_the_form_as_a_file_fills_in_the_page(office: Scene, officer: Person) -> None:
    path = page_of(office)
    row = office.obligation()
    with office.office.reading() as session:
        found = session.get_one(Obligation, row.id)
        content = blank_form(session, office.office.rulebook, found)
    book = ("bieu.xlsx", written(content, "dtts.opening", 1240), "application/octet-stream")
    officer.get(path)
    page = officer.post(path, files={"tep": book}, viec="luu", phien="0", lan="x")
    assert 'name="o.dtts.opening" value="1240"' in page.html
    assert "bieu.xlsx" not in page.html


def written(content: bytes, at_: str, number: int) -> bytes:
    """Return the form with `number` in the cell at the address `at_`."""
    parts = dict(unpacked(content))
    strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts["xl/sharedStrings.xml"].decode())
    key = strings.index(at_)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    [line] = [one for one in re.findall(r"<row .*?</row>", sheet) if f"<v>{key}</v>" in one]
    cell = re.compile(r'<c r="(C\d+)"( s="\d+")?/>')
    filled = cell.sub(rf'<c r="\1"\2><v>{number}</v></c>', line)
    assert filled != line
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(line, filled).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return out.getvalue()


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            yield name, book.read(name)


def test_a_file_waits_encrypted_and_comes_back_as_it_was(office: Scene, officer: Person) -> None:
    path = page_of(office)
    officer.get(path)
    page = officer.post(path, files={"tep": PDF}, viec="luu", phien="0", lan="x")
    assert "ke-hoach.pdf" in page.text
    officer.get(path)
    done = send(officer, path, "nop")
    link = re.search(r'href="([^"]*/tep/\d+)"', done.html)
    assert link
    file = officer.client.get(link[1])
    assert file.content == PDF[1]
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.headers["content-type"] == "application/octet-stream"


def test_the_official_paper_is_had_as_pdf_and_docx(office: Scene, officer: Person) -> None:
    file_report(office, MAY, "2024-05-07 08:30")
    path = page_of(office)
    assert officer.client.get(f"{path}/ban/pdf").content.startswith(b"%PDF-")
    assert officer.client.get(f"{path}/ban/docx").content.startswith(b"PK")
    assert officer.client.get(f"{path}/ban/exe").status_code == 404


def test_what_was_filed_is_listed_with_its_receipt(office: Scene, officer: Person) -> None:
    file_report(office, MAY, "2024-05-07 08:30")
    page = officer.get("/bao-cao")
    assert "01 báo cáo đã gửi." in page.text
    assert "BN-000001" in page.text


# What somebody tries who is not to.


def test_another_bodys_report_is_as_if_it_were_not_there(
    office: Scene, person: Callable[..., Person]
) -> None:
    file_report(office, MAY, "2024-05-07 08:30")
    neighbour = person(f"{SON_NAM}/officer")
    for rest in ("", "/bien-nhan", "/bieu", "/ban/pdf", "/tep/1"):
        assert neighbour.get(page_of(office) + rest).status == 404, rest
        assert neighbour.get(f"/bao-cao/999999{rest}").status == 404, rest


@pytest.mark.parametrize("who", [f"{SON_NAM}/officer", BHXH, "van-phong/specialist"])
def test_nobody_else_writes_on_a_bodys_report(
    lived: Scene, reader: Callable[..., Person], who: str
) -> None:
    stranger = reader(who)
    for rest in ("", "/kiem", "/luu"):
        stranger.get("/bao-cao")
        sent = stranger.post(page_of(lived) + rest, viec="nop", phien="0", lan="x", **CELLS)
        assert sent.status == 404, rest
    assert reports(lived) == 0


def test_a_form_that_no_page_of_ours_made_is_refused(office: Scene, officer: Person) -> None:
    path = page_of(office)
    for rest in ("", "/kiem", "/luu"):
        officer.get(path)
        assert send(officer, path, "nop", _token="0" * 64).status == 403
        answer = officer.client.post(
            path + rest, data={"viec": "nop"}, headers={"Origin": "http://x"}
        )
        assert answer.status_code == 403
    assert reports(office) == 0


def test_script_in_a_text_a_word_or_a_name_of_a_file_is_words(
    office: Scene, officer: Person
) -> None:
    path = page_of(office)
    officer.get(path)
    texts = {
        "o.done": SCRIPT,
        "o.@number": SCRIPT,
        "o.@signer": SCRIPT,
        "o.dtts.carded": "13",
        "gt.dtts.carded": SCRIPT,
    }
    file = (f"a{SCRIPT}.pdf", PDF[1], "text/html")
    page = officer.post(
        path, files={"tep": file}, viec="luu", phien="0", lan="x", **{**CELLS, **texts}
    )
    assert SCRIPT not in page.html
    done = send(officer, path, "nop", **texts)
    assert done.path == f"{path}/bien-nhan"
    assert SCRIPT not in done.html
    assert "&lt;script&gt;" in done.html


def test_a_file_is_what_it_holds_and_other_kinds_are_refused(
    office: Scene, officer: Person
) -> None:
    path = page_of(office)
    officer.get(path)
    for name, content, says in (
        ("a.pdf", b"MZ\x90\x00", "chương trình"),
        ("a.jpg", PDF[1], "đặt đúng đuôi tệp"),
        ("a.pdf", b"<html><script>", "không nhận loại tệp này"),
        ("a.svg", b"<svg onload=alert(1)>", "không nhận loại tệp này"),
        ("a.jpg", b"\xff\xd8\xff\xe1\x00", "ảnh hỏng"),
        ("a.pdf", b"%PDF-" + bytes(20_000_001), "quá lớn"),
    ):
        file = {"tep": (name, content, "application/pdf")}
        page = officer.post(path, files=file, viec="luu", phien="0", lan="x")
        assert (page.status, says in page.text) == (400, True), (name, says)
    many = [("tep", PDF)] * 11
    page = officer.post(path, files=many, viec="luu", phien="0", lan="x")
    assert "nhiều nhất 10 tệp" in page.text


def test_a_name_of_a_file_leads_nowhere(office: Scene, officer: Person) -> None:
    path = page_of(office)
    officer.get(path)
    names = ("../../../etc/passwd.pdf", "..\\..\\a.pdf", "con.pdf", "a\u202efdp.pdf")
    files = [("tep", (name, PDF[1], "x")) for name in names]
    officer.post(path, files=files, viec="luu", phien="0", lan="x")
    officer.get(path)
    send(officer, path, "nop")
    with office.office.reading() as session:
        kept = list(session.scalars(select(Attachment.name)))
    assert len(kept) == len(names)
    for name in kept:
        assert not {"/", "\\", "\u202e"} & set(name)
        assert not name.startswith((".", "con."))


def test_fields_that_are_no_cells_set_nothing(office: Scene, officer: Person) -> None:
    path = page_of(office)
    officer.get(path)
    page = send(officer, path, "luu", **{"o.state": "accepted"})
    assert (page.status, "không có ô" in page.text) == (400, True)
    officer.get(path)
    done = send(officer, path, "nop", received_at="2024-05-01", state="accepted", road="paper")
    assert "09:00 ngày 07/5/2024" in done.text
    assert office.obligation().state == "submitted"
