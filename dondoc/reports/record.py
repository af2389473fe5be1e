"""Record: a bearer's report came, by whatever road; the first one makes its obligation done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.notices.blame import Blame, blame_of
from dondoc.notices.cancel import cancel_unsent
from dondoc.notices.correct import correct
from dondoc.obligations.target_corrections import wake_targets
from dondoc.reports.attach import Examined, attach
from dondoc.reports.filed import counting
from language.dates import full_day, hour_of_day
from language.zone import local
from models import (
    Directive,
    Event,
    Kind,
    Obligation,
    ObligationState,
    Report,
    ReportState,
)
from models.report import ROAD_NAMES
from models.standing import on_time
from models.trail import append
from rules.meaning.figures import Figures

RECORDED_REASON = "đã ghi nhận báo cáo"


@dataclass(frozen=True)
class Evidence:
    """How a report came: the receiver's instant (aware), the road, and what is written on it.

    `dated` and `sent_on` are local dates; `capacity` is how the signer signed ("KT. CHỦ TỊCH").
    `grounds`: why it is held to have come by an instant at which its receiver had not got it.
    """

    received_at: datetime
    road: str = "system"
    number: str | None = None
    dated: date | None = None
    signer: str | None = None
    capacity: str | None = None
    sent_on: date | None = None
    grounds: str | None = None


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


@dataclass(frozen=True)
class Recorded:
    """What recording did, in counts of notices.

    `told_wrongly`: notices that had called it late though it was in time; `corrected`: contacts
    who now get a correction. `adjustment`: it corrects a frozen report and counts in the round of
    the obligation `adjusts_id`.
    """

    obligation: int
    report: int
    on_time: bool
    cancelled: int
    told_wrongly: int
    corrected: int = 0
    revision: int = 1
    adjustment: bool = False
    adjusts_id: int | None = None


def record(
    session: Session,
    obligation_id: int,
    evidence: Evidence,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
    content: Content = NOTHING_SAID,
) -> Recorded:
    """Record that the report of an obligation was received, or a further revision of it.

    The first one makes it done, whatever comes after. Once a signed consolidation froze the
    report, a revision is an adjustment: it moves nothing and counts in a later round.

    Args:
        evidence: `received_at` decides timeliness; `now` is when it became known.
        by: who records, as `uid/post`.
        consolidators: the obligations that build on this one; a sweep will look at them.
        content: what it says; `dondoc.reports.submit` checks it before.
    Raises:
        Refused: a target, an instant in the future or before the first report's, a report that
            is already recorded and not meant to be revised, or one by whose instant the receiver
            answered that nothing had come, without a reason and evidence.
    """
    row = locked(session, obligation_id)
    latest = counting(session, [row.id]).get(row.id)
    _refuse_denied(row, evidence, content)
    _refuse_nonsense(row, session.get_one(Directive, row.directive_id), evidence, now)
    if latest is not None:
        _refuse_again(row, latest, evidence, content)
        if latest.frozen_by is not None:
            return _adjust(session, row, evidence, content, by, now)
    if row.state != ObligationState.SUBMITTED:
        row.move(ObligationState.SUBMITTED)
    first = row.received_at is None
    received_at = row.received_at or evidence.received_at
    denied = row.via_checked_at if contradicts(row, evidence) else None
    if first:
        row.received_at, row.recorded_at = evidence.received_at, now
    row.wake_at = None
    report = _store(session, row, evidence, content, by, now)
    cancelled = cancel_unsent(session, [row.id], RECORDED_REASON, now)
    in_time = on_time(received_at, row.late_from)
    data = _entry(report, content, in_time)
    if denied is not None:
        data["contradicts"] = denied.isoformat()
        data["grounds_sha256"] = sha256((report.grounds or "").encode()).hexdigest()
    recorded = Event("report.recorded", f"obligation:{row.id}", data)
    above = list(consolidators)
    wake(above, now)
    # Whoever was told wrongly is told once, by the report that made it done.
    wrong = blame_of(session, row, above) if in_time and first else Blame()
    because: list[list[object]] = [
        ["received_at", "lt", row.late_from.isoformat(), received_at.isoformat()]
    ]
    corrections = correct(session, row, wrong, because, report.id, now)
    append(session, now, [recorded, *cancelled, *corrections])
    corrected = sum(event.kind == "notice.created" for event in corrections)
    return Recorded(
        row.id, report.id, in_time, len(cancelled), len(wrong.notices), corrected, report.revision
    )


def _adjust(
    session: Session,
    row: Obligation,
    evidence: Evidence,
    content: Content,
    by: str,
    now: datetime,
) -> Recorded:
    """Store what corrects a frozen report; neither the obligation nor the frozen figures move."""
    report = _store(session, row, evidence, content, by, now)
    report.state, report.adjusts_id = ReportState.ADJUSTMENT.value, content.adjusts_id
    in_time = on_time(row.received_at, row.late_from)
    data = _entry(report, content, in_time) | {"adjusts": content.adjusts_id}
    append(session, now, [Event("report.adjusted", f"obligation:{row.id}", data)])
    return Recorded(
        row.id,
        report.id,
        in_time,
        cancelled=0,
        told_wrongly=0,
        revision=report.revision,
        adjustment=True,
        adjusts_id=content.adjusts_id,
    )


def _entry(report: Report, content: Content, in_time: bool) -> dict[str, object]:
    """Return what the trail holds of a report: never a figure or a sentence, only digests."""
    data: dict[str, object] = {
        "report": report.id,
        "revision": report.revision,
        "received_at": report.received_at.isoformat(),
        "road": report.road,
        "by": report.recorded_by,
        "on_time": in_time,
    }
    if report.figures is not None:
        data["form"] = report.form
        said = [report.figures, report.explanations]
        data["figures_sha256"] = sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
    if content.files:
        data["attachments"] = [file.sha256 for file in content.files]
    return data


def _refuse_nonsense(
    row: Obligation, directive: Directive, evidence: Evidence, now: datetime
) -> None:
    if row.kind == Kind.TARGET:
        raise Refused("một chỉ tiêu đạt được bằng số liệu, không ghi nhận như một báo cáo")
    if evidence.received_at > now:
        at = hour_of_day(evidence.received_at)
        raise Refused(f"thời điểm nhận {at} ở sau hiện tại: kiểm tra lại --received-at")
    for option, day in (("--dated", evidence.dated), ("--sent", evidence.sent_on)):
        if day is not None and day > local(now).date():
            raise Refused(f"ngày {full_day(day)} ở sau hiện tại: kiểm tra lại {option}")
    if row.state == ObligationState.WITHDRAWN:
        raise Refused("nghĩa vụ này đã được rút: văn bản không còn giao việc này cho đơn vị")
    if evidence.road not in ROAD_NAMES:
        raise Refused(f"không có đường gửi {evidence.road!r}; có: {', '.join(ROAD_NAMES)}")
    received, begins = local(evidence.received_at).date(), directive.in_force_from
    if received < begins:
        raise Refused(
            f"ngày nhận {full_day(received)} ở trước khi có văn bản ({full_day(begins)}): "
            "kiểm tra lại --received-at"
        )


def _refuse_denied(row: Obligation, evidence: Evidence, content: Content) -> None:
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


def _refuse_again(row: Obligation, latest: Report, evidence: Evidence, content: Content) -> None:
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


def _store(
    session: Session,
    row: Obligation,
    evidence: Evidence,
    content: Content,
    by: str,
    now: datetime,
) -> Report:
    last = session.scalar(select(func.max(Report.revision)).where(Report.obligation_id == row.id))
    report = Report(
        obligation_id=row.id,
        revision=(last or 0) + 1,
        received_at=evidence.received_at,
        recorded_at=now,
        recorded_by=by,
        road=evidence.road,
        number=evidence.number,
        dated=evidence.dated,
        signer=evidence.signer,
        capacity=evidence.capacity,
        sent_on=evidence.sent_on,
        grounds=(evidence.grounds or "").strip() or None,
    )
    # Left unset otherwise: None would be stored as JSON's null, not as the database's.
    if content.figures is not None:
        report.form = content.figures.form.key
        report.figures = content.figures.to_json()
    if content.explanations:
        report.explanations = dict(content.explanations)
    session.add(report)
    session.flush()
    wake_targets(session, row.directive_id, now)
    attach(session, report, content.files, now)
    return report


def wake(rows: Iterable[Obligation], now: datetime) -> None:
    """Let the next sweep look at the consolidations `rows`."""
    for row in rows:
        if row.state in (ObligationState.OPEN, ObligationState.SUBMITTED):
            row.wake_at = now if row.wake_at is None else min(row.wake_at, now)
