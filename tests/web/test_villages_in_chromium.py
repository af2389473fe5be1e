"""Forty visits of a sheet typed in with the keyboard alone, without script, in three minutes."""

import time

import pytest
from playwright.sync_api import Page

from tests.offices import DAI_PHU, Scene
from tests.web.chromium import Live
from tests.web.conftest import it_is
from tests.web.test_villages import people_of, visits

pytestmark = pytest.mark.browser
OFFICER = f"{DAI_PHU}/officer"
# Card, Moran, Newell (1980): seconds for a key of an average typist, and to read the next line.
KEY, READ = 0.28, 1.35
FORTY = 40


def line(number: int) -> tuple[str, ...]:
    """Return what the boxes of a line on paper say: met, done, answer, reason, situation, day."""
    if number % 5 == 0:
        return ("4", "", "", "", "", "")
    if number % 5 == 1:
        return ("2", "", "4", "1", "", "1/6/2024" if number % 10 == 1 else "")
    return ("1", "", str(1 + number % 3), "", "", "")


def keys(page: Page) -> int:
    """Type forty lines; return how many keys were pressed."""
    pressed = 0
    for number in range(1, FORTY + 1):
        for said in line(number):
            for one in said:
                page.keyboard.press(one)
            page.keyboard.press("Tab")
            pressed += len(said) + 1
    page.keyboard.press("Enter")
    return pressed + 1


def test_forty_visits_are_typed_in_three_minutes_by_keyboard_alone(
    office: Scene, own_site: Live, capsys: pytest.CaptureFixture[str]
) -> None:
    people_of(office, tuple(f"Ma Văn {number}" for number in range(1, FORTY + 1)))
    it_is(office, "2024-05-07 09:00")
    with own_site.visit(OFFICER, java_script_enabled=False) as seen:
        begun = time.monotonic()
        seen.go("/thon/1/nhap")
        seen.page.locator("[name=gap_1]").focus()
        pressed = keys(seen.page)
        seen.page.wait_for_url("**/thon/1?*")
        machine = time.monotonic() - begun
        assert "Đã ghi 40 lần thăm" in seen.page.locator("main, body").first.inner_text()
    assert len(visits(office)) == FORTY
    human = machine + pressed * KEY + FORTY * READ
    with capsys.disabled():
        told = f"{pressed / FORTY:.1f} keys a visit; {human:.0f} s, of which {machine:.1f} waiting"
        print(f"\n  forty visits: {told}")  # noqa: T201 - what is measured is said
    assert human <= 180


def test_the_pages_of_villages_look_well(office: Scene, own_site: Live) -> None:
    people_of(office, ("Ma Thị Hoa", "Ma Văn Hoa", "Lý Văn Nam"))
    it_is(office, "2024-05-07 09:00")
    with own_site.visit(OFFICER) as seen:
        for path in ("/thon", "/thon/1", "/thon/ho/1", "/thon/1/nhap", "/thon/hoi"):
            seen.go(path)
            seen.looks_well()
