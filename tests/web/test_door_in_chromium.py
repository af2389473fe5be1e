"""The doors of an office in a real browser: password, code, telephone, the choice of a post."""

import pytest
from playwright.sync_api import Browser

from tests.offices import DAI_PHU, SON_NAM, Scene
from tests.web.chromium import live
from tests.web.people import PASSWORD, let_in

pytestmark = pytest.mark.browser


def test_every_step_of_the_way_in_looks_well(office: Scene, browser: Browser) -> None:
    code = let_in(office, "lan.vhxh", f"{DAI_PHU}/officer", f"{SON_NAM}/officer")
    other = let_in(office, "binh.bhxh", "bhxh-huyen/officer")
    with live(office, browser, open_doors=False) as site, site.visit() as seen:
        seen.go("/dang-nhap")
        seen.looks_well()
        for one, ends in ((code, "chuc-danh"), (other, "dat-ma-thu-hai")):
            seen.go(f"/dang-nhap/ma?ten={one.name}&ma={one.code}")
            seen.looks_well()
            seen.page.get_by_label("Mật khẩu mới", exact=False).first.fill(PASSWORD)
            seen.page.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
            seen.page.get_by_role("button", name="Đặt mật khẩu").click()
            assert seen.page.url.endswith(ends)
            seen.looks_well()
            seen.page.context.clear_cookies()
