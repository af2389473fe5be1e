"""People on a page, village by village and looked for by any spelling; every view is logged."""

from collections.abc import Callable

import pytest

from dondoc.people.access import who_saw
from dondoc.people.row import Birth, Personal
from models import Access, Person, Village
from tests.dondoc.people.stored import store
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.web import browsing
from tests.web.chromium import Live

NOW = at("2024-05-07 08:00")
BHXH, OFFICER, SPECIALIST = "bhxh-huyen/officer", f"{DAI_PHU}/officer", "van-phong/specialist"
Comes = Callable[[str], browsing.Person]


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Two people in a village of one commune, one there without a village, one in the next."""
    names = ("Ma Thị Hoa", "Lý Văn Nam", "Bàn Thị Tư", "Hoàng Văn Sáu")
    store(
        office,
        [
            (DAI_PHU if place < 3 else SON_NAM, Personal(name, Birth(1980 + place, 3, 7), None))
            for place, name in enumerate(names)
        ],
        NOW,
    )
    with office.office.writing() as session:
        village = Village(body_uid=DAI_PHU, name="Tân Lập", recorded_at=NOW, recorded_by=BHXH)
        session.add(village)
        session.flush()
        for case in (1, 2):
            session.get_one(Person, case).village_id = village.id
    return office


def seen(scene: Scene, case: int, how: Access) -> list[str]:
    with scene.office.reading() as session:
        return [one.who for one in who_saw(session, case) if one.what is how]


def test_villages_are_counted_and_nobody_is_opened_before_one_is_chosen(
    listed: Scene, person: Comes
) -> None:
    page = person(OFFICER).get("/nguoi").text
    assert "Tân Lập 2 người Không ghi thôn 1 người" in page
    assert "Sơn Nam" not in page
    assert "Ma Thị Hoa" not in page
    assert seen(listed, 1, Access.VIEW) == []


def test_a_village_shows_its_people_and_the_log_says_to_whom(listed: Scene, person: Comes) -> None:
    page = person(OFFICER).get(f"/nguoi?don_vi={DAI_PHU}&thon=1").text
    assert "số 1 Ma Thị Hoa 1980 Tân Lập" in page
    assert "Bàn Thị Tư" not in page
    assert (seen(listed, 1, Access.VIEW), seen(listed, 3, Access.VIEW)) == ([OFFICER], [])


def test_somebody_is_found_by_any_spelling_and_what_was_typed_stands_in_no_address(
    listed: Scene, person: Comes
) -> None:
    officer = person(OFFICER)
    officer.get("/nguoi")
    found = officer.post("/nguoi/tim", tim="MA THI HOA 1980")
    assert ("Ma Thị Hoa" in found.text, found.path) == (True, "/nguoi/tim")
    assert seen(listed, 1, Access.SEARCH) == [OFFICER]
    assert "Tìm: 00 người" in officer.post("/nguoi/tim", tim="hoang van sau").text
    assert officer.post("/nguoi/tim", tim="1980").status == 400


@pytest.mark.parametrize(("who", "status"), [(SPECIALIST, 403), ("ubnd-huyen/leader", 403)])
def test_who_sees_no_persons_has_no_such_page(
    listed: Scene, person: Comes, who: str, status: int
) -> None:
    somebody = person(who)
    assert somebody.get(f"/nguoi?don_vi={DAI_PHU}").status == status


def test_another_commune_is_like_one_without_people(listed: Scene, person: Comes) -> None:
    page = person(OFFICER).get(f"/nguoi?don_vi={SON_NAM}").text
    assert "Không có người nào" in page
    assert "Hoàng Văn Sáu" not in page


@pytest.mark.browser
def test_the_page_looks_well(listed: Scene, own_site: Live) -> None:
    with own_site.visit(BHXH) as somebody:
        somebody.go(f"/nguoi?don_vi={DAI_PHU}&thon=1")
        somebody.looks_well()
        somebody.page.get_by_label("Tìm theo họ tên").fill("ly van nam")
        somebody.page.get_by_role("button", name="Tìm").click()
        assert "Lý Văn Nam" in somebody.page.locator("main").inner_text()
        somebody.looks_well()
