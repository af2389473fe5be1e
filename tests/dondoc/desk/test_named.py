"""An act that takes a wrong blame back tells everything that was said, each with what follows."""

from datetime import date

import pytest

from dondoc.cli.named import say_named
from dondoc.consolidation.sign import sign
from dondoc.desk import answer, record, retract
from dondoc.desk.context import Which, desk
from dondoc.desk.named import Named
from dondoc.desk.plain import plain
from dondoc.desk.receipt import Receipt
from dondoc.reports.evidence import Evidence
from rules.rulebook import Rulebook
from tests.dondoc.decisions.test_wrong_blame import (
    BHXH,
    CAME,
    KNOWN,
    blamed,
    chi_thiet,
    corrected,
    issued,
)
from tests.few import NINE, few_of
from tests.offices import D2024, MONTHLY, Scene, at, played


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The communes of the round that is played."""
    return few_of(whole, NINE)


MAY_5, MAY_10 = date(2024, 5, 5), date(2024, 5, 10)
SPECIALIST = "van-phong/specialist"


@played
def blamed_everywhere(office: Scene) -> None:
    """Chi Thiết is named by letters, briefs, a draft, an issued công văn, a signed report."""
    blamed(office)
    issued(office)
    evidence = Evidence(at("2024-05-10 09:00"), "paper", "7/BC-BHXH", date(2024, 5, 9))
    with office.office.writing() as session:
        rulebook, by = office.office.rulebook, "bhxh-huyen/director"
        now, closed = at("2024-05-13 16:00"), at("2024-05-09 09:00:30")
        sign(session, rulebook, D2024, MAY_10, evidence, by, now, closed, partial=True)


def what(named: tuple[Named, ...]) -> set[str]:
    return {one.what for one in named}


EVERYTHING = {
    "thư: quá hạn",
    "thư: còn thiếu báo cáo",
    "thư: đề xuất lãnh đạo",
    "thư: báo cáo nhanh",
    "thư: dự thảo công văn đôn đốc",
    "Công văn số 45/UBND-VX ngày 08/5/2024",
    "Báo cáo tổng hợp từng phần số 7/BC-BHXH ngày 09/5/2024",
}


def test_who_records_it_reads_all_that_was_said(
    office: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    blamed_everywhere(office)
    bearer = chi_thiet(office)
    with desk(office.office, at(KNOWN), "bhxh-huyen/officer") as opened:
        which = Which(D2024, MONTHLY, bearer, MAY_5)
        done = record.record(opened, record.Request(which, Receipt(at(CAME), "paper")))
    assert what(done.named) == EVERYTHING
    told = plain(done)
    assert isinstance(told, dict)
    assert isinstance(told["named"], list)
    say_named(done.named, office.office.rulebook.bodies)
    said = capsys.readouterr().out
    assert f"Đã nêu xã Chi Thiết ở {len(done.named)} chỗ:" in said
    assert (
        "08/5/2024  Công văn số 45/UBND-VX ngày 08/5/2024 → các nơi nhận công văn: "
        "chờ công văn cùng hình thức sửa đổi, thay thế"
    ) in said
    assert "đề xuất lãnh đạo → Phó Chủ tịch UBND huyện: thư đính chính, chưa gửi" in said


def test_the_answer_of_the_body_that_consolidates_reads_them_too(office: Scene) -> None:
    blamed_everywhere(office)
    came = answer.Came(chi_thiet(office), at(CAME))
    with desk(office.office, at(KNOWN), "bhxh-huyen/officer") as opened:
        done = answer.answer(opened, answer.Request(D2024, MAY_5, (came,)))
    assert what(done.named) == EVERYTHING
    assert {one.bearer for one in done.named} == {chi_thiet(office)}


def test_a_report_that_nobody_was_blamed_for_reads_nothing(office: Scene) -> None:
    office.day("2024-04-26")
    with desk(office.office, at("2024-05-03 10:00"), "bhxh-huyen/officer") as opened:
        which = Which(D2024, MONTHLY, chi_thiet(office), MAY_5)
        assert record.record(opened, record.Request(which)).named == ()


def take_back(office: Scene, step: str, when: str) -> retract.Answer:
    """Retract the first notice of `step` about Chi Thiết that was sent."""
    told = [n for n in office.notices(chi_thiet(office)) if (n.step, n.state) == (step, "sent")]
    with desk(office.office, at(when), SPECIALIST) as opened:
        return retract.retract(opened, retract.Request(told[0].id, "xã đã nộp cho BHXH"))


def test_one_notice_taken_back_takes_along_all_that_was_said(office: Scene) -> None:
    blamed_everywhere(office)
    done = take_back(office, "overdue", KNOWN)
    assert (done.corrected, what(done.named)) == (True, EVERYTHING)
    office.dispatch("2024-05-14 08:05")
    letters = [
        e for e in office.gateway.sent if "[Đính chính]" in e.subject and "Chi Thiết" in e.text
    ]
    assert len(letters) == done.corrections
    assert corrected(office, BHXH)
    # Nothing was recorded: the counts still hold it for late, and no letter says otherwise.
    # Both posts of that body are told in one letter of its own report, which came in time.
    own = BHXH.partition(".")[2]
    others = [letter for letter in letters if not letter.to.address.endswith(own)]
    assert others
    assert not any("việc này không tính là quá hạn" in letter.text for letter in others)
    assert all("khi ghi nhận báo cáo, số liệu theo dõi sẽ được sửa" in e.text for e in letters)


def test_what_waits_to_say_the_same_is_called_off(office: Scene) -> None:
    office.days("2024-04-26", "2024-05-10")
    office.sweep("2024-05-13 07:00")
    waits = [n for n in office.notices(chi_thiet(office)) if n.state == "pending"]
    assert [n.step for n in waits] == ["proposal"]
    done = take_back(office, "overdue", "2024-05-13 07:02")
    assert done.cancelled_notices == 1


def test_a_brief_taken_back_is_corrected_to_all_who_got_it(office: Scene) -> None:
    blamed(office)
    briefs = [
        n
        for n in office.notices("bhxh-huyen", "2024-05-10")
        if (n.step, n.state) == ("brief", "sent")
    ]
    first = [n for n in briefs if n.repeat == briefs[0].repeat and n.policy == briefs[0].policy]
    with desk(office.office, at(KNOWN), SPECIALIST) as opened:
        done = retract.retract(opened, retract.Request(briefs[0].id, "số liệu nhầm"))
    assert done.corrections == len({n.contact_id for n in first})
