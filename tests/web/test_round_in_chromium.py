"""A whole round of all communes in a real browser, from empty to signed, without a command."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dondoc.reports.template import FormOf
from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, scene
from tests.rounds import filled, inputs
from tests.web.chromium import Live, Seen, live
from tests.web.conftest import it_is

pytestmark = pytest.mark.browser
ROUND = f"/dot/{D2024}/{MONTHLY}/2024-05-05"
BHXH = "bhxh-huyen/officer"
BODY = f"{ROUND}/{DAI_PHU}"
PAPER = f"/van-thu/{D2024}/{MONTHLY}/2024-05-05/{DAI_PHU}"


@pytest.fixture
def whole_site(
    sqlite_template: Path,
    whole: Rulebook,
    policies: PolicyEngine,
    tmp_path: Path,
    browser: Browser,
) -> Iterator[tuple[Scene, Live]]:
    """A live server over an office with all communes, on the day the round has opened."""
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, whole, policies, tmp_path) as made:
        made.day("2024-04-26")
        it_is(made, "2024-05-03 09:00")
        with live(made, browser) as served:
            yield made, served
    engine.dispose()


def forms(made: Scene, folder: Path) -> list[Path]:
    """Return a filled-in form of every commune, as files; the last has nothing to report."""
    import orjson

    found = []
    for place, row in enumerate(inputs(made)):
        told = filled(made, row, place)
        whose = FormOf.of(row)
        said = {
            "directive": whose.directive,
            "duty": whose.duty,
            "bearer": whose.bearer,
            "due_on": whose.due_on.isoformat(),
            "as_of": "2024-04-30",
        }
        if told.nil:
            said["nil"] = True  # type: ignore[assignment]
        else:
            said |= {"groups": told.groups, **told.texts}  # type: ignore[dict-item]
        file = folder / f"{row.bearer_uid}.json"
        file.write_bytes(orjson.dumps(said))
        found.insert(len(found) if told.nil else 0, file)
    return found


def test_a_round_goes_from_empty_to_signed_without_a_command(
    whole_site: tuple[Scene, Live], tmp_path: Path
) -> None:
    made, served = whole_site
    files = forms(made, tmp_path)
    assert len(files) == 31
    last = files.pop()
    with served.visit(BHXH) as seen:
        page = seen.page
        seen.go("/dot")
        page.get_by_role("link", name="báo cáo tháng").first.click()
        assert "00/31 đơn vị đã nộp" in page.locator("h1").inner_text()
        page.get_by_role("link", name="Nhận nhiều tệp").click()
        page.get_by_label("Các biểu đã điền").set_input_files([str(one) for one in files])
        page.get_by_role("button", name="Nhận các tệp").click()
        page.get_by_role("heading", name="Xong: đã nhận 30/30").wait_for(timeout=90_000)
        seen.go(ROUND)
        silent = made.office.rulebook.bodies.get(last.stem).name
        page.get_by_role("link", name=re.compile(f"Ghi nhận.*{silent}")).click()
        page.get_by_label("Số, ký hiệu của văn bản").fill("41/BC-UBND")
        page.get_by_label("Ngày ghi trên văn bản").fill("02/5/2024")
        page.get_by_label("Văn bản báo không phát sinh").check()
        page.get_by_role("button", name="Ghi đã nhận").click()
        assert page.get_by_text("Đã ghi nhận, đúng hạn.").is_visible()
        seen.go(f"{ROUND}?loc=cho-tiep-nhan")
        boxes = page.locator('input[name="chon"]')
        assert boxes.count() == 31
        for box in boxes.all():
            box.check()
        page.get_by_role("button", name="Tiếp nhận", exact=True).click()
        page.get_by_role("heading", name="Xong: đã tiếp nhận 31/31").wait_for(timeout=90_000)
        seen.go(ROUND)
        page.get_by_role("link", name="Tổng hợp").click()
        assert "Đủ 31 đơn vị: ký được" in page.locator("h1").inner_text()
        page.get_by_label("Số, ký hiệu").fill("12/BC-BHXH")
        page.get_by_label("Người ký").fill("Trần Văn A (mẫu)")
        page.get_by_role("button", name="Ghi đã ký").click()
        assert "Đã ký đầy đủ số 12/BC-BHXH, 31 đơn vị" in page.locator("h1").inner_text()
        with page.expect_download() as coming:
            page.get_by_role("link", name=re.compile("PDF.*Báo cáo tổng hợp")).click()
        assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
        for path in (f"{ROUND}/tong-hop", ROUND, BODY, PAPER):
            seen.go(path)
            seen.looks_well()


@pytest.mark.parametrize("path", ["/dot", ROUND, f"{ROUND}/nhieu-tep", f"{ROUND}/tong-hop", BODY])
def test_each_page_of_a_round_looks_well(site: Live, path: str) -> None:
    with site.visit(BHXH) as seen:
        seen.go(path)
        seen.looks_well()


def test_documents_look_well(site: Live) -> None:
    with site.visit(BHXH) as seen:
        seen.go("/van-thu")
        seen.looks_well()


def test_a_call_is_entered_by_the_keyboard_alone(own_site: Live) -> None:
    with own_site.visit(BHXH) as seen:
        page = seen.page
        seen.go(ROUND)
        _tab_to(page, "Ghi cuộc gọi")
        page.keyboard.press("Enter")
        page.wait_for_url("**#goi")
        _tab_to(page, "Không ai nghe máy")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{ROUND}")
        assert page.get_by_text("Đã ghi cuộc gọi.").is_visible()


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until what is focused begins with `words`."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''")
        if str(focused).startswith(words):
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def test_without_script_a_round_is_filtered_and_worked_all_the_same(own_site: Live) -> None:
    with own_site.visit(BHXH, java_script_enabled=False) as seen:
        page = seen.page
        seen.go(ROUND)
        page.get_by_role("link", name="Chưa ghi nhận").click()
        assert "loc=chua-ghi-nhan" in page.url
        page.get_by_role("link", name="Ghi cuộc gọi").first.click()
        page.get_by_role("button", name="Không ai nghe máy").click()
        assert page.get_by_text("Đã ghi cuộc gọi.").is_visible()
        assert seen.wrongs == []


def test_with_script_a_filter_changes_the_rows_alone(site: Live) -> None:
    with site.visit(BHXH) as seen:
        page = seen.page
        seen.go(ROUND)
        page.evaluate("document.querySelector('h1').dataset.same = 'yes'")
        page.get_by_role("link", name="Chưa ghi nhận").click()
        page.wait_for_url("**loc=chua-ghi-nhan")
        assert page.locator("h1[data-same]").count() == 1
        assert page.get_by_role("link", name="Chưa ghi nhận").get_attribute("aria-current")
        seen.looks_well()


def test_two_people_at_once_the_second_sees_what_the_first_did(own_site: Live) -> None:
    with own_site.visit(BHXH) as first, own_site.visit("van-phong/specialist") as second:
        for one in (first, second):
            one.go(ROUND)
        _promise(first)
        second.go(ROUND)
        assert second.page.get_by_text("Hẹn gửi").first.is_visible()


def _promise(seen: Seen) -> None:
    seen.go(BODY)
    seen.page.get_by_role("button", name="Hẹn gửi").first.click()
    assert seen.page.get_by_text("Đã ghi cuộc gọi và ngày hẹn").is_visible()
