"""What a receiver reads, step by step and addressee by addressee."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from notifications.compose import Composed, addressee_line, compose
from notifications.letter import Addressee, Enclosed, Item, Joining, Letter, SaidTo
from steps import table
from tests.notifications.samples import (
    ADDRESSEES,
    BHXH_DIRECTOR,
    BHXH_OFFICER,
    CHAIR,
    CONSOLIDATION,
    LATE_REPORT,
    LEADER,
    MAILBOX,
    NOBODY,
    OFFICER,
    REPORT,
    RETURNED_REPORT,
    ROUND,
    SENDER,
    SPECIALIST,
    TARGET,
    at,
    letter,
    sample,
)

GOLDEN = Path(__file__).parent / "golden"
NEVER = (
    "hệ thống yêu cầu",
    "từ chối",
    "chưa nộp",
    "sẽ báo cáo lãnh đạo",
    "kém nhất",
    "379.080",
    "liên kết",
    "&#",
    "{{",
)
OUR_IDS = re.compile(
    r"\b(?:rung|house|None)\b|\b[AB]-\d|@base|\b(?:bhxh|ubnd|van)-[a-z]+\b|son-duong-bhyt"
)
EVERY = [pytest.param(step, id=step.id) for step in table.STEPS]


def said(step: table.Step, addressee: Addressee, **changes: object) -> Composed:
    now, item = sample(step)
    return compose(letter(addressee, now, replace(item, **changes)))  # type: ignore[arg-type]


@cache
def told(step: table.Step) -> tuple[tuple[Addressee, Composed], ...]:
    """Return the message of `step` to every addressee there is, composed once for all claims."""
    return tuple((addressee, said(step, addressee)) for addressee in ADDRESSEES)


@pytest.mark.parametrize("step", EVERY)
def test_no_message_says_what_must_never_be_said(step: table.Step) -> None:
    for _, composed in told(step):
        whole = f"{composed.subject}\n{composed.text}"
        # Its own draft a body has not filed: that is known, whoever has looked.
        allowed = {"chưa nộp"} if step is table.DRAFT else set[str]()
        assert {words for words in NEVER if words.casefold() in whole.casefold()} == allowed
        assert not OUR_IDS.search(whole)
        assert "Đôn Đốc" not in composed.subject
        assert unicodedata.is_normalized("NFC", whole)


@pytest.mark.parametrize("step", EVERY)
def test_no_message_demands(step: table.Step) -> None:
    for _, composed in told(step):
        assert "yêu cầu" not in (composed.subject + composed.text).casefold()


@pytest.mark.parametrize("step", EVERY)
def test_every_message_says_why_it_came_and_how_to_answer(step: table.Step) -> None:
    for addressee, composed in told(step):
        text = composed.text
        assert "Cơ sở " in text
        assert (
            "mục 2, gạch đầu dòng thứ nhất của văn bản trên" in text
            or "quy ước của Văn phòng" in text
        )
        assert "2024, mục" in text or ", Văn bản của" in text
        assert addressee.post == "specialist" or SENDER.phone in text


@pytest.mark.parametrize("step", EVERY)
def test_a_message_is_tidy(step: table.Step) -> None:
    for _, composed in told(step):
        assert "\n" not in composed.subject
        assert composed.subject == composed.subject.strip()
        assert composed.text.startswith("Kính gửi: ")
        assert composed.text.endswith("\n")
        assert not re.search(r"\n{3}| {2}| [.,;:](?!\.)|\(\)|\.\.(?!\.)|[ \t]\n", composed.text)


@pytest.mark.parametrize("step", EVERY)
def test_no_letter_has_brackets_within_brackets_or_straight_quotation_marks(
    step: table.Step,
) -> None:
    now, item = sample(step)
    sender = replace(SENDER, person="Nguyễn Thị Hà (mẫu)", phone="0207 0000 000 (mẫu)")
    for addressee in ADDRESSEES:
        for left in (2, 0, -1):
            item = replace(item, working_days_left=left)
            text = compose(Letter(addressee, sender, (item,), now)).text
            assert '"' not in text
            outside = re.sub("“[^”]*”", "“”", text)
            assert not re.search(r"\([^()\n]*\(|\)\s*\(", outside), outside


def test_straight_marks_that_come_in_with_data_are_told_as_quotation_marks() -> None:
    returned = RETURNED_REPORT.returned
    assert returned is not None
    back = replace(returned, reasons=(("Số thẻ", 'sửa mục "Tăng"'),))
    assert "sửa mục “Tăng”" in said(table.RETURNED, OFFICER, returned=back).text


def test_a_clause_laid_on_others_than_the_reader_is_cited_as_theirs() -> None:
    theirs = said(table.FIRST, OFFICER).text
    assert "của văn bản trên, giao Ban chỉ đạo BHXH, BHYT huyện: “Đôn đốc" in theirs
    assert "của văn bản trên: “Đôn đốc" in said(table.FIRST, OFFICER, basis_bearers="").text


@pytest.mark.parametrize("step", [table.FIRST, table.REMINDER, table.DUE_TODAY, table.OVERDUE])
@pytest.mark.parametrize("addressee", [OFFICER, CHAIR])
def test_a_body_about_to_be_merged_is_asked_for_what_it_can_still_do(
    step: table.Step, addressee: Addressee
) -> None:
    heir, how = "UBND xã Đại Sơn", "xã Đại Sơn thành lập từ ngày 01/9/2024"
    joining = Joining("UBND xã Đại Phú", begun=False, how=how)
    coming = said(step, addressee, bearer=heir, joining=joining, begins=True)
    assert f"chuẩn bị phần số liệu của UBND xã Đại Phú, bàn giao cho {heir}" in coming.text
    assert "ký, gửi" not in coming.text
    # It has nothing to send itself, and first reads why it is written to at all.
    assert "Nếu phần của UBND xã Đại Phú không có phát sinh, khi bàn giao ghi rõ" in coming.text
    assert "gửi báo cáo ghi “Không phát sinh”" not in coming.text
    if step is not table.OVERDUE:
        assert "Nếu đã gửi" not in coming.text
    assert coming.text.partition("\n\n")[2].startswith("Xã Đại Sơn thành lập từ ngày 01/9/2024. ")
    gone = said(step, addressee, bearer=heir, joining=replace(joining, begun=True))
    assert f"chuyển thư này đến {heir}" in gone.text


@pytest.mark.parametrize("addressee", [OFFICER, NOBODY, CHAIR, MAILBOX])
@pytest.mark.parametrize("step", [table.FIRST, table.REMINDER, table.DUE_TODAY])
@pytest.mark.parametrize("left", [3, 1, 0, -1])
def test_before_lateness_a_commune_never_reads_the_lenient_date(
    step: table.Step, addressee: Addressee, left: int
) -> None:
    composed = said(step, addressee, working_days_left=left)
    assert "07/5" not in composed.subject + composed.text
    assert "tính quá hạn" not in composed.text


def test_above_it_is_reported_and_kindly_proposed_below_it_is_proposed() -> None:
    assert "Kính đề nghị đồng chí" in said(table.PROPOSAL, LEADER).text
    assert "Trân trọng báo cáo." in said(table.BRIEF, LEADER).text
    for addressee in (OFFICER, CHAIR, BHXH_OFFICER, BHXH_DIRECTOR):
        text = said(table.DUE_TODAY, addressee).text
        assert "Kính đề nghị" not in text
        assert "Đề nghị đồng chí" in text


def test_criticism_is_only_proposed() -> None:
    text = said(table.PROPOSAL, LEADER).text
    assert "kể cả phê bình, theo thẩm quyền của đồng chí" in text
    assert "chỉ thực hiện khi có ý kiến của đồng chí" in text


@pytest.mark.parametrize(
    ("left", "subject", "sentence"),
    [
        (2, "Còn 02 ngày làm việc", "Còn 02 ngày làm việc; ngày làm việc cuối cùng trước hạn là"),
        (1, "Còn 01 ngày làm việc", "Còn 01 ngày làm việc; ngày làm việc cuối cùng trước hạn là"),
        (0, "[Đến hạn]", "Hôm nay, thứ Bảy, 04/5/2024 (làm bù), là ngày làm việc cuối cùng"),
        (-1, "[Nhắc việc] Báo cáo", "cuối cùng trước hạn, thứ Bảy, 04/5/2024 (làm bù), đã qua."),
    ],
)
def test_a_reminder_that_leaves_late_is_still_true(left: int, subject: str, sentence: str) -> None:
    composed = said(table.REMINDER, OFFICER, working_days_left=left)
    assert subject in composed.subject
    assert sentence in composed.text


def test_the_chair_is_asked_to_direct_and_the_officer_to_advise() -> None:
    assert said(table.OVERDUE, CHAIR).subject == "Đề nghị chỉ đạo gửi báo cáo tháng BHYT"
    assert said(table.OVERDUE, OFFICER).subject.endswith("(để tham mưu)")


def test_not_received_is_said_only_when_the_receiver_has_looked() -> None:
    assert "Văn phòng chưa ghi nhận báo cáo" in said(table.OVERDUE, CHAIR).text
    assert (
        "BHXH huyện chưa nhận được báo cáo" in said(table.OVERDUE, CHAIR, via_confirmed=True).text
    )


def test_a_late_consolidation_may_be_filed_in_part() -> None:
    late = replace(
        CONSOLIDATION,
        step=table.OVERDUE,
        late_on=date(2024, 5, 11),
        working_days_late=1,
        answer_by=date(2024, 5, 14),
    )
    text = compose(letter(BHXH_DIRECTOR, at(5, 13), late)).text
    assert "Văn phòng chưa ghi nhận báo cáo tổng hợp BHYT tháng của BHXH huyện" in text
    assert "có thể gửi báo cáo tổng hợp phần đã có" in text
    assert "BHXH huyện phải tổng hợp" not in text


def test_a_post_without_a_known_holder_is_addressed_by_its_role() -> None:
    assert addressee_line(NOBODY) == "Công chức Văn hóa – Xã hội xã Đại Phú"
    assert addressee_line(MAILBOX) == "UBND xã Đại Phú"
    assert addressee_line(CHAIR) == "Đồng chí Lê Thị Ví Dụ, Chủ tịch UBND xã Đại Phú"


def three_communes(step: table.Step) -> tuple[Item, ...]:
    _, item = sample(step)
    names = ("UBND xã Đại Phú", "UBND xã Sơn Nam", "UBND thị trấn Sơn Dương")
    return tuple(replace(item, bearer=name) for name in names)


@pytest.mark.parametrize(
    ("step", "addressee"), [(table.ASK_VIA, BHXH_OFFICER), (table.PROPOSAL, LEADER)]
)
def test_three_communes_of_one_round_are_told_once_with_a_list(
    step: table.Step, addressee: Addressee
) -> None:
    now, _ = sample(step)
    composed = compose(letter(addressee, now, *three_communes(step)))
    assert "03 đơn vị" in composed.subject
    assert "việc khác" not in composed.subject
    assert composed.text.count("UBND các xã Đại Phú, Sơn Nam và thị trấn Sơn Dương") == 1
    assert composed.text.count("Tổng hợp báo cáo kết quả") == 1


def test_the_clause_names_all_who_are_told_of_together() -> None:
    names = ("UBND xã Đại Phú", "UBND xã Sơn Nam")
    items = (replace(TARGET, step=table.TARGET_MISSED, bearer=name) for name in names)
    text = compose(letter(LEADER, at(7, 1), *items)).text
    assert "giao UBND các xã Đại Phú, Sơn Nam: " in text


def test_several_matters_are_told_worst_first_in_one_message() -> None:
    now, blocked = sample(table.BLOCKED)
    composed = compose(letter(BHXH_OFFICER, now, *three_communes(table.ASK_VIA), blocked))
    assert composed.subject.endswith("của 03 đơn vị và 01 việc khác")
    assert "02 việc" in composed.text
    assert composed.text.index("Việc 1/2: [Đối chiếu]") < composed.text.index(
        "Việc 2/2: [Còn thiếu]"
    )
    assert composed.text.count("Cơ sở gửi thư này") == 1
    assert composed.text.count("Trân trọng.") == 1


def test_more_than_ten_matters_fit_one_message() -> None:
    items = tuple(replace(REPORT, due_on=REPORT.due_on + timedelta(days=n)) for n in range(12))
    assert "Việc 12/12" in compose(letter(OFFICER, at(4, 26), *items)).text


def test_the_drafted_dispatch_goes_with_its_letter_and_is_not_written_in_it_again() -> None:
    text = said(table.URGE, SPECIALIST).text
    assert "tệp du-thao-don-doc-2024-05-05.docx" in text
    assert "chưa phát hành, chưa gửi đơn vị nào" in text
    assert not re.search("Nơi nhận|Yêu cầu|TM\\.|V/v", text)


def test_a_draft_that_cannot_be_made_is_said_with_what_to_do() -> None:
    lacking = Enclosed(lack="chưa khai báo thể thức: thêm vào thư mục letterheads")
    composed = said(table.URGE, SPECIALIST, enclosed=lacking)
    assert "chưa lập được dự thảo để gửi kèm: chưa khai báo thể thức" in composed.text
    assert "None" not in composed.subject + composed.text


def test_a_brief_of_doubtful_rows_says_so_and_tells_no_figure_and_no_name() -> None:
    doubtful = Enclosed(lack="dữ liệu khác với dấu vết", doubtful=True)
    text = said(table.BRIEF, LEADER, enclosed=doubtful).text
    assert "chưa báo cáo được số liệu" in text
    assert "dữ liệu khác với dấu vết." in text
    assert not re.search("đúng hạn|quá hạn|Xin ý kiến|xã ", text)


@pytest.mark.parametrize(
    ("days", "words"),
    [(30, "còn 30 ngày"), (7, "còn 07 ngày"), (0, "là ngày cuối"), (-1, "đã qua")],
)
def test_a_target_says_how_many_calendar_days_are_left(days: int, words: str) -> None:
    view = replace(TARGET.target, days_left=days)  # type: ignore[type-var]
    assert words in said(table.TARGET_30, OFFICER, target=view).text


def test_figures_are_asked_for_without_names() -> None:
    for step in (table.TARGET_30, table.ASK_FIGURES):
        assert "không gửi danh sách cá nhân" in said(step, OFFICER).text


@pytest.mark.parametrize(
    ("step", "item"), [(table.BRIEF, REPORT), (table.TARGET_7, REPORT), (table.ASK_FIGURES, REPORT)]
)
def test_an_item_without_what_its_step_tells_is_refused(step: table.Step, item: Item) -> None:
    with pytest.raises(ValueError, match=step.id):
        compose(letter(OFFICER, at(5, 7), replace(item, step=step)))


def test_a_letter_about_nothing_or_at_no_known_hour_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        letter(OFFICER, at(5, 7))
    with pytest.raises(ValueError, match="aware"):
        Letter(OFFICER, SENDER, (REPORT,), at(5, 7).replace(tzinfo=None))


def test_a_one_off_duty_names_its_date_once() -> None:
    once = replace(LATE_REPORT, recurring=False, wording="trước ngày 05/5/2024")
    assert "(hạn trước" not in compose(letter(CHAIR, at(5, 7, 10), once)).text


def test_a_brief_says_where_the_consolidation_stands() -> None:
    cases = {
        "trong hạn": ROUND,
        "đã gửi báo cáo tổng hợp ngày 06/5/2024.": replace(
            ROUND, consolidator_done_on=date(2024, 5, 6)
        ),
        "đã gửi báo cáo tổng hợp ngày 13/5/2024, quá hạn": replace(
            ROUND, consolidator_done_on=date(2024, 5, 13), consolidator_late_on=date(2024, 5, 11)
        ),
        "quá hạn": replace(ROUND, consolidator_late_on=date(2024, 5, 7)),
        "đã đến hạn, chưa tính quá hạn": replace(ROUND, consolidator_due_on=date(2024, 5, 6)),
    }
    for words, view in cases.items():
        line = said(table.BRIEF, LEADER, round=view).text.split("2. BHXH huyện")[1].splitlines()[0]
        assert words in line


GOLDEN_LETTERS = {
    "1-first-officer": (table.FIRST, OFFICER, False),
    "2-reminder-officer": (table.REMINDER, OFFICER, False),
    "3-due-today-officer": (table.DUE_TODAY, OFFICER, False),
    "4-overdue-chair": (table.OVERDUE, CHAIR, True),
    "5-urge-specialist": (table.URGE, SPECIALIST, True),
    "6-brief-leader": (table.BRIEF, LEADER, False),
    "7-returned-officer": (table.RETURNED, OFFICER, False),
    "8-reply-due-officer": (table.REPLY_DUE, OFFICER, False),
    "9-reply-late-officer": (table.REPLY_LATE, OFFICER, False),
}


@pytest.mark.parametrize("name", GOLDEN_LETTERS)
def test_the_models_of_may_2024_read_word_for_word(name: str) -> None:
    step, addressee, confirmed = GOLDEN_LETTERS[name]
    composed = said(step, addressee, via_confirmed=confirmed)
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert f"{composed.subject}\n\n{composed.text}" == expected


def test_two_rounds_of_one_report_in_a_letter_are_told_apart_in_their_subjects() -> None:
    now, item = sample(table.OVERDUE)
    later = replace(item, due_on=date(2024, 6, 5), late_on=date(2024, 6, 6))
    both = compose(letter(CHAIR, now, item, later))
    for day in ("05/5/2024", "05/6/2024"):
        assert f": Đề nghị chỉ đạo gửi báo cáo tháng BHYT (hạn trước ngày {day})\n" in both.text
    alone = compose(letter(CHAIR, now, item))
    assert alone.subject == "Đề nghị chỉ đạo gửi báo cáo tháng BHYT"


def test_what_was_issued_already_is_not_proposed_as_if_it_were_not() -> None:
    assert "Phát hành công văn đôn đốc (nếu chưa phát hành)" in said(table.PROPOSAL, LEADER).text
    again = said(table.PROPOSAL, LEADER, urged_by="Công văn số 45/UBND-VX ngày 08/5/2024").text
    assert "Công văn số 45/UBND-VX ngày 08/5/2024 đã nêu đơn vị này." in again
    assert "nếu chưa phát hành" not in again


def test_what_is_proposed_stands_in_a_paragraph_of_its_own() -> None:
    told_it = (SaidTo("Chủ tịch", date(2024, 5, 7)),)
    text = said(table.PROPOSAL, LEADER, told_it=told_it).text
    assert "Chủ tịch (ngày 07/5/2024).\n\nKính đề nghị đồng chí xem xét" in text


def test_each_item_of_a_list_ends_as_a_sentence_does() -> None:
    for step in (table.RETURNED, table.REPLY_DUE, table.REPLY_LATE, table.CAME_IN):
        lists = re.findall(r"(?:^- .+\n)+", said(step, OFFICER).text, flags=re.MULTILINE)
        assert lists
        for items in (found.splitlines() for found in lists):
            assert all(line.endswith(";") for line in items[:-1])
            assert items[-1].endswith(".")


def test_while_the_period_runs_nobody_expects_its_report() -> None:
    now, _ = sample(table.REMINDER)
    running = said(table.REMINDER, OFFICER, figures_to=now.date() + timedelta(days=1)).text
    assert "chưa ghi nhận" not in running
    assert "Báo cáo tháng BHYT của " in running
    over = said(table.REMINDER, OFFICER, figures_to=now.date() - timedelta(days=1)).text
    assert "Văn phòng chưa ghi nhận báo cáo tháng BHYT của " in over


ONE = "Công văn số 12/UBND-VX ngày 08/5/2024 của UBND huyện"
OTHER = "Công văn số 99/UBND-NV ngày 02/4/2024 của UBND huyện"


def test_each_part_of_a_letter_names_the_dispatch_that_it_rests_on() -> None:
    urged, house = (
        replace(REPORT, cited_as=ONE),
        replace(REPORT, cited_as=OTHER, basis_place=None, basis_quote=None),
    )
    text = compose(letter(OFFICER, at(5, 2), urged, house)).text
    first, second = text.split("Việc 2/2")
    assert f"mục 2, gạch đầu dòng thứ nhất của {ONE}" in first
    assert f"quy ước của Văn phòng để theo dõi việc thực hiện {OTHER}" in second
    assert "văn bản trên" not in text


def test_parts_that_share_one_basis_name_it_once_at_the_end() -> None:
    later = replace(REPORT, due_on=date(2024, 6, 5))
    text = compose(letter(OFFICER, at(5, 2), REPORT, later)).text
    assert text.count("Cơ sở gửi thư này") == 1
    assert text.index("Cơ sở gửi thư này") > text.index("Việc 2/2")


def test_parts_of_one_dispatch_that_rest_on_different_clauses_say_so_each() -> None:
    house = replace(REPORT, due_on=date(2024, 6, 5), basis_place=None, basis_quote=None)
    text = compose(letter(OFFICER, at(5, 2), REPORT, house)).text
    assert [part.count("Cơ sở gửi thư này") for part in text.split("Việc 2/2")] == [1, 1]


def test_two_reports_of_one_dispatch_are_told_apart_by_their_short_names() -> None:
    quarter = replace(REPORT, called="báo cáo quý BHYT", due_on=date(2024, 6, 5))
    month = compose(letter(OFFICER, at(5, 2), REPORT))
    other = compose(letter(OFFICER, at(5, 2), quarter))
    assert "Báo cáo tháng BHYT" in month.subject
    assert "Báo cáo quý BHYT" in other.subject
    assert "chuẩn bị báo cáo quý BHYT" in other.text


@pytest.mark.parametrize("addressee", [CHAIR, BHXH_DIRECTOR, LEADER])
def test_a_letter_to_who_commands_a_body_goes_in_the_offices_name(addressee: Addressee) -> None:
    end = said(table.OVERDUE, addressee).text.rsplit("Trân trọng", 1)[1].split("\n\n")[1]
    assert end.splitlines()[0] == "Văn phòng HĐND và UBND huyện"
    assert SENDER.person in end.splitlines()[1]


def test_a_letter_to_an_officer_is_the_specialists() -> None:
    end = said(table.OVERDUE, OFFICER).text.rsplit("Trân trọng.", 1)[1].split()
    assert " ".join(end).startswith(SENDER.person)
