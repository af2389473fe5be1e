"""Hoạt động: duties without a date are told with evidence, and never late."""

from collections.abc import Callable

import pytest

from tests.offices import D2024, DAI_PHU, SON_NAM, Scene
from tests.web.browsing import Person
from tests.web.chromium import Live
from tests.web.conftest import it_is

PAGE = f"/hoat-dong/{D2024}"
OFFICER, NEIGHBOUR = f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
People = Callable[..., Person]


def test_what_was_done_is_told_on_the_page_and_seen_with_its_clause(
    office: Scene, person: People
) -> None:
    it_is(office, "2024-05-07 09:30")
    somebody = person(OFFICER)
    assert "Đơn vị chưa ghi gì trong quý này." in somebody.get(PAGE).text
    told = {"da_lam": "họp 05 thôn", "ngay": "06/5/2024", "ai": "Hội Phụ nữ xã"}
    done = somebody.post(f"{PAGE}/tuyen-truyen/ghi", **told)
    assert "Đã ghi hoạt động số 1." in done.text
    assert "họp 05 thôn" in done.text
    assert "Đơn vị đã có ghi nhận trong quý này." in done.text
    page = somebody.get(f"/van-ban/{D2024}")
    assert "01 hoạt động của 01 đơn vị (ngày 06/5/2024)" in page.text
    assert f'href="{PAGE}"' in page.html
    other = person(NEIGHBOUR)
    assert "họp 05 thôn" not in other.get(PAGE).text
    again = other.post(f"{PAGE}/tuyen-truyen/ghi", da_lam=" ")
    assert (again.status, "chưa nêu đã làm gì" in again.text) == (400, True)
    assert "không thay đổi" in other.post(f"{PAGE}/khong-thay-doi").text


def test_an_inspection_is_followed_until_all_is_put_right(office: Scene, person: People) -> None:
    it_is(office, "2024-05-07 09:30")
    somebody = person("van-phong/specialist")
    somebody.get(PAGE)
    plan = {"don_vi": "bcd", "duoc_kiem_tra": DAI_PHU, "noi_dung": "phân công địa bàn"}
    assert (
        "Đã ghi kế hoạch kiểm tra số 1." in somebody.post(f"{PAGE}/don-doc/kiem-tra", **plan).text
    )
    for step, words in (("finding", "còn 02 thôn"), ("remedy", "phân công 02 thôn")):
        somebody.post(f"{PAGE}/kiem-tra/1/{step}", noi_dung=words)
    seen = somebody.get(PAGE).text
    assert "Ghi đã khắc phục" in seen
    done = somebody.post(f"{PAGE}/kiem-tra/1/put-right", noi_dung="đã phân công")
    assert "đã khắc phục" in done.text
    assert "Ghi đã khắc phục" not in done.text


@pytest.mark.browser
def test_the_page_looks_well(site: Live) -> None:
    for who in (OFFICER, "van-phong/specialist"):
        with site.visit(who) as seen:
            seen.go(PAGE)
            seen.looks_well()
