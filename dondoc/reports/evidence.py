"""Evidence: how a report came and what it says; what of it cannot be is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dondoc.errors import Refused
from dondoc.named import NOT_OWED
from dondoc.reports.attach import Examined
from language.dates import full_day, hour_of_day
from language.zone import local
from models import Directive, Kind, Obligation, ObligationState, Report
from models.report import ROAD_NAMES
from rules.meaning.figures import Figures


@dataclass(frozen=True)
class Evidence:
    """How a report came: the receiver's instant (aware), the road, and what is written on it.

    `dated` and `sent_on` are local dates; `capacity` is how the signer signed ("KT. CHỦ TỊCH").
    `grounds`: why it is held to have come by an instant at which its receiver had not got it.
    `copies`: the lines of "Nơi nhận" that its signer chose; none: those declared.
    """

    received_at: datetime
    road: str = "system"
    number: str | None = None
    dated: date | None = None
    signer: str | None = None
    capacity: str | None = None
    sent_on: date | None = None
    grounds: str | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a report says: figures that passed their checks, the filer's words, kept files.

    `revises`: the filer means to replace a report that is already there. `adjusts_id`: the
    obligation in whose round a correction of a frozen report counts.
    """

    figures: Figures | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Examined, ...] = ()
    revises: bool = False
    adjusts_id: int | None = None


NOTHING_SAID = Content()


def refuse_nonsense(
    row: Obligation, directive: Directive, evidence: Evidence, now: datetime
) -> None:
    """Refuse what cannot be: of a target, in the future, before the directive, by no road."""
    if row.kind == Kind.TARGET:
        raise Refused("một chỉ tiêu đạt được bằng số liệu, không ghi nhận như một báo cáo")
    if evidence.received_at > now:
        at = hour_of_day(evidence.received_at)
        raise Refused(f"thời điểm nhận {at} ở sau hiện tại: kiểm tra lại --received-at")
    for option, day in (("--dated", evidence.dated), ("--sent", evidence.sent_on)):
        if day is not None and day > local(now).date():
            raise Refused(f"ngày {full_day(day)} ở sau hiện tại: kiểm tra lại {option}")
    if row.state == ObligationState.WITHDRAWN:
        raise Refused(NOT_OWED)
    if evidence.road not in ROAD_NAMES:
        raise Refused(f"không có đường gửi {evidence.road!r}; có: {', '.join(ROAD_NAMES)}")
    received, begins = local(evidence.received_at).date(), directive.in_force_from
    if received < begins:
        raise Refused(
            f"ngày nhận {full_day(received)} ở trước khi có văn bản ({full_day(begins)}): "
            "kiểm tra lại --received-at"
        )


def refuse_denied(row: Obligation, evidence: Evidence, content: Content) -> None:
    """Refuse what contradicts the answer "chưa nhận" as long as nobody settles it."""
    if not contradicts(row, evidence):
        return
    proven = content.files or (evidence.number and evidence.dated)
    if (evidence.grounds or "").strip() and proven:
        return
    denied = hour_of_day(local(row.via_checked_at or evidence.received_at))
    raise Refused(
        f"nơi tổng hợp đã trả lời lúc {denied} là chưa nhận được báo cáo này; ghi là nhận lúc "
        f"{hour_of_day(local(evidence.received_at))} là trái với trả lời ấy. Cần lý do và chứng "
        "cứ: dondoc report record … --reason LÝ_DO, cùng --attach TỆP (bản có dấu đến, thư đã "
        "gửi) hoặc --number, --dated của báo cáo"
    )


def contradicts(row: Obligation, evidence: Evidence) -> bool:
    """Say whether its receiver answered after that instant that it had not come."""
    denied = row.via_checked_at
    return row.received_at is None and denied is not None and evidence.received_at <= denied


def refuse_again(row: Obligation, latest: Report, evidence: Evidence, content: Content) -> None:
    """Refuse what would be a second report, where no revision is asked for or meant."""
    at = local(row.received_at or latest.received_at)
    if latest.frozen_by is not None:
        if content.figures is None or not content.revises:
            raise Refused(
                "số liệu kỳ này đã chốt trong báo cáo tổng hợp đã ký; bản sửa có số liệu được ghi "
                "là điều chỉnh kỳ trước của kỳ sau: thêm --revise"
            )
        return
    if row.state == ObligationState.ACCEPTED:
        raise Refused("báo cáo đã được chấp nhận; muốn nộp bản khác, nơi nhận phải trả lại trước")
    adds_figures = latest.figures is None and content.figures is not None
    if row.state == ObligationState.SUBMITTED and not (content.revises or adds_figures):
        raise Refused(
            f"đã ghi nhận báo cáo, nhận lúc {hour_of_day(at)}; nếu nhầm, dùng: "
            "dondoc report undo; nếu là bản sửa, thêm --revise"
        )
    if evidence.received_at < (row.received_at or evidence.received_at):
        raise Refused(
            f"bản sửa không thể nhận trước bản đầu ({hour_of_day(at)}): kiểm tra lại --received-at"
        )
