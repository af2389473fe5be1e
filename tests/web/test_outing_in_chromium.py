"""The page that works without signal, in a real browser: cut off, killed, restored, revoked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from dondoc.desk import device
from dondoc.desk.context import desk
from models import Visit
from tests.offices import Scene, at
from tests.web.chromium import Seen
from tests.web.outing import (
    OFFICER,
    PLAIN_NAME,
    kill,
    office_of,
    people_to_visit,
    prepare,
    sign_in,
    telephone,
    unlock,
    visit,
)

pytestmark = pytest.mark.browser
NOW = at("2024-05-07 09:00")


@pytest.fixture
def peopled(office: Scene) -> Scene:
    people_to_visit(office)
    return office


def entered(scene: Scene) -> list[Visit]:
    with scene.office.reading() as session:
        return list(session.scalars(select(Visit).order_by(Visit.id)))


def test_visits_written_without_signal_survive_a_kill_and_arrive_once(
    peopled: Scene, browser: Browser, tmp_path: Path
) -> None:
    office = office_of(peopled)
    with office.answers(), telephone(browser, tmp_path) as held:
        page = held.pages[0]
        # Without encryption a browser keeps nothing safely, and the page says so.
        page.goto(f"http://{PLAIN_NAME}:{office.port}/tham")
        expect(page.locator("#note")).to_contain_text("chỉ chạy qua HTTPS")
        prepare(page, office.address)
    # No server any more, and no signal: the page opens cold.
    with telephone(browser, tmp_path) as held:
        held.set_offline(True)
        page = held.pages[0]
        page.goto(f"{office.address}/tham")
        seen = Seen(page, office.address)
        seen.looks_well(widths=(320, 1280))
        unlock(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Đi thăm: 3 người ở 1 thôn")
        seen.looks_well()
        page.get_by_role("button", name="Ghi lần thăm : Ma Thị Hoa").click()
        # The day of the visit is one of the office's calendar.
        expect(page.get_by_label("Ngày thăm")).to_have_value("2024-05-07")
        seen.looks_well()
        page.get_by_role("button", name="Thôi").click()
        for number, name in enumerate(("Ma Thị Hoa", "Ma Văn Nam", "Bàn Thị Tư"), 1):
            visit(page, name)
            expect(page.locator("#count")).to_have_text(f"{number} lần thăm chưa gửi.")
        kill(held)
    with office.answers(), telephone(browser, tmp_path) as held:
        page = held.pages[0]
        page.goto(f"{office.address}/tham")
        expect(page.locator("#count")).to_have_text("3 lần thăm chưa gửi.")
        unlock(page)
        expect(page.locator("#count")).to_have_text("Không còn lần thăm nào chưa gửi.")
        rows = page.locator("#rows li")
        expect(rows).to_have_count(3)
        expect(rows.first).to_contain_text("Đã đến Văn phòng lúc 09:00 ngày 07/5/2024")
        page.get_by_role("button", name="Gửi về Văn phòng").click()
    assert [one.person_id for one in entered(peopled)] == [1, 2, 3]
    assert {one.source for one in entered(peopled)} == {"offline"}


def test_names_go_after_seven_days_and_a_revoked_telephone_still_delivers_to_whom_looks_first(
    peopled: Scene, browser: Browser, tmp_path: Path
) -> None:
    office = office_of(peopled)
    with office.answers(), telephone(browser, tmp_path) as held:
        prepare(held.pages[0], office.address)
    with telephone(browser, tmp_path) as held:
        page = held.pages[0]
        page.clock.set_fixed_time(now_and(days=6))
        page.goto(f"{office.address}/tham")
        unlock(page, "không phải mã")
        expect(page.locator("#note")).to_contain_text("Còn 9 lần thử")
        unlock(page)
        visit(page, "Ma Thị Hoa")
        assert "Ma Thị Hoa" not in kept_in_plain(page)
        page.clock.set_fixed_time(now_and(days=8))
        page.reload()
        expect(page.locator("#note")).to_contain_text("Đã bảy ngày không liên lạc")
        assert page.evaluate(NAMES_KEPT) == 0
        unlock(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tên người đã xoá khỏi máy này")
        expect(page.locator("#count")).to_have_text("1 lần thăm chưa gửi.")
        assert "Ma Thị Hoa" not in page.content()
    with desk(peopled.office, NOW, OFFICER) as opened:
        device.revoke(opened, device.Revoking(1))
    with office.answers(), telephone(browser, tmp_path) as held:
        page = held.pages[0]
        page.goto(f"{office.address}/tham")
        expect(page.locator("#note")).to_contain_text("Máy này đã bị thu hồi")
        unlock(page)
        expect(page.locator("#count")).to_have_text("Không còn lần thăm nào chưa gửi.")
        expect(page.locator("#rows")).to_contain_text("Văn phòng hỏi lại: máy đã thu hồi")
        assert entered(peopled) == []
        sign_in(page, office.address)
        page.goto(f"{office.address}/cho-xem")
        expect(page.get_by_role("heading", level=2)).to_contain_text("Ma Thị Hoa")
        Seen(page, office.address).looks_well(widths=(390,))
        page.get_by_role("button", name="Ghi lần thăm này").click()
        page.goto(f"{office.address}/tham")
        unlock(page)
        expect(page.locator("#rows")).to_contain_text("Đã đến Văn phòng lúc")
        # A revoked telephone begins anew, as another device.
        page.get_by_text("làm lại từ đầu").click()
        page.get_by_label("Tôi biết và vẫn xoá").check()
        page.get_by_role("button", name="Xoá và làm lại").click()
        # The page opens itself anew: whoever goes elsewhere meanwhile is called back.
        expect(page.get_by_role("button", name="Chuẩn bị đi thăm")).to_be_visible()
        prepare(page, office.address)
    assert [(one.person_id, one.recorded_by) for one in entered(peopled)] == [(1, OFFICER)]


def now_and(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


NAMES_KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("dondoc-tham");
  asked.onsuccess = () => {
    const count = asked.result.transaction("names").objectStore("names").count();
    count.onsuccess = () => { asked.result.close(); resolve(count.result); };
  };
})"""


def kept_in_plain(page: Page) -> str:
    """Return everything the telephone keeps that can be read without its PIN."""
    return str(
        page.evaluate("""async () => {
      const found = [];
      const decoded = (value) => value instanceof ArrayBuffer
        ? new TextDecoder().decode(value) : value;
      const database = await new Promise((resolve) => {
        indexedDB.open("dondoc-tham").onsuccess = (event) => resolve(event.target.result);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise((resolve) => {
          const all = database.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => resolve(all.result);
        });
        found.push(JSON.stringify(rows, (_, value) => decoded(value)));
      }
      database.close();
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const kept of await cache.keys())
          found.push(kept.url, await (await cache.match(kept)).text());
      }
      return found.join("\\n") + JSON.stringify(localStorage);
    }""")
    )
