"""Incidents: recorded, reported within their hours, closed; what was done stands nowhere else."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dondoc.desk import incident, renew
from dondoc.desk.context import desk
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.processing.assembly import processing_of
from dondoc.errors import NotAllowed, Refused
from dondoc.looking.finding import Finding
from dondoc.looking.incidents import unreported
from dondoc.trail.anchor import begin_anew
from dondoc.trail.signing import next_key, take_next_key
from models import Incident, IncidentKind
from tests.offices import DAI_PHU, Scene, at

BHXH, HEAD, SPECIALIST = "bhxh-huyen/officer", "van-phong/office-head", "van-phong/specialist"
FOUND = at("2024-05-02 08:00")
DONE = "đã khóa tài khoản, thu lại tệp"


@pytest.fixture
def standing(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def found(scene: Scene, who: str = BHXH, done: str = DONE, when: datetime = FOUND) -> int:
    with desk(scene.office, at("2024-05-02 10:00"), who) as opened:
        asked = incident.Request(when, IncidentKind.LEAKED, done, people=(7, 3, 7))
        return incident.record(opened, asked).incident


def doctor(scene: Scene, when: str) -> list[Finding]:
    with scene.office.reading() as session:
        return list(unreported(scene.office, session, at(when)))


def test_the_clock_runs_from_when_it_was_found(standing: Scene) -> None:
    number = found(standing)
    with standing.office.reading() as session:
        row = session.get_one(Incident, number)
        assert row.report_by - row.found_at == timedelta(hours=72)
        assert (row.body_uid, row.people, row.lists) == ("bhxh-huyen", [3, 7], [])


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-05-02 10:00", "còn 70 giờ"),
        ("2024-05-05 07:01", "còn chưa đầy 1 giờ"),
        ("2024-05-05 08:00", "còn chưa đầy 1 giờ"),
        ("2024-05-05 08:01", "đã quá 1 giờ"),
        ("2024-05-06 08:00", "đã quá 24 giờ"),
    ],
)
def test_the_doctor_says_how_many_hours_are_left_or_passed_and_who_is_to_act(
    standing: Scene, when: str, said: str
) -> None:
    found(standing)
    (one,) = doctor(standing, when)
    assert not one.ok
    assert f"{said} (chậm nhất 08:00 ngày 05/5/2024)" in one.said
    assert one.receiver == "Chánh Văn phòng"
    assert "Bảo hiểm xã hội" in one.said


def test_what_is_reported_or_closed_alarms_no_more(standing: Scene) -> None:
    first, second = found(standing), found(standing, SPECIALIST)
    with desk(standing.office, at("2024-05-03 10:00"), HEAD) as opened:
        when = at("2024-05-03 09:00")
        told = incident.report(opened, incident.Reporting(first, when, "12/BC-BHXH"))
        over = incident.close(opened, incident.Closing(second, "không phải sự cố"))
    assert told.in_time
    assert told.to == "cơ quan chuyên trách bảo vệ dữ liệu cá nhân"
    assert over.closed_at == at("2024-05-03 10:00")
    (one,) = doctor(standing, "2024-05-09 10:00")
    assert (one.ok, one.said) == (True, "2 sự cố đã ghi, 1 chưa kết thúc")


def test_the_words_of_what_was_done_stand_in_no_entry(standing: Scene) -> None:
    number = found(standing)
    with desk(standing.office, at("2024-05-03 10:00"), BHXH) as opened:
        incident.report(opened, incident.Reporting(number, at("2024-05-03 09:00"), "12/BC"))
        incident.close(opened, incident.Closing(number, "đã lấy lại đủ tệp"))
    for kind in ("incident.recorded", "incident.reported", "incident.closed"):
        (entry,) = standing.entries(kind)
        assert "khóa" not in entry.data
        assert "lấy lại" not in entry.data
    for entry in standing.entries("rows.bound"):
        assert "khóa" not in entry.data
        assert "lấy lại" not in entry.data


def test_what_was_written_opens_for_who_may_record_and_lies_sealed(standing: Scene) -> None:
    number = found(standing)
    with desk(standing.office, at("2024-05-03 10:00"), HEAD) as opened:
        incident.close(opened, incident.Closing(number, "đã lấy lại đủ tệp"))
    with desk(standing.office, at("2024-05-03 10:01"), BHXH, looks=True) as opened:
        assert incident.said_of(opened, number) == incident.Said(DONE, "đã lấy lại đủ tệp")
    with (
        desk(standing.office, at("2024-05-03 10:01"), f"{DAI_PHU}/chair", looks=True) as opened,
        pytest.raises(NotAllowed),
    ):
        incident.said_of(opened, number)
    with standing.office.reading() as session:
        row = session.get_one(Incident, number)
        assert "khóa".encode() not in row.done
        assert row.reason is not None
        assert "tệp".encode() not in row.reason


def test_what_is_wrong_is_refused(standing: Scene) -> None:
    with pytest.raises(Refused, match="ở sau hiện tại"):
        found(standing, when=at("2024-05-02 10:01"))
    with pytest.raises(Refused, match="--done"):
        found(standing, done=" ")
    for number in ("012345678", "0912 345 678", "001085012345"):
        with pytest.raises(Refused, match="chỉ ghi số hồ sơ"):
            found(standing, done=f"gọi {number}")
    with (
        desk(standing.office, at("2024-05-02 10:00"), BHXH) as opened,
        pytest.raises(Refused, match="không có danh sách số 9"),
    ):
        incident.record(opened, incident.Request(FOUND, IncidentKind.LOST, DONE, (9,)))
    number = found(standing)
    with (
        desk(standing.office, at("2024-05-03 10:00"), BHXH) as opened,
        pytest.raises(Refused, match="từ 08 giờ ngày 02/5/2024"),
    ):
        incident.report(opened, incident.Reporting(number, at("2024-05-02 07:00"), "1/BC"))


def test_outside_the_office_each_body_has_to_do_with_its_own(standing: Scene) -> None:
    theirs = found(standing, SPECIALIST)
    with (
        desk(standing.office, at("2024-05-03 10:00"), BHXH) as opened,
        pytest.raises(Refused, match="không có sự cố số"),
    ):
        incident.close(opened, incident.Closing(theirs, "xong"))
    with pytest.raises(NotAllowed):
        found(standing, f"{DAI_PHU}/officer")
    with standing.office.reading() as session:
        assert len(session.scalars(select(Incident)).all()) == 1


def test_the_record_of_processing_counts_incidents_and_names_their_term(standing: Scene) -> None:
    first = found(standing)
    found(standing, SPECIALIST)
    with desk(standing.office, at("2024-05-06 10:00"), BHXH) as opened:
        incident.report(opened, incident.Reporting(first, at("2024-05-06 09:00"), "12/BC"))
    with standing.office.reading() as session:
        made = processing_of(Sources(session, standing.office, at("2024-05-06 10:00")))
    counted = made.incidents
    assert (counted.recorded, counted.in_time, counted.late, counted.waiting) == (2, 0, 1, 1)
    assert (counted.unreported, counted.still, counted.hours) == (0, 2, 72)


def test_what_was_written_opens_after_another_key_signs(standing: Scene) -> None:
    number = found(standing)
    state, now = standing.office.settings.state_folder, at("2024-05-02 11:00")
    second = standing.office.settings.second_folder
    key = next_key(state).public
    with desk(standing.office, now, HEAD) as opened:
        renew.renew(opened, renew.Request("đổi khóa định kỳ", key))
    begin_anew(state, now, second)
    assert take_next_key(state, now) is not None
    with desk(standing.office, now, BHXH, looks=True) as opened:
        assert incident.said_of(opened, number).done == DONE
