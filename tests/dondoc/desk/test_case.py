"""The road of who does not join is walked: drafted, signed, returned, proposed for, decided on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dondoc.cases.cases import Case, cases
from dondoc.cases.road import State
from dondoc.desk import case_answer, case_report, person_state, proposals, sign
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.receipt import Receipt
from dondoc.errors import NotAllowed, Refused
from dondoc.find import in_force
from dondoc.looking.case import case_of
from dondoc.looking.cases import told, told_with_cases
from dondoc.visible import Sight
from models import CaseReport, Notice, Obligation, PersonReached, Report
from rules.meaning.case import Leave, Need
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests import chairs
from tests.offices import D2021, D2024, DAI_PHU, SON_NAM, Scene, at, scene
from tests.reporting import NEAR_POOR
from tests.walking import (
    LABOUR,
    OFFICER,
    SPECIALIST,
    THERE,
    act,
    begin,
    draft,
    give_back,
)
from tests.walking import sign as signed

NOW = "2021-06-21 18:00"


@pytest.fixture
def walked(
    database: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with scene(database, rulebook, policies, tmp_path, directives=[D2021]) as made:
        begin(made)
        yield made


def stand(made: Scene, when: str = NOW) -> dict[int, Case]:
    declared = made.office.rulebook.directives[D2021]
    with made.office.reading() as session:
        found = cases(session, made.office.rulebook, declared, at(when))
    return {one.person: one for one in found}


def states(made: Scene, when: str = NOW) -> dict[int, State]:
    return {person: one.standing.state for person, one in stand(made, when).items()}


def joins(made: Scene, person: int, when: str, who: str = OFFICER) -> None:
    request = person_state.Request(D2021, NEAR_POOR, (person,), at(when).date())
    act(made, who, person_state.state, request, when)


def consolidate(made: Scene, when: str = "2021-06-22 09:00") -> None:
    receipt = Receipt(number="7/BC-LĐTBXH", dated=at(when).date(), signer="Trần Thị Trưởng")
    request = sign.Request(D2021, None, receipt, duty=chairs.CONSOLIDATION)
    act(made, LABOUR, sign.sign, request, when)


def propose(made: Scene, kind: str, *numbers: int, when: str = "2021-06-22 10:00") -> None:
    request = proposals.Proposing(D2021, numbers, kind, "hộ neo đơn", "Quỹ Vì người nghèo")
    act(made, LABOUR, proposals.propose, request, when)


def forward(made: Scene, when: str = "2021-06-22 11:00") -> case_answer.Answer:
    request = proposals.Forwarding(D2021, "8/BC-LĐTBXH", at(when).date(), "Trần Thị Trưởng")
    found = act(made, LABOUR, proposals.forward, request, when)
    assert isinstance(found, case_answer.Answer)
    return found


def test_the_road_is_walked_from_the_visits_to_the_decision(walked: Scene) -> None:
    assert states(walked) == {
        1: State.READY,
        2: State.READY,
        3: State.OPEN,
        4: State.OPEN,
        5: State.OPEN,
        6: State.READY,
    }
    first = draft(walked)
    assert (first.cases, first.held_back) == (2, 3)
    sent = signed(walked, first.report)
    assert sent.reached == ("phong-ldtbxh",)
    with walked.office.reading() as session:
        (report,) = session.scalars(select(Report)).all()
        reached = set(session.scalars(select(PersonReached.person_id)))
    assert report.id == sent.filed
    assert report.figures
    assert report.figures["groups"] == {NEAR_POOR: {"so_nguoi": 2}}
    assert (report.number, report.signer, reached) == ("1/BC-UBND", "Nguyễn Văn Ký", {1, 2})
    other = draft(walked, "2021-06-21 11:00", THERE)
    signed(walked, other.report, "2021-06-21 11:30", THERE)
    consolidate(walked)
    assert {states(walked, "2021-06-22 09:30")[n] for n in (1, 2, 6)} == {State.CONSOLIDATED}
    propose(walked, "fund", 1)
    propose(walked, "visit", 2)
    propose(walked, "closed", 6)
    assert forward(walked).bodies == ((DAI_PHU, 2), (SON_NAM, 1))
    deciding = proposals.Deciding(D2021, True, "3/TB-UBND", date(2021, 6, 23))
    act(walked, SPECIALIST, proposals.decide, deciding, "2021-06-23 09:00")
    assert {states(walked, "2021-06-23 10:00")[n] for n in (1, 2, 6)} == {State.DECIDED}


def test_what_is_held_back_says_what_it_lacks_and_how_that_is_recorded(walked: Scene) -> None:
    found = stand(walked)
    lacking = {n: found[n].standing.missing for n in (3, 4, 5)}
    assert lacking == {3: (Need.HELPED,), 4: tuple(Need), 5: (Need.HELPED,)}
    with desk(walked.office, at(NOW), OFFICER, looks=True) as opened:
        seen = case_of(look(opened, Sight.PERSONS), opened.rulebook.directives[D2021], 3)
    assert len(seen.missing) == 1
    assert "vận động hỗ trợ" in seen.missing[0]
    assert "dondoc sponsor" in seen.missing[0]


def test_a_case_is_in_one_report_only_and_the_same_draft_is_signed_once(walked: Scene) -> None:
    first = draft(walked)
    again = draft(walked, "2021-06-21 09:10")
    with pytest.raises(Refused, match="đã bỏ"):
        signed(walked, first.report)
    signed(walked, again.report)
    with pytest.raises(Refused, match="đã ghi là ký"):
        signed(walked, again.report, "2021-06-21 10:10")
    assert states(walked)[1] is State.REPORTED


def test_who_joins_leaves_at_once_wherever_their_case_was(walked: Scene) -> None:
    report = draft(walked).report
    joins(walked, 1, "2021-06-21 09:30")
    assert stand(walked, "2021-06-21 09:40")[1].evidence.left is Leave.COVERED
    with pytest.raises(Refused, match="hồ sơ số 1 đến ngày ấy đã tham gia"):
        signed(walked, report)
    second = draft(walked, "2021-06-21 10:00")
    assert second.cases == 1
    signed(walked, second.report, "2021-06-21 10:30")
    consolidate(walked)
    joins(walked, 2, "2021-06-22 09:40")
    with pytest.raises(Refused, match="hồ sơ số 2 đã rời"):
        propose(walked, "visit", 2)


def test_single_cases_are_returned_with_a_reason_and_the_report_comes_again(
    walked: Scene,
) -> None:
    signed(walked, draft(walked).report)
    assert give_back(walked, 2).cases == 1
    assert (states(walked)[1], states(walked)[2]) == (State.REPORTED, State.RETURNED)
    again = draft(walked, "2021-06-21 15:00")
    assert again.cases == 2
    assert signed(walked, again.report, "2021-06-21 16:00").cases == 2
    with walked.office.reading() as session:
        revisions = session.scalars(select(Report.revision).order_by(Report.id)).all()
        reports = session.scalars(select(CaseReport.report_id)).all()
    assert revisions == [1, 2]
    assert len(set(reports)) == 2
    assert set(states(walked).values()) == {State.OPEN, State.READY, State.REPORTED}


def test_what_was_returned_and_is_not_mended_is_asked_for_and_never_late(walked: Scene) -> None:
    signed(walked, draft(walked).report)
    give_back(walked, 2)
    for day in ("22", "23", "24", "25", "28", "29"):
        walked.sweep(f"2021-06-{day} 07:00", accept_gap=True)
    with walked.office.reading() as session:
        of = Obligation.duty == chairs.REPORT, Obligation.bearer_uid == DAI_PHU, in_force()
        row = session.scalars(select(Obligation).where(*of)).one()
        steps = session.scalars(select(Notice.step).where(Notice.obligation_id == row.id)).all()
    assert row.state == "returned"
    assert set(steps) == {"returned", "reply_due", "reply_late"}


def test_who_takes_the_cases_sees_them_from_then_on_and_no_others(walked: Scene) -> None:
    declared = walked.office.rulebook.directives[D2021]

    def seen(when: str) -> list[int]:
        with desk(walked.office, at(when), LABOUR, looks=True) as opened:
            found = told_with_cases(look(opened, Sight.PERSONS), declared)
        return [one.person for one in found.cases]

    assert seen("2021-06-21 09:00") == []
    signed(walked, draft(walked).report)
    assert seen("2021-06-21 11:00") == [1, 2]
    with (
        desk(walked.office, at("2021-06-21 11:00"), LABOUR, looks=True) as opened,
        pytest.raises(Refused, match="không có trường hợp số 3"),
    ):
        case_of(look(opened, Sight.PERSONS), declared, 3)


def test_somebody_elses_draft_and_cases_are_refused_like_none(walked: Scene) -> None:
    report = draft(walked).report
    for number in (report, 999):
        with pytest.raises(Refused, match=f"không có dự thảo báo cáo trường hợp số {number}"):
            signed(walked, number, who=THERE)
    with pytest.raises(NotAllowed):
        act(walked, THERE, case_report.draft, case_report.Request(D2021, DAI_PHU), NOW)
    signed(walked, report)
    for number in (3, 999):
        with pytest.raises(Refused, match=f"không có hồ sơ số {number}"):
            give_back(walked, number)


def test_a_directive_that_asks_no_such_report_counts_and_says_why_nothing_goes_up(
    walked: Scene,
) -> None:
    declared = walked.office.rulebook.directives[D2024]
    with desk(walked.office, at(NOW), SPECIALIST, looks=True) as opened:
        found = told(look(opened, Sight.COUNTS), declared)
    assert not found.goes_up
    assert "không giao ai báo cáo từng trường hợp" in found.why
    with pytest.raises(Refused, match="chỉ đếm, không gửi gì lên"):
        act(walked, OFFICER, case_report.draft, case_report.Request(D2024, DAI_PHU), NOW)


def test_whoever_got_the_report_is_told_who_has_left_since_in_counts(walked: Scene) -> None:
    signed(walked, draft(walked).report)
    walked.day("2021-06-22")
    joins(walked, 1, "2021-06-22 09:00")
    assert [one.subject for one in walked.entries("case.left")] == ["case_report:1"]
    walked.day("2021-06-23")
    letters = [
        one
        for one in walked.gateway.to("officer.phong-ldtbxh@noi-bo.invalid")
        if "cần tổng hợp" in one.subject.casefold()
    ]
    assert len(letters) == 2
    assert "đã rời" not in letters[0].text
    assert "02 người, trong đó 01 trường hợp đã rời sau khi báo cáo" in letters[1].text


def test_who_did_not_join_after_all_is_on_the_road_again(walked: Scene) -> None:
    signed(walked, draft(walked).report)
    joins(walked, 1, "2021-06-22 09:00")
    request = person_state.Request(D2021, NEAR_POOR, (1,), date(2021, 6, 22), not_after_all=True)
    act(walked, OFFICER, person_state.state, request, "2021-06-22 10:00")
    assert stand(walked, "2021-06-22 11:00")[1].standing.state is State.REPORTED
    assert len(walked.entries("case.back")) == 1
