"""What was said of a target to anybody is taken back once figures put right say otherwise."""

from dataclasses import replace
from datetime import date

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.parts.blamed import blamed
from notifications.envelope import Envelope
from tests.dondoc.decisions.test_wrong_blame import BHXH, LEADER, enclosed
from tests.dondoc.obligations.test_targets import left, target_of
from tests.offices import D2024, Scene, at, played
from tests.reporting import file_report, sign_round

RIGHT = replace(left(0), explanations={"can-ngheo.closing": "nhầm cột"})
JULY_10 = date(2024, 7, 10)
CITED = "Báo cáo tổng hợp từng phần ngày 08/7/2024"


@played
def told_missed(office: Scene) -> None:
    """Đại Phú is told that 50 are left, the leader by briefs, and BHXH signs so on 8/7."""
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.days("2024-07-01", "2024-07-08")
    sign_round(office, "2024-07-10", "2024-07-08 12:00")


@played
def put_right(office: Scene) -> None:
    file_report(office, RIGHT, "2024-07-09 10:00", due="2024-07-05", revises=True)
    office.day("2024-07-10")


def about_the_target(office: Scene, address: str) -> list[Envelope]:
    return [
        e
        for e in office.gateway.to(address)
        if "[Đính chính]" in e.subject and "100%" in e.text and "Đại Phú" in e.text
    ]


def test_who_was_told_by_a_brief_is_told_that_it_was_not_so(office: Scene) -> None:
    told_missed(office)
    assert not about_the_target(office, LEADER)
    put_right(office)
    [letter] = about_the_target(office, LEADER)
    assert "(báo cáo nhanh" in letter.text or "08/7/2024" in letter.text
    assert "đã gửi thư nêu UBND xã Đại Phú chưa đạt 100%" in letter.text
    assert "chỉ tiêu đã đạt" in letter.text


def test_who_signed_it_gets_the_report_that_replaces_it(office: Scene) -> None:
    told_missed(office)
    put_right(office)
    [letter] = about_the_target(office, BHXH)
    assert f"- {CITED} của BHXH huyện." in letter.text
    assert "Đề nghị đồng chí thay thế báo cáo nêu trên bằng báo cáo cùng hình thức" in letter.text
    draft = enclosed(letter)
    assert f"Báo cáo này thay thế {CITED}" in draft
    assert "nêu xã Đại Phú chưa đạt" in draft
    # It may be signed, though no figure of it has moved: what it says of the target has.
    done = sign_round(office, "2024-07-10", "2024-07-10 12:00")
    assert done.signature.revision == 2
    office.day("2024-07-11")
    assert len(about_the_target(office, BHXH)) == 1


def test_the_dossier_lists_all_of_it_with_what_follows(office: Scene) -> None:
    told_missed(office)
    put_right(office)
    with office.office.reading() as session:
        row = session.merge(target_of(office))
        found = {one.what: one.follows for one in blamed(session, office.office.rulebook, row)}
    assert found["thư: chưa đạt"] == "thư đính chính, đã gửi 10/7/2024 07:05"
    assert found["thư: báo cáo nhanh"].startswith("thư đính chính, đã gửi")
    assert found[CITED].startswith("chờ báo cáo cùng hình thức thay thế")


def test_the_next_report_says_it_once(office: Scene) -> None:
    told_missed(office)
    put_right(office)
    office.day("2024-07-31")
    rulebook, now = office.office.rulebook, at("2024-08-07 09:00")
    with office.office.reading() as session:
        found = consolidation(session, rulebook, D2024, date(2024, 8, 10))
        [told] = consolidated_report(session, rulebook, found, now).cleared
    assert "Xã Đại Phú đã bị nêu chưa đạt 100%" in told
    assert CITED in told
    assert "đã đạt từ ngày 30/6/2024" in told


def test_who_was_told_to_have_reached_it_and_had_not_is_taken_back_too(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(0), "2024-07-01 06:30", due="2024-07-05")
    office.days("2024-07-01", "2024-07-08")
    sign_round(office, "2024-07-10", "2024-07-08 12:00")
    wrong = replace(left(50), explanations={"can-ngheo.closing": "nhầm cột"})
    file_report(office, wrong, "2024-07-09 10:00", due="2024-07-05", revises=True)
    office.day("2024-07-10")
    [letter] = about_the_target(office, BHXH)
    assert "nêu UBND xã Đại Phú đã đạt 100%" in letter.text
    assert "còn 50 người" in letter.text


def test_what_comes_of_a_later_day_takes_nothing_back(office: Scene) -> None:
    told_missed(office)
    later = left(0, "2024-07-31", enrolled=50, carded=50)
    file_report(office, later, "2024-08-01 06:30", due="2024-08-05")
    office.days("2024-08-01", "2024-08-02")
    assert not about_the_target(office, LEADER)
    assert not about_the_target(office, BHXH)
