"""Accounts: a code sets the password, the address book gives the posts, a telephone the rest."""

import re
from base64 import b32decode

import pytest

from dondoc.desk import login
from dondoc.desk.context import desk
from dondoc.logins import passwords, tries
from dondoc.logins.first import first_way_in
from dondoc.logins.second import code_at, step_of
from models import Contact, Person
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.web.conftest import it_is
from tests.web.people import OFFICE_HEAD, PASSWORD, let_in, sets_password, signs_in, stranger

OFFICER = f"{DAI_PHU}/officer"
# As the program has it; the tests' passwords are hashed at less cost (conftest.py).
IN_EARNEST, NOBODY = passwords._hasher, passwords._NOBODY


def shows_code(scene: Scene, page: str) -> str:
    """Return what the telephone shows that was given the secret on this page."""
    typed = re.search(r'class="typed">([A-Z2-7 ]+)<', page)
    assert typed
    secret = b32decode(typed.group(1).replace(" ", ""))
    return code_at(secret, int(scene.office.wall.now().timestamp()) // 30)


def test_a_code_sets_a_password_once_and_the_password_opens_the_door(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    somebody = stranger(office)
    assert "đổi chức danh" not in sets_password(somebody, code).text
    again = stranger(office)
    assert signs_in(again, "lan.vhxh").status in (200, 403)
    assert "Đại Phú" in again.html
    other = sets_password(stranger(office), code)
    assert other.status == 400
    assert "đã dùng" in other.text


def test_a_password_is_kept_as_its_standard_asks_and_nobodys_costs_as_much() -> None:
    # RFC 9106, 4: 64 MiB, three passes, four lanes.
    for kept in (IN_EARNEST.hash(PASSWORD), NOBODY):
        assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_name_and_the_password_are_wrong_in_the_same_words(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    sets_password(stranger(office), code)
    wrong = signs_in(stranger(office), "lan.vhxh", "không phải mật khẩu")
    nobody = signs_in(stranger(office), "khong.ai", "không phải mật khẩu")
    assert (wrong.status, nobody.status) == (400, 400)
    said = [answer.html.partition("loi")[2].partition("</div>")[0] for answer in (wrong, nobody)]
    assert said[0] == said[1]
    assert "Còn 4 lần thử" in wrong.text


def test_after_five_tries_nothing_is_taken_for_a_quarter_of_an_hour(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    sets_password(stranger(office), code)
    for _ in range(tries.MOST):
        signs_in(stranger(office), "lan.vhxh", "sai")
    assert "thử lại sau 09:15" in signs_in(stranger(office), "lan.vhxh").text
    it_is(office, "2024-05-07 09:16")
    assert "Đại Phú" in signs_in(stranger(office), "lan.vhxh").text


def test_tries_of_many_names_from_one_place_are_counted_together(office: Scene) -> None:
    somebody = stranger(office)
    with office.office.writing() as session:
        for _ in range(tries.MOST_OF_A_PLACE):
            place = tries.of_place("testclient")
            tries.count(session, place, office.office.wall.now(), tries.MOST_OF_A_PLACE)
    assert "quá nhiều lần" in signs_in(somebody, "ai.do").text


def test_who_signs_in_rightly_uses_up_no_try_of_the_others_of_an_office(office: Scene) -> None:
    sets_password(stranger(office), let_in(office, "lan.vhxh", OFFICER))
    with office.office.writing() as session:
        for _ in range(tries.MOST_OF_A_PLACE - 2):
            place = tries.of_place("testclient")
            tries.count(session, place, office.office.wall.now(), tries.MOST_OF_A_PLACE)
    for _ in range(3):
        assert "Đại Phú" in signs_in(stranger(office), "lan.vhxh").text


@pytest.mark.parametrize(
    ("password", "why"),
    [("ngắn", "từ 10"), ("aaaaaaaaaaaa", "dễ đoán"), ("lan.vhxh-1234", "tên đăng nhập")],
)
def test_an_easy_password_is_refused_and_the_code_stays(
    office: Scene, password: str, why: str
) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    refused = sets_password(stranger(office), code, password)
    assert refused.status == 400
    assert why in refused.text
    assert "Đại Phú" in sets_password(stranger(office), code).text


def test_a_code_is_worth_nothing_after_a_day(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    it_is(office, "2024-05-08 09:01")
    assert sets_password(stranger(office), code).status == 400


def test_a_link_with_a_code_changes_nothing_when_it_is_opened(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    opener = stranger(office)
    for _ in range(3):
        assert opener.get(f"/dang-nhap/ma?ten={code.name}&ma={code.code}").status == 200
    assert not office.entries("login.password_set")
    assert "Đại Phú" in sets_password(opener, code).text


def test_who_has_another_bodys_matters_in_hand_needs_the_telephone(office: Scene) -> None:
    code = let_in(office, "binh.bhxh", "bhxh-huyen/officer")
    somebody = stranger(office)
    page = sets_password(somebody, code)
    assert page.path == "/dang-nhap/dat-ma-thu-hai"
    assert somebody.get("/he-thong").path == "/dang-nhap/dat-ma-thu-hai"
    page = somebody.get("/dang-nhap/dat-ma-thu-hai")
    sealed = re.search(r'name="bi_mat" value="([^"]+)"', page.html)
    assert sealed
    shown = shows_code(office, page.html)
    somebody.post("/dang-nhap/dat-ma-thu-hai", bi_mat=sealed.group(1), ma=shown)
    assert "Bảo hiểm xã hội" in somebody.get("/").text
    it_is(office, "2024-05-07 09:05")
    second = stranger(office)
    assert signs_in(second, "binh.bhxh").path == "/dang-nhap/ma-thu-hai"
    assert second.get("/").path == "/dang-nhap/ma-thu-hai"
    assert second.post("/dang-nhap/ma-thu-hai", ma="000000").status == 400
    # What was shown five minutes ago opens nothing.
    assert second.post("/dang-nhap/ma-thu-hai", ma=shown).status == 400
    second.post("/dang-nhap/ma-thu-hai", ma=shows_code(office, page.html))
    assert "Bảo hiểm xã hội" in second.get("/").text


def test_a_code_of_the_telephone_is_taken_once() -> None:
    secret, now = b"12345678901234567890", at("2024-05-07 09:00")
    step = int(now.timestamp()) // 30
    assert step_of(secret, code_at(secret, step), now, 0) == step
    assert step_of(secret, code_at(secret, step), now, step) is None
    assert code_at(secret, 1) == "287082"  # RFC 6238, appendix B


def test_who_holds_two_posts_is_asked_as_which_and_changes_at_any_time(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER, f"{SON_NAM}/officer")
    somebody = stranger(office)
    assert sets_password(somebody, code).path == "/dang-nhap/chuc-danh"
    page = somebody.post("/dang-nhap/chuc-danh", vai=OFFICER)
    assert "Đại Phú" in page.text
    assert "đổi chức danh" in page.text
    somebody.get("/dang-nhap/chuc-danh")
    assert "Sơn Nam" in somebody.post("/dang-nhap/chuc-danh", vai=f"{SON_NAM}/officer").text
    somebody.get("/dang-nhap/chuc-danh")
    assert somebody.post("/dang-nhap/chuc-danh", vai="van-phong/specialist").status == 403


def test_a_post_ends_when_the_address_book_says_so(office: Scene) -> None:
    with office.office.writing() as session:
        row = Contact(body_uid=DAI_PHU, post="officer", person="Ma Lan", capacity="deputy")
        row.valid_to, row.position = at("2024-05-07 00:00").date(), 1
        session.add(row)
        session.flush()
        number = row.id
    code = let_in(office, "lan.vhxh", OFFICER, contact=number)
    somebody = stranger(office)
    assert "Đại Phú" in sets_password(somebody, code).text
    it_is(office, "2024-05-08 08:00")
    assert somebody.get("/").path == "/dang-nhap"
    assert "không giữ chức danh nào" in signs_in(stranger(office), "lan.vhxh").text


def test_who_is_given_a_new_code_or_closed_is_out_at_once(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    somebody = stranger(office)
    sets_password(somebody, code)
    with desk(office.office, office.office.clock.now(), OFFICE_HEAD) as opened:
        login.code(opened, login.Coding(code.login))
    assert somebody.get("/").path == "/dang-nhap"
    assert "Đại Phú" in signs_in(somebody, "lan.vhxh").text
    with desk(office.office, office.office.clock.now(), OFFICE_HEAD) as opened:
        login.close(opened, login.Closing(code.login))
    assert somebody.get("/").path == "/dang-nhap"
    assert signs_in(somebody, "lan.vhxh").status == 400


def test_a_locked_page_opens_with_the_password_alone(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    somebody = stranger(office)
    sets_password(somebody, code)
    it_is(office, "2024-05-07 09:20")
    assert "Đại Phú" in somebody.get("/").text
    assert somebody.post("/dang-nhap/mo", mat_khau="sai mật khẩu").status == 400
    assert "Đang khóa" not in somebody.post("/dang-nhap/mo", mat_khau=PASSWORD).text


def test_the_first_start_shows_the_administrator_the_way_in(office: Scene) -> None:
    book = office.office.rulebook
    with office.office.writing() as session:
        now = office.office.clock.now()
        way = first_way_in(session, book.rights, book.bodies.get("van-phong"), now)
    assert way
    somebody = stranger(office)
    page = somebody.get(way)
    assert 'value="quan-tri"' in page.html
    code = login.Code(1, "quan-tri", re.findall(r'name="ma"[^>]* value="([^"]+)"', page.html)[0])
    assert sets_password(somebody, code).path == "/dang-nhap/dat-ma-thu-hai"
    with office.office.writing() as session:
        now = office.office.clock.now()
        assert first_way_in(session, book.rights, book.bodies.get("van-phong"), now) is None


def test_no_password_code_or_secret_is_stored_as_it_was_typed(office: Scene) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    sets_password(stranger(office), code)
    stored = office.office.settings.state_folder.joinpath("dondoc.sqlite")
    office.office.database.dispose()
    content = stored.read_bytes()
    for secret in (PASSWORD, code.code, code.code.replace("-", "")):
        assert secret.encode() not in content


@pytest.mark.parametrize(("post", "asked"), [("officer", True), ("mailbox", False)])
def test_where_people_are_followed_who_may_see_them_needs_the_second_factor(
    office: Scene, post: str, asked: bool
) -> None:
    now = office.office.clock.now()
    keys = {"state": "known", "recorded_at": now, "recorded_by": OFFICER}
    with office.office.writing() as session:
        session.add(Person(id=1, body_uid=DAI_PHU, sealed=b"sealed", seal_key=1, **keys))
        session.flush()
        session.connection().exec_driver_sql("DELETE FROM witnessed")
    somebody = stranger(office)
    path = sets_password(somebody, let_in(office, "lan.vhxh", f"{DAI_PHU}/{post}")).path
    assert (path == "/dang-nhap/dat-ma-thu-hai") == asked
