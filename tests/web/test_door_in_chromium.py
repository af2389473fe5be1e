"""The doors of an office in a real browser: password, code, telephone, the choice of a post."""

import pytest
from playwright.sync_api import Browser

from models import Contact
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.web.chromium import live
from tests.web.conftest import it_is
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


def test_a_deputy_writes_for_the_days_of_the_book_and_is_locked_out_while_away(
    office: Scene, browser: Browser
) -> None:
    with office.office.writing() as session:
        row = Contact(body_uid=DAI_PHU, post="officer", person="Ma Lan", capacity="deputy")
        row.valid_to, row.position = at("2024-05-07 00:00").date(), 1
        session.add(row)
        session.flush()
        number = row.id
    code = let_in(office, "lan.vhxh", f"{DAI_PHU}/officer", contact=number)
    with live(office, browser, open_doors=False) as site, site.visit() as seen:
        page = seen.page
        seen.go(f"/dang-nhap/ma?ten={code.name}&ma={code.code}")
        page.get_by_label("Mật khẩu mới", exact=False).first.fill(PASSWORD)
        page.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
        page.get_by_role("button", name="Đặt mật khẩu").click()
        assert "Ma Lan" in page.locator("header").inner_text()
        page.get_by_role("link", name="Làm").first.click()
        report = page.url
        page.get_by_label("Kết quả thực hiện").fill("đã họp thôn")
        page.get_by_role("button", name="Lưu nháp").last.click()
        # Twenty minutes away: whoever sits down next reads whose page it is, and nothing of it.
        it_is(office, "2024-05-07 09:20")
        page.goto(report)
        assert "Ma Lan" in page.locator("body").inner_text()
        assert page.get_by_label("Kết quả thực hiện").count() == 0
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Tiếp tục").click()
        page.goto(report)
        assert page.get_by_label("Kết quả thực hiện").input_value() == "đã họp thôn"
        it_is(office, "2024-05-08 08:00")
        page.goto(report)
        assert page.url.endswith("/dang-nhap")
        assert seen.wrongs == []
