"""An officer's day in a real browser: the report in two minutes, by keyboard, two at once."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.offices import DAI_PHU, Scene
from tests.reporting import MAY, file_report
from tests.web.chromium import Live, Seen
from tests.web.conftest import it_is

pytestmark = pytest.mark.browser
OFFICER, CHAIR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair"
# What a month brings, beside what is prefilled: nobody came, five joined of each group.
MONTH = {
    "can-ngheo.enrolled": "4",
    "can-ngheo.closing": "11",
    "can-ngheo.carded": "4",
    "dtts.arrived": "0",
    "dtts.enrolled": "10",
    "dtts.closing": "80",
    "dtts.carded": "10",
}


@dataclass
class Hands:
    """Somebody's hands at a page: every click, key and field filled in is one interaction."""

    page: Page
    done: int = 0
    begun: float = field(default_factory=time.monotonic)

    def click(self, name: str, role: str = "button") -> None:
        self.done += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def fill(self, at: str, text: str) -> None:
        """Type `text` into the cell `at` as fingers do, a key after the other."""
        self.done += 1
        cell = self.page.locator(f'[name="o.{at}"]')
        cell.fill("")
        cell.press_sequentially(text, delay=60)


def next_month(office: Scene) -> str:
    """Let it be June, the April report filed; return the page of the report for May."""
    file_report(office, MAY, "2024-05-07 08:30")
    it_is(office, "2024-06-03 09:00")
    return f"/bao-cao/{office.obligation(DAI_PHU, '2024-06-05').id}"


def test_an_officers_report_takes_two_minutes_and_twenty_five_interactions(
    office: Scene, own_site: Live
) -> None:
    next_month(office)
    with own_site.visit(OFFICER) as seen:
        seen.go("/viec")
        hands = Hands(seen.page)
        hands.click("Báo cáo tháng BHYT, kỳ tháng 5/2024", "link")
        for at, text in MONTH.items():
            hands.fill(at, text)
        expect(seen.page.locator("#m-dtts__closing")).to_contain_text("= 80")
        hands.fill("done", "Đã thu tại ba thôn; còn ba thôn chờ vì người dân đi làm xa.")
        hands.click("Nộp báo cáo")
        expect(seen.page.locator("h1")).to_contain_text("Đã nhận báo cáo tháng BHYT")
        assert hands.done <= 25
        assert time.monotonic() - hands.begun <= 120
        seen.looks_well()


def test_what_does_not_add_up_is_said_while_it_is_typed_and_gone_when_it_does(
    office: Scene, own_site: Live
) -> None:
    path = next_month(office)
    with own_site.visit(OFFICER) as seen:
        seen.go(path)
        hands = Hands(seen.page)
        said = seen.page.locator("#m-dtts__closing")
        hands.fill("dtts.closing", "77")
        expect(said).to_contain_text("Không khớp")
        # Two arrived and twelve joined, as last month: 90 + 2 − 12.
        hands.fill("dtts.closing", "80")
        expect(said).not_to_contain_text("Không khớp")
        seen.page.keyboard.press("Tab")
        expect(seen.page.locator("#bang")).to_contain_text("Bản nháp lưu lúc 09:00")
        seen.looks_well()


def test_two_at_once_see_each_other_and_lose_nothing(office: Scene, own_site: Live) -> None:
    path = next_month(office)
    with own_site.visit(OFFICER) as officer, own_site.visit(CHAIR) as chair:
        officer.go(path)
        chair.go(path)
        Hands(officer.page).fill("obstacles", "Còn ba thôn")
        officer.page.keyboard.press("Tab")
        expect(officer.page.locator("#bang")).to_contain_text("Bản nháp lưu")
        Hands(chair.page).fill("obstacles", "Mưa lớn")
        chair.page.keyboard.press("Tab")
        expect(chair.page.locator("#bang")).to_contain_text("Người khác vừa sửa")
        chair.page.get_by_role("button", name="Lưu nháp").last.click()
        expect(chair.page.get_by_text("Hai người cùng sửa.")).to_be_visible()
        expect(chair.page.locator('[name="o.obstacles"]')).to_have_value("Mưa lớn")
        chair.looks_well()
        # What the other writes elsewhere comes by itself.
        Hands(officer.page).fill("done", "Đã phát tờ rơi")
        officer.page.keyboard.press("Tab")
        other = chair.page.locator('[name="o.done"]')
        expect(other).to_have_value("Đã phát tờ rơi", timeout=15_000)
        officer.page.reload()
        expect(officer.page.locator('[name="o.obstacles"]')).to_have_value("Còn ba thôn")
        assert officer.wrongs == []


def test_by_keyboard_alone_a_report_is_filed(office: Scene, own_site: Live) -> None:
    path = next_month(office)
    with own_site.visit(OFFICER) as seen:
        seen.go(path)
        page, filled = seen.page, {f"o.{at}": text for at, text in MONTH.items()}
        filled["o.done"] = "Đã thu tại ba thôn"
        for _ in range(80):
            page.keyboard.press("Tab")
            name = page.evaluate("document.activeElement.name || ''")
            if text := filled.pop(name, ""):
                page.keyboard.press("ControlOrMeta+A")
                page.keyboard.type(text)
            if page.evaluate("document.activeElement.value") == "nop":
                break
        assert filled == {}
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("Đã nhận báo cáo tháng BHYT")


def test_without_script_a_report_is_filed(office: Scene, own_site: Live) -> None:
    path = next_month(office)
    with own_site.visit(OFFICER, java_script_enabled=False) as seen:
        seen.go(path)
        for at, text in {**MONTH, "dtts.closing": "77", "done": "Đã thu tại ba thôn"}.items():
            seen.page.locator(f'[name="o.{at}"]').fill(text)
        seen.page.get_by_role("button", name="Nộp báo cáo").click()
        expect(seen.page.locator("#m-dtts__closing")).to_contain_text("Không khớp")
        seen.page.locator('[name="o.dtts.closing"]').fill("80")
        seen.page.get_by_role("button", name="Nộp báo cáo").click()
        expect(seen.page.locator("h1")).to_contain_text("Đã nhận báo cáo tháng BHYT")
        assert seen.wrongs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ones_own_work_and_a_report_look_well(office: Scene, own_site: Live, scheme: str) -> None:
    path = next_month(office)
    with own_site.visit(OFFICER, color_scheme=scheme) as seen:
        seen.go("/viec")
        seen.looks_well()
        pictures(seen, f"viec-{scheme}")
        seen.go(path)
        seen.page.locator('[name="o.dtts.closing"]').fill("77")
        seen.page.get_by_role("button", name="Nộp báo cáo").click()
        seen.looks_well()
        pictures(seen, f"bao-cao-{scheme}")
        seen.go(f"/bao-cao/{office.obligation().id}/bien-nhan")
        seen.looks_well()
        pictures(seen, f"bien-nhan-{scheme}")


def pictures(seen: Seen, name: str) -> None:
    """Leave pictures of the page that is open, where somebody has asked for them."""
    folder = os.environ.get("DONDOC_PICTURES")
    for width in (320, 390, 1280) if folder else ():
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.screenshot(path=Path(str(folder)) / f"{name}-{width}.png", full_page=True)
