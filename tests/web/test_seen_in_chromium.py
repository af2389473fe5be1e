"""In Chromium: the office head's morning, the board on one page of paper, pages without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from models import Notice
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, Scene
from tests.web.chromium import Live, live
from tests.web.morning import HEAD, INSPECTOR, LEADER, SPECIALIST, morning_in

PAGES = ("/quyet-dinh", "/vi-sao", "/bang", "/van-ban", f"/van-ban/{D2024}")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lived(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("morning")
    with morning_in(folder, sqlite_template, rulebook, policies) as made:
        yield made


@pytest.fixture
def office(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with morning_in(tmp_path, sqlite_template, rulebook, policies) as made:
        yield made


@pytest.fixture
def own_site(office: Scene, browser: Browser) -> Iterator[Live]:
    with live(office, browser) as made:
        yield made


def number(scene: Scene) -> int:
    with scene.office.reading() as session:
        return session.scalars(select(Notice.id).where(Notice.state == "held")).all()[0]


@pytest.mark.parametrize("script", [True, False])
def test_the_head_lets_a_letter_go_and_settles_a_doubt(own_site: Live, script: bool) -> None:
    with own_site.visit(HEAD, java_script_enabled=script) as seen:
        seen.go("/quyet-dinh")
        page = seen.page
        waiting = page.locator(".pick").count()
        page.get_by_role("button", name="Duyệt, cho gửi").click()
        assert "Đã duyệt 1 thư" in page.locator("main").inner_text()
        assert page.locator(".pick").count() == waiting - 1
        page.get_by_role("button", name="Đã đến").first.click()
        assert "Đã ghi: thư đã đến." in page.locator("main").inner_text()


def test_a_call_and_a_promise_are_two_taps_on_a_phone(own_site: Live) -> None:
    with own_site.visit(SPECIALIST) as seen:
        page = seen.page
        page.set_viewport_size({"width": 390, "height": 844})
        seen.go("/quyet-dinh")
        page.get_by_text("Ghi cuộc gọi, ngày hẹn").click()
        page.get_by_role("button", name="Hẹn 10/5").click()
        assert "Đã ghi cuộc gọi" in page.locator("main").inner_text()


def test_the_board_prints_on_one_page_of_paper(site: Live) -> None:
    with site.visit(LEADER) as seen:
        seen.go("/bang")
        pdf = seen.page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") == 1 or _pages(pdf) == 1


def _pages(pdf: bytes) -> int:
    [count] = {part.split()[0] for part in pdf.split(b"/Count ")[1:]}
    return int(count)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/quyet-dinh", "/vi-sao", "/bang", "/van-ban", f"/van-ban/{D2024}"]
)
def test_every_page_looks_well(site: Live, path: str, scheme: str) -> None:
    with site.visit(INSPECTOR, color_scheme=scheme) as seen:
        seen.go(path)
        seen.looks_well()


def test_pages_with_their_buttons_and_folds_open_look_well(lived: Scene, site: Live) -> None:
    with site.visit(HEAD) as seen:
        for path in ("/quyet-dinh", f"/vi-sao/thu/{number(lived)}", "/bang?ngay=2024-05-08"):
            seen.go(path)
            seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            seen.looks_well()


def test_an_inspector_sees_all_and_finds_no_button(site: Live) -> None:
    with site.visit(INSPECTOR) as seen:
        for path in ("/quyet-dinh", "/vi-sao", "/van-ban"):
            seen.go(path)
            assert seen.page.locator("main form:not(.lang) button").count() == 0
