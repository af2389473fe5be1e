"""The doctor sees what needs a person."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from dondoc.contacts.row import ContactRow
from dondoc.looking.doctor import examine
from dondoc.sending.switch import stop_sending
from notifications.outcome import Kind, Outcome
from rules.meaning.engine import PolicyEngine
from rules.meaning.forms import Forms
from rules.rulebook import Rulebook
from tests.coverage_form import COVERAGE
from tests.offices import Scene, at, scene
from tests.reporting import MAY, file_report


@pytest.fixture
def any_office(
    database: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """The doctor looks at the schema: nothing of the tests' own lies in it."""
    with scene(database, rulebook, policies, tmp_path, watched=False) as made:
        yield made


@pytest.fixture
def office(office_with: Callable[..., Scene]) -> Scene:
    return office_with(watched=False)


def troubles(scene: Scene, when: str) -> dict[str, str]:
    return {one.name: one.said for one in examine(scene.office, at(when)) if not one.ok}


def test_a_healthy_office_needs_nobody(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    assert troubles(any_office, "2024-04-26 09:00") == {}


def test_a_row_that_somebody_changed_is_named(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    assert troubles(any_office, "2024-04-26 09:00") == {}
    with any_office.office.database.begin() as connection:
        connection.execute(text("UPDATE obligation SET rung = 9 WHERE id = 1"))
    said = troubles(any_office, "2024-04-26 09:00")
    assert list(said) == ["dữ liệu"]
    assert said["dữ liệu"].startswith("bảng obligation, dòng 1, cột rung")
    assert "dondoc audit verify" in said["dữ liệu"]


def test_an_office_that_never_swept_is_told_how(office: Scene) -> None:
    assert "dondoc sweep" in troubles(office, "2024-04-26 09:00")["lượt quét"]


def test_no_sweep_for_26_hours_is_noticed(office: Scene) -> None:
    office.day("2024-04-26")
    assert troubles(office, "2024-04-27 09:00") == {}
    assert "quá 26 giờ" in troubles(office, "2024-04-27 09:01")["lượt quét"]


def test_a_clock_behind_the_last_sweep_or_far_ahead_is_noticed(office: Scene) -> None:
    office.day("2024-04-26")
    assert "ở trước" in troubles(office, "2024-04-25 09:00")["đồng hồ"]
    assert "rất xa" in troubles(office, "2025-04-25 09:00")["đồng hồ"]


@pytest.mark.whole
def test_a_queue_that_stands_and_a_message_in_doubt_are_noticed(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    assert "32 thông báo" in troubles(office, "2024-04-26 09:01")["hàng đợi"]
    office.gateway.outcome = Outcome(Kind.UNKNOWN, "LOST", "mất kết nối")
    office.dispatch("2024-04-26 09:05")
    assert "32 thư" in troubles(office, "2024-04-26 09:10")["chưa rõ kết quả"]


def test_a_figure_struck_out_of_a_form_is_noticed_and_letters_go_all_the_same(
    office: Scene,
) -> None:
    office.sweep("2024-04-26 07:00")
    file_report(office, replace(MAY, as_of=date(2024, 4, 25)), "2024-04-26 08:00")
    less = tuple(figure for figure in COVERAGE.figures if figure.id != "arrived")
    struck = replace(COVERAGE, figures=less)
    office.office.rulebook = replace(office.office.rulebook, forms=Forms([struck]))
    said = troubles(office, "2024-04-26 08:01")["mẫu báo cáo"]
    assert "báo cáo đã ghi theo mẫu coverage@1 có arrived" in said
    # The next round's form would begin with what that report told.
    office.day("2024-05-31")
    assert "hàng đợi" not in troubles(office, "2024-05-31 18:00")


def test_what_others_can_read_is_noticed(office: Scene) -> None:
    office.day("2024-04-26")
    state = office.office.settings.state_folder
    state.chmod(0o755)
    assert f"chạy: chmod -R go= {state}" in troubles(office, "2024-04-26 09:00")["quyền tệp"]
    state.chmod(0o700)
    assert troubles(office, "2024-04-26 09:00") == {}


def test_sending_switched_off_is_noticed(office: Scene) -> None:
    office.day("2024-04-26")
    with office.office.writing() as session:
        stop_sending(session, "thử", "x/y", at("2024-04-26 08:00"))
    assert "đã ngừng từ 08:00" in troubles(office, "2024-04-26 09:00")["việc gửi"]


def test_bodies_without_anybody_to_tell_are_named(office_with: Callable[..., Scene]) -> None:
    known = ContactRow("bhxh-huyen", "officer", "A", "a@demo.invalid")
    office = office_with(watched=False, contacts=[known])
    office.day("2024-04-26")
    said = troubles(office, "2024-04-26 09:00")["danh bạ"]
    assert said.startswith("1/")
    assert "thiếu: " in said


def test_a_calendar_that_runs_out_is_noticed_a_month_before(office: Scene) -> None:
    office.day("2024-04-26")
    assert "31/12/2026" in troubles(office, "2026-12-02 09:00")["lịch làm việc"]


def test_whom_word_is_meant_for_and_who_does_not_exist_today_is_named(office: Scene) -> None:
    office.day("2024-04-26")
    assert "nơi nhận" not in troubles(office, "2024-04-26 09:00")
    said = troubles(office, "2025-07-02 09:00")["nơi nhận"]
    assert "UBND huyện không còn từ sau ngày 30/6/2025" in said
    assert "BHXH huyện không còn từ sau ngày 28/02/2025" in said
    assert "Văn phòng HĐND và UBND huyện không còn từ sau ngày 30/6/2025" in said
