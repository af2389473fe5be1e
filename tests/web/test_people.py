"""The address book and the accounts, kept at the pages."""

import re
from collections.abc import Callable

from sqlalchemy import select

from models import Contact, Seat
from tests.offices import DAI_PHU, Scene
from tests.web.browsing import Person
from tests.web.people import stranger

Comes = Callable[..., Person]
HEAD, ADMINISTRATOR = "van-phong/office-head", "van-phong/administrator"
BOOK = (
    "body,post,person,email,capacity,valid_to\n"
    f"{DAI_PHU},officer,Ma Thị Mới,moi@x.invalid,,\n"
    f"{DAI_PHU},chair,Ma Văn Thay,thay@x.invalid,deputy,2024-06-30\n"
)


def looks_at(somebody: Person, content: str = BOOK, name: str = "danh bạ.csv") -> str:
    somebody.get("/danh-ba")
    return somebody.post("/danh-ba/xem-truoc", files={"tep": (name, content.encode())}).text


def says_yes(somebody: Person) -> str:
    found = re.search(r'name="tep" value="([^"]+)"', somebody.html)
    assert found
    return somebody.post("/danh-ba/ghi", tep=found.group(1), loai=".csv").text


def test_a_book_is_looked_at_before_it_is_taken_over(office: Scene, person: Comes) -> None:
    head = person(HEAD)
    assert "sẽ thêm 02" in looks_at(head)
    assert not office.entries("contacts.imported")
    page = says_yes(head)
    assert "Đã ghi danh bạ: thêm 2" in page
    assert "Ma Văn Thay" in page
    assert "được giao thay đến hết 30/6/2024" in page
    (entry,) = office.entries("contacts.imported")
    assert HEAD in entry.data


def test_a_bad_row_is_named_and_nothing_taken(office: Scene, person: Comes) -> None:
    head = person(HEAD)
    page = looks_at(head, BOOK + "xa-khong-co,officer,Ai,ai@x.invalid,,\n")
    assert "xa-khong-co" in page
    assert "4" in page
    assert not office.entries("contacts.imported")


def test_what_another_page_carries_is_not_taken_over(person: Comes) -> None:
    head, other = person(HEAD), person(ADMINISTRATOR)
    looks_at(head)
    other.get("/danh-ba")
    carried = re.search(r'name="tep" value="([^"]+)"', head.html)
    assert carried
    assert "đã cũ" in other.post("/danh-ba/ghi", tep=carried.group(1), loai=".csv").text


def test_a_file_of_another_kind_is_refused(person: Comes) -> None:
    assert "CSV (UTF-8) hoặc XLSX" in looks_at(person(HEAD), "<script>", "../../x.html")


def test_a_commune_sees_its_own_people_and_imports_nothing(reader: Comes) -> None:
    page = reader(f"{DAI_PHU}/officer").get("/danh-ba")
    assert "Đại Phú" in page.text
    assert "Sơn Nam" not in page.text
    assert "Nhập danh bạ" not in page.text


def opens(somebody: Person, post: str, name: str = "lan.vhxh") -> str:
    somebody.get("/tai-khoan")
    page = somebody.post("/tai-khoan", ten=name, ho_ten="Ma Thị Lan", chuc_danh=post)
    found = re.search(r'class="typed code"><b>([A-Z0-9-]+)<', page.html)
    return found.group(1) if found else page.text


def test_an_account_is_opened_for_a_row_of_the_book_and_its_code_shown_once(
    office: Scene, person: Comes
) -> None:
    with office.office.reading() as session:
        query = select(Contact.id).where(Contact.body_uid == DAI_PHU, Contact.post == "officer")
        number = session.scalars(query).one()
    administrator = person(ADMINISTRATOR)
    code = opens(administrator, f"{DAI_PHU}/officer/{number}")
    assert re.fullmatch(r"(\w{4}-?){3}", code)
    assert code not in administrator.get("/tai-khoan").html
    assert "chưa đặt mật khẩu" in administrator.get("/tai-khoan").text
    somebody = stranger(office)
    somebody.get("/dang-nhap/ma")
    typed = {"mat_khau": "mưa nhiều lúa tốt", "mat_khau_lai": "mưa nhiều lúa tốt"}
    page = somebody.post("/dang-nhap/ma", ten="LAN.vhxh", ma=code.lower(), **typed)
    assert "Đại Phú" in page.text
    with office.office.reading() as session:
        assert session.scalars(select(Seat.contact_id)).one() == number


def test_an_account_without_a_post_or_with_a_taken_name_is_refused(person: Comes) -> None:
    administrator = person(ADMINISTRATOR)
    assert "ít nhất một chức danh" in opens(administrator, "")
    opens(administrator, f"{DAI_PHU}/officer")
    assert "đã có người dùng" in opens(administrator, f"{DAI_PHU}/chair")


def test_the_administrator_seats_codes_and_closes_an_account(person: Comes) -> None:
    administrator = person(ADMINISTRATOR)
    opens(administrator, f"{DAI_PHU}/officer")
    administrator.get("/tai-khoan/1")
    fields = {"giu": f"{DAI_PHU}/officer", "them": f"{DAI_PHU}/chair"}
    page = administrator.post("/tai-khoan/1/chuc-danh", **fields)
    assert "Đã đổi chức danh" in page.text
    administrator.get("/tai-khoan/1")
    assert "Đọc mã này" in administrator.post("/tai-khoan/1/ma").text
    administrator.get("/tai-khoan/1")
    assert "Đã đóng tài khoản lan.vhxh." in administrator.post("/tai-khoan/1/dong").text
    assert administrator.get("/tai-khoan/1").status == 400


def test_a_specialist_and_a_commune_open_no_account(person: Comes) -> None:
    for said in ("van-phong/specialist", f"{DAI_PHU}/chair"):
        assert person(said).get("/tai-khoan").status == 403
