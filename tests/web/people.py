"""People with a password at the pages of a played office."""

from dondoc.desk import login
from dondoc.desk.context import desk
from dondoc.logins.book import Post
from dondoc.web.app import make_app
from tests.offices import Scene
from tests.web.browsing import Answer, Person

OFFICE_HEAD = "van-phong/office-head"
PASSWORD = "mưa nhiều lúa tốt"  # noqa: S105 - of made-up people


def let_in(scene: Scene, name: str, *said: str, contact: int | None = None) -> login.Code:
    """Open an account for somebody who acts as `said`, and return its first code."""
    posts = []
    for one in said:
        body, _, post = one.rpartition("/")
        posts.append(Post(body, post, contact))
    asked = login.Opening(name, "Ma Thị Lan", tuple(posts))
    with desk(scene.office, scene.office.clock.now(), OFFICE_HEAD) as opened:
        return login.open_(opened, asked)


def stranger(scene: Scene) -> Person:
    """Return somebody at the door of the office, who has no role by a click."""
    somebody = Person(make_app(scene.office, open_doors=False))
    somebody.get("/dang-nhap")
    return somebody


def sets_password(somebody: Person, code: login.Code, password: str = PASSWORD) -> Answer:
    somebody.get("/dang-nhap/ma")
    return somebody.post(
        "/dang-nhap/ma", ten=code.name, ma=code.code, mat_khau=password, mat_khau_lai=password
    )


def signs_in(somebody: Person, name: str, password: str = PASSWORD) -> Answer:
    somebody.get("/dang-nhap")
    return somebody.post("/dang-nhap", ten=name, mat_khau=password)
