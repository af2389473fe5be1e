"""A report due each Wednesday at 15:00, one of which is a holiday, end to end."""

from datetime import date

from sqlalchemy import select

from dondoc.decisions.decide import Grounds, move
from dondoc.looking.status import status
from dondoc.obligations.declared import occurrences
from dondoc.reports.evidence import Evidence
from dondoc.reports.record import record
from language.zone import local
from models import Obligation
from rules.meaning.deadline import USUAL_READINGS
from tests.offices import DAI_PHU, SON_NAM, Scene, at
from tests.periods.offices import BY_THE_HOUR


def owed(scene: Scene, bearer: str, due: str) -> Obligation:
    wanted = (
        Obligation.bearer_uid == bearer,
        Obligation.original_due_on == date.fromisoformat(due),
    )
    with scene.office.reading() as session:
        return session.scalars(select(Obligation).where(*wanted)).one()


def came(scene: Scene, bearer: str, due: str, when: str) -> None:
    row = owed(scene, bearer, due)
    with scene.office.writing() as session:
        record(session, row.id, Evidence(at(when)), "van-phong/specialist", at(when))


def test_it_is_late_from_its_hour_on_and_no_day_later(by_the_hour: Scene) -> None:
    by_the_hour.days("2025-04-21", "2025-04-23")
    came(by_the_hour, DAI_PHU, "2025-04-23", "2025-04-23 14:59")
    came(by_the_hour, SON_NAM, "2025-04-23", "2025-04-23 15:00")
    with by_the_hour.office.reading() as session:
        rulebook = by_the_hour.office.rulebook
        row, *_ = status(session, rulebook, BY_THE_HOUR, at("2025-04-23 15:00"))
    assert (row.due_on, row.done_on_time, row.done_late) == (date(2025, 4, 23), 1, 1)


def test_letters_say_the_hour_and_count_from_the_day_after(by_the_hour: Scene) -> None:
    by_the_hour.days("2025-04-21", "2025-04-24")
    texts = [e.text for e in by_the_hour.gateway.sent if "xã Đại Phú" in e.text]
    soon, today, late, *_ = texts
    assert "gửi báo cáo trước 15 giờ ngày 23/4/2025." in soon
    assert "gửi báo cáo trước 15 giờ ngày 23/4/2025." in today
    assert "(hạn trước 15 giờ ngày 23/4/2025); quá hạn từ 15 giờ ngày 23/4/2025" in late


def test_a_term_that_is_moved_keeps_its_hour(by_the_hour: Scene) -> None:
    by_the_hour.day("2025-04-21")
    row = owed(by_the_hour, DAI_PHU, "2025-04-23")
    with by_the_hour.office.writing() as session:
        held = session.get_one(Obligation, row.id)
        grounds = Grounds("bão số 1", "Chánh Văn phòng")
        move(session, by_the_hour.office.rulebook, [held], 1, grounds, at("2025-04-22 09:00"))
        assert f"{local(held.late_from):%d/%m %H:%M}" == "24/04 15:00"


def test_the_hour_stands_in_what_machines_read(by_the_hour: Scene) -> None:
    found = occurrences(by_the_hour.office.rulebook, BY_THE_HOUR, USUAL_READINGS)
    holiday = [row for row in found if row["due_on"] == "2025-04-30"]
    assert {(r["due_at"], r["aim_on"], r["late_from"], r["estimated"]) for r in holiday} == {
        ("15:00", "2025-04-29", "2025-04-30T15:00:00+07:00", False)
    }
