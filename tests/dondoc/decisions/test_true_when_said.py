"""A word that was true when it was said stays said: who is given more time afterwards was late."""

from datetime import date

import pytest
from sqlalchemy import select

from dondoc.consolidation.sign import sign
from dondoc.decisions.decide import Grounds, move
from dondoc.desk import issue
from dondoc.desk.context import desk
from dondoc.documents.kinds.amend.assembly import amending_draft
from dondoc.documents.parts.blamed import blamed
from dondoc.errors import Refused
from dondoc.reports.evidence import Evidence
from models import Notice, Obligation
from rules.rulebook import Rulebook
from tests.few import NINE, few_of
from tests.offices import D2024, Scene, at, played
from tests.rounds import round_of_may, uids


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The communes of the round that is played."""
    return few_of(whole, NINE)


MAY_10 = date(2024, 5, 10)


@played
def late_then_extended(office: Scene) -> None:
    """Chi Thiết is told on 7/5 that it is late, named by what is issued and signed, then extended.

    On 9/5 it gets until 12/5.
    """
    round_of_may(office)
    office.days("2024-05-06", "2024-05-08")
    with desk(office.office, at("2024-05-08 15:00"), "van-phong/mailbox") as opened:
        issue.issue(opened, issue.Request(D2024, MAY_10, "45/UBND-VX", date(2024, 5, 8)))
    evidence = Evidence(at("2024-05-08 16:00"), "paper", "7/BC-BHXH", date(2024, 5, 8))
    with office.office.writing() as session:
        rulebook, by = office.office.rulebook, "bhxh-huyen/director"
        now, closed = at("2024-05-08 16:00"), at("2024-05-08 15:00:30")
        sign(session, rulebook, D2024, MAY_10, evidence, by, now, closed, partial=True)
    with office.office.writing() as session:
        row = session.get_one(Obligation, office.obligation(chi_thiet(office)).id)
        grounds = Grounds("mưa lũ", "Phó Chủ tịch", "12/QĐ-UBND")
        move(session, rulebook, [row], 7, grounds, at("2024-05-09 09:00"), extension=True)


def chi_thiet(office: Scene) -> str:
    [uid] = uids(office, "Chi Thiết")
    return uid


def test_who_was_late_and_then_given_more_time_gets_no_correction(office: Scene) -> None:
    late_then_extended(office)
    done = office.record("2024-05-10 09:00", bearer=chi_thiet(office), due="2024-05-12")
    assert done.on_time
    assert (done.told_wrongly, done.corrected) == (0, 0)
    office.dispatch("2024-05-10 09:05")
    assert not [e for e in office.gateway.sent if "[Đính chính]" in e.subject]


def test_what_is_out_and_was_true_is_not_amended(office: Scene, rulebook: Rulebook) -> None:
    late_then_extended(office)
    bearer = chi_thiet(office)
    office.record("2024-05-10 09:00", bearer=bearer, due="2024-05-12")
    with office.office.reading() as session:
        row = session.get_one(Obligation, office.obligation(bearer, "2024-05-12").id)
        assert not list(blamed(session, rulebook, row))
        above = session.scalars(
            select(Obligation).where(
                Obligation.duty == "tong-hop-thang", Obligation.due_on == MAY_10
            )
        ).one()
        with pytest.raises(Refused, match="không có công văn"):
            amending_draft(session, rulebook, above, "Văn phòng", at("2024-05-10 10:00"))
    # Whoever replaces it for another reason names it still, as it was late on that day.
    with desk(office.office, at("2024-05-10 15:00"), "van-phong/mailbox") as opened:
        asked = issue.Request(D2024, MAY_10, "46/UBND-VX", date(2024, 5, 8), bearers=(bearer,))
        assert issue.issue(opened, asked).wrongly == ()


def test_what_was_wrong_from_the_start_is_corrected_whatever_was_granted_later(
    office: Scene, rulebook: Rulebook
) -> None:
    late_then_extended(office)
    bearer = chi_thiet(office)
    done = office.record("2024-05-04 09:00", "2024-05-10 09:00", bearer, "2024-05-12")
    assert done.corrected > 1
    with office.office.reading() as session:
        row = session.get_one(Obligation, office.obligation(bearer, "2024-05-12").id)
        named = [one.what for one in blamed(session, rulebook, row)]
        told = session.scalars(
            select(Notice.step).where(Notice.obligation_id == row.id, Notice.step == "correction")
        ).all()
    assert "thư: quá hạn" in named
    assert "thư: báo cáo nhanh" in named
    assert "Công văn số 45/UBND-VX ngày 08/5/2024" in named
    assert "Báo cáo tổng hợp từng phần số 7/BC-BHXH ngày 08/5/2024" in named
    assert len(told) == done.corrected


def test_who_is_named_late_after_the_day_it_was_given_is_corrected_of_that_alone(
    office: Scene,
) -> None:
    late_then_extended(office)
    office.days("2024-05-09", "2024-05-15")
    bearer = chi_thiet(office)
    done = office.record("2024-05-10 09:00", "2024-05-15 09:00", bearer, "2024-05-12")
    assert done.corrected
    office.dispatch("2024-05-15 09:05")
    letters = [e for e in office.gateway.sent if "[Đính chính]" in e.subject]
    assert letters
    assert not any("07/5/2024" in letter.text for letter in letters)
