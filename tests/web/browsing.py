"""A person at the pages, without a browser: signs in, follows, fills in what a page has."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, ClassVar

from anyio.from_thread import BlockingPortal
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from dondoc.web.app import make_app
from tests.offices import Scene

ADDRESS = "http://127.0.0.1:8010"
_TOKEN = re.compile(r'name="_token" value="([0-9a-f]+)"')
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Answer:
    """What came back: the page after all redirects."""

    status: int
    html: str
    path: str
    headers: Any

    @property
    def text(self) -> str:
        """The words of the page, on one line."""
        return " ".join(unescape(_TAG.sub(" ", self.html)).split())


class Person:
    """A browser of one person. `said`: as which post they are signed in; "" for nobody."""

    # The loop in which pages are answered, as a server has one: see conftest.
    portal: ClassVar[BlockingPortal | None] = None

    def __init__(self, app: ASGIApp, said: str = "") -> None:
        self.client = TestClient(
            app,
            base_url=ADDRESS,
            raise_server_exceptions=False,
            headers={"Origin": ADDRESS},
        )
        self.client.portal = self.portal
        self.html = ""
        if said:
            self.get("/dang-nhap")
            self.post("/dang-nhap/vai", vai=said)

    def get(self, path: str, **headers: str) -> Answer:
        return self._answer(self.client.get(path, headers=headers))

    def post(self, path: str, files: Any = None, **fields: Any) -> Answer:
        """Send a form of the page that was seen last, with its token."""
        token = _TOKEN.search(self.html)
        fields.setdefault("_token", token.group(1) if token else "")
        return self._answer(self.client.post(path, data=fields, files=files))

    def _answer(self, answer: Any) -> Answer:
        self.html = answer.text
        return Answer(answer.status_code, answer.text, answer.url.path, answer.headers)


def found_by(somebody: Person) -> list[str]:
    """Return the paths of the navigation of who is signed in."""
    page = somebody.get("/").html.partition('<nav class="nav"')[2].partition("</nav>")[0]
    return list(dict.fromkeys(re.findall(r'href="(/[^"]+)"', page)))


def doors_open(scene: Scene) -> ASGIApp:
    """Return the pages of the office in `scene`, where any role is taken with one click."""
    return make_app(scene.office, open_doors=True)


def own_part(html: str) -> str:
    """Return what a page itself has, without what every page has around it."""
    own, _, around = html.partition("<main")[2].partition('<form class="lang np"')
    assert "</main>" in around
    assert around.count("<form") == 0
    return own
