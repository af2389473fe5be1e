"""Another program at the API of a played office: by a token, without a browser."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from dondoc.desk import token
from dondoc.desk.context import desk
from dondoc.logins.book import Post
from tests.offices import Scene
from tests.web.browsing import ADDRESS

ADMINISTRATOR = "van-phong/administrator"


def given(scene: Scene, said: str, ends_on: str = "2024-12-31") -> token.Given:
    """Give a token for `said` (`uid/post`)."""
    body, _, post = said.rpartition("/")
    asked = token.Giving(Post(body, post), "phần mềm văn bản", date.fromisoformat(ends_on))
    with desk(scene.office, scene.office.clock.now(), ADMINISTRATOR) as opened:
        return token.give(opened, asked)


@dataclass
class Program:
    """A program that holds `secret`; "" for none."""

    app: ASGIApp
    secret: str = ""
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(self.app, base_url=ADDRESS, raise_server_exceptions=False)
        if self.secret:
            self.client.headers["Authorization"] = f"Bearer {self.secret}"

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/{path}", params=query)

    def does(self, act: str, **request: Any) -> Any:
        return self.client.post(f"/api/acts/{act}", json=request)
