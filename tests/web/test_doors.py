"""Who comes in, by which door, and how little a stranger can do."""

from collections.abc import Callable

import pytest

from dondoc.web.app import make_app
from dondoc.web.guard import form_token
from dondoc.web.visit import COOKIE, own_path
from tests.offices import Scene
from tests.web.browsing import Person
from tests.web.conftest import it_is

SPECIALIST = "van-phong/specialist"
Comes = Callable[..., Person]


def test_who_is_not_signed_in_is_asked_who_they_are(reader: Comes) -> None:
    answer = reader().get("/he-thong")
    assert (answer.path, answer.status) == ("/dang-nhap", 200)


def test_a_role_of_the_demonstration_is_one_click(reader: Comes) -> None:
    answer = reader(SPECIALIST).get("/he-thong")
    assert answer.status == 200
    assert "Chuyên viên" in answer.text
    assert "Khám hệ thống" in answer.text


def test_an_office_has_no_door_without_a_password(lived: Scene) -> None:
    somebody = Person(make_app(lived.office))
    somebody.get("/dang-nhap")
    token = form_token(somebody.client.cookies[COOKIE])
    answer = somebody.post("/dang-nhap/vai", vai=SPECIALIST, _token=token)
    assert answer.status == 403
    assert "chỉ bản trình diễn" in answer.text


def test_a_page_without_a_right_to_it_is_refused_and_not_in_the_navigation(reader: Comes) -> None:
    officer = reader("02617@base/officer")
    answer = officer.get("/he-thong")
    assert answer.status == 403
    assert 'href="/he-thong"' not in answer.html


def test_no_page_may_load_or_be_framed_from_elsewhere(reader: Comes) -> None:
    for path in ("/dang-nhap", "/khong-co", "/healthz"):
        headers = reader().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


def test_a_form_without_its_token_is_refused(reader: Comes) -> None:
    answer = reader(SPECIALIST).post("/he-thong/gui", ly_do="thử", viec="ngung", _token="a" * 64)
    assert answer.status == 403
    assert "mở lại trang" in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_form_sent_from_another_site_is_refused(reader: Comes, origin: str) -> None:
    somebody = reader(SPECIALIST)
    somebody.get("/he-thong")
    somebody.client.headers["Origin"] = origin
    answer = somebody.post("/he-thong/gui", ly_do="thử", viec="ngung")
    assert answer.status == 403


def test_a_page_that_points_its_own_name_here_is_refused(reader: Comes) -> None:
    answer = reader().get("/dang-nhap", Host="evil.example")
    assert answer.status == 400
    assert "<form" not in answer.html


def test_the_id_of_a_session_changes_when_somebody_signs_in(person: Comes) -> None:
    somebody = person()
    somebody.client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="127.0.0.1")
    somebody.get("/dang-nhap")
    somebody.post("/dang-nhap/vai", vai=SPECIALIST)
    assert somebody.get("/he-thong").status == 200
    other = person()
    other.client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="127.0.0.1")
    assert other.get("/he-thong").path == "/dang-nhap"


def test_after_a_quarter_of_an_hour_the_name_is_shown_and_the_door_closed(
    office: Scene, person: Comes
) -> None:
    somebody = person(SPECIALIST)
    it_is(office, "2024-05-07 09:14")
    assert somebody.get("/he-thong").path == "/he-thong"
    it_is(office, "2024-05-07 09:30")
    answer = somebody.get("/he-thong")
    assert answer.path == "/dang-nhap/khoa"
    assert "Chuyên viên" in answer.text
    somebody.post("/dang-nhap/mo")
    assert somebody.get("/he-thong").path == "/he-thong"


def test_a_session_ends_whatever_is_done(office: Scene, person: Comes) -> None:
    somebody = person(SPECIALIST)
    it_is(office, "2024-05-07 19:00")
    assert somebody.get("/he-thong").path == "/dang-nhap"


def test_who_signs_out_is_out(person: Comes) -> None:
    somebody = person(SPECIALIST)
    held = dict(somebody.client.cookies)
    somebody.get("/he-thong")
    somebody.post("/dang-nhap/ra")
    somebody.client.cookies.update(held)
    assert somebody.get("/he-thong").path == "/dang-nhap"


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x"]
)
def test_nobody_is_sent_elsewhere(path: str) -> None:
    assert own_path(path) == "/"


def test_a_fault_of_ours_tells_nothing_of_itself(lived: Scene) -> None:
    somebody = Person(make_app(lived.office, open_doors=True), SPECIALIST)
    gateway, lived.office.settings = lived.office.settings, None  # type: ignore[assignment]
    try:
        answer = somebody.get("/he-thong")
    finally:
        lived.office.settings = gateway
    assert answer.status == 500
    assert "Không có gì bị ghi dở" in answer.text
    assert "Traceback" not in answer.html
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_too_much_is_not_read(reader: Comes) -> None:
    somebody = reader(SPECIALIST)
    somebody.get("/he-thong")
    answer = somebody.client.post("/he-thong/gui", content=b"x" * (26 * 1024 * 1024))
    assert answer.status_code == 413


def test_a_page_that_did_not_change_is_not_sent_again(reader: Comes) -> None:
    somebody = reader("van-phong/specialist")
    tag = somebody.get("/he-thong").headers["etag"]
    assert somebody.get("/he-thong", **{"If-None-Match": tag}).status == 304


def test_what_pages_are_made_of_is_kept_for_ever(reader: Comes) -> None:
    somebody = reader()
    page = somebody.get("/dang-nhap").html
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in somebody.get(style).headers["cache-control"]


def test_machines_ask_whether_it_lives(reader: Comes) -> None:
    somebody = reader()
    assert somebody.client.get("/healthz").json() == {"ok": True}
    ready = {"ok": True, "database": True, "disk": True}
    assert somebody.client.get("/readyz").json() == ready
