"""Coverage on a page: figures for whoever sees counts, the people one click away for who may."""

from collections.abc import Callable

import pytest

from dondoc.people.access import who_saw
from dondoc.people.row import Birth, Personal
from models import Access, PeopleListKind
from tests.dondoc.people.stored import store
from tests.listed_people import list_comes, on_the_list, with_card
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.web.browsing import Person
from tests.web.chromium import Live

NOW = at("2024-05-07 08:00")
BHXH, OFFICER = "bhxh-huyen/officer", f"{DAI_PHU}/officer"
SPECIALIST, LEADER = "van-phong/specialist", "ubnd-huyen/leader"
WHO = f"/bao-phu/ai?van_ban={D2024}&nhom=can-ngheo&don_vi={DAI_PHU}&so="


@pytest.fixture
def covered(office: Scene) -> Scene:
    """Four people in one commune, one of them with a card; two in the next."""
    names = ("Ma Thị Hoa", "Lý Văn Nam", "Bàn Thị Tư", "Hoàng Văn Sáu", "Sằm Thị Ba", "La Văn Tám")
    entries = [
        (DAI_PHU if number < 4 else SON_NAM, Personal(name, Birth(1970 + number, 3, 7), "nữ"))
        for number, name in enumerate(names)
    ]
    store(office, entries, NOW)
    lines = [*on_the_list(DAI_PHU, range(1, 5)), *on_the_list(SON_NAM, (5, 6))]
    list_comes(office, "2024-05-07 08:10", lines, "2024-04-10")
    cards = with_card(DAI_PHU, (2,), "2024-05-01", "2025-04-30")
    list_comes(office, "2024-05-07 08:20", cards, "2024-05-06", PeopleListKind.CARDS)
    return office


def test_the_page_says_on_how_many_the_two_truths_differ(
    covered: Scene, person: Callable[[str], Person]
) -> None:
    page = person(BHXH).get("/bao-phu").text
    assert "chưa nhập danh sách thôn theo Quyết định số 861/QĐ-TTg ngày 04/6/2021" in page
    assert "01 người mà đơn vị báo và dữ liệu thẻ nói khác nhau" in page
    assert "Xã Đại Phú – 4 4 0 1 3 0 1" in page
    assert "Xã Sơn Nam – 2 2 0 0 2 0 0" in page


def test_whom_a_figure_counts_is_one_click_for_who_may_see_them_and_is_logged(
    covered: Scene, person: Callable[[str], Person]
) -> None:
    somebody = person(OFFICER)
    page = somebody.get("/bao-phu")
    assert "so=remaining" in page.html
    assert "Sơn Nam" not in page.text
    shown = somebody.get(f"{WHO}remaining").text
    assert "03 người: còn lại" in shown
    assert "số 1 Ma Thị Hoa 1970" in shown
    assert "Lý Văn Nam" not in shown
    with covered.office.reading() as session:
        seen = list(who_saw(session, 1))
        assert [(one.who, one.what) for one in seen] == [(OFFICER, Access.VIEW)]
        assert not list(who_saw(session, 2))


@pytest.mark.parametrize("who", [SPECIALIST, LEADER])
def test_everybody_else_sees_a_count(
    covered: Scene, person: Callable[[str], Person], who: str
) -> None:
    somebody = person(who)
    page = somebody.get("/bao-phu")
    assert "Xã Đại Phú – 4 4 0 1 3 0 1" in page.text
    assert "/bao-phu/ai" not in page.html
    refused = somebody.get(f"{WHO}remaining")
    assert refused.status == 403
    assert "Ma Thị Hoa" not in refused.html


def test_the_people_of_another_commune_are_refused_as_if_there_were_none(
    covered: Scene, person: Callable[[str], Person]
) -> None:
    somebody = person(f"{SON_NAM}/officer")
    hidden, none = (
        somebody.get(f"{WHO}listed"),
        somebody.get(f"{WHO}listed".replace("can-", "khong-")),
    )
    assert "không có người nào trong phần được xem" in hidden.text
    assert hidden.status == none.status
    assert "không có người nào trong phần được xem" in none.text


def test_a_past_day_is_looked_at_again(covered: Scene, person: Callable[[str], Person]) -> None:
    page = person(BHXH).get("/bao-phu?ngay=2024-04-20").text
    assert "Xã Đại Phú – 4 4 0 0 4 0 0" in page
    assert person(BHXH).get("/bao-phu?ngay=2024-05-20").status == 400


@pytest.mark.browser
def test_coverage_and_its_people_look_well(covered: Scene, own_site: Live) -> None:
    for who, scheme in ((BHXH, "light"), (OFFICER, "dark")):
        with own_site.visit(who, color_scheme=scheme) as seen:
            for path in ("/bao-phu", f"{WHO}remaining"):
                seen.go(path)
                seen.looks_well()
    with own_site.visit(OFFICER, java_script_enabled=False) as seen:
        seen.go("/bao-phu")
        seen.page.get_by_role("link", name="Xã Đại Phú, còn lại: 3 người, xem là ai").click()
        assert "Ma Thị Hoa" in seen.page.content()
