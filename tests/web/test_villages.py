"""My villages: counts, one tap at the door, a sheet typed in whole, what contradicts settled."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from dondoc.people.access import who_saw
from dondoc.people.row import Birth, Personal
from models import Access, Household, Person, PersonChange, Village, Visit
from tests.dondoc.people.stored import store
from tests.listed_people import list_comes, on_the_list
from tests.offices import DAI_PHU, Scene, at
from tests.web import browsing

NOW = at("2024-05-07 08:00")
OFFICER, CHAIR, BHXH = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", "bhxh-huyen/officer"
Comes = Callable[[str], browsing.Person]
NAMES = ("Ma Thị Hoa", "Ma Văn Hoa", "Lý Văn Nam", "Bàn Thị Tư")


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Four people of one village, the first two of one household."""
    people_of(office, NAMES)
    return office


def people_of(scene: Scene, names: tuple[str, ...]) -> None:
    store(
        scene,
        [(DAI_PHU, Personal(one, Birth(1980, 3, 7), None)) for one in names],
        NOW,
    )
    numbers = range(1, len(names) + 1)
    with scene.office.writing() as session:
        keys = {"recorded_at": NOW, "recorded_by": BHXH}
        session.add(Village(id=1, body_uid=DAI_PHU, name="Tân Lập", **keys))
        session.flush()
        session.add(Household(id=1, body_uid=DAI_PHU, village_id=1, head_id=1, **keys))
        session.flush()
        for case in numbers:
            one = session.get_one(Person, case)
            one.village_id, one.household_id = 1, 1 if case < 3 else None
    list_comes(scene, "2024-05-07 08:00", on_the_list(DAI_PHU, numbers), "2024-04-10")


def visits(scene: Scene) -> list[Visit]:
    with scene.office.reading() as session:
        return list(session.scalars(select(Visit).order_by(Visit.id)))


def key(page: browsing.Answer) -> str:
    found = re.search(r'name="khoa" value="([^"]+)"', page.html)
    assert found
    return found[1]


def test_villages_are_counts_and_nobody_is_opened(listed: Scene, person: Comes) -> None:
    page = person(OFFICER).get("/thon").text
    assert "04 người chưa được gặp, chưa được biết" in page
    assert "chưa ai phụ trách" in page
    assert "hộ có người trong danh sách" in page
    assert "Ma Thị Hoa" not in page
    with listed.office.reading() as session:
        assert list(who_saw(session, 1)) == []


def test_one_tap_at_the_door_is_a_visit_and_a_second_the_same_one(
    listed: Scene, person: Comes
) -> None:
    officer = person(OFFICER)
    page = officer.get("/thon/ho/1")
    assert "Ma Thị Hoa, Ma Văn Hoa" in page.text
    for case in (1, 2):
        assert f'value="{case} situation da-mat"' in page.html
        assert f'value="{case} situation o-nha"' not in page.html
    sent = {"khoa": key(page), "ngay": "7/5/2024", "cach": "tham-ho", "di": "can-bo"}
    sent |= {"gap": "chu-ho", "lam": "tuyen-truyen", "van_ban": ""}
    for _ in range(2):
        assert officer.post("/thon/ho/1", nut="1 answer chua cho-tien", **sent).status == 200
    [one] = visits(listed)
    assert (one.person_id, one.met, one.answer, one.reason) == (1, "chu-ho", "chua", "cho-tien")
    assert (one.informed, one.mobilised, one.source) == (True, False, "web")
    # The answer of one is shown to who comes again; of the household nobody waits to be met.
    assert "Chưa tham gia lúc này (07/5/2024)" in officer.get("/thon/1").text
    page = officer.get("/thon/ho/1")
    gone = sent | {"khoa": key(page)}
    assert officer.post("/thon/ho/1", nut="2 situation da-mat", **gone).status == 200
    page = officer.get("/thon/ho/3")
    nobody = sent | {"khoa": key(page)}
    assert officer.post("/thon/ho/3", nut="nobody", **nobody).status == 200
    assert [(one.person_id, one.met) for one in visits(listed)[1:]] == [
        (2, "chu-ho"),
        (3, "khong-gap"),
    ]
    with listed.office.reading() as session:
        assert [one.reason for one in session.scalars(select(PersonChange))] == ["da-mat"]
    page = officer.get("/thon/ho/3")
    wrong = officer.post("/thon/ho/3", nut="3 answer chua", **sent | {"khoa": key(page)})
    assert (wrong.status, "lý do đi cùng câu trả lời" in wrong.text) == (400, True)


def test_a_sheet_is_typed_in_whole_or_not_at_all(listed: Scene, person: Comes) -> None:
    officer = person(OFFICER)
    page = officer.get("/thon/1/nhap")
    sent = {"khoa": key(page), "ngay": "2/5/2024", "di": "can-bo", "van_ban": ""}
    lines = {"gap_1": "1", "tra_loi_1": "4", "ly_do_1": "1", "hen_1": "1/6/2024", "gap_3": "4"}
    wrong = officer.post("/thon/1/nhap", **sent, **lines, gap_4="7", tra_loi_4="9")
    assert wrong.status == 400
    assert "dòng 4 (hồ sơ số 4): gặp ai: một số từ 1 đến 5" in wrong.text
    assert 'name="hen_1" aria-label="Hẹn ngày, hồ sơ 1" autocomplete="off" value="1/6/2024"' in (
        wrong.html
    )
    wrong = officer.post("/thon/1/nhap", **sent, **lines, phieu="99")
    assert (wrong.status, "không có phiếu in số 99" in wrong.text) == (400, True)
    assert visits(listed) == []
    assert officer.post("/thon/1/nhap", **sent, **lines).status == 200
    one, other = visits(listed)
    assert (one.person_id, one.informed, one.mobilised, one.source) == (1, True, True, "paper")
    assert (one.answer, one.reason, one.promised_on) == ("chua", "cho-tien", date(2024, 6, 1))
    assert (other.person_id, other.met, other.informed) == (3, "khong-gap", False)
    with listed.office.reading() as session:
        assert OFFICER in {one.who for one in who_saw(session, 4) if one.what is Access.VIEW}


def test_what_contradicts_is_settled_on_a_page(listed: Scene, person: Comes) -> None:
    officer = person(OFFICER)
    for answer in ("tham-gia", "xin-giup"):
        page = officer.get("/thon/ho/3")
        sent = {"khoa": key(page), "ngay": "7/5/2024", "cach": "tham-ho", "di": "can-bo"}
        officer.post("/thon/ho/3", nut=f"3 answer {answer}", gap="nguoi-do", van_ban="", **sent)
    assert "01 câu hỏi" in officer.get("/thon").text
    assert "Hồ sơ số 3" in officer.get("/thon/hoi").text
    assert officer.post("/thon/hoi/1").status == 400
    assert officer.post("/thon/hoi/1", dung="2").status == 200
    assert "Không có lần thăm nào trái nhau" in officer.get("/thon/hoi").text


def test_a_chair_assigns_a_village_on_the_page(listed: Scene, person: Comes) -> None:
    chair = person(CHAIR)
    chair.get("/thon")
    given = {"don_vi": DAI_PHU, "thon": "Tân Lập", "van_ban": ""}
    assert chair.post("/thon/giao", can_bo="Ma Thị Lan", truong="Bàn Văn Tư", **given).status == 200
    assert "cán bộ: Ma Thị Lan · trưởng thôn: Bàn Văn Tư" in chair.get("/thon").text
    wrong = chair.post("/thon/giao", tu="hôm qua", can_bo="x", **given)
    assert (wrong.status, "không phải ngày" in wrong.text) == (400, True)
    assert "/thon/giao" not in person(OFFICER).get("/thon").text


def test_the_board_counts_villages_that_nobody_has_and_leads_to_them(
    listed: Scene, person: Comes
) -> None:
    specialist = person("van-phong/specialist")
    assert "01 thôn chưa ai phụ trách" in specialist.get("/bang").text
    page = specialist.get("/giao-thon").text
    assert "Tân Lập 04 người" in page
    assert "Ma Thị Hoa" not in page


def test_the_page_of_a_person_tells_each_visit_and_who_says_so(
    listed: Scene, person: Comes
) -> None:
    officer = person(OFFICER)
    page = officer.get("/thon/ho/3")
    sent = {"khoa": key(page), "ngay": "7/5/2024", "cach": "tham-ho", "di": "can-bo"}
    sent |= {"gap": "nguoi-do", "lam": "tuyen-truyen", "van_ban": "", "ghi_chu": "sau vụ lúa"}
    officer.post("/thon/ho/3", nut="3 answer xin-giup", **sent)
    shown = officer.get("/nguoi/3").text
    assert "07/5/2024: đến tận hộ, gặp chính người đó" in shown
    assert "đã tuyên truyền, trả lời: xin được giúp, ở nhà “sau vụ lúa”" in shown
    assert "lần thăm số 1, ghi 07/5/2024, trên web" in shown


def test_what_is_nobodys_village_or_household_is_not_found(listed: Scene, person: Comes) -> None:
    officer = person(OFFICER)
    for path in ("/thon/99", "/thon/ho/99", "/thon/99/nhap", "/thon/hoi/0", "/thon/1?van_ban=x"):
        answer = officer.get(path)
        assert answer.status in (404, 405), path
    assert person(BHXH).get("/thon").status == 403
