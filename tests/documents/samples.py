"""Documents of the May 2024 round, made up but plausible, for tests and for looking at."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dondoc.documents.kinds.agenda.content import Agenda, AgendaItem
from dondoc.documents.kinds.amend.content import Amending
from dondoc.documents.kinds.annex.content import Annex
from dondoc.documents.kinds.annex.content import Named as AnnexLine
from dondoc.documents.kinds.brief.content import LeadersBrief, Uncovered
from dondoc.documents.kinds.cases.content import CaseRow, CasesReport
from dondoc.documents.kinds.consolidation.content import (
    Absent,
    ConsolidatedReport,
    Punctuality,
    Said,
    SaidOf,
)
from dondoc.documents.kinds.dossier.content import (
    Call,
    Checkpoint,
    Decision,
    Dossier,
    Notice,
    Proof,
    Reading,
    Version,
)
from dondoc.documents.kinds.fulfilment.content import Fulfilment
from dondoc.documents.kinds.minutes.content import Apart as Differing
from dondoc.documents.kinds.minutes.content import Minutes, Party
from dondoc.documents.kinds.processing.content import Incidents, ListKept, Processing
from dondoc.documents.kinds.register.content import Book, Entered, Register
from dondoc.documents.kinds.report.content import CommuneReport, GroupReport, Told
from dondoc.documents.kinds.sponsored.content import Helped, Sponsored
from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.kinds.village.content import OnSheet, VillageSheet
from dondoc.documents.parts.carried import Carried, Recorded, State
from dondoc.documents.parts.clause import Clause
from dondoc.documents.parts.coverage import (
    Adjustment,
    Baseline,
    Forecast,
    Pace,
    Share,
    TargetLine,
)
from dondoc.documents.parts.four_ways import Return
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from dondoc.documents.writers.official import Frame, Heading, Signature
from language.collation import vietnamese
from rules.meaning.figures import GroupFigures
from tests.coverage_form import COVERAGE, FIGURES, movement
from tests.rules.small_directive import rulebook

AT = datetime(2024, 5, 9, 9, 0, tzinfo=UTC)
CITED = "Văn bản của UBND huyện Sơn Dương về thực hiện chính sách bảo hiểm y tế năm 2024"
INPUTS = Clause(
    CITED,
    "mục 1, gạch đầu dòng thứ tư",
    "Tổng hợp báo cáo kết quả thực hiện về Ủy ban nhân dân huyện (qua Bảo hiểm xã hội huyện "
    "tổng hợp) trước ngày 05 hàng tháng",
    "trước ngày 05 hàng tháng",
)
CONSOLIDATION = Clause(
    CITED,
    "mục 2, gạch đầu dòng thứ hai",
    "Tổng hợp báo cáo kết quả thực hiện với Ủy ban nhân dân huyện trước ngày 10 hàng tháng",
    "trước ngày 10 hàng tháng",
)
MATTER = "kết quả thực hiện chính sách bảo hiểm y tế"
POOR = "người thuộc hộ gia đình cận nghèo"
MINORITY = "người dân tộc thiểu số được ngân sách nhà nước hỗ trợ mức đóng"
TWELVE = [
    "Chi Thiết",
    "Đại Phú",
    "Đông Thọ",
    "Hào Phú",
    "Hồng Lạc",
    "Kháng Nhật",
    "Ninh Lai",
    "Phú Lương",
    "Sơn Nam",
    "Tam Đa",
    "Thiện Kế",
    "Trường Sinh",
]
EIGHT = [
    "Đại Phú",
    "Hào Phú",
    "Kháng Nhật",
    "Ninh Lai",
    "Phú Lương",
    "Sơn Nam",
    "Tam Đa",
    "Thiện Kế",
]
OTHERS = [
    "Bình Yên",
    "Cấp Tiến",
    "Đông Lợi",
    "Hợp Hòa",
    "Hợp Thành",
    "Kháng Chiến",
    "Lương Thiện",
    "Minh Thanh",
    "Phúc Ứng",
    "Quyết Thắng",
    "Tân Thanh",
    "Tân Trào",
    "Thượng Ấm",
    "Trung Yên",
    "Tú Thịnh",
    "Văn Phú",
    "Vân Sơn",
    "Vĩnh Lợi",
]
COPIES = (
    "TTr BCĐ tỉnh (BHXH tỉnh)",
    "TTr Huyện ủy; HĐND huyện (báo cáo)",
    "Chủ tịch, các PCT UBND huyện (báo cáo)",
    "Như trên (thực hiện)",
    "Chánh, PCVP HĐND-UBND huyện",
    "Chuyên viên VX",
    "Lưu: VT, BHXH",
)
POOR_TARGET = TargetLine(
    Clause(CITED, "mục 1, gạch đầu dòng thứ nhất, câu thứ hai", "Đảm bảo đến 30/6/2024, 100% …"),
    "người thuộc hộ gia đình cận nghèo trên địa bàn",
    "tham gia và được cấp thẻ BHYT",
    100,
    date(2024, 6, 30),
)
DISTRICT = Frame(
    Heading(("Ủy ban nhân dân", "huyện Sơn Dương"), "UBND-VX", "Sơn Dương", date(2024, 5, 1)),
    (),
    COPIES,
    Signature(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), "Phạm Thị Nhị Bình"),
)
COMMUNE = Frame(
    Heading(("Ủy ban nhân dân", "xã Đại Phú"), "BC-UBND", "Đại Phú", date(2024, 5, 1)),
    ("Ủy ban nhân dân huyện Sơn Dương (qua Bảo hiểm xã hội huyện Sơn Dương)",),
    ("Như trên", "TTr Đảng ủy, HĐND xã (báo cáo)", "Lưu: VT"),
    Signature(("TM. Ủy ban nhân dân", "Chủ tịch")),
)
INSURANCE = Frame(
    Heading(
        ("Bảo hiểm xã hội", "huyện Sơn Dương"),
        "BC-BHXH",
        "Sơn Dương",
        date(2024, 5, 1),
        above=("Bảo hiểm xã hội", "tỉnh Tuyên Quang"),
    ),
    ("Ủy ban nhân dân huyện Sơn Dương",),
    ("Như trên", "BHXH tỉnh (báo cáo)", "Lưu: VT"),
    Signature(("Giám đốc",)),
)
OFFICE = Frame(
    Heading(
        ("Văn phòng", "HĐND và UBND huyện"),
        "BC-VP",
        "Sơn Dương",
        date(2024, 5, 1),
        above=("Ủy ban nhân dân", "huyện Sơn Dương"),
    ),
    ("Đồng chí Phạm Thị Nhị Bình, Phó Chủ tịch UBND huyện",),
    ("Như trên", "Chánh, PCVP HĐND-UBND huyện", "Lưu: VT"),
    Signature(("Chánh Văn phòng",)),
)


def figures(*numbers: int) -> GroupFigures:
    """Return a row with `numbers` in the order of the form."""
    return movement(**dict(zip(FIGURES, numbers, strict=True)))


def told(*texts: str) -> tuple[Told, ...]:
    """Return a body's texts, as many as are given; the others as they usually are."""
    return tuple(
        Told(asked.heading, text, asked.required)
        for asked, text in zip(COVERAGE.texts, texts, strict=True)
    )


def said(*texts: tuple[Said, ...]) -> tuple[SaidOf, ...]:
    """Return what bodies said under each heading of the form."""
    return tuple(
        SaidOf(asked.heading, text, asked.required)
        for asked, text in zip(COVERAGE.texts, texts, strict=True)
    )


def moved(seed: int, opening: int) -> GroupFigures:
    """Return figures that add up, the same for the same seed."""
    enrolled = min(opening, seed * 7 % 19)
    arrived, left = seed % 3, min(opening - enrolled, seed % 2)
    closing = opening + arrived - enrolled - left
    return movement(
        opening=opening,
        arrived=arrived,
        enrolled=enrolled,
        left=left,
        closing=closing,
        carded=enrolled - enrolled // 4,
        not_joining=closing // 6,
    )


def row(seed: int, name: str, opening: int) -> CommuneRow:
    figures = moved(seed, opening)
    return CommuneRow(
        name, figures, date(2024, 4, 30), previous=opening, by_cards=figures.closing + seed % 2
    )


def commune_report() -> CommuneReport:
    return CommuneReport(
        frame=COMMUNE,
        clause=INPUTS,
        body="UBND xã Đại Phú",
        period="tháng 4 năm 2024",
        matter=MATTER,
        as_of=date(2024, 4, 30),
        groups=(
            GroupReport(
                POOR,
                figures(31, -1, 3, 1, 0, 12, 1, 1, 20, 9, 3),
                POOR_TARGET,
                ("số đã tham gia tăng do đợt vận động tại thôn Đồng Diễn.",),
            ),
            GroupReport(MINORITY, figures(1240, 0, 0, 3, 8, 104, 12, 5, 1130, 87, 41)),
        ),
        adjustments=(
            Adjustment(
                "xã Đại Phú",
                POOR,
                "tháng 3/2024",
                "Chưa tham gia BHYT cuối kỳ",
                32,
                31,
                "trùng tên",
            ),
        ),
        form=COVERAGE,
        texts=told(
            "Phân công cán bộ phụ trách 12 thôn; đến 31/31 hộ.\nHọp thôn 12 buổi, 640 lượt người.",
            "Nhiều hộ đi làm ăn xa, chưa liên lạc được.",
            "Đề nghị BHXH huyện cấp thẻ trong tháng đối với hộ đã nộp tiền.",
        ),
    )


def nil_report() -> CommuneReport:
    return replace(commune_report(), nil=True, groups=(), adjustments=(), texts=told("", "", ""))


def group(name: str, bodies: list[str], opening: int, baseline: int) -> GroupTable:
    rows = tuple(row(seed, body, opening + seed * 4) for seed, body in enumerate(bodies, 1))
    closing = sum(r.figures.closing for r in rows if r.figures)
    return GroupTable(
        id=name,
        name=name,
        form=COVERAGE,
        rows=rows,
        baseline=Baseline(baseline, date(2024, 4, 10)),
        population=Share(9120 - closing, 9120),
        listed=Share(max(0, baseline - closing), baseline),
        confirmed=Share(max(0, baseline - 11 - closing), baseline - 11),
        stated=9120 - closing,
        by_list=9120 - closing - 14,
        cards_as_of=date(2024, 4, 30),
        pace=Pace(closing, 8.6, closing / 8.6, 17.5),
    )


def consolidated(partial: bool = False) -> ConsolidatedReport:
    poor = replace(
        group(POOR, TWELVE, -4, 282), target=POOR_TARGET, forecast=Forecast(date(2024, 6, 30), 2)
    )
    minority = replace(
        group(MINORITY, EIGHT, 420, 3571),
        forecast=Forecast(date(2024, 9, 30), 4, 1810, 1640, 2020),
    )
    absent: tuple[Absent, ...] = ()
    if partial:
        rows = list(minority.rows)
        rows[3] = replace(rows[3], last_known=True, as_of=date(2024, 3, 31))
        minority = replace(minority, rows=tuple(rows))
        absent = (
            Absent(
                "xã Ninh Lai",
                date(2024, 5, 5),
                "quá hạn, 07/5/2024",
                date(2024, 5, 9),
                date(2024, 3, 31),
            ),
            Absent("xã Tân Trào", date(2024, 5, 5), "quá hạn, 07/5/2024"),
        )
    names = sorted([*TWELVE, *OTHERS, "TT Sơn Dương"], key=vietnamese)
    late = {"Ninh Lai", "Tân Trào"} if partial else set()
    return ConsolidatedReport(
        frame=INSURANCE,
        clause=CONSOLIDATION,
        inputs_clause=INPUTS,
        bearers_as="UBND các xã, thị trấn",
        period="tháng 4 năm 2024",
        matter=MATTER,
        as_of=date(2024, 4, 30),
        closed_at=AT,
        returns=Return(done_on_time=27, done_late=2, open_overdue=2)
        if partial
        else Return(done_on_time=28, done_late=3),
        groups=(poor, minority),
        punctuality=tuple(
            Punctuality(name, "open_overdue", on_time_rounds=2, rounds=4)
            if name in late
            else Punctuality(
                name,
                "done_on_time",
                datetime(2024, 5, 3, 2, 15, tzinfo=UTC),
                nil=name in OTHERS,
                road="phần mềm",
                on_time_rounds=4,
                rounds=4,
            )
            for name in names
        ),
        absent=absent,
        nil=(*tuple(f"xã {name}" for name in OTHERS), "thị trấn Sơn Dương"),
        adjustments=commune_report().adjustments,
        form=COVERAGE,
        texts=said(
            (Said("xã Đại Phú", "Phân công cán bộ phụ trách 12 thôn."),),
            (
                Said("xã Đại Phú", "Nhiều hộ đi làm ăn xa, chưa liên lạc được."),
                Said("xã Sơn Nam", "Nhiều hộ đi làm ăn xa, chưa liên lạc được."),
                Said("xã Tam Đa", "Thiếu tờ rơi tuyên truyền."),
            ),
            (Said("xã Đại Phú", "Cấp thẻ trong tháng đối với hộ đã nộp tiền."),),
        ),
    )


def urging() -> Urging:
    return Urging(
        frame=DISTRICT,
        inputs=INPUTS,
        consolidation=CONSOLIDATION,
        bearers_as="UBND các xã, thị trấn",
        issuer="Ủy ban nhân dân huyện",
        office="Văn phòng HĐND và UBND huyện",
        consolidator="BHXH huyện",
        matter=MATTER,
        absent=("UBND xã Đại Phú", "UBND xã Ninh Lai", "UBND thị trấn Sơn Dương"),
        at=datetime(2024, 5, 8, 9, 0, tzinfo=UTC),
        due_on=date(2024, 5, 5),
        answer_by=date(2024, 5, 9),
        confirmed=True,
    )


def amending() -> Amending:
    return Amending(
        frame=DISTRICT,
        number="45/UBND-VX",
        dated=date(2024, 5, 8),
        issuer="Ủy ban nhân dân huyện",
        office="Văn phòng HĐND và UBND huyện",
        consolidator="BHXH huyện",
        inputs=INPUTS,
        matter=MATTER,
        due_on=date(2024, 5, 5),
        cleared=(("UBND xã Đại Phú", date(2024, 5, 4)),),
        still=("UBND xã Ninh Lai", "UBND thị trấn Sơn Dương"),
        at=datetime(2024, 5, 14, 9, 0, tzinfo=UTC),
    )


def brief() -> LeadersBrief:
    return LeadersBrief(
        frame=OFFICE,
        inputs_called="báo cáo tháng BHYT",
        remaining=COVERAGE.words.remaining,
        about=COVERAGE.words.about,
        unit=COVERAGE.unit,
        overlapping=True,
        office="Văn phòng HĐND và UBND huyện",
        at=datetime(2024, 5, 7, 10, 0, tzinfo=UTC),
        bearers_as="UBND các xã, thị trấn",
        inputs=INPUTS,
        due_on=date(2024, 5, 5),
        returns=Return(done_on_time=27, done_late=1, open_overdue=3),
        consolidator="BHXH huyện",
        consolidation=CONSOLIDATION,
        consolidator_state="đang tổng hợp, trong hạn",
        overdue=("UBND xã Đại Phú", "UBND xã Ninh Lai", "UBND xã Tân Trào"),
        called=3,
        promised=(date(2024, 5, 8), date(2024, 5, 8)),
        uncovered=(
            Uncovered(POOR, 171, date(2024, 4, 30), "theo dữ liệu thẻ", 282, date(2024, 4, 10)),
            Uncovered(MINORITY, None, None, "", 3571, date(2024, 4, 10)),
        ),
        asks=("dự thảo công văn đôn đốc, phát hành nếu đến 16 giờ ngày 08/5 còn đơn vị chưa gửi",),
    )


def _proof(entry: int) -> Proof:
    return Proof(entry, f"{entry:064x}"[::-1])


def dossier() -> Dossier:
    return Dossier(
        number=17,
        clause=INPUTS,
        bearer="UBND xã Đại Phú",
        addressee="UBND huyện Sơn Dương",
        via="BHXH huyện",
        period="tháng 5/2024",
        reading=Reading(
            date(2024, 5, 5),
            date(2024, 5, 4),
            datetime(2024, 5, 6, 17, 0, tzinfo=UTC),
            "“trước ngày 05” không gồm ngày 05; thứ Bảy 04/5 làm bù",
            "ngày 05/5 là Chủ nhật, lùi sang hết ngày làm việc tiếp theo",
        ),
        outcome="Hoàn thành quá hạn: nhận lúc 08/5/2024 10:20, sau hạn 02 ngày làm việc.",
        printed_at=AT,
        gaps=("mẫu biểu báo cáo", "kỳ báo cáo đầu tiên"),
        opened=_proof(3),
        notices=tuple(
            Notice(
                datetime(2024, 5, 2 + n, 0, 30, tzinfo=UTC),
                step,
                who,
                "thư điện tử",
                "mục 2, gạch đầu dòng thứ nhất" if n < 3 else "quy ước của Văn phòng",
                "đã gửi",
                sent_at=datetime(2024, 5, 2 + n, 0, 31, tzinfo=UTC),
                proof=_proof(120 + n),
            )
            for n, (step, who) in enumerate(
                (
                    ("nhắc trước hạn", "công chức Văn hóa – Xã hội xã Đại Phú"),
                    ("đến hạn", "công chức Văn hóa – Xã hội xã Đại Phú"),
                    ("quá hạn", "Chủ tịch UBND xã Đại Phú"),
                )
            )
        ),
        calls=(
            Call(
                datetime(2024, 5, 7, 2, 0, tzinfo=UTC),
                "công chức Văn hóa – Xã hội",
                "đang trình ký",
                date(2024, 5, 8),
                _proof(140),
            ),
        ),
        versions=(
            Version(
                1,
                datetime(2024, 5, 8, 3, 20, tzinfo=UTC),
                datetime(2024, 5, 8, 3, 40, tzinfo=UTC),
                "văn bản giấy",
                "đã nhận",
                reference="số 12/BC-UBND",
                signer="KT. Chủ tịch",
                proof=_proof(151),
            ),
        ),
        decisions=(
            Decision(
                datetime(2024, 5, 3, 3, 0, tzinfo=UTC),
                "gia hạn 02 ngày",
                "mưa lũ",
                "Phó Chủ tịch UBND huyện",
                _proof(130),
            ),
        ),
        checkpoint=Checkpoint(150, f"{150:064x}", AT, "ed25519:3f2a…"),
        office="Văn phòng HĐND và UBND huyện Sơn Dương",
    )


def agenda() -> Agenda:
    months = ((5, 5, 4), (6, 5, 4), (7, 5, 4))
    return Agenda(
        "UBND xã Đại Phú",
        AT,
        tuple(
            AgendaItem(
                uid=f"son-duong-bhyt-2024/bao-cao-thang/02617@base/2024-{month:02d}",
                summary=f"Báo cáo BHYT tháng {month}",
                clause=INPUTS,
                addressee="UBND huyện",
                via="BHXH huyện",
                due_on=date(2024, month, due),
                aim_on=date(2024, month, aim),
                aim_makeup=month == 5,
                changed_at=datetime(2024, 4, 10, tzinfo=UTC),
                done=month == 5,
                state="hoàn thành đúng hạn" if month == 5 else "",
                remind_at=(datetime(2024, month, aim, 0, 30, tzinfo=UTC),),
            )
            for month, due, aim in months
        ),
        office="Văn phòng HĐND và UBND huyện Sơn Dương",
    )


def processing() -> Processing:
    """What is kept of people: two lists, one of them held."""
    purpose, ground = "vận động tham gia bảo hiểm y tế", CITED
    kept = (CITED, "người thuộc hộ cận nghèo", "BHXH huyện Sơn Dương", date(2024, 4, 10))
    return Processing(
        "Văn phòng HĐND và UBND huyện Sơn Dương",
        AT,
        (
            ListKept(1, *kept, 282, purpose, ground, date(2025, 12, 31), held=False),
            ListKept(2, *kept, 281, purpose, ground, None, held=True),
        ),
        people=282,
        erased=0,
        sees=("Chủ tịch, công chức Văn hóa – Xã hội của xã nơi người ấy ở",),
        accesses=41,
        incidents=Incidents(
            recorded=4,
            in_time=1,
            late=1,
            waiting=1,
            unreported=1,
            still=2,
            hours=72,
            to="cơ quan chuyên trách bảo vệ dữ liệu cá nhân",
            basis="Điều 23 Luật số 91/2025/QH15",
            assumed="người lập đối chiếu toàn văn",
        ),
    )


def fulfilment() -> Fulfilment:
    declared = rulebook().directives["son-duong-bhyt-2024"]
    said = {
        "report": (State.OVERDUE, (Recorded("lượt hoàn thành đúng hạn", 12),)),
        "target": (State.OPEN, ()),
    }
    clauses = [
        Carried(one, *said.get(one.kind, (State.NONE, ())), ())
        for one in sorted(declared.duties.values(), key=lambda each: each.span)
    ]
    return Fulfilment(declared, tuple(clauses), AT, "Văn phòng HĐND và UBND huyện")


def register() -> Register:
    about = "Báo cáo kết quả thực hiện chính sách bảo hiểm y tế, kỳ tháng 4/2024"
    came = Entered(
        number="41/BC-UBND",
        dated=date(2024, 5, 3),
        about=about,
        author="UBND xã Đại Phú",
        place=1,
        came_on=date(2024, 5, 4),
        signer="KT. CHỦ TỊCH: Ma Văn A (mẫu)",
        kept_by="cán bộ chuyên quản",
        note="văn bản giấy",
    )
    return Register(Book.INCOMING, "BHXH huyện", 2024, AT, (came,), 3, "Văn phòng")


def village() -> VillageSheet:
    homes = (
        ("Lý Văn Nam (mẫu)", "1957", "Nam", 1, "Chủ hộ"),
        ("Ma Thị Hoa (mẫu)", "12/3/1984", "Nữ", 1, "Vợ"),
    )
    people = tuple(
        OnSheet(345 + place, name, birth, sex, home, relation, "Thôn Đồng Chùa, xã Đại Phú")
        for place, (name, birth, sex, home, relation) in enumerate(homes)
    )
    return VillageSheet(
        12,
        3,
        POOR,
        "Xã Đại Phú",
        "Thôn Đồng Chùa",
        date(2024, 4, 10),
        AT,
        people,
        "BHYT",
        boxes=(
            (
                "Gặp",
                (
                    "chính người đó",
                    "chủ hộ",
                    "người lớn khác trong hộ",
                    "không gặp ai",
                    "hàng xóm (chỉ hỏi nơi ở)",
                ),
            ),
            (
                "Trả lời",
                (
                    "sẽ tham gia",
                    "xin được giúp",
                    "không có khả năng đóng",
                    "chưa tham gia lúc này",
                    "chưa trả lời",
                ),
            ),
            (
                "Lý do",
                (
                    "chờ có tiền, chờ thu hoạch",
                    "chờ bàn trong gia đình",
                    "chưa thấy cần",
                    "đi làm xa",
                    "thiếu giấy tờ",
                    "lý do khác",
                ),
            ),
            (
                "Tình trạng",
                ("ở nhà", "đi vắng", "đã chuyển đi", "đã mất", "đã có thẻ theo nhóm khác"),
            ),
        ),
    )


def minutes() -> Minutes:
    may = date(2024, 5, 2)
    parties = (
        Party(
            "danh sách đã tham gia của cơ quan bảo hiểm xã hội",
            "Bảo hiểm xã hội huyện",
            may,
            "dữ liệu thẻ",
            12,
            3_379_320,
            0,
            "Giám đốc",
        ),
        Party(
            "danh sách ngân sách hỗ trợ",
            "Phòng Tài chính (mẫu)",
            may,
            "Công văn số 9/TCKH ngày 05/5/2024",
            12,
            3_377_710,
            1,
            "Trưởng phòng",
        ),
        Party(
            "danh sách của cơ quan chủ trì",
            "Phòng Lao động (mẫu)",
            may,
            "Công văn số 12/LĐTBXH ngày 06/5/2024",
            13,
            3_660_930,
            0,
            "Trưởng phòng",
        ),
    )
    apart = (
        Differing(
            345, ((6, 281_610), (6, 280_000), (6, 281_610)), "số tiền khác nhau", "một bên ghi sai"
        ),
        Differing(351, (None, None, (6, 281_610)), "không có trong danh sách của một bên"),
    )
    return Minutes(
        7,
        "Phòng Lao động – Thương binh và Xã hội huyện Mẫu",
        POOR,
        "Văn bản tháng 6 năm 2021 của UBND huyện (mục 2, gạch đầu dòng thứ hai)",
        date(2024, 1, 1),
        date(2024, 6, 1),
        "ba bên đã thống nhất",
        parties,
        apart,
        11,
        3_097_710,
        AT,
        topic="BHYT",
    )


def sponsored() -> Sponsored:
    helped = (Helped("Ma Thị Hoa (mẫu)", 12, 291_600), Helped("Lý Văn Nam (mẫu)", 6, 145_800))
    sums = (2_000_000, 729_000, 0, 1_271_000)
    return Sponsored(3, "Công ty Mẫu", "Xã Đại Phú", *sums, helped, 1, 291_600, AT)


def cases() -> CasesReport:
    """The report of a chair whose deputy signs, one of whose cases has joined since."""
    place = "mục 1, gạch đầu dòng thứ hai, phần Lưu ý"
    quote = (
        "Những trường hợp sau khi đã được tuyên truyền, vận động, giúp đỡ nhưng vẫn chưa tham gia"
    )
    day = date(2021, 6, 18)
    return CasesReport(
        frame=Frame(
            Heading(("Ủy ban nhân dân", "xã Đại Phú"), "BC-UBND", "Đại Phú", date(2021, 6, 1)),
            ("Ủy ban nhân dân huyện Sơn Dương (qua Phòng Lao động – Thương binh và Xã hội huyện)",),
            ("Như trên", "Lưu: VT"),
            Signature(("KT. Chủ tịch", "Phó Chủ tịch"), "Trần Văn Mẫu"),
        ),
        clause=Clause("Văn bản tháng 6 năm 2021 của UBND huyện Sơn Dương", place, quote, ""),
        body="UBND xã Đại Phú",
        subject="những trường hợp chưa tham gia BHYT sau khi đã được vận động, giúp đỡ",
        unit="người",
        draft=False,
        as_of=date(2021, 6, 21),
        cases=(
            CaseRow(12, POOR, day, day, date(2021, 6, 20), None),
            CaseRow(345, POOR, day, day, None, date(2021, 6, 20), "đã tham gia hoặc đã có thẻ"),
        ),
        receivers="Ủy ban nhân dân huyện Sơn Dương và Phòng Lao động – Thương binh và Xã hội huyện",
        annex="PL 12",
        annex_road="bản giấy",
    )


def annex() -> Annex:
    people = (
        AnnexLine(12, "Lý Văn Nam (mẫu)", "1957", "Nam", "Thôn Đồng Chùa", "xã Đại Phú"),
        AnnexLine(345, "Ma Thị Hoa (mẫu)", "12/3/1984", "Nữ", "Thôn Tân Lập", "xã Đại Phú"),
    )
    to = "Ủy ban nhân dân huyện Sơn Dương và Phòng Lao động – Thương binh và Xã hội huyện"
    return Annex("PL 12", "số 12/BC-UBND ngày 21/6/2021", "UBND xã Đại Phú", to, AT, people)


ALL = {
    "commune": commune_report,
    "nil": nil_report,
    "consolidated": consolidated,
    "partial": lambda: consolidated(partial=True),
    "urging": urging,
    "amending": amending,
    "brief": brief,
    "dossier": dossier,
    "agenda": agenda,
    "fulfilment": fulfilment,
    "register": register,
    "processing": processing,
    "village": village,
    "minutes": minutes,
    "sponsored": sponsored,
    "cases": cases,
    "annex": annex,
}
# A sheet of named people is paper alone: a table that anybody opens would go on as a file.
WITH_TABLES = [name for name in ALL if name not in ("village", "sponsored", "annex")]
