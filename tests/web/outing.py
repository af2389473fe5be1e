"""An office whose people are visited, and a telephone: a browser with a profile of its own."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from dondoc.people.row import Personal
from dondoc.setup.loopback import free_port
from dondoc.setup.settings import WebSettings
from dondoc.web.serving import serving
from models import Household, Person, Village
from tests.dondoc.people.stored import store
from tests.listed_people import list_comes, on_the_list
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.web.chromium import FLAGS

OFFICER = f"{DAI_PHU}/officer"
PIN = "thôn bản 24"
# By this name the pages are asked for without encryption.
PLAIN_NAME = "dondoc.noi-bo"
# What a PIN costs by design takes seconds on a machine with other work.
expect.set_options(timeout=20_000)
NAMES = ("Ma Thị Hoa", "Ma Văn Nam", "Bàn Thị Tư", "Hoàng Văn Sáu")


def people_to_visit(scene: Scene) -> None:
    """Let three people of a village, two of them of one household, and one elsewhere be listed."""
    now = at("2024-05-07 08:00")
    keys = {"recorded_at": now, "recorded_by": "bhxh-huyen/officer"}
    lives = [DAI_PHU, DAI_PHU, DAI_PHU, SON_NAM]
    address = "nhà sàn cạnh suối"
    of = [(uid, Personal(name, address=address)) for uid, name in zip(lives, NAMES, strict=True)]
    store(scene, of, now)
    with scene.office.writing() as session:
        village = Village(body_uid=DAI_PHU, name="Tân Lập", **keys)
        session.add(village)
        session.flush()
        home = Household(body_uid=DAI_PHU, village_id=village.id, digest=b"\7" * 16, **keys)
        session.add(home)
        session.flush()
        for case in (1, 2, 3):
            row = session.get_one(Person, case)
            row.village_id, row.household_id = village.id, home.id if case < 3 else None
    lines = [*on_the_list(DAI_PHU, (1, 2, 3)), *on_the_list(SON_NAM, (4,))]
    list_comes(scene, "2024-05-07 08:00", lines, "2024-04-10")


@dataclass
class Office:
    """The pages of an office at one address: there while `answers`, and then out of reach."""

    scene: Scene
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def answers(self) -> Iterator[None]:
        with serving(self.scene.office, open_doors=True):
            yield


def office_of(scene: Scene) -> Office:
    """Return the pages of `scene`, at a port that stays the same."""
    port = free_port()
    office = scene.office
    web = WebSettings(port=port, names=[PLAIN_NAME])
    settings = office.settings.settings.model_copy(update={"web": web})
    office.settings = office.settings.model_copy(update={"settings": settings})
    return Office(scene, port)


@contextmanager
def telephone(browser: Browser, profile: Path) -> Iterator[BrowserContext]:
    """Open a telephone's browser: what it keeps lies in `profile`, and is there the next time."""
    held = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=browser_path(),
        args=[*FLAGS, f"--host-resolver-rules=MAP {PLAIN_NAME} 127.0.0.1"],
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 390, "height": 844},
    )
    try:
        yield held
    finally:
        # Nothing is closed of what was killed.
        with suppress(Error):
            held.close()


def browser_path() -> str:
    """Return where the machine's Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found
    return found


def kill(held: BrowserContext) -> None:
    """Kill a telephone's browser as a flat battery does: nothing is closed, nothing is flushed."""
    session = (
        held.browser.new_browser_cdp_session()
        if held.browser
        else held.new_cdp_session(held.pages[0])
    )
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(one["id"] for one in found if one["type"] == "browser"), signal.SIGKILL)


def sign_in(page: Page, address: str, said: str = OFFICER) -> None:
    """Sign in as `said`, as in a demonstration."""
    page.goto(f"{address}/dang-nhap")
    token = page.locator('input[name="_token"]').first.get_attribute("value")
    page.request.post(
        f"{address}/dang-nhap/vai",
        form={"_token": token or "", "vai": said},
        headers={"Origin": address},
    )


def prepare(page: Page, address: str) -> None:
    """Prepare the telephone to go out."""
    sign_in(page, address)
    page.goto(f"{address}/tham")
    page.get_by_label("Tên máy").fill("điện thoại của Lan")
    page.get_by_label("Mã PIN mới").fill(PIN)
    page.get_by_label("Gõ lại mã PIN").fill(PIN)
    page.get_by_role("button", name="Chuẩn bị đi thăm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đi thăm: 3 người ở 1 thôn")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def unlock(page: Page, pin: str = PIN) -> None:
    page.get_by_label("Mã PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Mở", exact=True).click()


def visit(page: Page, name: str, answer: str = "sẽ tham gia") -> None:
    """Write that somebody was met at home."""
    page.get_by_role("button", name=f"Ghi lần thăm : {name}").click()
    # The office lives in 2024, the telephone today.
    page.get_by_label("Ngày thăm").fill("2024-05-06")
    page.get_by_label("cán bộ phụ trách").check()
    page.get_by_label("Gặp ai").select_option(label="chính người đó")
    page.get_by_label("đã tuyên truyền").check()
    page.get_by_label("Trả lời").select_option(label=answer)
    page.get_by_role("button", name="Ghi vào máy").click()
