"""Whom nobody went to, who promised, how fast it goes, what will cost more: told in counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dondoc.cases.awaiting import left_over, rise_of
from dondoc.contacts.row import ContactRow
from dondoc.desk import villages
from dondoc.desk.context import desk
from dondoc.desk.villages import Given
from dondoc.obligations.standing import standings
from models import Kind, Notice, Obligation
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.contribution import Helping, Level
from rules.meaning.pace import Closing
from tests.listed_people import bring
from tests.offices import DAI_PHU, SON_NAM, Scene, at, played
from tests.visiting import nobody, record, told

OFFICER, CHAIR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair"
LINES = (
    "Họ và tên,Ngày sinh,Giới tính,Xã,Thôn",
    "Ma Thị Hoa,12/3/1984,Nữ,Đại Phú,Tân Lập",
    "Lý Văn Tám,01/4/1979,Nam,Đại Phú,Tân Lập",
    "Nông Thị Chín,02/9/1990,Nữ,Đại Phú,Cây Thông",
    "Hoàng Văn Sáu,05/6/1971,Nam,Sơn Nam,Ba Nhà",
)
BOOK = [
    ContactRow(DAI_PHU, "officer", "Trần Thị Mai", "mai@dai-phu.vn"),
    ContactRow(DAI_PHU, "vice-chair", "Ma Thị Lan", "lan@dai-phu.vn"),
    ContactRow(SON_NAM, "officer", "Vi Văn Sự", "su@son-nam.vn"),
]


@played
def listed(office: Scene) -> None:
    """A list came on 26/4/2024; one village of two is given to somebody in the address book."""
    bring(office, "can-ngheo", "2024-04-26 09:00", LINES)
    with desk(office.office, at("2024-04-26 10:00"), CHAIR) as opened:
        given = (Given("Tân Lập", officer="Ma Thị Lan", head="Bàn Văn Ba"),)
        villages.assign(opened, villages.Request(DAI_PHU, given))
    office.sweep("2024-05-02 07:00")


@pytest.fixture
def scene(office_with: Callable[..., Scene]) -> Scene:
    made = office_with(contacts=BOOK)
    listed(made)
    return made


def days(office: Scene, *named: str) -> None:
    for day in named:
        office.sweep(f"2024-{day} 07:00", accept_gap=True)
        office.dispatch(f"2024-{day} 07:05")


def words(office: Scene, step: str) -> list[tuple[str, str]]:
    with office.office.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.step == step).order_by(Notice.id))
        return [(f"{one.recipient_uid}/{one.recipient_post}", one.state) for one in rows]


def letters(office: Scene, to: str, mark: str = "[Đến hộ]") -> list[str]:
    found = (mail for mail in office.gateway.sent if mail.to.address == to)
    return [
        " ".join((mail.subject + " " + mail.text).split())
        for mail in found
        if mark in mail.text or mark in mail.subject
    ]


def test_where_no_list_came_nobody_is_followed(office: Scene) -> None:
    office.day("2024-04-26")
    office.day("2024-05-20")
    with office.office.reading() as session:
        kind = Obligation.kind == Kind.VISITING.value
        assert session.scalars(select(Obligation).where(kind)).all() == []


def test_after_ten_working_days_whoever_has_the_village_is_told_how_many_wait(
    scene: Scene,
) -> None:
    # The 4th, a Saturday, was worked.
    days(scene, "05-14")
    assert words(scene, "visits_wait") == []
    days(scene, "05-15")
    told_ = [(f"{DAI_PHU}/vice-chair", "sent"), (OFFICER, "sent"), (f"{SON_NAM}/officer", "sent")]
    assert sorted(words(scene, "visits_wait")) == sorted(told_)
    (mine,) = letters(scene, "lan@dai-phu.vn")
    assert mine.count("Kính gửi") == 1
    assert "Tiến độ vận động" in mine
    assert "trong các thôn giao đồng chí phụ trách còn 02 người chưa tham gia, trong đó 02" in mine
    (rest,) = letters(scene, "mai@dai-phu.vn")
    assert "(01 thôn chưa ghi ai phụ trách) còn 01 người" in rest
    for text in (mine, rest):
        assert not {"Hoa", "Tám", "Chín", "Tân Lập", "Cây Thông"} & {*text.replace(",", "").split()}
        assert "Tân Lập" not in text
        assert "quy ước của Văn phòng" in text
    days(scene, "05-16", "05-17", "05-21")
    assert len(words(scene, "visits_wait")) == 3
    days(scene, "05-22")
    assert len(words(scene, "visits_wait")) == 6


def test_a_visit_that_met_nobody_is_an_outreach_too_and_word_not_left_is_called_off(
    scene: Scene,
) -> None:
    scene.sweep("2024-05-16 07:00", accept_gap=True)
    record(
        scene, OFFICER, nobody(1, "2024-05-16"), nobody(2, "2024-05-16"), when="2024-05-16 07:02"
    )
    scene.dispatch("2024-05-16 07:05")
    assert dict(words(scene, "visits_wait")) == {
        f"{DAI_PHU}/vice-chair": "cancelled",
        OFFICER: "sent",
        f"{SON_NAM}/officer": "sent",
    }
    assert "trở lên chưa ghi lần nào" not in " ".join(letters(scene, "lan@dai-phu.vn"))


def test_a_promise_is_asked_for_three_working_days_after_its_day_until_somebody_comes_back(
    scene: Scene,
) -> None:
    joins = told(1, "2024-05-06", "tham-gia", promised_on=date(2024, 5, 10))
    record(scene, OFFICER, joins, told(2, "2024-05-06", "chua"), when="2024-05-06 09:00")
    days(scene, "05-14")
    assert words(scene, "promises_wait") == []
    days(scene, "05-15")
    assert words(scene, "promises_wait") == [(f"{DAI_PHU}/vice-chair", "sent")]
    assert "01 người nói sẽ tham gia" in letters(scene, "lan@dai-phu.vn")[0]
    record(scene, OFFICER, told(1, "2024-05-20", "tham-gia"), when="2024-05-20 09:00")
    days(scene, "05-22")
    assert len(words(scene, "promises_wait")) == 1


def test_nobody_joins_so_the_pace_does_not_reach_the_day_of_the_target(scene: Scene) -> None:
    days(scene, "05-16")
    (text,) = letters(scene, "lan@dai-phu.vn", "Tiến độ vận động")
    assert "đến ngày 30/6/2024, ngày của chỉ tiêu, vẫn thiếu khoảng 02 người" in text
    assert "ước tính của Văn phòng" in text


@pytest.mark.parametrize(
    ("then", "now", "percent", "left"),
    [
        (100, 100, 100, 100),
        (100, 50, 100, 0),
        (100, 80, 100, 60),
        (100, 80, 50, 10),
        (0, 0, 100, 0),
    ],
)
def test_the_pace_goes_on_in_a_straight_line(then: int, now: int, percent: int, left: int) -> None:
    first, today = date(2024, 5, 1), date(2024, 5, 11)
    day = today + timedelta(days=10)
    assert left_over(Closing(first, then), Closing(today, now), day, percent) == left


def test_a_rise_is_told_once_it_is_known_and_near(office: Scene) -> None:
    calendar = WorkingCalendar(2024, 2024)
    levels = (
        Level(date(2023, 7, 1), 1_800_000, "nghị định cũ", date(2023, 5, 14)),
        Level(date(2024, 7, 1), 2_340_000, "nghị định mới", date(2024, 6, 20)),
    )
    helping = Helping(45, levels)
    assert rise_of(helping, calendar, date(2024, 6, 19), 10) is None
    found = rise_of(helping, calendar, date(2024, 6, 20), 10)
    assert found is not None
    assert (found.on, found.before, found.after) == (date(2024, 7, 1), 81_000, 105_300)
    assert rise_of(helping, calendar, date(2024, 6, 20), 3) is None
    assert rise_of(helping, calendar, date(2024, 7, 1), 10) is None


def test_before_a_known_rise_whoever_goes_to_people_hears_of_it_once_a_quarter(
    scene: Scene,
) -> None:
    rules = scene.office.rulebook
    levels = tuple(
        replace(one, known_from=date(2024, 6, 10)) if one.since == date(2024, 7, 1) else one
        for one in rules.helping.levels
    )
    scene.office.rulebook = replace(rules, helping=replace(rules.helping, levels=levels))
    days(scene, "06-14")
    assert words(scene, "rise_ahead") == []
    days(scene, "06-17", "06-24")
    assert len(words(scene, "rise_ahead")) == 3
    (text,) = letters(scene, "lan@dai-phu.vn", "Mức đóng tăng")
    assert "tăng từ 81.000 đồng lên 105.300 đồng" in text
    assert "từ ngày 01/7/2024" in text


def test_what_is_only_followed_stands_in_no_count(scene: Scene) -> None:
    with scene.office.reading() as session:
        duties = {one.owed.duty for one in standings(session, at("2024-05-03 09:00"))}
    assert "cung-cap-danh-sach" in duties
    assert "ra-soat-ho-can-ngheo" not in duties


def test_an_office_that_wants_no_reminders_has_none(scene: Scene) -> None:
    rules = scene.office.rulebook
    visiting = replace(rules.visiting, reminders=None)
    scene.office.rulebook = replace(rules, visiting=visiting)
    days(scene, "05-16")
    assert words(scene, "visits_wait") == []
