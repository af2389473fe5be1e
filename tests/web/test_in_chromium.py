"""Every page in a real browser: no complaint, nothing from outside, axe-core content."""

import pytest

from tests.web.chromium import Live
from tests.web.test_registry import ROLES

pytestmark = pytest.mark.browser
SPECIALIST = "van-phong/specialist"


def test_the_door_looks_well(site: Live) -> None:
    with site.visit() as seen:
        seen.go("/dang-nhap")
        seen.looks_well()


@pytest.mark.parametrize("said", ROLES)
def test_every_page_of_the_navigation_looks_well(site: Live, said: str) -> None:
    with site.visit(said) as seen:
        seen.go("/")
        links = seen.page.locator(".nav a:not([href^='#'])")
        for path in [one.get_attribute("href") for one in links.all()]:
            seen.go(str(path))
            seen.looks_well()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_machine_looks_well(site: Live, scheme: str) -> None:
    with site.visit(SPECIALIST, color_scheme=scheme) as seen:
        seen.go("/he-thong")
        assert seen.page.locator("h1").is_visible()
        seen.looks_well()


def test_what_is_refused_looks_well(site: Live) -> None:
    with site.visit("02617@base/officer") as seen:
        seen.go("/he-thong")
        seen.wrongs.clear()  # the browser notes the 403
        seen.looks_well()


def test_without_script_sending_is_stopped_all_the_same(own_site: Live) -> None:
    with own_site.visit(SPECIALIST, java_script_enabled=False) as seen:
        seen.go("/he-thong")
        seen.page.get_by_label("Lý do").fill("bão số 3")
        seen.page.get_by_role("button", name="Ngừng mọi việc gửi").click()
        assert seen.page.get_by_text("Đã ngừng mọi việc gửi.").is_visible()
        assert seen.wrongs == []


def test_a_first_visit_is_a_hundred_kilobytes_at_most(site: Live) -> None:
    with site.visit() as seen:
        sizes: list[int] = []
        seen.page.on("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
        seen.go("/dang-nhap")
        seen.page.wait_for_load_state("networkidle")
        assert 50_000 < sum(sizes) <= 100_000
