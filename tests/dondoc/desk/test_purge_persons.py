"""Who stands in no list any more that is kept goes; what was counted stays, and the trail whole."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dondoc.desk import double, keep_list, people_list, purge
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.people_list import Request
from dondoc.desk.persons import open_persons
from dondoc.errors import Refused
from dondoc.trail.erasing import personal_tables
from dondoc.trail.verify import verify
from dondoc.visible import Sight
from models import (
    Access,
    DoubleReason,
    Household,
    ListLine,
    Person,
    PersonChange,
    PersonFact,
    PersonList,
    PersonMark,
    PersonMerge,
    Salt,
)
from tests.offices import D2024, DAI_PHU, Scene, at

HEAD, BHXH, OFFICER = "van-phong/office-head", "bhxh-huyen/officer", f"{DAI_PHU}/officer"
HEADER = "Họ và tên,Ngày sinh,Giới tính,Mã số BHXH,Số CCCD,Xã,Thôn,Số hộ\n"
HOA = "Ma Thị Hoa,12/3/1984,Nữ,0812345678,008184001234,Đại Phú,Tân Lập,7\n"
NAM = "Lý Văn Nam,1990,Nam,,,Đại Phú,Tân Lập,8\n"
LATER = "2024-12-02 08:00"
Take = Callable[..., int]


@pytest.fixture
def take(any_office: Scene, tmp_path: Path) -> Take:
    """Return what takes a list over and returns its number."""
    any_office.day("2024-04-26")
    located = any_office.office.settings
    sweep = located.settings.sweep.model_copy(update={"max_gap_days": 3660})
    settings = located.settings.model_copy(update={"sweep": sweep})
    any_office.office.settings = located.model_copy(update={"settings": settings})

    def taken(text: str, group: str = "can-ngheo", until: date | None = date(2024, 11, 30)) -> int:
        file = tmp_path / "danh-sach.csv"
        file.write_text(HEADER + text, "utf-8")
        request = Request(file, D2024, group, retain_until=until, apply=True)
        with desk(any_office.office, at("2024-05-02 09:00"), BHXH) as opened:
            made = people_list.take_over(opened, request).list
        assert made
        return made

    return taken


def purged(scene: Scene, when: str = LATER, apply: bool = True) -> tuple[int, int]:
    """Return how many persons go or would go, and how many must stay."""
    with desk(scene.office, at(when), HEAD, looks=not apply) as opened:
        done = purge.purge(opened, purge.Request("quy chế lưu trữ" if apply else "", apply))
    return done.kinds["persons"].purged, done.kinds["persons"].kept


def count(scene: Scene, model: type) -> int:
    with scene.office.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def whole(scene: Scene) -> bool:
    with scene.office.reading() as session:
        return verify(session).ok


def test_whose_lists_are_all_over_keeps_a_number_and_counts_alone(
    take: Take, any_office: Scene
) -> None:
    take(HOA + NAM)
    assert purged(any_office, "2024-11-30 08:00", apply=False) == (0, 0)
    assert purged(any_office, apply=False) == (2, 0)
    assert purged(any_office) == (2, 0)
    with any_office.office.reading() as session:
        persons = session.scalars(select(Person)).all()
        lines = session.scalars(select(ListLine)).all()
        salted = select(Salt).where(Salt.what.in_(["person", "list_line"]))
        assert session.scalars(salted).all() == []
        digests = session.scalars(select(Household.digest)).all()
    assert {(row.state, row.sealed) for row in persons} == {("erased", b"")}
    assert {(row.sealed, row.category) for row in lines} == {(b"", None)}
    assert (set(digests), count(any_office, PersonMark)) == ({None}, 0)
    # What was counted stays countable.
    assert (count(any_office, PersonFact), len(lines), len(persons)) == (4, 2, 2)
    assert whole(any_office)
    assert purged(any_office) == (0, 0)


def test_who_stands_in_another_list_that_is_kept_stays(take: Take, any_office: Scene) -> None:
    take(HOA + NAM)
    take(HOA, group="dtts", until=None)
    assert purged(any_office) == (1, 0)
    with any_office.office.reading() as session:
        states = session.scalars(select(Person.state).order_by(Person.id)).all()
    assert states == ["known", "erased"]


def test_a_list_is_held_while_a_complaint_is_open(take: Take, any_office: Scene) -> None:
    number = take(HOA + NAM)
    assert kept(any_office, number, held=True).held
    assert purged(any_office) == (0, 2)
    assert not kept(any_office, number, held=False).held
    assert purged(any_office) == (2, 0)
    assert whole(any_office)


def test_until_when_a_list_is_kept_can_be_said_later(take: Take, any_office: Scene) -> None:
    number = take(HOA, until=None)
    with pytest.raises(Refused, match="chưa đặt thời hạn lưu nào"):
        purged(any_office)
    assert kept(any_office, number, until=date(2024, 12, 1)).until == date(2024, 12, 1)
    assert purged(any_office) == (1, 0)


def kept(
    scene: Scene, number: int, until: date | None = None, held: bool | None = None
) -> keep_list.Answer:
    with desk(scene.office, at("2024-11-01 08:00"), HEAD) as opened:
        return keep_list.keep(opened, keep_list.Request(number, "khiếu nại số 5", until, held))


def test_whose_change_is_not_decided_stays_until_it_is(take: Take, any_office: Scene) -> None:
    take(HOA + NAM)
    with any_office.office.writing() as session:
        session.add(
            PersonChange(
                person_id=1,
                kind="died",
                body_uid=DAI_PHU,
                authority=DAI_PHU,
                effective_on=date(2024, 11, 1),
                asked_at=at("2024-11-02 08:00"),
                asked_by=OFFICER,
            )
        )
        session.flush()
        session.connection().exec_driver_sql("DELETE FROM witnessed")
    assert purged(any_office) == (1, 1)


def test_who_was_made_one_with_others_goes_with_them_only(take: Take, any_office: Scene) -> None:
    take(HOA + NAM)
    take(HOA, group="dtts", until=None)
    with any_office.office.writing() as session:
        gone = session.get_one(Person, 2)
        gone.merged_into, gone.state = 1, "merged"
    assert purged(any_office) == (0, 0)


def test_what_a_merge_keeps_of_two_histories_goes_with_them(take: Take, any_office: Scene) -> None:
    take(HOA + NAM)
    with desk(any_office.office, at("2024-05-02 10:00"), BHXH) as opened:
        double.merge(opened, double.Request(1, 2, DoubleReason.MET))
    with any_office.office.reading() as session:
        assert session.scalars(select(PersonMerge.before)).one()
    assert purged(any_office) == (2, 0)
    with any_office.office.reading() as session:
        assert not session.scalars(select(PersonMerge.before)).one()
    assert whole(any_office)
    with (
        desk(any_office.office, at(LATER), BHXH) as opened,
        pytest.raises(Refused, match="không"),
    ):
        double.unmerge(opened, double.Undoing(2, DoubleReason.MISTAKE))


def test_who_was_erased_is_shown_as_a_number_without_a_name(take: Take, any_office: Scene) -> None:
    take(HOA)
    purged(any_office)
    with desk(any_office.office, at(LATER), OFFICER, looks=True) as opened:
        found = open_persons(look(opened, Sight.PERSONS), [1], Access.VIEW)
    assert (dict(found.personal), found.erased) == ({}, {1})


def test_every_table_that_speaks_of_persons_is_emptied_or_holds_nothing_of_them() -> None:
    found = {model.__tablename__ for model, _ in personal_tables()}
    assert found >= {"list_line", "person_change", "person_mark", "person_merge", "double_judged"}
    assert PersonList.__tablename__ not in found
