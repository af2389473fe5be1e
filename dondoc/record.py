"""Record: a bearer's report came, by whatever road; and undo a record that was a mistake."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.cancel import cancel_unsent
from dondoc.correct import correct, told
from dondoc.errors import Refused
from dondoc.morning import local
from dondoc.punctuality import is_punctual
from models import (
    Event,
    Kind,
    Notice,
    NoticeState,
    Obligation,
    ObligationState,
    Report,
)
from models.trail import append

RECORDED_REASON = "đã ghi nhận báo cáo"


@dataclass(frozen=True)
class Evidence:
    """How a report came: the receiver's instant (aware), the road, and what is written on it."""

    received_at: datetime
    road: str = "system"
    number: str | None = None
    dated: date | None = None


@dataclass(frozen=True)
class Recorded:
    """What recording did, in counts of notices.

    `told_wrongly`: notices that had called it late though it was in time; `corrected`: contacts
    who now get a correction.
    """

    obligation: int
    report: int
    on_time: bool
    cancelled: int
    told_wrongly: int
    corrected: int = 0


def record(
    session: Session,
    obligation_id: int,
    evidence: Evidence,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
) -> Recorded:
    """Record that the report of an obligation was received.

    Args:
        evidence: `received_at` decides timeliness; `now` is when it became known.
        by: who records, as `uid/post`.
        consolidators: the obligations that build on this one; a sweep will look at them.
    Raises:
        Refused: a target, an instant in the future, or a report that is already recorded.
    """
    row = session.get_one(Obligation, obligation_id, with_for_update=True)
    _refuse_nonsense(row, evidence, now)
    row.move(ObligationState.SUBMITTED)
    first = row.received_at is None
    if first:
        row.received_at, row.recorded_at = evidence.received_at, now
    row.wake_at = None
    report = _store(session, row, evidence, by, now)
    cancelled = cancel_unsent(session, [row.id], RECORDED_REASON, now)
    on_time = is_punctual(row.received_at, row.late_from)
    data = {
        "report": report.id,
        "revision": report.revision,
        "received_at": evidence.received_at.isoformat(),
        "road": evidence.road,
        "on_time": on_time,
    }
    events = [Event("report.recorded", f"obligation:{row.id}", data), *cancelled]
    above = list(consolidators)
    wake(above, now)
    wrong = told(session, row, above[0] if above else None) if on_time else []
    because: list[list[object]] = [
        ["received_at", "lt", row.late_from.isoformat(), evidence.received_at.isoformat()]
    ]
    corrections = correct(session, row, wrong, because, report.id, now)
    append(session, now, [*events, *corrections])
    corrected = sum(event.kind == "notice.created" for event in corrections)
    return Recorded(row.id, report.id, on_time, len(cancelled), len(wrong), corrected)


def _refuse_nonsense(row: Obligation, evidence: Evidence, now: datetime) -> None:
    if row.kind == Kind.TARGET:
        raise Refused("một chỉ tiêu đạt được bằng số liệu, không ghi nhận như một báo cáo")
    if evidence.received_at > now:
        at = local(evidence.received_at).strftime("%d/%m/%Y %H:%M")
        raise Refused(f"thời điểm nhận {at} ở sau hiện tại: kiểm tra lại --received-at")
    if row.state == ObligationState.SUBMITTED and row.received_at is not None:
        at = local(row.received_at).strftime("%d/%m/%Y %H:%M")
        raise Refused(f"đã ghi nhận báo cáo, nhận lúc {at}; nếu nhầm, dùng: dondoc report undo")
    if row.state == ObligationState.WITHDRAWN:
        raise Refused("nghĩa vụ này đã được rút: văn bản không còn giao việc này cho đơn vị")


def _store(session: Session, row: Obligation, evidence: Evidence, by: str, now: datetime) -> Report:
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
    )
    session.add(report)
    session.flush()
    return report


def undo(
    session: Session,
    obligation_id: int,
    reason: str,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
) -> None:
    """Undo a mistaken record: the report keeps its row, the obligation goes on where it was.

    What the record called off is decided anew in a new cycle; what had been sent is not
    sent again.

    Args:
        reason: why, in the person's own words; the trail holds only its digest.
    Raises:
        Refused: nothing is recorded, or no reason is given.
    """
    if not reason.strip():
        raise Refused("cần nêu lý do: --reason")
    row = session.get_one(Obligation, obligation_id, with_for_update=True)
    report = session.scalar(
        select(Report)
        .where(Report.obligation_id == row.id, Report.undone_at.is_(None))
        .order_by(Report.revision.desc())
        .limit(1)
    )
    if report is None or row.state != ObligationState.SUBMITTED:
        raise Refused("chưa có báo cáo nào được ghi nhận để hủy")
    report.undone_at, report.undone_reason = now, reason
    historic = row.late_from <= row.registered_at
    row.move(ObligationState.HISTORIC if historic else ObligationState.OPEN)
    row.received_at = row.recorded_at = None
    if not historic:
        _resume(session, row, now)
    digest = sha256(reason.encode()).hexdigest()
    data = {"report": report.id, "by": by, "reason_sha256": digest, "cycle": row.cycle}
    wake(consolidators, now)
    append(session, now, [Event("report.undone", f"obligation:{row.id}", data)])


def _resume(session: Session, row: Obligation, now: datetime) -> None:
    """Start a new cycle in which what the mistaken record called off is decided anew."""
    query = select(Notice.step, Notice.repeat, Notice.rung, Notice.state).where(
        Notice.obligation_id == row.id, Notice.cycle == row.cycle
    )
    stood: set[tuple[str, int, int | None]] = set()
    called_off: set[tuple[str, int, int | None]] = set()
    for step, repeat, rung, state in session.execute(query):
        (called_off if state == NoticeState.CANCELLED else stood).add((step, repeat, rung))
    called_off -= stood
    if any(rung == row.rung for _, _, rung in called_off):
        row.rung -= 1
    gone = {(step, repeat) for step, repeat, _ in called_off}
    row.fired = {
        step: [repeat for repeat in repeats if (step, repeat) not in gone]
        for step, repeats in row.fired.items()
    }
    row.cycle += 1
    row.wake_at = now


def wake(rows: Iterable[Obligation], now: datetime) -> None:
    """Let the next sweep look at the consolidations `rows`."""
    for row in rows:
        if row.state in (ObligationState.OPEN, ObligationState.SUBMITTED):
            row.wake_at = now if row.wake_at is None else min(row.wake_at, now)


def consolidators_of(
    session: Session, obligation: Obligation, duty: str | None
) -> list[Obligation]:
    """Return the consolidations of `obligation`'s round. `duty`: the consolidating duty's id."""
    if duty is None:
        return []
    query = select(Obligation).where(
        Obligation.directive_id == obligation.directive_id,
        Obligation.duty == duty,
        Obligation.period == obligation.period,
    )
    return list(session.scalars(query))
