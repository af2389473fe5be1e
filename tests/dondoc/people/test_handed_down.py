"""A list is handed down: numbered sheets by village, a commune's part that a passphrase opens."""

import io
from datetime import date

import msoffcrypto
import pytest
import python_calamine
from sqlalchemy import select

from dondoc.desk import people_list, sheet
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.persons import open_persons
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import village
from dondoc.documents.kinds.village.content import VillageSheet
from dondoc.documents.kinds.village.paper import paper
from dondoc.documents.writers.locked import locked, passphrase
from dondoc.documents.writers.paper import Code
from dondoc.documents.writers.xlsx import xlsx
from dondoc.errors import NotAllowed, Refused
from dondoc.looking.handed_down import part_of
from dondoc.looking.printed import printed
from dondoc.visible import EVERYTHING, Sight
from models import Access, PersonAccess
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at, played

BHXH, OFFICER, NEIGHBOUR = "bhxh-huyen/officer", f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
LINES = (
    "Họ và tên,Ngày sinh,Giới tính,Số CCCD,Dân tộc,Xã,Thôn,Mã hộ,Quan hệ",
    "Ma Thị Hoa,12/3/1984,Nữ,008184001234,Tày,Đại Phú,Tân Lập,H1,Vợ",
    "Lý Văn Nam,1980,Nam,,Tày,Đại Phú,Tân Lập,H1,Chủ hộ",
    "Lý Văn Bình,1990,Nam,,Dao,Đại Phú,Hữu Vu,H2,Chủ hộ",
    "Hoàng Văn Sáu,05/6/1971,Nam,,Kinh,Sơn Nam,Ba Nhà,,",
)
NOW = at("2024-05-06 09:00")


@played
def listed(office: Scene) -> None:
    office.day("2024-04-26")
    file = office.office.settings.state_folder / "danh-sach.csv"
    file.write_text("\n".join(LINES), "utf-8")
    request = people_list.Request(file, D2024, "can-ngheo", as_of=date(2024, 4, 10), apply=True)
    with desk(office.office, at("2024-05-02 09:00"), BHXH) as opened:
        people_list.take_over(opened, request)


@pytest.fixture
def handed(office: Scene) -> Scene:
    listed(office)
    return office


def number(scene: Scene, who: str = OFFICER) -> sheet.Answer:
    with desk(scene.office, NOW, who) as opened:
        return sheet.number(opened, sheet.Request(1, DAI_PHU))


def filled(scene: Scene, number: int, who: str = OFFICER) -> VillageSheet:
    with desk(scene.office, NOW, who, looks=True) as opened:
        seen = look(opened, Sight.PERSONS)
        sources = Sources(
            opened.session,
            scene.office,
            NOW,
            lambda persons: open_persons(seen, persons, Access.PRINT).personal,
        )
        return village.KIND.filled(sources, sheet=number)


def logged(scene: Scene) -> list[tuple[str, str, int]]:
    with scene.office.reading() as session:
        rows = session.scalars(select(PersonAccess).order_by(PersonAccess.id))
        return [(row.who, row.what, row.persons) for row in rows]


def test_each_village_has_a_sheet_with_a_number_and_the_trail_names_nobody(handed: Scene) -> None:
    made = number(handed)
    assert [(one.sheet, one.village, one.people) for one in made.sheets] == [
        (1, "Tân Lập", 2),
        (2, "Hữu Vu", 1),
    ]
    entries = handed.entries("sheet.printed")
    assert len(entries) == 2
    assert not any("Hoa" in one.data or "Tân Lập" in one.data for one in entries)


def test_a_sheet_says_what_a_door_needs_household_by_household_and_is_logged(
    handed: Scene,
) -> None:
    number(handed)
    found = filled(handed, 1)
    assert [(one.name, one.birth, one.home, one.relation) for one in found.people] == [
        ("Lý Văn Nam", "1980", 1, "Chủ hộ"),
        ("Ma Thị Hoa", "12/3/1984", 1, "Vợ"),
    ]
    said = repr(village.KIND.paper(found)) if village.KIND.paper else ""
    assert "số 1" in said
    assert "Ma Thị Hoa" in said
    assert "008184001234" not in said
    assert "Tày" not in said
    assert logged(handed) == [(OFFICER, "print", 2)]


def test_the_sheet_of_another_commune_is_refused_and_nothing_is_opened(handed: Scene) -> None:
    number(handed)
    with pytest.raises(Refused, match="trong phần được xem"):
        filled(handed, 1, NEIGHBOUR)
    with pytest.raises(Refused, match="không được"):
        number(handed, NEIGHBOUR)
    with desk(handed.office, NOW, OFFICER, looks=True) as opened:
        sources = Sources(opened.session, handed.office, NOW)
        with pytest.raises(NotAllowed):
            village.KIND.filled(sources, sheet=1)
    assert logged(handed) == []


def test_a_sheet_is_given_out_then_back_and_destroyed_each_once_and_in_this_order(
    handed: Scene,
) -> None:
    number(handed)

    def settle(given: date | None, destroyed: date | None, when: str) -> sheet.Settled:
        with desk(handed.office, at(when), OFFICER) as opened:
            return sheet.settle(opened, sheet.Settling(1, given, destroyed))

    with pytest.raises(Refused, match="06/5/2024"):
        settle(date(2024, 5, 5), None, "2024-05-07 09:00")
    settle(date(2024, 5, 7), None, "2024-05-07 09:00")
    with pytest.raises(Refused, match="đã giao"):
        settle(date(2024, 5, 7), None, "2024-05-07 09:00")
    with pytest.raises(Refused, match="07/5/2024"):
        settle(None, date(2024, 5, 6), "2024-05-08 09:00")
    done = settle(None, date(2024, 5, 8), "2024-05-08 09:00")
    assert (done.given_on, done.destroyed_on) == (date(2024, 5, 7), date(2024, 5, 8))
    with pytest.raises(Refused, match="đã hủy"):
        settle(None, date(2024, 5, 8), "2024-05-08 09:00")
    with handed.office.reading() as session:
        first, second = printed(session, 1, EVERYTHING)
    assert (first.destroyed_on, second.given_on) == (date(2024, 5, 8), None)


def test_a_commune_gets_its_own_part_and_everybody_in_it_is_logged_as_exported(
    handed: Scene,
) -> None:
    with desk(handed.office, NOW, BHXH, looks=True) as opened:
        part = part_of(look(opened, Sight.PERSONS), 1, "Đại Phú")
    assert [row[2] for row in part.sheet.rows] == ["Lý Văn Bình", "Lý Văn Nam", "Ma Thị Hoa"]
    assert logged(handed) == [(BHXH, "export", 3)]
    with desk(handed.office, NOW, NEIGHBOUR, looks=True) as opened, pytest.raises(Refused):
        part_of(look(opened, Sight.PERSONS), 1, "Đại Phú")


def test_the_spreadsheet_opens_with_its_passphrase_alone_and_says_nothing_without(
    handed: Scene,
) -> None:
    with desk(handed.office, NOW, OFFICER, looks=True) as opened:
        part = part_of(look(opened, Sight.PERSONS), 1, DAI_PHU)
    plain, phrase = xlsx(part.sheet.title, (part.sheet,), NOW), passphrase()
    content = locked(plain, phrase)
    assert "Ma Thị Hoa".encode() not in content
    assert not content.startswith(b"PK")
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        file.load_key(password=passphrase(), verify_password=True)
    file.load_key(password=phrase, verify_password=True)
    opened_again = io.BytesIO()
    file.decrypt(opened_again)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(opened_again.getvalue()))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "Ma Thị Hoa" in cells


def test_the_code_of_a_sheet_holds_its_number_alone() -> None:
    made = VillageSheet(12, 3, "x", "Xã Đại Phú", "Tân Lập", date(2024, 4, 10), NOW)
    assert [block.text for block in paper(made).blocks if isinstance(block, Code)] == ["12"]
