"""Along the road: cases that wait, decisions that come back as work, whoever left; in counts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dondoc.cases.decided import decided
from dondoc.desk import person_state
from models import Notice
from rules.meaning.case import Term
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, DAI_PHU, SON_NAM, Scene, at, played, scene
from tests.reporting import NEAR_POOR
from tests.visiting import record, told
from tests.walking import LABOUR, OFFICER, THERE, act, begin, consolidate, decide, draft, propose
from tests.walking import sign as signed

CHAIR, LEADER = f"{DAI_PHU}/chair", "ubnd-huyen/leader"


@pytest.fixture
def office(
    sqlite: Engine, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office under the dispatch of 2021, whose own terms are three working days."""
    three = Term(3, "văn bản không nêu thời hạn")
    rules = replace(rulebook, road=replace(rulebook.road, report=three, propose=three))
    with scene(sqlite, rules, policies, tmp_path, directives=[D2021]) as made:
        yield made


@played
def evidence(office: Scene) -> None:
    begin(office)


@played
def proposed(office: Scene) -> None:
    """Three cases were reported, brought together on 22/6, proposed for and decided on 23/6."""
    evidence(office)
    first = draft(office)
    signed(office, first.report)
    other = draft(office, "2021-06-21 11:00", THERE)
    signed(office, other.report, "2021-06-21 11:30", THERE)
    consolidate(office, "2021-06-22 09:00")
    propose(office, {1: "fund", 2: "visit", 6: "closed"}, "2021-06-22 10:00")
    decide(office, "2021-06-23 09:00")


def days(office: Scene, *named: str) -> None:
    for day in named:
        office.sweep(f"2021-{day} 07:00", accept_gap=True)
        office.dispatch(f"2021-{day} 07:05")


def words(office: Scene, step: str) -> list[tuple[str, str]]:
    with office.office.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.step == step).order_by(Notice.id))
        return [(f"{one.recipient_uid}/{one.recipient_post}", one.state) for one in rows]


def texts(office: Scene, mark: str) -> list[str]:
    found = (f"{mail.subject} {mail.text}" for mail in office.gateway.sent)
    return [" ".join(text.split()) for text in found if mark in text]


def joins(office: Scene, person: int, when: str, who: str = OFFICER) -> None:
    request = person_state.Request(D2021, NEAR_POOR, (person,), at(when).date())
    act(office, who, person_state.state, request, when)


def test_cases_with_their_evidence_are_reminded_at_the_offices_own_term_and_then_to_the_chair(
    office: Scene,
) -> None:
    evidence(office)
    days(office, "06-22")
    assert words(office, "cases_wait") == []
    days(office, "06-23")
    waits = [(OFFICER, "sent"), (THERE, "sent")]
    assert sorted(words(office, "cases_wait")) == sorted(waits)
    text = next(one for one in texts(office, "[Chờ báo cáo]") if "Đại Phú" in one)
    assert "có 02 trường hợp đã đủ bằng chứng" in text
    assert "03 ngày làm việc là quy ước của Văn phòng" in text
    days(office, "06-24", "06-29", "06-30")
    assert (CHAIR, "sent") in words(office, "cases_wait_head")


def test_a_term_that_the_office_does_not_set_reminds_nobody(office: Scene) -> None:
    rules = office.office.rulebook
    office.office.rulebook = replace(
        rules, road=replace(rules.road, report=Term(None, "văn bản không nêu thời hạn"))
    )
    evidence(office)
    days(office, "06-23", "06-30")
    assert words(office, "cases_wait") == []


def test_a_signed_report_calls_off_the_word_that_has_not_left(office: Scene) -> None:
    evidence(office)
    office.sweep("2021-06-23 07:00")
    first = draft(office, "2021-06-23 07:01")
    signed(office, first.report, "2021-06-23 07:02")
    office.dispatch("2021-06-23 07:05")
    assert dict(words(office, "cases_wait")) == {OFFICER: "cancelled", THERE: "sent"}


def test_a_decision_comes_back_as_work_until_a_visit_is_entered(office: Scene) -> None:
    proposed(office)
    days(office, "06-24")
    assert sorted(words(office, "cases_decided")) == sorted([(OFFICER, "sent"), (THERE, "sent")])
    mine, other = texts(office, "đã có quyết định")
    assert "(số 3/TB-UBND ngày 23/6/2021)" in mine
    assert "đến vận động lại, chưa ghi lần thăm nào sau quyết định: 01 trường hợp" in mine
    assert "hỗ trợ từ một nguồn, chưa ghi tiền dùng cho hồ sơ: 01 trường hợp" in mine
    assert "kết thúc theo dõi, không còn việc: 01 trường hợp" in other
    assert "Người thứ" not in mine + other
    days(office, "06-25", "06-29")
    assert words(office, "cases_open") == []
    again = told(2, "2021-06-29", "chua", directive=D2021)
    record(office, OFFICER, again, when="2021-06-29 09:00")
    declared = office.office.rulebook.directives[D2021]
    with office.office.reading() as session:
        found = decided(session, office.office.rulebook, declared, at("2021-06-29 10:00"))
    assert {(one.person, one.becomes, one.open) for one in found} == {
        (1, "help", True),
        (2, "visit", False),
        (6, "nothing", False),
    }
    days(office, "06-30", "07-01")
    assert words(office, "cases_open") == [(OFFICER, "sent")]
    assert "đến vận động lại" not in texts(office, "đã có quyết định")[-1]
    assert len(words(office, "cases_decided")) == 2


def test_who_leaves_after_the_consolidation_brings_a_letter_to_everybody_who_was_told(
    office: Scene,
) -> None:
    proposed(office)
    days(office, "06-24")
    assert words(office, "cases_left") == []
    joins(office, 1, "2021-06-24 09:00")
    days(office, "06-25")
    assert sorted(words(office, "cases_left")) == sorted([(LABOUR, "sent"), (LEADER, "sent")])
    (text, _) = texts(office, "[Cập nhật]")
    assert "01/03 trường hợp đã tổng hợp" in text
    assert "còn 02 trường hợp" in text
    days(office, "06-28")
    assert len(words(office, "cases_left")) == 2
    joins(office, 6, "2021-06-28 09:00", THERE)
    days(office, "06-29")
    assert len(words(office, "cases_left")) == 4


def test_cases_brought_together_wait_for_a_proposal(office: Scene) -> None:
    evidence(office)
    first = draft(office)
    signed(office, first.report)
    consolidate(office, "2021-06-22 09:00")
    days(office, "06-24")
    assert words(office, "proposals_wait") == []
    days(office, "06-25")
    assert words(office, "proposals_wait") == [(LABOUR, "sent")]
    assert "02 trường hợp đã được tổng hợp mà chưa ghi đề xuất" in texts(office, "[Chờ đề xuất]")[0]
    assert SON_NAM not in texts(office, "[Chờ đề xuất]")[0]
