"""Changes of people, printed village sheets and incidents, done at the pages by who may."""

from collections.abc import Callable

import pytest

from tests.listed_people import bring
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene
from tests.web.browsing import Person
from tests.web.chromium import Live

Comes = Callable[..., Person]
BHXH, OFFICER, CHAIR = "bhxh-huyen/officer", f"{DAI_PHU}/officer", f"{DAI_PHU}/chair"
THERE = f"{SON_NAM}/officer"
ADMINISTRATOR = "van-phong/administrator"


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Case 1 lives in one commune, case 2 in another."""
    bring(office, "can-ngheo", "2024-05-07 08:30")
    return office


def asks(somebody: Person, **more: str) -> str:
    somebody.get("/nguoi/1")
    fields = {"ly_do": "da-mat", "nhom": f"{D2024}|", "tu_ngay": "02/5/2024"} | more
    return somebody.post("/nguoi/1/bien-dong", **fields).text


def test_a_change_is_asked_for_decided_noted_and_taken_back(listed: Scene, person: Comes) -> None:
    assert "biến động số 1; chờ xác nhận" in asks(person(OFFICER))
    chair = person(CHAIR)
    assert "01 biến động chờ đơn vị này" in chair.get("/bien-dong").text
    done = chair.post("/bien-dong/1/xac-nhan", la="co", van_ban="05/TB", ngay="06/5/2024")
    assert "Biến động số 1: đã có hiệu lực." in done.text
    collector = person(BHXH)
    assert "Ghi đã biết" in collector.get("/bien-dong").text
    assert "Đã ghi: đã biết" in collector.post("/bien-dong/1/da-biet").text
    chair.get("/bien-dong?tat-ca=1")
    assert "dữ kiện trở lại như trước" in chair.post("/bien-dong/1/huy").text
    kinds = ("person.asked", "person.decided", "person.noted", "person.undone")
    assert [len(listed.entries(kind)) for kind in kinds] == [1, 1, 1, 1]


def test_who_moves_is_taken_by_where_they_go(listed: Scene, person: Comes) -> None:
    asks(person(OFFICER), ly_do="chuyen-di", den="Sơn Nam")
    chair, there = person(CHAIR), person(THERE)
    chair.get("/bien-dong")
    chair.post("/bien-dong/1/xac-nhan", la="co", van_ban="06/TB", ngay="06/5/2024")
    assert "Nhận người này" in there.get("/bien-dong").text
    assert "đã có hiệu lực" in there.post("/bien-dong/1/tra-loi", la="nhan").text


def test_what_is_wrong_is_said_at_the_form_and_what_was_typed_stays(
    listed: Scene, person: Comes
) -> None:
    officer = person(OFFICER)
    officer.get("/nguoi/1")
    fields = {"ly_do": "da-mat", "nhom": f"{D2024}|", "tu_ngay": "hôm kia"}
    page = officer.post("/nguoi/1/bien-dong", **fields)
    assert page.status == 400
    assert 'value="hôm kia"' in page.html
    asks(officer)
    chair = person(CHAIR)
    chair.get("/bien-dong")
    page = chair.post("/bien-dong/1/xac-nhan", la="co", van_ban="05/TB", ngay="mai")
    assert "dạng 10/4/2024" in page.text


def test_a_neighbour_changes_nobody_and_learns_nothing(listed: Scene, person: Comes) -> None:
    asks(person(OFFICER))
    there = person(THERE)
    there.get("/bien-dong")
    for path, fields in (
        ("/nguoi/1/bien-dong", {"ly_do": "da-mat", "nhom": f"{D2024}|", "tu_ngay": "02/5/2024"}),
        ("/bien-dong/1/xac-nhan", {"la": "co", "van_ban": "1", "ngay": "06/5/2024"}),
        ("/bien-dong/1/tra-loi", {"la": "nhan"}),
        ("/bien-dong/1/da-biet", {}),
        ("/bien-dong/1/huy", {}),
    ):
        page = there.post(path, **fields)
        assert page.status in (400, 403), path
        assert "Ma Thị Hoa" not in page.text
    assert not listed.entries("person.decided")


def test_sheets_of_villages_are_numbered_printed_given_and_destroyed(
    listed: Scene, person: Comes
) -> None:
    officer = person(OFFICER)
    officer.get("/danh-sach/1")
    assert "Đã đánh số 1 phiếu" in officer.post("/danh-sach/1/phieu", xa=DAI_PHU).text
    made = officer.get("/danh-sach/phieu/1/pdf")
    assert made.headers["content-type"] == "application/pdf"
    assert "hoa" not in made.headers["content-disposition"].casefold()
    officer.get("/danh-sach/1")
    page = officer.post("/danh-sach/phieu/1", danh_sach="1", la="giao")
    assert "Phiếu số 1: đã giao." in page.text
    page = officer.post("/danh-sach/phieu/1", danh_sach="1", la="huy", ngay="06/5/2024")
    assert page.status == 400
    assert (
        "Phiếu số 1: đã nộp lại và hủy"
        in officer.post("/danh-sach/phieu/1", danh_sach="1", la="huy").text
    )
    there = person(THERE)
    assert there.get("/danh-sach/phieu/1/pdf").status in (400, 403)
    assert there.get("/danh-sach/phieu/9/pdf").status == 404


def test_an_incident_is_recorded_with_its_clock_reported_and_closed(
    listed: Scene, person: Comes
) -> None:
    somebody = person(ADMINISTRATOR)
    somebody.get("/su-co")
    fields = {"loai": "lost", "ngay": "07/5/2024", "gio": "08:45", "da_lam": "đã khóa tài khoản"}
    page = somebody.post("/su-co", **fields, danh_sach="1", ho_so="1, 2")
    assert "Chưa báo: còn 71 giờ" in page.text
    assert "đã khóa tài khoản" in page.text
    assert "Đã ghi: báo đúng hạn." in somebody.post("/su-co/1/bao", van_ban="07/BC").text
    assert "sự cố số 1 kết thúc" in somebody.post("/su-co/1/ket-thuc", ly_do="đã khôi phục").text
    assert somebody.post("/su-co", **(fields | {"gio": "chiều"})).status == 400
    assert somebody.get("/su-co/9").status == 404
    assert person(OFFICER).get("/su-co").status == 403


def test_it_is_told_and_taken_back_on_the_page_of_the_person(listed: Scene, person: Comes) -> None:
    officer = person(OFFICER)
    officer.get("/nguoi/1")
    fields = {"van_ban": D2024, "ai_dong": "state", "phan_tram": "70", "hieu_luc": "01/5/2024"}
    page = officer.post("/nguoi/1/phan-dong", **fields, can_cu="Nghị định 75")
    assert "Phần đóng: ngân sách nhà nước 70%" in page.text
    number = page.html.partition("/nguoi/1/phan-dong/")[2].partition("/")[0]
    page = officer.post(f"/nguoi/1/phan-dong/{number}/rut")
    assert "Phần đóng: ngân sách nhà nước 70%" not in page.text
    page = officer.post("/nguoi/1/phan-dong", **(fields | {"hieu_luc": "mai"}), can_cu="Nghị định")
    assert page.status == 400


@pytest.mark.browser
def test_each_of_these_pages_looks_well(listed: Scene, own_site: Live) -> None:
    with own_site.visit(OFFICER) as seen:
        seen.go("/nguoi/1")
        seen.page.get_by_text("Đề nghị ghi biến động…").click()
        seen.looks_well()
        seen.page.select_option("[name=ly_do]", "da-mat")
        seen.page.fill("[name=tu_ngay]", "02/5/2024")
        seen.page.get_by_role("button", name="Ghi đề nghị").click()
        seen.looks_well()
        seen.go("/danh-sach/1")
        seen.page.get_by_role("button", name="Đánh số phiếu từng thôn").click()
        seen.looks_well()
    with own_site.visit(CHAIR) as seen:
        seen.go("/bien-dong")
        seen.page.get_by_text("Xác nhận…").click()
        seen.looks_well()
    with own_site.visit(ADMINISTRATOR) as seen:
        seen.go("/su-co")
        seen.page.fill("[name=ngay]", "07/5/2024")
        seen.page.fill("[name=gio]", "08:30")
        seen.page.fill("[name=da_lam]", "đã khóa tài khoản")
        seen.page.get_by_role("button", name="Ghi sự cố").click()
        seen.looks_well()
