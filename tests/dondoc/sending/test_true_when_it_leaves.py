"""What was queued is composed, or called off, by what is true when it leaves; by both roads.

SQLite sends window by window, PostgreSQL message by message.
"""

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.contacts.book import ContactRow
from dondoc.decisions.decide import Grounds, move, pause
from dondoc.reports.undo import undo
from tests.offices import DAI_PHU, Scene, at

OFFICER = f"officer.{DAI_PHU.replace('@', '-')}@noi-bo.invalid"
LEADER = "leader.ubnd-huyen@noi-bo.invalid"
MORNING, THEN = "2024-05-02 07:00", "2024-05-02 10:00"
GROUNDS = Grounds("mưa lũ", "ubnd-huyen/leader")


def nothing(scene: Scene) -> None:
    """Nothing happens."""


def reported(scene: Scene) -> None:
    scene.record(THEN)


def reported_by_mistake(scene: Scene) -> None:
    scene.record(THEN)
    with scene.office.writing() as session:
        row = scene.obligation().id
        undo(session, row, "ghi nhầm xã", "bhxh-huyen/officer", at("2024-05-02 11:00"))


def extended(scene: Scene, days: int = 6, *, extension: bool = True) -> None:
    with scene.office.writing() as session:
        row = session.merge(scene.obligation())
        rules = scene.office.rulebook
        move(session, rules, [row], days, GROUNDS, at(THEN), extension=extension)


def moved(scene: Scene) -> None:
    extended(scene, extension=False)


def paused(scene: Scene) -> None:
    with scene.office.writing() as session:
        row = session.merge(scene.obligation())
        pause(session, [row], date(2024, 5, 15), GROUNDS, at(THEN))


def swept_again(scene: Scene) -> None:
    scene.sweep("2024-05-04 07:00")


LEFT = "[Nhắc việc] Còn {} ngày làm việc: báo cáo tháng BHYT"
TODAY = "[Đến hạn] Báo cáo tháng BHYT"
PASSED = "[Nhắc việc] Báo cáo tháng BHYT trước ngày 05/5/2024"


@pytest.mark.parametrize(
    ("meanwhile", "leaves", "subjects"),
    [
        (nothing, "2024-05-02 16:00", [LEFT.format("02")]),
        (nothing, "2024-05-03 07:05", [LEFT.format("01")]),
        (nothing, "2024-05-04 07:05", [TODAY]),
        # The day is over, and it is not late yet: no days are left to count.
        (nothing, "2024-05-06 07:05", [PASSED]),
        (nothing, "2024-05-07 07:05", []),
        (nothing, "2024-06-10 07:05", []),
        (swept_again, "2024-05-04 07:05", [f"{TODAY} trước ngày 05/5/2024"]),
        (reported, "2024-05-03 07:05", []),
        (reported_by_mistake, "2024-05-03 07:05", [LEFT.format("01")]),
        (extended, "2024-05-03 07:05", []),
        (moved, "2024-05-03 07:05", []),
        (paused, "2024-05-03 07:05", []),
    ],
)
def test_a_reminder_that_waited_says_what_is_true_or_does_not_leave(
    any_office: Scene, meanwhile: Callable[[Scene], None], leaves: str, subjects: list[str]
) -> None:
    any_office.sweep(MORNING)
    meanwhile(any_office)
    any_office.dispatch(leaves)
    assert [letter.subject for letter in any_office.gateway.to(OFFICER)] == subjects


def address(body: str, post: str) -> str:
    return f"{post}.{body.replace('@', '-')}@noi-bo.invalid"


HONG_LAC, HONG_SON = "02608@base", "02608@2024"


def test_what_waits_for_a_body_that_ended_goes_to_whoever_answers_for_it(
    any_office: Scene,
) -> None:
    any_office.sweep("2024-07-15 07:00")
    any_office.sweep("2024-08-06 07:00")
    any_office.dispatch("2024-09-04 07:05")
    for post in ("officer", "chair"):
        assert not any_office.gateway.to(address(HONG_LAC, post))
        [letter] = any_office.gateway.to(address(HONG_SON, post))
        assert "báo cáo tháng BHYT của UBND các xã Hồng Lạc, Vân Sơn" in letter.text
        forms = [name for name in letter.files if name.endswith(".xlsx")]
        assert len(forms) == (2 if post == "officer" else 0)
        assert all(name in letter.text for name in forms)
        assert "xã Hồng Lạc đã nhập vào xã Hồng Sơn, nay xã Hồng Sơn tiếp tục" in letter.text
        # It answers for the body: to the people of the one that is no more nothing was lost.
        assert any_office.story(HONG_LAC, "2024-08-05")[-1].endswith("sent")
    assert any_office.entries("notice.readdressed")


def test_where_the_new_body_has_nobody_yet_its_predecessors_are_told_all_the_same(
    office_with: Callable[..., Scene],
) -> None:
    office = office_with(contacts=[ContactRow(HONG_LAC, "officer", "Ma Văn Cũ", "cu@xa.invalid")])
    office.sweep("2024-07-15 07:00")
    office.sweep("2024-08-06 07:00")
    office.dispatch("2024-09-04 07:05")
    assert len(office.gateway.to("cu@xa.invalid")) == 1
    assert not office.entries("notice.readdressed")


@pytest.mark.parametrize(
    ("back", "waits", "proposed"),
    [
        ("2024-05-10", ["2024-05-13"], "2024-05-14"),
        ("2024-05-17", ["2024-05-20"], "2024-05-21"),
        ("2024-06-17", ["2024-06-18"], "2024-06-19"),
    ],
)
def test_after_days_down_the_body_is_told_first_and_the_leader_once_it_had_its_day(
    office_with: Callable[..., Scene], back: str, waits: list[str], proposed: str
) -> None:
    """Down since before the round opened: for 3, 10 and 40 days past the day it was late."""
    leader = "lanh-dao@huyen.invalid"
    office = office_with(
        contacts=[
            ContactRow(DAI_PHU, "officer", "Ma Văn Báo", "can-bo@xa.invalid"),
            ContactRow(DAI_PHU, "chair", "Ma Văn Chủ", "chu-tich@xa.invalid"),
            ContactRow("ubnd-huyen", "leader", "Hà Thị Lệ", leader),
        ]
    )
    for day in (back, *waits):
        office.day(day)
    told = [one.partition(" ")[2] for one in office.story() if "ask_via" not in one]
    assert told == ["overdue → officer: sent", "overdue → chair: sent"]
    assert not [one for one in office.gateway.to(leader) if "xin ý kiến:" in one.subject]
    office.day(proposed)
    [letter] = [one for one in office.gateway.to(leader) if "xin ý kiến:" in one.subject]
    told = date.fromisoformat(back).strftime("%d/%-m/%Y")
    assert (
        f"quá hạn: công chức Văn hóa – Xã hội (ngày {told}), Chủ tịch (ngày {told})" in letter.text
    )
