"""Before a page locks: the warning, and staying with one tap."""

from collections.abc import Callable

from dondoc.web.sessions import warned_after
from tests.offices import Scene
from tests.web.browsing import Person
from tests.web.conftest import it_is

ASKS = {"HX-Request": "true"}


def test_a_warning_comes_two_minutes_before_and_at_half_time_where_a_page_locks_sooner() -> None:
    assert [warned_after(minutes) for minutes in (15, 4, 2, 1)] == [780, 120, 60, 30]


def test_whoever_did_nothing_is_warned_stays_with_one_tap_and_is_locked_without_it(
    office: Scene, person: Callable[..., Person]
) -> None:
    somebody = person("van-phong/specialist")
    page = somebody.get("/quyet-dinh")
    assert 'hx-trigger="load delay:780s"' in page.html
    assert "Trang tự khóa sau 15 phút không thao tác." in page.text
    it_is(office, "2024-05-07 09:10")
    early = somebody.get("/dang-nhap/sap-khoa", **ASKS)
    assert early.text == ""
    assert 'hx-trigger="load delay:180s"' in early.html
    it_is(office, "2024-05-07 09:13")
    assert "Trang sẽ khóa sau 2 phút nữa" in somebody.get("/dang-nhap/sap-khoa", **ASKS).text
    somebody.client.headers.update(ASKS)
    stays = somebody.post("/dang-nhap/con-lam")
    assert 'hx-trigger="load delay:780s"' in stays.html
    del somebody.client.headers["HX-Request"]
    it_is(office, "2024-05-07 09:27")
    # Being asked is no sign that somebody is there.
    assert "Trang sẽ khóa sau 1 phút nữa" in somebody.get("/dang-nhap/sap-khoa", **ASKS).text
    it_is(office, "2024-05-07 09:28")
    assert "Trang đã khóa" in somebody.get("/dang-nhap/sap-khoa", **ASKS).text
    assert somebody.get("/quyet-dinh").path == "/dang-nhap/khoa"
