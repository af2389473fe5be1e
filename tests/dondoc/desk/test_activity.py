"""What is done of duties without a date: told with its evidence, never late, taken back."""

from datetime import date

import pytest

from dondoc.desk import activity, committee, inspection
from dondoc.desk.context import desk
from dondoc.documents.parts.carried import Carried, State, clauses
from dondoc.errors import Refused
from dondoc.reports.attach import Examined, kept_bytes
from models import InspectionStep
from tests.offices import D2024, DAI_PHU, Scene, at

OFFICER = f"{DAI_PHU}/officer"
OUTREACH = "tuyen-truyen"
PICTURE = Examined("hop-thon.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"1" * 20)


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def met(scene: Scene, day: date = date(2024, 5, 2), **more: object) -> activity.Answer:
    said = {"directive": D2024, "duty": OUTREACH, "what": "họp 05 thôn, phát 120 tờ rơi"}
    request = activity.Request(**{**said, "done_on": day, **more})  # type: ignore[arg-type]
    with desk(scene.office, at("2024-05-03 10:00"), OFFICER) as one:
        return activity.record(one, request)


def carried(scene: Scene, when: str = "2024-05-03 11:00") -> dict[str, Carried]:
    with scene.office.reading() as session:
        found = clauses(session, scene.office.rulebook, D2024, at(when))
    return {one.duty.clause: one for one in found}


def test_what_was_done_stands_with_its_clause_and_its_evidence(opened: Scene) -> None:
    done = met(opened, who="Hội Phụ nữ xã", file=PICTURE)
    assert (done.body, done.quarter) == (DAI_PHU, "2024-Q2")
    clause = carried(opened)["B-1.3a"]
    assert clause.state is State.RECORDED
    assert [str(one) for one in clause.evidence] == [
        "01 hoạt động của 01 đơn vị, 01 có minh chứng (ngày 02/5/2024)"
    ]
    state = opened.office.settings.state_folder
    assert kept_bytes(state, PICTURE.sha256, PICTURE.name) == PICTURE.content
    assert carried(opened, "2024-05-02 09:00")["B-1.3a"].state is State.NONE


def test_what_was_entered_by_mistake_is_evidence_of_nothing(opened: Scene) -> None:
    done = met(opened)
    with desk(opened.office, at("2024-05-03 10:30"), OFFICER) as one:
        activity.undo(one, activity.Undoing(done.activity, "ghi hai lần"))
    assert carried(opened)["B-1.3a"].state is State.NONE


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"day": date(2024, 5, 4)}, "ở sau hôm nay"),
        ({"day": date(2024, 4, 9)}, "trước khi có văn bản"),
        ({"what": "  "}, "chưa nêu đã làm gì"),
        ({"what": "gặp ông A, CCCD 001 085 000 123"}, "số định danh"),
        ({"duty": "bao-cao-thang"}, "không phải việc được ghi theo cách này; có: tuyen-truyen"),
        ({"duty": "thuc-hien-ke-hoach-142"}, "không được giao việc này: chưa ghi quyết định"),
    ],
)
def test_what_cannot_be_is_refused(opened: Scene, more: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        met(opened, **more)  # type: ignore[arg-type]


def test_nothing_new_is_said_once_a_quarter_and_for_all_such_duties(opened: Scene) -> None:
    with desk(opened.office, at("2024-05-03 10:00"), OFFICER) as one:
        activity.unchanged(one, activity.Unchanged(D2024))
        with pytest.raises(Refused, match="đã có ghi nhận"):
            activity.unchanged(one, activity.Unchanged(D2024))
    found = carried(opened)
    assert "01 lượt trả lời “không thay đổi” (ngày 03/5/2024)" in map(str, found["B-1.3a"].evidence)


def test_who_sits_on_the_committee_is_a_gap_until_a_decision_says_so(opened: Scene) -> None:
    gap = carried(opened)["B-2.1a"]
    assert any("chưa ghi quyết định nêu thành viên" in said for said in gap.lacking)
    assert any("142/KH-UBND" in said for said in gap.gaps.values())
    with desk(opened.office, at("2024-05-03 10:00"), "van-phong/specialist") as one:
        seats = (committee.Seat("bhxh-huyen", "director", "Ma Văn A"),)
        named = committee.Request("bcd", "12/QĐ-UBND", date(2024, 4, 12), seats)
        committee.decide(one, named)
    with desk(opened.office, at("2024-05-03 10:10"), "bhxh-huyen/officer") as one:
        what = activity.Request(D2024, "thuc-hien-ke-hoach-142", "họp triển khai", date(2024, 5, 2))
        assert activity.record(one, what).body == "bhxh-huyen"
    found = carried(opened)["B-2.1a"]
    assert (found.lacking, found.state) == ((), State.RECORDED)
    assert any("142/KH-UBND" in said for said in found.gaps.values())


def test_an_inspection_goes_step_by_step_until_all_is_put_right(opened: Scene) -> None:
    def told(words: str, day: int, by_on: date | None = None) -> inspection.Told:
        return inspection.Told(words, date(2024, 5, day), "Đoàn kiểm tra", by_on=by_on)

    with desk(opened.office, at("2024-05-06 10:00"), "van-phong/specialist") as one:
        plan = inspection.Request(D2024, "don-doc", DAI_PHU, told("phân công địa bàn", 6), "bcd")
        number = inspection.plan(one, plan).inspection

        def go(step: InspectionStep, words: str, by_on: date | None = None) -> None:
            inspection.enter(one, inspection.Going(number, step, told(words, 6, by_on)))

        with pytest.raises(Refused, match="chưa ghi kết quả kiểm tra"):
            go(InspectionStep.REMEDY, "phân công lại")
        go(InspectionStep.FINDING, "còn 02 thôn chưa có ai")
        go(InspectionStep.REMEDY, "phân công 02 thôn", date(2024, 5, 20))
    found = carried(opened, "2024-05-06 11:00")["B-2.1b"]
    assert found.state is State.OPEN
    assert "01 lần kiểm tra còn việc chưa khắc phục" in map(str, found.open)
    with desk(opened.office, at("2024-05-06 14:00"), "van-phong/specialist") as one:
        last = inspection.Going(number, InspectionStep.PUT_RIGHT, told("đã phân công", 6))
        inspection.enter(one, last)
    found = carried(opened, "2024-05-06 15:00")["B-2.1b"]
    assert (found.state, found.open) == (State.RECORDED, ())
    assert "01 lần kiểm tra đã khắc phục xong (ngày 06/5/2024)" in map(str, found.evidence)
