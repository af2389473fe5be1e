"""Tài trợ: sponsors, what is left of their money, for whom it was used."""

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.looking.person_help import helped
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene
from tests.web.browsing import Person
from tests.web.chromium import Live
from tests.web.conftest import it_is

OFFICER, CHAIR, NEIGHBOUR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/officer"
People = Callable[..., Person]
USE = {
    "van_ban": D2024,
    "ho_so": "1, 2",
    "tu_thang": "06/2024",
    "giay_to": "biên lai 7",
}


def listed(office: Scene) -> None:
    """Two people whose own share the text states."""
    people(office, "2024-05-06 08:00", {DAI_PHU: (1, 2)})
    lines = on_the_list(DAI_PHU, (1, 2))
    list_comes(office, "2024-05-06 08:30", lines, "2024-04-10", group="dtts")
    it_is(office, "2024-05-07 09:30")


def test_money_is_entered_used_and_taken_back_and_the_balance_is_what_the_lines_come_to(
    office: Scene, person: People
) -> None:
    listed(office)
    somebody = person(OFFICER)
    assert "Chưa ghi nhà tài trợ nào" in somebody.get("/tai-tro").text
    made = somebody.post("/tai-tro", loai="person", ten="Bà Lò Thị Mẫu")
    assert (made.path, "Đã ghi nhà tài trợ số 1." in made.text) == ("/tai-tro/1", True)
    assert "Bà Lò Thị Mẫu" in made.text
    money = {"viec": "receive", "so_tien": "700.000", "giay_to": "phiếu thu 3"}
    assert "còn 700.000 đồng" in somebody.post("/tai-tro/1/tien", **money).text
    done = somebody.post("/tai-tro/1/dung", **USE, so_thang="12")
    assert "còn 116.800 đồng" in done.text
    assert 'href="/nguoi/1"' in done.html
    with office.office.reading() as session:
        told = list(helped(session, 1, date(2024, 5, 7)))
    paid = "Nhà tài trợ số 1 đóng 30% của 12 tháng từ tháng 6/2024: 291.600 đồng"
    assert told == [f"{paid}, ngày 07/5/2024"]
    again = somebody.post("/tai-tro/1/dung", **USE, so_thang="1")
    assert (again.status, "một tháng của một người không hỗ trợ hai lần" in again.text) == (
        400,
        True,
    )
    wrong = somebody.post("/tai-tro/1/tien", viec="receive", so_tien="nhiều", giay_to="x")
    assert (wrong.status, "cần một số" in wrong.text) == (400, True)
    assert "Đã ghi." in somebody.post("/tai-tro/1/dong-y", ho_so="1", giay_to="giấy").text
    assert "Hủy dòng" not in somebody.get("/tai-tro/1").text
    head = person(CHAIR)
    head.get("/tai-tro/1")
    assert "còn 408.400 đồng" in head.post("/tai-tro/1/huy/2", ly_do="nhầm").text
    other = person(NEIGHBOUR)
    assert "Chưa ghi nhà tài trợ nào" in other.get("/tai-tro").text
    assert other.get("/tai-tro/1").status != 200
    office_ = person("van-phong/specialist").get("/tai-tro/1")
    assert ("Mẫu" in office_.text, "hồ sơ số 1" in office_.text) == (False, False)
    assert "còn 408.400 đồng" in office_.text


@pytest.mark.browser
def test_the_pages_look_well_without_any_script(own_site: Live) -> None:
    with own_site.visit(OFFICER, java_script_enabled=False) as seen:
        seen.go("/tai-tro")
        seen.page.get_by_label("Tên").fill("Công ty Mẫu")
        seen.page.get_by_role("button", name="Ghi nhà tài trợ").click()
        for number, kind in enumerate(("pledge", "receive")):
            seen.page.get_by_label("Việc").select_option(kind)
            seen.page.get_by_label("Số tiền, đồng").fill(str(700_000 + number))
            seen.page.locator("#f-giay_to-t").fill("phiếu thu")
            seen.page.get_by_role("button", name="Ghi dòng tiền").click()
    for path in ("/tai-tro", "/tai-tro/1"):
        with own_site.visit(CHAIR) as seen:
            seen.go(path)
            seen.looks_well()
