"""Undo: a record that was a mistake; what it called off is decided anew."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.filed import counting
from dondoc.record import wake
from models import Event, Notice, NoticeState, Obligation, ObligationState, ReportState
from models.trail import append


def undo(
    session: Session,
    obligation_id: int,
    reason: str,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
) -> None:
    """Undo a mistaken record: the report keeps its row, the obligation goes on where it was.

    Of several revisions the last is undone, and the one before counts again. What the record
    called off is decided anew in a new cycle; what had been sent is not sent again.

    Args:
        reason: why, in the person's own words; the trail holds only its digest.
    Raises:
        Refused: nothing is recorded, it is frozen, or no reason is given.
    """
    if not reason.strip():
        raise Refused("cần nêu lý do: --reason")
    row = session.get_one(Obligation, obligation_id, with_for_update=True)
    report = counting(session, [row.id]).get(row.id)
    if report is None or row.state != ObligationState.SUBMITTED:
        raise Refused("chưa có báo cáo nào được ghi nhận để hủy")
    if report.frozen_by is not None:
        raise Refused(
            "số liệu đã chốt trong báo cáo tổng hợp đã ký; không hủy được, chỉ điều chỉnh"
        )
    report.undone_at, report.undone_reason = now, reason
    session.flush()
    before = counting(session, [row.id]).get(row.id)
    if before is None:
        _reopen(session, row, now)
    elif before.state == ReportState.RETURNED:
        row.move(ObligationState.RETURNED)
    digest = sha256(reason.encode()).hexdigest()
    data = {"report": report.id, "by": by, "reason_sha256": digest, "cycle": row.cycle}
    wake(consolidators, now)
    append(session, now, [Event("report.undone", f"obligation:{row.id}", data)])


def _reopen(session: Session, row: Obligation, now: datetime) -> None:
    """Let the obligation wait for its report again: nothing has been filed for it."""
    historic = row.late_from <= row.registered_at
    row.move(ObligationState.HISTORIC if historic else ObligationState.OPEN)
    row.received_at = row.recorded_at = None
    if not historic:
        _resume(session, row, now)


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
