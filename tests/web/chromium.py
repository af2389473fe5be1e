"""A real Chromium at the pages of a live server, and what must hold of every page in it.

Debian's browser, nothing downloaded; Playwright's sync API.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from dondoc.setup.loopback import free_port
from dondoc.setup.settings import WebSettings
from dondoc.web.serving import serving
from tests.offices import Scene

WIDTHS = (320, 390, 1280)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_LISTEN = """
window.wrongs = [];
for (const name of ["sendError", "responseError", "swapError", "targetError", "onLoadError",
                    "timeout", "evalDisallowedError", "syntax:error", "historyCacheError"])
  document.addEventListener("htmx:" + name, (e) => window.wrongs.push(e.type));
"""


@dataclass
class Seen:
    """One tab of somebody, and everything that went wrong in it."""

    page: Page
    address: str
    wrongs: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def looks_well(self, *, widths: tuple[int, ...] = WIDTHS) -> None:
        """Hold the page that is open against everything that must hold of every page."""
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} px wide at {width}"
            assert (found := _violations(self.page)) == [], f"{self.page.url} at {width}: {found}"
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.wrongs += self.page.evaluate("window.wrongs || []")
        assert self.wrongs == [], f"{self.page.url}: {self.wrongs}"


def _violations(page: Page) -> list[str]:
    """Return what axe-core finds, one line a rule with the first element."""
    page.evaluate(_AXE.read_text("utf-8"))
    options = json.dumps({"runOnly": {"type": "tag", "values": list(_RULES)}})
    found: list[dict[str, Any]] = page.evaluate(
        f"axe.run(document, {options}).then(done => done.violations)"
    )
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}"
        + f" ({one['nodes'][0].get('failureSummary', '')[:200]})"
        for one in found
    ]


@dataclass
class Live:
    """A live server over a played office, and the browser people come with."""

    address: str
    browser: Browser

    @contextmanager
    def visit(self, said: str = "", **context: Any) -> Iterator[Seen]:
        """Open a browser of one person, signed in as `said` (`uid/post`).

        Args:
            context: as Playwright's `new_context` has it: `java_script_enabled`, `color_scheme`.
        """
        with self.browser.new_context(locale="vi-VN", **context) as held:
            held.add_init_script(_LISTEN)
            page = held.new_page()
            seen = Seen(page, self.address)
            _watch(page, seen)
            if said:
                self._sign_in(page, said)
            yield seen

    def _sign_in(self, page: Page, said: str) -> None:
        page.goto(f"{self.address}/dang-nhap")
        token = page.locator('input[name="_token"]').first.get_attribute("value")
        page.request.post(
            f"{self.address}/dang-nhap/vai",
            form={"_token": token or "", "vai": said},
            headers={"Origin": self.address},
        )


def _watch(page: Page, seen: Seen) -> None:
    """Note what a page complains of, and whatever it asks for elsewhere."""
    page.on("pageerror", lambda error: seen.wrongs.append(f"error: {error}"))

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            seen.wrongs.append(f"{message.type}: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((seen.address, "data:")):
            seen.wrongs.append(f"asked elsewhere: {request.url}")

    page.on("console", said)
    page.on("request", asked)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is needed: make test-all installs it"
    with sync_playwright() as started:
        browser = _launched(started, path)
        yield browser
        browser.close()


def _launched(started: Playwright, path: str) -> Browser:
    return started.chromium.launch(executable_path=path, args=list(FLAGS))


@contextmanager
def live(scene: Scene, browser: Browser, open_doors: bool = True) -> Iterator[Live]:
    """Serve the office of `scene` on a free port of loopback.

    Args:
        open_doors: any role is one click, as in a demonstration.
    """
    office = scene.office
    web = WebSettings(port=free_port())
    settings = office.settings.settings.model_copy(update={"web": web})
    office.settings = office.settings.model_copy(update={"settings": settings})
    with serving(office, open_doors=open_doors) as served:
        yield Live(served.url, browser)
