"""The machine's page."""

from collections.abc import Callable

from dondoc.setup.settings import Settings
from dondoc.web.pages.system.settings import settings_of
from notifications.outcome import Kind, Outcome
from tests.offices import Scene
from tests.web.browsing import Person


def test_sending_is_stopped_with_a_reason_and_said_once(
    office: Scene, person: Callable[..., Person]
) -> None:
    somebody = person("van-phong/specialist")
    somebody.get("/he-thong")
    done = somebody.post("/he-thong/gui", ly_do="bão số 3", viec="ngung")
    assert done.path == "/he-thong"
    assert "Đã ngừng mọi việc gửi." in done.text
    assert "Đã ngừng mọi việc gửi." not in somebody.get("/he-thong").text
    (entry,) = office.entries("sending.stopped")
    assert '"by":"van-phong/specialist"' in entry.data


def test_what_is_wrong_stands_at_the_form_that_was_filled_in(
    person: Callable[..., Person],
) -> None:
    somebody = person("van-phong/specialist")
    somebody.get("/he-thong")
    answer = somebody.post("/he-thong/gui", ly_do="", viec="ngung")
    assert (answer.status, answer.path) == (400, "/he-thong/gui")
    assert 'role="alert"' in answer.html


def test_the_channels_and_what_is_set_are_shown(reader: Callable[..., Person]) -> None:
    page = reader("van-phong/administrator").get("/he-thong").text
    assert "email đang dùng" in page
    assert "Quét mỗi sáng 07:00" in page
    assert "chưa đặt: thư không có đường dẫn" in page


def test_every_setting_is_shown_by_its_name_and_none_that_may_hold_a_secret(
    reader: Callable[..., Person],
) -> None:
    page = reader("van-phong/administrator").get("/he-thong").text
    assert "web.idle_minutes 15 (mặc định)" in page
    assert "retention.letters chưa đặt (mặc định)" in page
    settings = Settings(directives=["x"], database="postgresql://a:mat-khau@may/csdl")
    said = {one.name: one for one in settings_of(settings)}
    assert said["database"] == ("database", "có", True)
    assert set(said) >= {"sweep.at", "web.url", "escalations.release", "backup.keep"}


def test_a_test_letter_leaves_by_a_channel_to_who_asked_for_it(
    office: Scene, person: Callable[..., Person]
) -> None:
    somebody = person("van-phong/specialist")
    somebody.get("/he-thong")
    before = len(office.gateway.sent)
    done = somebody.post("/he-thong/kenh/email/thu")
    assert "Kênh email đã nhận gửi thư thử đến" in done.text
    (letter,) = office.gateway.sent[before:]
    assert letter.subject == "Thư thử của Đôn Đốc"
    (entry,) = office.entries("account.tested")
    assert '"by":"van-phong/specialist"' in entry.data
    office.gateway.outcome = Outcome(Kind.CONFIG, "535", "máy chủ thư không nhận mật khẩu")
    failed = somebody.post("/he-thong/kenh/email/thu")
    assert failed.status == 400
    assert "chưa gửi được: 535 máy chủ thư không nhận mật khẩu" in failed.text


def test_while_sending_is_stopped_no_test_letter_leaves(
    office: Scene, person: Callable[..., Person]
) -> None:
    somebody = person("van-phong/specialist")
    somebody.get("/he-thong")
    somebody.post("/he-thong/gui", ly_do="bão số 3", viec="ngung")
    before = len(office.gateway.sent)
    assert "đang ngừng mọi việc gửi" in somebody.post("/he-thong/kenh/email/thu").text.lower()
    assert len(office.gateway.sent) == before
