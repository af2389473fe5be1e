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
        links = seen.page.locator(".nav a:not(.part)")
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


def test_on_a_slow_line_only_the_style_is_waited_for(site: Live) -> None:
    with site.visit() as seen:
        line = seen.page.context.new_cdp_session(seen.page)
        slow = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", {"offline": False, **slow})
        seen.go("/dang-nhap")
        entries = "performance.getEntriesByType('{}').map(one => one.toJSON())"
        asked = seen.page.evaluate(entries.format("resource"))
        [shown] = [
            one["startTime"]
            for one in seen.page.evaluate(entries.format("paint"))
            if one["name"] == "first-contentful-paint"
        ]
        waited_for = [one for one in asked if one["renderBlockingStatus"] == "blocking"]
        assert [one["name"].rpartition("/")[2] for one in waited_for] == ["style.css"]
        assert shown < max(one["responseEnd"] for one in asked)


@pytest.mark.parametrize(("times", "width"), [(2, 640), (4, 320)])
def test_enlarged_by_the_browser_or_in_letters_alone_nothing_is_cut_off(
    site: Live, times: int, width: int
) -> None:
    # What a window of 1,280 pixels shows at 200 and 400 per cent (WCAG 1.4.10).
    size = {"width": width, "height": 900 // times}
    with site.visit(SPECIALIST, viewport=size, device_scale_factor=times) as seen:
        seen.go("/")
        paths = seen.page.locator(".nav a:not(.part)").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        assert len(paths) > 5
        for path in paths:
            seen.go(path)
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
        if times == 2:
            # Letters alone at twice their size (WCAG 1.4.4), in the whole window.
            seen.page.set_viewport_size({"width": 1280, "height": 900})
            for path in paths:
                seen.go(path)
                seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
                wide = seen.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= 1280, f"{path}: {wide}"
