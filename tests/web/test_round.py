"""Đợt báo cáo: a round is seen, worked through, consolidated and signed, by whoever may."""

import re
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, scene
from tests.reporting import MAY, file_report
from tests.web.browsing import Person, doors_open
from tests.web.conftest import it_is

ROUND = f"/dot/{D2024}/{MONTHLY}/2024-05-05"
BHXH, SPECIALIST, INSPECTOR = "bhxh-huyen/officer", "van-phong/specialist", "ubnd-huyen/inspector"
People = Callable[..., Person]
PDF = b"%PDF-1.4\n%%EOF"


def test_the_rounds_are_listed_with_how_they_stand(reader: People) -> None:
    page = reader(BHXH).get("/dot")
    assert page.status == 200
    assert "chưa ghi nhận" in page.text
    assert f'href="{ROUND}"' in page.html


def test_a_round_says_who_is_in_and_who_needs_a_call(reader: People) -> None:
    page = reader(BHXH).get(ROUND)
    assert "00/06 đơn vị đã nộp, 06 đơn vị chưa ghi nhận" in page.text
    assert "Bắt đầu tính quá hạn" in page.text
    assert "tính theo ngày nơi nhận nhận được" in page.text.lower()
    assert page.html.count("Ghi cuộc gọi") == 6
    assert "Cần làm, 06 đơn vị" in page.text


def test_a_filter_shows_its_rows_alone_and_export_gives_just_these(reader: People) -> None:
    somebody = reader(SPECIALIST)
    page = somebody.get(f"{ROUND}?loc=tra-lai")
    assert "Không có đơn vị nào ở mục này" in page.text
    sheet = somebody.client.get(f"{ROUND}/xuat.xlsx?loc=chua-ghi-nhan")
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    names = [row[1] for row in rows if str(row[0]).endswith("@base")]
    assert len(names) == 6
    assert "Xã Đại Phú" in names
    assert somebody.get(f"{ROUND}?loc=<script>").status == 400


@pytest.mark.parametrize("path", ["", "/nhieu-tep", "/tong-hop", f"/{DAI_PHU}", "/xuat.xlsx"])
def test_a_round_is_hidden_from_who_sees_one_body_of_it(reader: People, path: str) -> None:
    somebody = reader(f"{DAI_PHU}/officer")
    assert somebody.get(ROUND + path).status == 403
    assert "/dot" not in somebody.get("/").html


@pytest.mark.parametrize("path", ["", f"/{DAI_PHU}", "/tong-hop", "/tai-lieu/consolidation.pdf"])
def test_a_round_of_another_collector_is_refused(reader: People, path: str) -> None:
    """One that collects reports of its own sees none of what others collect."""
    somebody = reader("phong-ldtbxh/officer")
    assert somebody.get(ROUND + path).status == 403
    somebody.get("/")
    answer = somebody.post(f"{ROUND}/chon", chon=[DAI_PHU], viec="tiep-nhan")
    assert answer.status == 403 or "không được" in answer.text


def test_whoever_only_reads_has_no_button_and_is_refused_what_they_send(reader: People) -> None:
    somebody = reader(INSPECTOR)
    page = somebody.get(ROUND)
    assert page.status == 200
    assert "Ghi cuộc gọi" not in page.text
    assert "Tiếp nhận" not in page.text
    answer = somebody.post(f"{ROUND}/{DAI_PHU}/goi", gap="ai đó")
    assert answer.status == 400 or answer.status == 403
    assert "không được ghi cuộc gọi" in answer.text


def test_a_call_is_entered_with_two_taps(office: Scene, person: People) -> None:
    somebody = person(BHXH)
    page = somebody.get(f"{ROUND}/{DAI_PHU}")
    assert "Không ai nghe máy" in page.text
    done = somebody.post(f"{ROUND}/{DAI_PHU}/goi", viec="khong-nghe", ve="dot")
    assert (done.status, done.path) == (200, ROUND)
    assert "Đã ghi cuộc gọi." in done.text
    somebody.get(f"{ROUND}/{DAI_PHU}")
    done = somebody.post(f"{ROUND}/{DAI_PHU}/goi", gap="công chức", hen="08/5/2024", ve="dot")
    assert "Hẹn gửi 08/5" in done.text
    assert len(office.entries("call.entered")) == 2


def test_what_is_no_day_is_said_at_the_form(person: People) -> None:
    somebody = person(BHXH)
    somebody.get(f"{ROUND}/{DAI_PHU}")
    answer = somebody.post(f"{ROUND}/{DAI_PHU}/goi", gap="công chức", hen="mai")
    assert answer.status == 400
    assert "không phải ngày; viết như 07/5/2024" in answer.text


def test_a_report_on_paper_is_recorded_with_its_number_and_scan(
    office: Scene, person: People
) -> None:
    somebody = person(BHXH)
    somebody.get(f"{ROUND}/{DAI_PHU}")
    done = somebody.post(
        f"{ROUND}/{DAI_PHU}/nhan",
        files=[("tep", ("../../bản quét.pdf", PDF, "text/html"))],
        duong="paper",
        nhan_ngay="06/5/2024",
        nhan_gio="14:20",
        so="41/BC-UBND",
        ngay="03/5/2024",
        khong="1",
    )
    assert done.status == 200, done.text
    assert "Đã ghi nhận, đúng hạn" in done.text
    assert "bản quét.pdf" in done.text
    [link] = re.findall(r'href="(/bao-cao/\d+/tep/\d+)"', done.html)
    assert somebody.client.get(link).content == PDF
    assert ".." not in done.text.split("bản quét.pdf")[0][-8:]
    page = somebody.get(ROUND)
    assert "06/5, văn bản giấy" in page.text
    assert "số 41/BC-UBND, 03/5" in page.text
    assert office.obligation().received_at == at("2024-05-06 14:20")


def test_reports_are_taken_in_bulk_and_the_second_sees_what_the_first_did(
    office: Scene, person: People
) -> None:
    it_is(office, "2024-05-07 09:30")
    file_report(office, MAY, "2024-05-07 09:10")
    first, second = person(BHXH), person("bhxh-huyen/director")
    assert "Chờ tiếp nhận" in first.get(ROUND).text
    second.get(ROUND)
    done = first.post(f"{ROUND}/chon", chon=[DAI_PHU], viec="tiep-nhan", loc="tat-ca")
    assert "Đã tiếp nhận 01 báo cáo." in done.text
    answer = second.post(f"{ROUND}/chon", chon=[DAI_PHU, SON_NAM], viec="tiep-nhan")
    assert answer.status == 400
    assert "Xã Đại Phú: không có báo cáo nào đang chờ chấp nhận" in answer.text
    assert "Đã tiếp nhận, 01 đơn vị" in answer.text


def test_a_report_is_given_back_with_a_reason_at_its_figure(office: Scene, person: People) -> None:
    it_is(office, "2024-05-07 09:30")
    file_report(office, MAY, "2024-05-07 09:10")
    somebody = person(BHXH)
    page = somebody.get(f"{ROUND}/{DAI_PHU}")
    assert 'name="o.can-ngheo.closing"' in page.html
    fields = {"o.can-ngheo.closing": "lệch 2 người"}
    done = somebody.post(f"{ROUND}/{DAI_PHU}/tra-lai", **fields)
    assert "Đã trả lại; hẹn gửi lại chậm nhất 09/5/2024." in done.text
    assert "lệch 2 người" in done.text
    empty = somebody.post(f"{ROUND}/{DAI_PHU}/tra-lai")
    assert empty.status == 400


def test_many_forms_are_dropped_at_once_each_by_itself_and_lie_on_no_disk_meanwhile(
    office: Scene, person: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where files go that nobody names a folder for.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    whose = {"directive": D2024, "duty": MONTHLY, "bearer": DAI_PHU, "due_on": "2024-05-05"}
    said = whose | {"as_of": "2024-04-30", "groups": MAY.groups, "done": "Đã tuyên truyền"}
    import orjson

    somebody = person(BHXH)
    somebody.get(f"{ROUND}/nhieu-tep")
    answer = somebody.post(
        f"{ROUND}/nhieu-tep",
        files=[
            ("tep", ("đại phú.json", orjson.dumps(said), "application/json")),
            ("tep", ("hỏng.xlsx", b"PK\x03\x04 hong", "application/zip")),
        ],
        duong="mail",
    )
    assert answer.status == 400
    assert "Đã nhận 01/02 tệp, 01 tệp chưa nhận được" in answer.text
    assert office.obligation().received_at is not None


def test_a_round_is_signed_in_part_corrected_and_signed_again(
    office: Scene, person: People
) -> None:
    it_is(office, "2024-05-07 09:30")
    file_report(office, MAY, "2024-05-07 09:10")
    somebody = person(BHXH)
    page = somebody.get(f"{ROUND}/tong-hop")
    assert "01/06 đơn vị có số liệu, còn 05: ký được từng phần" in page.text
    closed = re.search(r'name="chot" value="([^"]+)"', page.html)
    assert closed
    refused = somebody.post(f"{ROUND}/tong-hop/ky", so="12/BC-BHXH", chot=closed.group(1))
    assert refused.status == 400
    assert "đánh dấu “Ký từng phần”" in refused.text
    done = somebody.post(
        f"{ROUND}/tong-hop/ky",
        so="12/BC-BHXH",
        ngay="07/5/2024",
        nguoi_ky="Trần A",
        tung_phan="1",
        chot=closed.group(1),
    )
    assert "Đã ghi báo cáo tổng hợp từng phần đã ký, 01 đơn vị" in done.text
    assert "Đã ký từng phần số 12/BC-BHXH" in done.text
    undone = somebody.post(f"{ROUND}/tong-hop/huy-ky", ly_do="nhầm số")
    assert "Đã hủy lần ký ghi nhầm" in undone.text


@pytest.mark.parametrize(
    ("name", "begins"),
    [("consolidation.docx", b"PK"), ("consolidation.xlsx", b"PK"), ("urge.pdf", b"%PDF")],
)
def test_documents_come_with_one_click(
    office: Scene, reader: People, name: str, begins: bytes
) -> None:
    answer = reader(BHXH).client.get(f"{ROUND}/tai-lieu/{name}")
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins)
    assert reader(BHXH).get(f"{ROUND}/tai-lieu/tables.csv").status == 404


def test_what_people_wrote_is_shown_as_words(office: Scene, person: People) -> None:
    somebody = person(BHXH)
    somebody.get(f"{ROUND}/{DAI_PHU}")
    somebody.post(f"{ROUND}/{DAI_PHU}/goi", gap="<script>alert(1)</script>", loi='"><img src=x>')
    for path in (ROUND, f"{ROUND}/{DAI_PHU}"):
        html = somebody.get(path).html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_forged_form_changes_nothing(office: Scene, person: People) -> None:
    somebody = person(BHXH)
    somebody.get(ROUND)
    answer = somebody.post(f"{ROUND}/{DAI_PHU}/goi", _token="0" * 64, gap="ai đó")
    assert answer.status == 403
    assert office.entries("call.entered") == []


def test_fields_that_no_form_has_are_nobodys(office: Scene, person: People) -> None:
    """Who acts, when, and for whom comes of the session and the address alone."""
    it_is(office, "2024-05-07 09:30")
    somebody = person(BHXH)
    somebody.get(f"{ROUND}/{DAI_PHU}")
    somebody.post(
        f"{ROUND}/{DAI_PHU}/goi",
        gap="công chức",
        said="van-phong/office-head",
        by="x",
        bearer=SON_NAM,
        obligation_id="1",
        now="2024-01-01",
    )
    [entry] = office.entries("call.entered")
    assert '"by":"bhxh-huyen/officer"' in entry.data
    assert f'"obligation":{office.obligation().id}' in entry.data


def test_an_old_round_and_a_wrong_address_are_answered_in_words(reader: People) -> None:
    somebody = reader(BHXH)
    assert "có: " in somebody.get(f"/dot/{D2024}/{MONTHLY}/2024-05-06").text
    assert somebody.get(f"/dot/{D2024}/khong-co/2024-05-05").status == 400
    assert somebody.get(f"/dot/{D2024}/{MONTHLY}/hom-nay").status in (400, 404, 422)
    assert somebody.get(f"{ROUND}/99999@base").status == 400


@pytest.mark.parametrize("path", ["/dot", ROUND, f"{ROUND}/tong-hop", f"{ROUND}/{DAI_PHU}"])
def test_statements_of_a_page_do_not_grow_with_the_rows(
    lived: Scene, everybody: Scene, path: str
) -> None:
    few, all_of_them = statements(lived, path), statements(everybody, path)
    assert few == all_of_them <= 60


@pytest.fixture(scope="module")
def everybody(
    sqlite_template: Path,
    whole: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """The office with all communes, registered and nothing sent."""
    folder = tmp_path_factory.mktemp("everybody")
    file = folder / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, whole, policies, folder) as made:
        made.sweep("2024-05-07 07:00")
        it_is(made, "2024-05-07 09:00")
        yield made
    engine.dispose()


def statements(office: Scene, path: str) -> int:
    """Return how many statements it takes to show the page at `path` for the second time."""
    somebody = Person(doors_open(office), BHXH)
    assert somebody.get(path).status == 200
    told = list[str]()

    def note(*said: object) -> None:
        told.append(str(said[2]))

    event.listen(office.office.database, "before_cursor_execute", note)
    try:
        somebody.get(path)
    finally:
        event.remove(office.office.database, "before_cursor_execute", note)
    return len(told)
