"""Somebody is found by any spelling of their name, by whoever may see them, and that is logged."""

from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.desk import people_list
from dondoc.desk.context import desk
from dondoc.desk.find_persons import Answer, find_persons
from dondoc.desk.look import look
from dondoc.desk.people_list import Request
from dondoc.errors import NotAllowed, Refused
from dondoc.visible import Sight
from models import PersonAccess, PersonSeen
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

BHXH, OFFICER, NEIGHBOUR = "bhxh-huyen/officer", f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
TEXT = (
    "Họ và tên,Ngày sinh,Mã số BHXH,Xã,Thôn\n"
    "Ma Thị Hòa,12/3/1984,0812345678,Đại Phú,Tân Lập\n"
    "Hoàng Đức Nam,1990,,Sơn Nam,Ba Nhà\n"
    "Hoàng Thị Nam,1991,,Đại Phú,Tân Lập\n"
)


@pytest.fixture
def listed(office: Scene, tmp_path: Path) -> Scene:
    office.day("2024-04-26")
    file = tmp_path / "ds.csv"
    file.write_text(TEXT, "utf-8")
    with desk(office.office, at("2024-05-02 09:00"), BHXH) as opened:
        people_list.take_over(opened, Request(file, D2024, "can-ngheo", apply=True))
    return office


def find(scene: Scene, text: str, who: str = BHXH, body: str | None = None) -> Answer:
    with desk(scene.office, at("2024-05-03 09:00"), who, looks=True) as opened:
        return find_persons(look(opened, Sight.PERSONS), text, body)


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("ma thi hoa", [1]),
        ("MA THỊ HOÀ", [1]),
        ("Hoa", [1, 2, 3]),
        ("h nam 1990", [2]),
        ("hoàng đ nam", [2]),
        ("nam hoàng", []),
        ("0812345678", [1]),
        ("GD4080812345678", [1]),
        ("hoa 1985", []),
    ],
)
def test_any_spelling_a_year_or_a_number_finds_whom_it_means(
    listed: Scene, text: str, cases: list[int]
) -> None:
    assert [one.case for one in find(listed, text).found] == cases


def test_a_commune_finds_its_own_and_whoever_is_shown_is_logged(listed: Scene) -> None:
    (mine,) = find(listed, "nam", OFFICER).found
    assert (mine.case, mine.name, mine.born, mine.village) == (
        3,
        "Hoàng Thị Nam",
        "1991",
        "Tân Lập",
    )
    assert find(listed, "ma thi hoa", NEIGHBOUR).found == ()
    assert [one.case for one in find(listed, "nam", body="Sơn Nam").found] == [2]
    with listed.office.reading() as session:
        looked = session.scalars(select(PersonAccess).order_by(PersonAccess.id)).all()
        seen = session.scalars(select(PersonSeen.person_id)).all()
    assert [(one.who, one.what, one.persons) for one in looked] == [
        (OFFICER, "search", 1),
        (NEIGHBOUR, "search", 0),
        (BHXH, "search", 1),
    ]
    assert sorted(seen) == [2, 3]


def test_who_may_see_no_person_finds_none_and_nothing_is_looked_for_in_nothing(
    listed: Scene,
) -> None:
    with pytest.raises(NotAllowed, match="không được"):
        find(listed, "nam", "van-phong/specialist")
    with pytest.raises(Refused, match="nêu họ tên"):
        find(listed, "1990")
