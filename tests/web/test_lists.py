"""A list is brought on a page after a look, put right there, and received by a commune."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from dondoc.people.list_waiting import FOLDER
from models import ListReceipt, PersonList
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene
from tests.web.browsing import Person

Comes = Callable[..., Person]
BHXH, OFFICER, NEIGHBOUR = "bhxh-huyen/officer", f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
TEXT = (
    "Họ và tên,Ngày sinh,Xã,Khu vực\n"
    "Ma Thị Hòa,12/3/1984,Đại Phú,Tân Lập\n"
    "Hoàng Đức Nam,1990,Sơn Nam,Ba Nhà\n"
)
OF = {"nhom": f"{D2024}|can-ngheo", "loai": "uncovered", "nguon": "công văn số 45"}


def looks_at(somebody: Person, text: str = TEXT, **more: str) -> str:
    somebody.get("/danh-sach")
    file = {"tep": ("danh sách.csv", text.encode())}
    return somebody.post("/danh-sach/xem-truoc", files=file, **OF, **more).text


def number(somebody: Person) -> str:
    found = re.search(r'name="so" value="([^"]+)"', somebody.html)
    assert found
    return found.group(1)


def waiting(office: Scene) -> list[bytes]:
    folder = office.office.settings.state_folder / FOLDER
    return [one.read_bytes() for one in folder.glob("*")]


@pytest.fixture
def bhxh(person: Comes) -> Person:
    return person(BHXH)


def test_a_list_is_looked_at_sealed_then_kept_and_its_file_erased(
    office: Scene, bhxh: Person
) -> None:
    page = looks_at(bhxh)
    assert "02 người, trong đó 02 người chưa biết" in page
    assert "Xã Đại Phú" in page
    assert "Ma Thị" not in bhxh.html
    (sealed,) = waiting(office)
    assert "Hòa".encode() not in sealed
    assert not office.entries("list.imported")
    said = bhxh.post("/danh-sach/ghi", so=number(bhxh), **OF)
    assert said.path == "/danh-sach/1"
    assert "Đã ghi danh sách số 1: 2 người" in said.text
    assert waiting(office) == []
    with office.office.reading() as session:
        (one,) = session.scalars(select(PersonList))
    assert (one.source, one.recorded_by) == ("công văn số 45", BHXH)


def test_what_a_column_means_is_put_right_on_the_page_and_remembered(
    office: Scene, bhxh: Person
) -> None:
    assert "không đọc" in looks_at(bhxh)
    key = re.search(r'name="cot\.([^"]*khuvuc[^"]*)"', bhxh.html)
    assert key
    chosen = {f"cot.{key.group(1)}": "village", f"la.{key.group(1)}": ""}
    again = bhxh.post("/danh-sach/xem-truoc", so=number(bhxh), **OF, **chosen)
    assert "Thôn" in again.text
    kept = {f"noi.{key.group(1)}": "village"}
    bhxh.post("/danh-sach/ghi", so=number(bhxh), **OF, **kept)
    assert len(office.entries("list.layout")) == 1


def test_a_row_that_fails_is_named_and_there_is_nothing_to_keep(bhxh: Person) -> None:
    page = looks_at(bhxh, TEXT + ",1/1/1990,Đại Phú,\n")
    assert "01 dòng chưa nhận được" in page
    assert "không có họ và tên" in page
    assert "Ghi danh sách" not in page


def test_a_commune_sees_its_part_and_says_that_it_has_it(
    office: Scene, bhxh: Person, person: Comes
) -> None:
    looks_at(bhxh)
    bhxh.post("/danh-sach/ghi", so=number(bhxh), **OF)
    officer = person(OFFICER)
    page = officer.get("/danh-sach").text
    assert "Xã có 01 danh sách chưa ghi đã nhận" in page
    assert "Sơn Nam" not in officer.get("/danh-sach/1").text
    said = officer.post("/danh-sach/1/nhan", xa=DAI_PHU)
    assert "Đã ghi: nhận danh sách số 1, 1 người" in said.text
    assert "không được ghi đã nhận" in officer.post("/danh-sach/1/nhan", xa=SON_NAM).text
    with office.office.reading() as session:
        got = session.scalars(select(ListReceipt).where(ListReceipt.received_at.is_not(None))).all()
    assert [one.body_uid for one in got] == [DAI_PHU]


def test_who_waits_is_nobody_elses_and_a_list_given_up_is_erased(
    office: Scene, bhxh: Person, person: Comes
) -> None:
    looks_at(bhxh)
    mine = number(bhxh)
    other = person("bhxh-huyen/director")
    other.get("/danh-sach")
    refused = other.post("/danh-sach/ghi", so=mine, **OF)
    assert "tệp xem trước không còn" in refused.text
    assert "đã xóa tệp chờ" in bhxh.post("/danh-sach/bo", so=mine).text.casefold()
    assert waiting(office) == []
    assert bhxh.get("/danh-sach/9").status == 404
