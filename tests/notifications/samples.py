"""The May 2024 round of the 2024 dispatch, as the application would fill it in."""

from dataclasses import replace
from datetime import date, datetime

from language.zone import ZONE
from notifications.letter import (
    Addressee,
    Enclosed,
    Item,
    Letter,
    ReturnView,
    Said,
    Sender,
    TargetView,
    UndoneView,
)
from notifications.mime import Attachment
from notifications.rounds import (
    AskedView,
    CameView,
    CasesView,
    GatheredView,
    HandingView,
    ListView,
    RoundView,
    VisitsView,
)
from steps import table

VB = "Văn bản của UBND huyện Sơn Dương về thực hiện chính sách bảo hiểm y tế năm 2024"
LATE = ("Xã Đại Phú", "Xã Sơn Nam", "Thị trấn Sơn Dương")
URGING = (
    "mục 2, gạch đầu dòng thứ nhất",
    "Đôn đốc, kiểm tra, giám sát, hướng dẫn Ủy ban nhân dân các xã, thị trấn trong triển khai "
    "thực hiện",
)

SENDER = Sender(
    person="Nguyễn Thị Mẫu",
    title="chuyên viên",
    phone="0207 3835 000",
    email="chuyenvien@sonduong.example",
    organisation="Văn phòng HĐND và UBND huyện",
)
OFFICER = Addressee("Trần Văn Thử", "công chức Văn hóa – Xã hội", "UBND xã Đại Phú", "officer")
NOBODY = Addressee(None, "công chức Văn hóa – Xã hội", "UBND xã Đại Phú", "officer")
CHAIR = Addressee("Lê Thị Ví Dụ", "Chủ tịch", "UBND xã Đại Phú", "chair")
MAILBOX = Addressee(None, "văn thư", "UBND xã Đại Phú", "mailbox")
BHXH_OFFICER = Addressee("Hoàng Văn Giả", "cán bộ tổng hợp", "BHXH huyện", "officer")
BHXH_DIRECTOR = Addressee("Đỗ Thị Định", "Giám đốc", "BHXH huyện", "director")
SPECIALIST = Addressee(SENDER.person, SENDER.title, SENDER.organisation, "specialist")
LEADER = Addressee("Phạm Văn Lệ", "Phó Chủ tịch", "UBND huyện", "leader")
ADDRESSEES = (
    OFFICER, NOBODY, CHAIR, MAILBOX, BHXH_OFFICER, BHXH_DIRECTOR, SPECIALIST, LEADER,
)  # fmt: skip

ROUND = RoundView(
    total=31,
    received=28,
    missing=LATE,
    late=LATE,
    urged=LATE,
    done_on_time=27,
    done_late=1,
    open_in_time=0,
    open_overdue=3,
    inputs_as="UBND các xã, thị trấn",
    inputs_called="báo cáo tháng BHYT",
    inputs_place="mục 1, gạch đầu dòng thứ tư",
    inputs_wording="trước ngày 05 hàng tháng",
    inputs_due_on=date(2024, 5, 5),
    consolidator="BHXH huyện",
    consolidator_place="mục 2, gạch đầu dòng thứ hai",
    consolidator_wording="trước ngày 10 hàng tháng",
    consolidator_due_on=date(2024, 5, 10),
    consolidator_aim_on=date(2024, 5, 9),
    consolidator_late_on=date(2024, 5, 11),
)

FULL_ROUND = replace(
    ROUND, received=31, missing=(), late=(), urged=(), done_on_time=29, done_late=2, open_overdue=0
)

REPORT = Item(
    step=table.FIRST,
    directive="son-duong-bhyt-2024",
    cited_as=VB,
    called="báo cáo tháng BHYT",
    place=ROUND.inputs_place,
    quote="Tổng hợp báo cáo kết quả thực hiện về Ủy ban nhân dân huyện (qua Bảo hiểm xã hội "
    "huyện tổng hợp) trước ngày 05 hàng tháng",
    wording=ROUND.inputs_wording,
    bearer="UBND xã Đại Phú",
    bearers_as="UBND các xã, thị trấn",
    addressee_body="UBND huyện",
    via_body="BHXH huyện",
    due_on=date(2024, 5, 5),
    aim_on=date(2024, 5, 4),
    aim_is_makeup_day=True,
    late_on=date(2024, 5, 7),
    working_days_left=3,
    working_days_late=0,
    recurring=True,
    basis_place=URGING[0],
    basis_quote=URGING[1],
    basis_bearers="Ban chỉ đạo BHXH, BHYT huyện",
)

CONSOLIDATION = replace(
    REPORT,
    called="báo cáo tổng hợp BHYT tháng",
    place=ROUND.consolidator_place,
    quote="Tổng hợp báo cáo kết quả thực hiện với Ủy ban nhân dân huyện trước ngày 10 hàng tháng",
    wording=ROUND.consolidator_wording,
    bearer="BHXH huyện",
    bearers_as="",
    via_body=None,
    due_on=date(2024, 5, 10),
    aim_on=date(2024, 5, 9),
    aim_is_makeup_day=False,
    late_on=date(2024, 5, 11),
    working_days_left=2,
    basis_place=None,
    basis_quote=None,
    round=ROUND,
    enclosed=Enclosed(
        (Attachment("du-thao-don-doc-2024-05-05.docx", b"PK"),),
        ("UBND xã Đại Phú", "UBND xã Sơn Nam", "UBND thị trấn Sơn Dương"),
    ),
)

NEAR_POOR = "người thuộc hộ gia đình cận nghèo"
LISTED = ListView(NEAR_POOR, 1, date(2024, 4, 10), date(2024, 5, 2))
LIST = replace(
    REPORT,
    step=table.LIST_WAITS,
    place="mục 2, gạch đầu dòng thứ hai, câu thứ nhất",
    quote="Giao Bảo hiểm xã hội huyện rà soát, cung cấp danh sách người thuộc hộ gia đình cận "
    "nghèo chưa tham gia BHYT cho các xã",
    wording="",
    bearer="BHXH huyện",
    bearers_as="",
    addressee_body="UBND các xã, thị trấn",
    via_body=None,
    due_on=date(2024, 5, 3),
    aim_on=date(2024, 5, 3),
    aim_is_makeup_day=False,
    recurring=False,
    basis_place=None,
    basis_quote=None,
    basis_bearers="",
)

VISIT = replace(
    LIST,
    step=table.VISITS_WAIT,
    place="mục 1, gạch đầu dòng thứ nhất, câu thứ nhất",
    quote="phối hợp với Trưởng thôn đến từng hộ gia đình cận nghèo để rà soát, thống kê",
    bearer="UBND xã Đại Phú",
)
CASE = replace(
    VISIT,
    place="mục 1, gạch đầu dòng thứ hai, phần Lưu ý",
    quote="Những trường hợp sau khi đã được tuyên truyền, vận động, giúp đỡ nhưng vẫn chưa tham "
    "gia BHYT, Chủ tịch UBND các xã, thị trấn báo cáo cụ thể bằng văn bản với UBND huyện",
    addressee_body="UBND huyện",
    via_body="Phòng LĐTBXH huyện",
)
ROAD = CasesView(
    report=2,
    propose=3,
    waiting_days=12,
    term_days=10,
    visit=1,
    help=2,
    closed=1,
    refused=1,
    papers=(("3/TB-UBND", date(2024, 6, 20)),),
    left=2,
    of=25,
)
ASKED = AskedView(
    "quý II năm 2024",
    (
        ("tăng cường tuyên truyền về chính sách BHYT", "mục 1, gạch đầu dòng thứ ba"),
        ("nghiêm túc triển khai thực hiện", "đoạn kết"),
    ),
)
WAITING = VisitsView(
    assigned=True,
    without=0,
    remaining=12,
    unvisited=7,
    unvisited_days=10,
    promises=2,
    promise_days=3,
    behind=5,
    target_on=date(2024, 6, 30),
    rise_on=date(2024, 7, 1),
    month_before=81_000,
    month_after=105_300,
)

TARGET = replace(
    REPORT,
    step=table.TARGET_30,
    place="mục 1, gạch đầu dòng thứ nhất",
    quote="Đảm bảo đến 30/6/2024, 100% người thuộc hộ gia đình cận nghèo trên địa bàn đều tham gia "
    "và được cấp thẻ BHYT",
    wording="đến 30/6/2024",
    bearers_as="",
    via_body=None,
    due_on=date(2024, 6, 30),
    aim_on=date(2024, 6, 28),
    aim_is_makeup_day=False,
    late_on=date(2024, 7, 1),
    working_days_left=20,
    recurring=False,
    target=TargetView(
        population="người thuộc hộ gia đình cận nghèo",
        measure="tham gia và được cấp thẻ BHYT",
        percent=100,
        days_left=30,
    ),
)

LATE_REPORT = replace(
    REPORT,
    step=table.OVERDUE,
    working_days_left=-1,
    working_days_late=1,
    round=ROUND,
    answer_by=date(2024, 5, 8),
)


RETURNED_REPORT = replace(
    REPORT,
    basis_place=None,
    basis_quote=None,
    working_days_left=-1,
    returned=ReturnView(
        by="BHXH huyện",
        returned_on=date(2024, 5, 7),
        received_on=date(2024, 5, 3),
        reply_by=date(2024, 5, 9),
        reply_is_makeup_day=False,
        reasons=(
            ("Hộ cận nghèo: Chưa tham gia BHYT cuối kỳ", "chưa khớp danh sách BHXH huyện gửi"),
            ("Kết quả thực hiện", "chưa nêu số thôn đã đến"),
        ),
    ),
)


UNDONE = UndoneView(
    kind="extend",
    decided_on=date(2024, 5, 4),
    days=10,
    to=date(2024, 5, 15),
    undone_on=date(2024, 5, 8),
    number="",
    until=date(2024, 5, 9),
    until_is_makeup_day=False,
    was_late=False,
)


GATHERED = GatheredView(
    came=(
        CameView("UBND xã Đại Phú", "03 người", "số 12/BC-UBND ngày 21/6/2021"),
        CameView("UBND xã Tân Trào", "không có trường hợp", ""),
    ),
    sums=("Tổng số (người thuộc hộ gia đình cận nghèo): 03 người.",),
    bodies=31,
    inputs_called="báo cáo trường hợp chưa tham gia BHYT",
    inputs_as="UBND các xã, thị trấn",
    inputs_place="mục 1, gạch đầu dòng thứ hai, phần Lưu ý",
    inputs_quote="Chủ tịch UBND các xã, thị trấn báo cáo cụ thể bằng văn bản",
    number=2,
    returned=("UBND xã Sơn Nam",),
    amended=("báo cáo của UBND xã Sơn Nam đã nêu 05 người; nay đã trả lại để chỉnh lý.",),
    then_place="mục 2, gạch đầu dòng thứ hai",
    then_quote="báo cáo, đề xuất giải pháp với Ủy ban nhân dân huyện",
)


def at(month: int, day: int, hour: int = 7, minute: int = 0) -> datetime:
    """A moment of 2024 in the office's own time."""
    return datetime(2024, month, day, hour, minute, tzinfo=ZONE)


def letter(addressee: Addressee, now: datetime, *items: Item) -> Letter:
    return Letter(addressee=addressee, sender=SENDER, items=items, now=now)


def sample(step: table.Step) -> tuple[datetime, Item]:
    """When the step is sent in May 2024 (targets: June, July), and what it tells."""
    days_before = {table.TARGET_30: 30, table.TARGET_15: 15, table.TARGET_7: 7}
    if step in days_before:
        left = days_before[step]
        view = replace(TARGET.target or TargetView("", "", 0, 0), days_left=left)
        moment = at(5, 31) if left == 30 else at(6, 30 - left)
        return moment, replace(TARGET, step=step, target=view)
    made: dict[table.Step, tuple[datetime, Item]] = {
        table.FIRST: (at(4, 26), replace(REPORT, figures_to=date(2024, 4, 30))),
        table.REMINDER: (at(5, 2), replace(REPORT, working_days_left=2)),
        table.DUE_TODAY: (at(5, 4), replace(REPORT, working_days_left=0)),
        table.DRAFT: (at(5, 4), replace(REPORT, working_days_left=0)),
        table.ASK_VIA: (at(5, 7), replace(LATE_REPORT, basis_place=None, basis_quote=None)),
        table.OVERDUE: (at(5, 7, 10), LATE_REPORT),
        table.URGE: (at(5, 8, 16), replace(CONSOLIDATION, answer_by=date(2024, 5, 9))),
        table.BRIEF: (at(5, 7, 17), replace(CONSOLIDATION, answer_by=date(2024, 5, 8))),
        table.PROPOSAL: (at(5, 13), replace(LATE_REPORT, working_days_late=5, basis_place=None)),
        table.READY: (at(5, 8), replace(CONSOLIDATION, working_days_left=1, round=FULL_ROUND)),
        table.BLOCKED: (at(5, 7), CONSOLIDATION),
        table.CAME_IN: (at(5, 7), replace(CONSOLIDATION, gathered=GATHERED)),
        table.LIST_OWED: (at(5, 7), replace(LIST, watched=HandingView((NEAR_POOR,), ()))),
        table.LIST_WAITS: (at(5, 7), replace(LIST, watched=HandingView((), (LISTED,)))),
        table.VISITS_WAIT: (at(5, 15), replace(VISIT, watched=WAITING)),
        table.PROMISES_WAIT: (at(5, 15), replace(VISIT, watched=WAITING)),
        table.PACE_SLOW: (at(5, 15), replace(VISIT, watched=WAITING)),
        table.RISE_AHEAD: (at(5, 15), replace(VISIT, watched=WAITING)),
        table.ASK_ACTIVITY: (at(6, 21), replace(VISIT, watched=ASKED)),
        table.CASES_WAIT: (at(6, 21), replace(CASE, watched=ROAD)),
        table.CASES_WAIT_HEAD: (at(6, 21), replace(CASE, watched=ROAD)),
        table.PROPOSALS_WAIT: (at(6, 21), replace(CASE, watched=ROAD)),
        table.PROPOSALS_WAIT_HEAD: (at(6, 21), replace(CASE, watched=ROAD)),
        table.CASES_DECIDED: (at(6, 21), replace(CASE, watched=ROAD)),
        table.CASES_OPEN: (at(6, 21), replace(CASE, watched=ROAD)),
        table.CASES_LEFT: (at(6, 21), replace(CASE, watched=ROAD)),
        table.ASK_FIGURES: (at(7, 1), replace(TARGET, answer_by=date(2024, 7, 2))),
        table.TARGET_MISSED: (at(7, 1), replace(TARGET, answer_by=date(2024, 7, 2))),
        table.RETURNED: (at(5, 7, 15), RETURNED_REPORT),
        table.REPLY_DUE: (at(5, 9), RETURNED_REPORT),
        table.REPLY_LATE: (at(5, 10), RETURNED_REPORT),
        table.DECISION_UNDONE: (at(5, 8, 15), replace(RETURNED_REPORT, undone=UNDONE)),
        table.CORRECTION: (
            at(5, 8),
            replace(
                LATE_REPORT,
                basis_place=None,
                basis_quote=None,
                said=(Said(date(2024, 5, 7), table.OVERDUE),),
                received_on=date(2024, 5, 5),
            ),
        ),
    }
    moment, item = made[step]
    return moment, replace(item, step=step)
