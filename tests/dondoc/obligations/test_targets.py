"""How a target stands, and what is said of it, by what its bearers really filed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kinds.brief.assembly import Reporter, leaders_brief
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.documents.parts.group_tables import group_tables
from dondoc.documents.parts.targets_of import targets_view
from dondoc.looking.board import Board
from dondoc.looking.status import status
from dondoc.obligations.targets import target_standings
from dondoc.reports.return_report import return_report
from dondoc.reports.undo import undo
from dondoc.trail.anchors import read_anchors
from dondoc.visible import EVERYTHING
from models import CountKind, Kind, Notice, Obligation
from rules.meaning.figures import Filled
from rules.meaning.target import TargetStanding
from tests.counting import counted, take_over
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at, played
from tests.reporting import file_report, form, group, sign_round

# Near-poor people, enrolled and carded, by 30/6/2024; a body of ours bears it.
DAY = date(2024, 6, 30)


def target_of(office: Scene, bearer: str = DAI_PHU, due: date = DAY) -> Obligation:
    with office.office.reading() as session:
        return session.scalars(
            select(Obligation).where(
                Obligation.bearer_uid == bearer,
                Obligation.kind == Kind.TARGET.value,
                Obligation.due_on == due,
            )
        ).one()


def standing(office: Scene, bearer: str = DAI_PHU) -> TargetStanding:
    row = target_of(office, bearer)
    with office.office.reading() as session:
        return target_standings(session, office.office.rulebook, [row])[row.id]


def said(office: Scene, bearer: str = DAI_PHU) -> list[str]:
    row = target_of(office, bearer)
    with office.office.reading() as session:
        found = session.scalars(
            select(Notice).where(Notice.obligation_id == row.id).order_by(Notice.id)
        )
        return [f"{n.created_at:%d/%m} {n.step} → {n.recipient_post}: {n.state}" for n in found]


def left(closing: int, as_of: str = "2024-06-30", **more: int) -> Filled:
    """A form in which so many near-poor people are not enrolled."""
    opening = closing + more.get("enrolled", 0)
    near_poor = group(opening=opening, closing=closing, **more)
    return form(as_of, can_ngheo=near_poor, dtts=group(opening=9, closing=9))


def test_who_reported_everybody_enrolled_hears_nothing_more(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(0), "2024-07-01 06:30", due="2024-07-05")
    before = said(office)
    office.days("2024-07-01", "2024-07-08")
    assert standing(office).state == "reached"
    assert standing(office).since == DAY
    assert said(office) == before


def test_who_reported_people_left_on_the_day_missed_it_and_hears_so_once_a_month(
    office: Scene,
) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    before = len(said(office))
    office.days("2024-07-01", "2024-07-08")
    office.day("2024-08-01")
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "01/07 target_missed → officer",
        "01/07 target_missed → chair",
        "01/08 target_missed → officer",
        "01/08 target_missed → chair",
    ]


def test_older_figures_leave_it_unknown_and_are_asked_for_anew(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50, "2024-06-28"), "2024-07-01 06:30", due="2024-07-05")
    before = len(said(office))
    office.days("2024-07-01", "2024-07-08")
    found = standing(office)
    assert found.state == "unknown"
    assert found.by
    assert (found.by.lacking, found.by.as_of) == (50, date(2024, 6, 28))
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "01/07 ask_figures → officer"
    ]


def letters(office: Scene, subject: str) -> list[str]:
    return [one.text for one in office.gateway.sent if subject in one.subject]


def test_a_letter_says_whose_figures_of_which_day_say_that_it_is_missed(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.day("2024-07-01")
    to_chair, *_ = letters(office, "Đề nghị chỉ đạo thực hiện chỉ tiêu")
    assert (
        "Theo báo cáo tháng 6 năm 2024 của UBND xã Đại Phú, số liệu tính đến hết ngày 30/6/2024, "
        "còn 50 người chưa tham gia hoặc chưa được cấp thẻ BHYT, chưa đạt 100%."
    ) in to_chair


def test_figures_put_right_are_told_to_all_who_were_told_that_it_was_missed(
    office: Scene,
) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.days("2024-07-01", "2024-07-02")
    before = len(said(office))
    file_report(office, left(0), "2024-07-02 10:00", due="2024-07-05", revises=True)
    office.days("2024-07-03", "2024-07-08")
    assert said(office)[before:] == [
        "03/07 correction → officer: sent",
        "03/07 correction → chair: sent",
    ]
    corrections = letters(office, "[Đính chính]")
    assert len(corrections) == 2
    assert all(
        "Ngày 01/7/2024, Văn phòng đã gửi thư nêu UBND xã Đại Phú chưa đạt 100%" in text
        and "không còn người nào chưa tham gia hoặc chưa được cấp thẻ BHYT: chỉ tiêu đã đạt."
        in text
        for text in corrections
    )


def test_who_reaches_it_later_was_told_nothing_wrong(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.day("2024-07-01")
    before = said(office)
    later = left(0, "2024-07-31", enrolled=50, carded=50)
    file_report(office, later, "2024-08-01 06:30", due="2024-08-05")
    office.days("2024-08-01", "2024-08-03")
    assert standing(office).since == date(2024, 7, 31)
    assert said(office) == before


def test_a_mistaken_record_is_taken_back_and_the_body_asked_instead(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.day("2024-07-01")
    before = len(said(office))
    row = office.obligation(DAI_PHU, "2024-07-05")
    with office.office.writing() as session:
        undo(session, row.id, "ghi nhầm xã", "bhxh-huyen/officer", at("2024-07-01 15:00"))
    office.day("2024-07-02")
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "02/07 ask_figures → officer",
        "02/07 correction → officer",
        "02/07 correction → chair",
    ]


def test_what_waits_to_leave_is_called_off_once_it_is_not_so(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.sweep("2024-07-01 07:00")
    file_report(office, left(0), "2024-07-01 07:02", due="2024-07-05", revises=True)
    office.dispatch("2024-07-01 07:05")
    assert [line for line in said(office) if "missed" in line] == [
        "01/07 target_missed → officer: cancelled",
        "01/07 target_missed → chair: cancelled",
    ]


def test_enrolled_without_a_card_is_not_yet_there(office: Scene) -> None:
    office.day("2024-06-28")
    without = left(0, enrolled=50, carded=30)
    file_report(office, without, "2024-07-01 06:30", due="2024-07-05")
    found = standing(office)
    assert (found.state, found.by and found.by.lacking) == ("missed", 20)
    cards = left(0, "2024-07-31", carded=20)
    file_report(office, cards, "2024-08-01 06:30", due="2024-08-05")
    assert standing(office).state == "reached"


def test_a_card_list_of_the_same_day_beats_what_is_stated_and_a_newer_one_every_other(
    office: Scene,
) -> None:
    office.day("2024-06-28")
    file_report(office, left(0), "2024-07-01 06:30", due="2024-07-05")
    lists = [(CountKind.LISTED, 60, "2024-04-10"), (CountKind.CARDS, 57, "2024-06-30")]
    take_over(office, "2024-07-01 06:40", [counted(*one) for one in lists])
    found = standing(office)
    assert (found.state, found.by and found.by.lacking) == ("missed", 3)
    take_over(office, "2024-07-02 09:00", [counted(CountKind.CARDS, 60, "2024-07-01")])
    assert standing(office).state == "reached"
    assert standing(office).since == date(2024, 7, 1)


TOLD = (
    "Theo số liệu đã ghi nhận đến ngày {}: 01/12 đơn vị đã đạt (Sơn Nam từ ngày 29/6/2024, theo "
    "báo cáo tháng 6 năm 2024); 01 đơn vị chưa đạt (Đại Phú còn 03 người, theo báo cáo tháng 6 "
    "năm 2024, số liệu tính đến ngày 30/6/2024); 10 đơn vị chưa có số liệu tính đến ngày 30/6/2024 "
    "(Chi Thiết, Đông Thọ, Hào Phú, Hồng Lạc, Kháng Nhật, Ninh Lai, Phú Lương, Tam Đa, Thiện Kế, "
    "Trường Sinh)."
)


# Of 2024 nobody is ordered to report them: the number is told, and why it goes no further.
CASES = (
    "Đã vận động, chưa tham gia, theo báo cáo kỳ này: người thuộc hộ gia đình cận nghèo 02 người "
    "(02/12 đơn vị); người dân tộc thiểu số được ngân sách nhà nước hỗ trợ mức đóng 00 người "
    "(02/08 đơn vị). Văn bản không quy định báo cáo, tổng hợp từng trường hợp chưa tham gia sau "
    "khi đã được vận động; số này chỉ để theo dõi, không báo cáo lên."
)


@played
def july(office: Scene) -> None:
    """One of the twelve reached it a day early, one missed it, ten said nothing."""
    office.day("2024-06-28")
    file_report(office, left(3, not_joining=2), "2024-07-01 06:30", due="2024-07-05")
    file_report(office, left(0, "2024-06-29"), "2024-07-01 06:31", SON_NAM, due="2024-07-05")


@pytest.mark.whole
def test_consolidation_and_brief_say_who_reached_it_since_when(office: Scene) -> None:
    july(office)
    now, rules = at("2024-07-01 12:00"), office.office.rulebook
    with office.office.reading() as session:
        found = consolidation(session, rules, D2024, date(2024, 7, 10))
        tables = group_tables(session, rules, found, now)
        reporter = Reporter("van-phong", "Văn phòng HĐND và UBND huyện")
        brief = leaders_brief(session, rules, found, reporter, now)
    told = TOLD.format("01/7/2024")
    assert [table.target and table.target.told for table in tables] == [told, ""]
    assert brief.beside[0].endswith(told)
    assert brief.beside[1:] == (CASES,)


@pytest.mark.whole
def test_the_mailed_brief_says_so_too_before_it_asks(office: Scene) -> None:
    july(office)
    office.day("2024-07-08")
    [brief] = letters(office, "Báo cáo nhanh")
    assert (
        "\n3. Chỉ tiêu đến ngày 30/6/2024 (mục 1, gạch đầu dòng thứ nhất, câu thứ hai), 100% người "
        "thuộc hộ gia đình cận nghèo trên địa bàn tham gia và được cấp thẻ BHYT. "
        + TOLD.format("08/7/2024")
        + f"\n\n4. {CASES}\n\n5. Xin ý kiến: dự thảo công văn đôn đốc"
    ) in brief


@pytest.mark.whole
def test_machines_get_each_bearer_with_whose_figures_of_which_day(office: Scene) -> None:
    july(office)
    now, rules = at("2024-07-01 12:00"), office.office.rulebook
    with office.office.reading() as session:
        found = targets_view(session, rules, rules.directives[D2024], now, EVERYTHING)
    by_bearer = {one["bearer"]: one for one in found}
    assert len(found) == len(by_bearer) == 12
    assert {one["due_on"] for one in found} == {"2024-06-30"}
    missed, reached = by_bearer[DAI_PHU], by_bearer[SON_NAM]
    assert (missed["state"], missed["remaining"], missed["as_of"]) == ("missed", 3, "2024-06-30")
    assert (missed["source"], missed["since"]) == ("2024-06", None)
    assert missed["recorded_at"] == "2024-07-01T06:30:00+07:00"
    assert (reached["state"], reached["since"], reached["as_of"]) == (
        "reached",
        "2024-06-29",
        "2024-06-29",
    )


@pytest.mark.whole
def test_status_board_and_dossier_say_the_same_with_source_and_day(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(3), "2024-07-01 06:30", due="2024-07-05")
    file_report(office, left(0, "2024-06-29"), "2024-07-01 06:31", SON_NAM, due="2024-07-05")
    now, rules, row = at("2024-07-01 12:00"), office.office.rulebook, target_of(office)
    office.day("2024-07-01")
    with office.office.reading() as session:
        [mine] = [one for one in status(session, rules, D2024, now) if one.duty == row.duty]
        lines = Board(office.office).lines(session, now)
        anchors = read_anchors(office.office.settings.state_folder)
        told = dossier(session, rules, anchors, row, "Văn phòng", now).outcome
        before = status(session, rules, D2024, at("2024-06-30 12:00"))
    reached = {"reached": 1, "missed": 1, "unknown": 10, "reached_since": "2024-06-29"}
    assert mine.as_json()["target"] == reached
    assert (mine.done_on_time, mine.open_overdue, mine.unknown) == (1, 1, 10)
    assert [one.open_in_time for one in before if one.duty == row.duty] == [12]
    stands = {line.who: line.status for line in lines if line.due == "30/6"}
    assert stands["xã Đại Phú"] == "CHƯA ĐẠT: 03"
    assert stands["xã Sơn Nam"] == "đạt từ 29/6"
    assert stands["xã Hồng Lạc"] == "chưa có số liệu"
    assert told == (
        "Đến 12 giờ ngày 01/7/2024, chỉ tiêu (hạn ngày 30/6/2024): chưa đạt: còn 03 người "
        "chưa tham gia hoặc chưa được cấp thẻ BHYT (theo báo cáo tháng 6 năm 2024 của UBND xã Đại "
        "Phú, số liệu tính đến ngày 30/6/2024, ghi nhận ngày 01/7/2024)."
    )


def test_a_returned_report_says_nothing_of_it(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    row = office.obligation(DAI_PHU, "2024-07-05")
    with office.office.writing() as session:
        reasons = {"can-ngheo.closing": "chưa khớp danh sách"}
        when = at("2024-07-01 06:40")
        return_report(session, office.work, row.id, reasons, "bhxh-huyen/officer", when)
    assert standing(office).state == "unknown"


def test_what_corrects_a_signed_round_judges_anew(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.days("2024-07-01", "2024-07-02")
    sign_round(office, "2024-07-10", "2024-07-02 12:00")
    right = replace(left(0), explanations={"can-ngheo.closing": "nhầm cột"})
    file_report(office, right, "2024-07-02 13:00", due="2024-07-05", revises=True)
    assert standing(office).since == DAY
    office.day("2024-07-03")
    assert [line for line in said(office) if "correction" in line] == [
        "03/07 correction → officer: sent",
        "03/07 correction → chair: sent",
        # To whoever signed the report that said so.
        "03/07 correction → officer: sent",
    ]


def test_the_heir_takes_over_what_its_predecessor_was_to_reach(office: Scene) -> None:
    """Hồng Lạc bore the target; from 01/9 on its people are those of Hồng Sơn."""
    hong_lac, hong_son = "02608@base", "02608@2024"
    office.day("2024-06-28")
    own = form("2024-06-30", can_ngheo=group(opening=8, closing=8))
    file_report(office, own, "2024-07-01 06:30", hong_lac, due="2024-07-05")
    assert standing(office, hong_lac).state == "missed"
    office.day("2024-09-03")
    heir = form("2024-08-31", can_ngheo=group(opening=8, enrolled=8, closing=0, carded=8))
    file_report(office, heir, "2024-09-03 09:00", hong_son, due="2024-09-05")
    found = standing(office, hong_lac)
    assert (found.state, found.by and found.by.body) == ("reached", hong_son)


def missed_for_july(office: Scene) -> int:
    """Let all that is said once a month be said: asked on the 1st, told on the 4th."""
    office.day("2024-06-28")
    office.day("2024-07-01")
    file_report(office, left(50), "2024-07-03 08:00", due="2024-07-05")
    office.day("2024-07-04")
    return len(said(office))


THE_NEXT_MORNING = ["05/07 correction → officer: sent", "05/07 correction → chair: sent"]


def test_once_the_months_word_is_said_figures_put_right_are_told_the_next_morning(
    office: Scene,
) -> None:
    before = missed_for_july(office)
    file_report(office, left(0), "2024-07-04 15:00", due="2024-07-05", revises=True)
    office.day("2024-07-05")
    assert said(office)[before:] == THE_NEXT_MORNING


def test_once_the_months_word_is_said_a_card_list_is_heard_the_next_morning(
    office: Scene,
) -> None:
    before = missed_for_july(office)
    lists = [(CountKind.LISTED, 60, "2024-04-10"), (CountKind.CARDS, 60, "2024-06-30")]
    take_over(office, "2024-07-04 15:00", [counted(*one) for one in lists])
    office.day("2024-07-05")
    assert said(office)[before:] == THE_NEXT_MORNING


@played
def missed_for_good(office: Scene) -> None:
    """One body missed its target, and the dispatch is over since."""
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    office.day("2024-07-01")
    office.day("2024-11-01")
    office.day("2025-01-06")


@pytest.mark.long
def test_figures_put_right_after_the_dispatch_is_over_are_told_all_the_same(office: Scene) -> None:
    missed_for_good(office)
    before = len(said(office))
    file_report(office, left(0), "2025-01-06 10:00", due="2024-07-05", revises=True)
    office.day("2025-01-07")
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "07/01 correction → officer",
        "07/01 correction → chair",
        # Who read the briefs.
        "07/01 correction → leader",
    ]


def test_a_card_list_taken_over_after_the_dispatch_is_over_is_told_as_well(office: Scene) -> None:
    missed_for_good(office)
    before = len(said(office))
    lists = [(CountKind.LISTED, 50, "2024-04-10"), (CountKind.CARDS, 50, "2024-06-30")]
    take_over(office, "2025-01-06 10:00", [counted(*one) for one in lists])
    office.day("2025-01-07")
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "07/01 correction → officer",
        "07/01 correction → chair",
        # Who read the briefs.
        "07/01 correction → leader",
    ]
