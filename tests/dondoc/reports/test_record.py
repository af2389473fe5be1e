"""Recording a report: what it stops, what decides timeliness, and taking a mistake back."""

from collections.abc import Callable

import pytest

from dondoc.decisions.release import holding
from dondoc.errors import Refused
from dondoc.reports.undo import undo
from models import NoticeState
from tests.offices import DAI_PHU, Scene, at


def take_back(scene: Scene, when: str, reason: str = "ghi nhầm đơn vị") -> None:
    with scene.office.writing() as session:
        undo(session, scene.obligation().id, reason, "van-phong/specialist", at(when))


def test_a_report_on_the_fifth_is_on_time(any_office: Scene) -> None:
    any_office.days("2024-04-26", "2024-05-04")
    assert any_office.record("2024-05-05 23:59").on_time


@pytest.mark.parametrize(
    ("received", "on_time"),
    [
        pytest.param("2024-05-06 23:59", True, id="the day the term rolls to"),
        pytest.param("2024-05-07 00:00", False, id="the first late instant"),
    ],
)
def test_timeliness_goes_by_the_instant_of_receipt(
    office: Scene, received: str, on_time: bool
) -> None:
    office.days("2024-04-26", "2024-04-26")
    assert office.record(received, "2024-05-20 09:00").on_time is on_time


def test_recording_cancels_what_is_pending_and_says_so(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    any_office.sweep("2024-05-02 07:00")
    done = any_office.record("2024-05-02 07:03")
    assert done.cancelled == 1
    reminder = any_office.notices()[-1]
    assert (reminder.step, reminder.state) == ("reminder", "cancelled")
    assert reminder.reason == "đã ghi nhận báo cáo"
    any_office.dispatch("2024-05-02 07:05")
    assert any_office.notices()[-1].state == NoticeState.CANCELLED
    assert len(any_office.entries("notice.cancelled")) == 1
    assert len(any_office.entries("report.recorded")) == 1


def test_a_report_in_time_recorded_late_tells_who_was_told_wrongly(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-07")
    done = office.record("2024-05-05 10:00", "2024-05-08 10:00")
    # The officer and the chair were told it was late, the leader in the brief, and who
    # consolidates that it was missing.
    assert (done.on_time, done.told_wrongly) == (True, 4)


def test_a_report_cannot_come_from_the_future(office: Scene) -> None:
    office.day("2024-04-26")
    with pytest.raises(Refused, match="ở sau hiện tại"):
        office.record("2024-05-05 10:00", "2024-05-04 10:00")


def test_a_report_is_recorded_once(office: Scene) -> None:
    office.day("2024-04-26")
    office.record("2024-05-03 10:00")
    with pytest.raises(Refused, match="đã ghi nhận báo cáo, nhận lúc 10:00 ngày 03/5/2024"):
        office.record("2024-05-04 10:00")


def test_after_an_undo_the_reminding_goes_on_and_nothing_is_said_twice(any_office: Scene) -> None:
    any_office.days("2024-04-26", "2024-05-02")
    any_office.record("2024-05-03 10:00")
    take_back(any_office, "2024-05-03 15:00")
    any_office.days("2024-05-04", "2024-05-13")
    assert any_office.story() == [
        "26/04 first → officer: sent",
        "02/05 reminder → officer: sent",
        "04/05 due_today → officer: sent",
        "07/05 ask_via → officer: sent",
        "07/05 overdue → officer: sent",
        "07/05 overdue → chair: sent",
        "13/05 proposal → leader: sent",
    ]


def test_what_a_mistaken_record_called_off_is_decided_anew(office: Scene) -> None:
    office.day("2024-04-26")
    office.sweep("2024-05-02 07:00")
    office.record("2024-05-02 07:03")
    take_back(office, "2024-05-02 07:30")
    office.day("2024-05-03")
    assert office.story() == [
        "26/04 first → officer: sent",
        "02/05 reminder → officer: cancelled",
        "02/05 reminder → officer: sent",
    ]


def test_an_undo_keeps_its_reason_out_of_the_trail(office: Scene) -> None:
    office.day("2024-04-26")
    office.record("2024-05-03 10:00")
    take_back(office, "2024-05-03 15:00", "bà Nguyễn Thị B gửi nhầm")
    (entry,) = office.entries("report.undone")
    assert "Nguyễn" not in entry.data
    assert "reason#" in entry.data


def test_an_undo_needs_a_reason_and_something_to_undo(office: Scene) -> None:
    office.day("2024-04-26")
    with pytest.raises(Refused, match="chưa có báo cáo nào"):
        take_back(office, "2024-05-03 15:00")
    office.record("2024-05-03 10:00")
    with pytest.raises(Refused, match="lý do"):
        take_back(office, "2024-05-03 15:00", "  ")


def test_a_historic_obligation_can_be_filed_and_stays_silent(office: Scene) -> None:
    office.days("2024-07-15", "2024-07-20")
    assert office.obligation(DAI_PHU, "2024-06-05").state == "historic"
    assert office.story(due="2024-06-05") == []
    office.record("2024-06-04 10:00", "2024-07-20 10:00", due="2024-06-05")
    assert office.obligation(DAI_PHU, "2024-06-05").state == "submitted"


def test_an_undo_gives_the_chairs_letter_back_and_tells_nobody_twice(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(release="person")
    office.days("2024-05-06", "2024-05-07")
    office.record("2024-05-07 08:00")
    assert office.story()[-1] == "07/05 overdue → chair: cancelled"
    holds = holding(office.office.rulebook, office.office.settings.settings)
    with office.office.writing() as session:
        row, now = office.obligation().id, at("2024-05-07 09:00")
        undo(session, row, "nhầm", "x/officer", now, (), holds)
    office.days("2024-05-08", "2024-05-08")
    assert office.story()[-3:] == [
        "07/05 overdue → officer: sent",
        "07/05 overdue → chair: cancelled",
        "07/05 overdue → chair: held",
    ]


def test_an_undo_takes_back_the_correction_that_was_sent(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-07")
    assert office.record("2024-05-05 10:00", "2024-05-08 08:00").corrected == 4
    office.dispatch("2024-05-08 08:05")
    take_back(office, "2024-05-08 09:00")
    office.dispatch("2024-05-08 09:05")
    letter = office.gateway.to("chair.02617-base@noi-bo.invalid")[-1]
    assert "Ngày 08/5/2024, Văn phòng đã gửi thư đính chính" in letter.text
    assert "thư đính chính đó không còn giá trị" in letter.text


@pytest.mark.parametrize(
    ("received", "message"),
    [
        pytest.param("2019-01-01 08:00", "trước khi có văn bản", id="before the dispatch"),
        pytest.param("2004-05-04 08:00", "trước khi có văn bản", id="a year mistyped"),
    ],
)
def test_a_report_cannot_come_before_the_dispatch(
    office: Scene, received: str, message: str
) -> None:
    office.day("2024-04-26")
    with pytest.raises(Refused, match=message):
        office.record(received, "2024-05-04 10:00")
