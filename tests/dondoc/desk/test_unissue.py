"""A công văn entered as issued by mistake is taken back, with whatever was said because of it."""

from datetime import date

import pytest

from dondoc.desk import unissue
from dondoc.desk.context import desk
from dondoc.documents.kinds.amend.assembly import amending_draft
from dondoc.documents.parts.blamed import blamed as blamed_in
from dondoc.errors import Refused
from rules.rulebook import Rulebook
from tests.dondoc.decisions.test_wrong_blame import (
    CAME,
    KNOWN,
    LEADER,
    SPECIALIST,
    blamed,
    chi_thiet,
    corrected,
    issued,
)
from tests.few import NINE, few_of
from tests.offices import D2024, Scene, at
from tests.reporting import sign_round
from tests.rounds import round_of_may


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The communes of the round that is played."""
    return few_of(whole, NINE)


MAY_10, NUMBER = date(2024, 5, 10), "45/UBND-VX"
CITED = "Công văn số 45/UBND-VX ngày 08/5/2024"


def undo(
    office: Scene, when: str, number: str = NUMBER, reason: str = "chưa phát hành"
) -> unissue.Answer:
    with desk(office.office, at(when), "van-phong/mailbox") as opened:
        return unissue.undo(
            opened, unissue.Request(D2024, MAY_10, number, date(2024, 5, 8), reason)
        )


def test_what_was_entered_by_mistake_names_nobody_any_more(
    office: Scene, rulebook: Rulebook
) -> None:
    blamed(office)
    issued(office)
    done = undo(office, "2024-05-13 09:00")
    assert (done.corrected, set(done.names) > {chi_thiet(office)}) == (0, True)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, SPECIALIST)
    assert NUMBER not in letter.text
    assert "Nếu chưa phát hành" in letter.text
    with office.office.reading() as session:
        row = session.merge(office.obligation(chi_thiet(office)))
        assert CITED not in [one.what for one in blamed_in(session, rulebook, row)]
        above = session.merge(office.obligation("bhxh-huyen", "2024-05-10"))
        with pytest.raises(Refused, match="không có công văn đã phát hành nào"):
            amending_draft(session, rulebook, above, "Văn phòng", at(KNOWN))
    [entry] = office.entries("document.unissued")
    assert f'"issued":{done.issued}' in entry.data
    assert "chưa phát hành" not in entry.data
    # It may be entered again, as it really went out.
    assert issued(office).issued > done.issued


def test_who_was_told_that_it_is_out_is_told_that_it_is_not(office: Scene) -> None:
    blamed(office)
    issued(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.dispatch("2024-05-14 08:05")
    done = undo(office, "2024-05-14 09:00")
    assert done.corrected == len(office.gateway.sent[-done.corrected :]) > 1
    office.dispatch("2024-05-14 09:05")
    for address in (SPECIALIST, LEADER):
        [first, second] = corrected(office, address)
        assert f"{CITED} của UBND huyện" in first.text
        assert "Ngày 14/5/2024, Văn phòng đã gửi thư đính chính" in second.text
        assert f"nêu {CITED} của UBND huyện là văn bản đã phát hành" in second.text
        assert "Việc ghi nhận phát hành là nhầm" in second.text
        assert "không còn giá trị" in second.text
    assert "lập lại" in corrected(office, SPECIALIST)[1].text


def test_the_leader_whose_proposal_named_it_is_told_that_it_is_not_out(office: Scene) -> None:
    round_of_may(office)
    office.days("2024-05-06", "2024-05-08")
    issued(office, when="2024-05-08 15:00")
    office.days("2024-05-09", "2024-05-13")
    [*_, proposal] = [one for one in office.gateway.to(LEADER) if "xin ý kiến" in one.subject]
    assert f"{CITED} đã nêu" in proposal.text
    assert undo(office, "2024-05-14 09:00").corrected == 1
    office.dispatch("2024-05-14 09:05")
    [letter] = corrected(office, LEADER)
    assert "Ngày 13/5/2024, Văn phòng đã gửi thư về báo cáo" in letter.text
    assert f"nêu {CITED} của UBND huyện là văn bản đã phát hành" in letter.text
    assert "Việc ghi nhận phát hành là nhầm, nên nội dung về văn bản này không còn" in letter.text
    assert "Nội dung khác của thư đó giữ nguyên." in letter.text
    # It was no correction, and nobody was to amend anything.
    assert "thư đính chính" not in letter.text
    assert "không phải sửa đổi" not in letter.text


def test_what_waits_says_nothing_of_it(office: Scene) -> None:
    blamed(office)
    issued(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    assert undo(office, "2024-05-14 08:02").corrected == 0
    office.dispatch("2024-05-14 08:05")
    [letter] = corrected(office, LEADER)
    assert NUMBER not in letter.text


def test_it_is_refused_without_a_reason_where_there_is_none_and_while_one_rests_on_it(
    office: Scene,
) -> None:
    blamed(office)
    issued(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    issued(office, "46/UBND-VX", amends=NUMBER)
    with pytest.raises(Refused, match="cần nêu lý do"):
        undo(office, KNOWN, reason=" ")
    with pytest.raises(Refused, match=r"không có công văn số 9/X ngày 08/5/2024.*có: .*số 45/UBND"):
        undo(office, KNOWN, "9/X")
    with pytest.raises(
        Refused, match="số 46/UBND-VX ngày 08/5/2024 sửa đổi, thay thế công văn này"
    ):
        undo(office, KNOWN)
    undo(office, KNOWN, "46/UBND-VX")
    # The first one is to be amended again.
    with office.office.reading() as session:
        above = session.merge(office.obligation("bhxh-huyen", "2024-05-10"))
        draft = amending_draft(session, office.office.rulebook, above, "Văn phòng", at(KNOWN))
        assert draft.number == NUMBER
    undo(office, KNOWN)
    with pytest.raises(Refused, match="chưa ghi công văn nào"):
        undo(office, KNOWN)
    with pytest.raises(Refused, match="chưa ghi công văn nào"):
        issued(office, "47/X", amends=NUMBER)


def test_a_signed_report_that_cites_it_is_named_for_who_signed_it_to_replace(
    office: Scene,
) -> None:
    blamed(office)
    issued(office)
    office.record(CAME, KNOWN, chi_thiet(office))
    office.day("2024-06-06")
    sign_round(office, due="2024-06-10", when="2024-06-06 09:00")
    sign_round(office, due="2024-05-10", when="2024-06-06 09:30")
    done = undo(office, "2024-06-06 10:00")
    assert done.cited == ("Báo cáo tổng hợp từng phần ngày 06/6/2024",)
