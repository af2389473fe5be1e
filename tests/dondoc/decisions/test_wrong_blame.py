"""A wrong blame is taken back whole: all that was said, to all who heard it, each in its form."""

from datetime import date

import pytest
from sqlalchemy import select

from dondoc.decisions.answer import answer
from dondoc.errors import Refused
from dondoc.reports.record import Evidence
from models import Notice, Report
from notifications.envelope import Envelope
from tests.offices import D2024, Scene, at, played
from tests.rounds import round_of_may, uids

CAME, KNOWN = "2024-05-04 09:00", "2024-05-14 08:00"
LEADER, BHXH = "leader.ubnd-huyen@noi-bo.invalid", "officer.bhxh-huyen@noi-bo.invalid"
SPECIALIST = "specialist.van-phong@noi-bo.invalid"


@played
def blamed(office: Scene) -> None:
    """Chi Thiết is named in briefs, a draft and a proposal; its report had come on the 4th."""
    round_of_may(office)
    office.days("2024-05-06", "2024-05-13")


def chi_thiet(office: Scene) -> str:
    [uid] = uids(office, "Chi Thiết")
    return uid


def corrected(office: Scene, address: str) -> list[Envelope]:
    return [e for e in office.gateway.to(address) if "[Đính chính]" in e.subject]


def test_who_was_told_twice_gets_one_letter_about_all_of_it(office: Scene) -> None:
    blamed(office)
    done = office.record(CAME, KNOWN, chi_thiet(office))
    assert done.on_time
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, LEADER)
    with office.office.reading() as session:
        told = session.scalars(
            select(Notice).where(Notice.recipient_post == "leader", Notice.step != "correction")
        ).all()
        days = {f"{n.settled_at:%d/%-m/%Y}" for n in told if n.settled_at}
    assert {"07/5/2024", "13/5/2024"} <= days
    assert all(f"ngày {day}" in letter.text.casefold() for day in days)
    assert "(báo cáo nhanh" in letter.text
    assert "đề xuất lãnh đạo" in letter.text
    assert "không phải làm gì thêm" in letter.text


def test_the_body_that_consolidates_and_the_specialist_hear_of_it(office: Scene) -> None:
    blamed(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, BHXH)
    assert "UBND xã Chi Thiết" in letter.text
    assert "nhận ngày 04/5/2024" in letter.text
    # A draft that may be out by now is nothing of which nothing is left to do.
    [letter] = corrected(office, SPECIALIST)
    assert "không phải làm gì thêm" not in letter.text
    assert "Nếu chưa phát hành, đề nghị đồng chí lập lại trước khi trình" in letter.text


def test_a_receipt_that_the_receiver_denied_needs_a_reason_and_evidence(office: Scene) -> None:
    blamed(office)
    bearer = chi_thiet(office)
    with office.office.writing() as session:
        rulebook, due = office.office.rulebook, date(2024, 5, 5)
        answer(session, rulebook, D2024, due, {}, "bhxh-huyen/officer", at("2024-05-13 10:00"))
    for evidence in (
        Evidence(at(CAME)),
        Evidence(at(CAME), grounds="có dấu đến"),
        Evidence(at(CAME), number="12/BC-UBND", dated=date(2024, 5, 3)),
    ):
        with pytest.raises(Refused, match="trả lời lúc 10:00 ngày 13/5/2024 là chưa nhận"):
            office.record(CAME, KNOWN, bearer, evidence=evidence)
    settled = Evidence(at(CAME), "paper", "12/BC-UBND", date(2024, 5, 3), grounds="sổ văn thư")
    office.record(CAME, KNOWN, bearer, evidence=settled)
    with office.office.reading() as session:
        assert session.scalars(select(Report.grounds).where(Report.grounds.is_not(None))).all() == [
            "sổ văn thư"
        ]
    [entry] = [e for e in office.entries("report.recorded") if "contradicts" in e.data]
    assert "sổ văn thư" not in entry.data
    # What came after the answer contradicts nothing.
    [other] = uids(office, "Sơn Nam")
    office.record("2024-05-13 11:00", KNOWN, other)
