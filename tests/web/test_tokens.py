"""The page of tokens: shown once, one's own, all for who keeps them, taken back."""

import re
from collections.abc import Callable

import pytest

from tests.offices import DAI_PHU, SON_NAM
from tests.web.browsing import Person
from tests.web.chromium import Live
from tests.web.programs import Program

OFFICER, ADMINISTRATOR = f"{DAI_PHU}/officer", "van-phong/administrator"


def test_a_token_is_shown_once_opens_the_api_and_is_taken_back(
    person: Callable[..., Person],
) -> None:
    somebody = person(OFFICER)
    assert "Thay chức danh" not in somebody.get("/ma-truy-cap").text
    page = somebody.post("/ma-truy-cap", dung_cho="phần mềm văn bản", den_ngay="31/12/2024")
    assert (page.status, page.headers["cache-control"]) == (201, "no-store")
    found = re.search(r"dondoc_[\w-]{43}", page.html)
    assert found
    program = Program(somebody.client.app, found.group())
    assert program.get("me").json()["as"] == OFFICER
    listed = somebody.get("/ma-truy-cap")
    assert found.group() not in listed.html
    assert "dùng lần cuối 07/5/2024" in listed.text
    assert "Đã thu hồi mã số 1" in somebody.post("/ma-truy-cap/1/thu-hoi").text
    assert program.get("me").status_code == 401


def test_who_keeps_tokens_gives_them_for_any_post_and_sees_all_others_only_their_own(
    person: Callable[..., Person],
) -> None:
    keeper = person(ADMINISTRATOR)
    keeper.get("/ma-truy-cap")
    for who in (OFFICER, f"{SON_NAM}/officer"):
        keeper.post("/ma-truy-cap", chuc_danh=who, dung_cho="văn bản", den_ngay="31/12/2024")
        keeper.get("/ma-truy-cap")
    assert "2 mã cho phần mềm khác" in keeper.get("/ma-truy-cap").text
    officer = person(OFFICER)
    assert "1 mã cho phần mềm khác" in officer.get("/ma-truy-cap").text
    refused = officer.post("/ma-truy-cap/2/thu-hoi")
    assert (refused.status, "không được thu hồi" in refused.text) == (400, True)
    refused = officer.post(
        "/ma-truy-cap", chuc_danh=ADMINISTRATOR, dung_cho="x", den_ngay="31/12/2024"
    )
    assert refused.status == 400


@pytest.mark.browser
def test_a_given_token_looks_well(own_site: Live) -> None:
    with own_site.visit(ADMINISTRATOR) as seen:
        seen.go("/ma-truy-cap")
        seen.page.get_by_label("Phần mềm nào, dùng vào việc gì").fill("phần mềm văn bản")
        seen.page.get_by_role("button", name="Cấp mã").click()
        seen.looks_well()
        seen.go("/ma-truy-cap")
        seen.looks_well()
