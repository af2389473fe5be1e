"""The page of doubles: two side by side for who sees both, and one line for who sees one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dondoc.day.seeking import seek
from dondoc.people.access import who_saw
from dondoc.people.row import Birth, Number, Personal
from models import Access, Purpose
from tests.dondoc.people.stored import store
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.web.browsing import Person
from tests.web.chromium import Live

NOW = at("2024-05-07 09:00")
HOA = Personal("Nguyễn Thị Hòa", Birth(1985, 3, 7), "nữ", (Number("bhxh", "0820123456"),))
AGAIN = replace(HOA, name="NGUYEN THI HOA", birth=Birth(1985, 1, 1), relation="Vợ")
BHXH, OFFICER, SPECIALIST = "bhxh-huyen/officer", f"{DAI_PHU}/officer", "van-phong/specialist"


@pytest.fixture
def double(office: Scene) -> Scene:
    """One person, entered in two communes."""
    store(office, [(DAI_PHU, HOA), (SON_NAM, AGAIN)], NOW, sought=False)
    seek(office.office, NOW)
    return office


def test_who_sees_both_judges_them_side_by_side(
    double: Scene, person: Callable[[str], Person]
) -> None:
    somebody = person(BHXH)
    page = somebody.get("/trung").text
    assert "Hồ sơ số 1 và số 2" in page
    assert "Họ và tên khác nhau Nguyễn Thị Hòa NGUYEN THI HOA" in page
    assert "Ngày sinh khác nhau 07/3/1985 01/01/1985 (có thể chỉ biết năm)" in page
    assert "So khớp: cùng mã số BHXH; cùng họ;" in page
    done = somebody.post("/trung/ket-luan", giu="1", kia="2", can_cu="met", la="mot-kia")
    assert "Đã gộp hồ sơ số 1 vào hồ sơ số 2; tách lại được." in done.text
    assert "Không còn cặp hồ sơ nào chờ kết luận" in done.text
    assert '"by":"bhxh-huyen/officer"' in double.entries("person.merged")[0].data


def test_two_who_are_two_are_asked_no_more(double: Scene, person: Callable[[str], Person]) -> None:
    somebody = person(BHXH)
    somebody.get("/trung")
    done = somebody.post("/trung/ket-luan", giu="1", kia="2", can_cu="papers", la="hai")
    assert "là hai người; không hỏi lại nữa" in done.text
    assert "Không còn cặp hồ sơ nào" in somebody.get("/trung").text


def test_a_commune_reads_that_there_is_one_elsewhere_and_nothing_of_them(
    double: Scene, person: Callable[[str], Person]
) -> None:
    somebody = person(OFFICER)
    answer = somebody.get("/trung")
    assert "Hồ sơ số 1: có thể trùng với 01 người ở đơn vị khác" in answer.text
    assert "Nguyễn Thị Hòa" in answer.text
    for hidden in ("NGUYEN THI HOA", "Sơn Nam", "số 2", SON_NAM):
        assert hidden not in answer.html
    sent = somebody.post("/trung/ket-luan", giu="1", kia="2", can_cu="met", la="mot")
    assert sent.status == 400
    assert "không có hồ sơ số 2 trong phần được xem" in sent.text
    assert double.entries("person.merged") == []


def test_whoever_opens_the_page_is_logged_with_whom_it_shows(
    double: Scene, person: Callable[[str], Person]
) -> None:
    person(OFFICER).get("/trung")
    person(BHXH).get("/trung")
    with double.office.reading() as session:
        saw = {number: [one.who for one in who_saw(session, number)] for number in (1, 2)}
        (last, *_) = who_saw(session, 2)
    assert saw == {1: [BHXH, OFFICER], 2: [BHXH]}
    assert (last.what, last.why) == (Access.VIEW, Purpose.DOUBLES)


@pytest.mark.parametrize("who", [SPECIALIST, "van-phong/administrator", "ubnd-huyen/inspector"])
def test_who_sees_counts_only_has_no_such_page(
    double: Scene, person: Callable[[str], Person], who: str
) -> None:
    answer = person(who).get("/trung")
    assert answer.status == 403
    assert "Hòa" not in answer.html


@pytest.mark.parametrize(
    "sent",
    [
        {"giu": "1", "kia": "2", "can_cu": "", "la": "mot"},
        {"giu": "1", "kia": "2", "can_cu": "met", "la": ""},
        {"giu": "x", "kia": "2", "can_cu": "met", "la": "mot"},
        {"giu": "9" * 30, "kia": "2", "can_cu": "met", "la": "mot"},
        {"giu": "1", "kia": "1", "can_cu": "met", "la": "mot"},
    ],
)
def test_what_cannot_be_is_said_at_the_form(
    double: Scene, person: Callable[[str], Person], sent: dict[str, str]
) -> None:
    somebody = person(BHXH)
    somebody.get("/trung")
    answer = somebody.post("/trung/ket-luan", **sent)
    assert answer.status == 400
    assert 'role="alert"' in answer.html


@pytest.mark.browser
def test_the_page_looks_well_and_is_worked_with_without_a_script(
    double: Scene, own_site: Live
) -> None:
    for who, scheme in ((BHXH, "light"), (OFFICER, "dark")):
        with own_site.visit(who, color_scheme=scheme) as seen:
            for path in ("/trung", "/nguoi/1"):
                seen.go(path)
                seen.looks_well()
    with own_site.visit(BHXH, java_script_enabled=False) as seen:
        seen.go("/trung")
        seen.page.get_by_label("Căn cứ").select_option("met")
        seen.page.get_by_role("button", name="Một người, giữ số 2").click()
        assert seen.page.get_by_text("Đã gộp hồ sơ số 1 vào hồ sơ số 2").is_visible()


def test_a_persons_page_says_what_is_known_and_who_saw_it(
    double: Scene, person: Callable[[str], Person]
) -> None:
    person(OFFICER).get("/nguoi/1")
    page = person(BHXH).get("/nguoi/1").text
    for said in (
        "Nguyễn Thị Hòa",
        "Mã số BHXH 0820123456",
        "Chưa có dữ kiện nào.",
        "Chưa có biến động nào.",
        "Có thể là một người với hồ sơ số 2 , Xã Sơn Nam",
        "Công chức Văn hóa – Xã hội, UBND xã Đại Phú xem, làm việc được giao theo danh sách",
    ):
        assert said in page, said


def test_a_merge_is_undone_on_the_page_of_who_stayed(
    double: Scene, person: Callable[[str], Person]
) -> None:
    somebody = person(BHXH)
    somebody.get("/trung")
    somebody.post("/trung/ket-luan", giu="1", kia="2", can_cu="met", la="mot")
    assert "Hồ sơ này đã gộp vào hồ sơ số 1" in somebody.get("/nguoi/2").text
    page = somebody.get("/nguoi/1").text
    assert "Đã gộp hồ sơ số 2 vào hồ sơ này." in page
    assert somebody.post("/nguoi/1/tach", ho_so="2", can_cu="").status == 400
    done = somebody.post("/nguoi/1/tach", ho_so="2", can_cu="mistake")
    assert "Đã tách hồ sơ số 2" in done.text
    assert "gộp vào" not in somebody.get("/nguoi/2").text


@pytest.mark.parametrize("case", ["2", "3", "99999"])
def test_a_page_of_somebody_hidden_is_like_one_of_nobody(
    double: Scene, person: Callable[[str], Person], case: str
) -> None:
    answer = person(OFFICER).get(f"/nguoi/{case}")
    assert answer.status != 200
    assert f"không có hồ sơ số {case} trong phần được xem" in answer.text
    for hidden in ("NGUYEN", "0820123456", "Sơn Nam"):
        assert hidden not in answer.html


@pytest.mark.parametrize("case", ["0", "-1", "9" * 40])
def test_what_is_no_case_number_has_no_page(
    double: Scene, person: Callable[[str], Person], case: str
) -> None:
    assert person(BHXH).get(f"/nguoi/{case}").status == 404
