"""Undo: a record that was a mistake; what it called off is decided anew."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.notices.again import Holding, say_again
from dondoc.notices.correct import take_back_corrections
from dondoc.obligations.target_corrections import wake_targets
from dondoc.reports.filed import counting
from dondoc.reports.paperwork import take_back_papers
from dondoc.reports.record import RECORDED_REASON, wake
from models import (
    Event,
    Obligation,
    ObligationState,
    Report,
    ReportState,
    Signature,
)
from models.salt import digests_of
from models.standing import has_passed
from models.trail import append


def undo(
    session: Session,
    obligation_id: int,
    reason: str,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
    holding: Holding = lambda _: False,
) -> None:
    """Undo a mistaken record: the report keeps its row, the obligation goes on where it was.

    Of several revisions the last is undone, and the one before counts again. Each word the record
    called off is said again, what had been sent is not; whoever got a correction because of the
    record is told that it no longer holds.

    Args:
        reason: why, in the person's own words; the trail holds only its digest.
        holding: whether such a notice waits for a person's release in this office.
    Raises:
        Refused: nothing is recorded, it is frozen, or no reason is given.
    """
    if not reason.strip():
        raise Refused("cần nêu lý do")
    row = locked(session, obligation_id)
    report = counting(session, [row.id]).get(row.id)
    if row.state == ObligationState.ACCEPTED:
        raise Refused("báo cáo đã được nhận; không hủy được, chỉ điều chỉnh ở kỳ sau")
    waits = report is not None and report.awaits is not None and row.received_at is None
    if report is None or (row.state != ObligationState.SUBMITTED and not waits):
        raise Refused("chưa có báo cáo nào được ghi nhận để hủy")
    if report.frozen_by is not None:
        raise Refused(
            "số liệu đã chốt trong báo cáo tổng hợp đã ký; không hủy được, chỉ điều chỉnh"
        )
    if session.scalar(
        select(Signature.id).where(Signature.report_id == report.id, Signature.undone_at.is_(None))
    ):
        raise Refused("báo cáo tổng hợp này đã ký, số liệu đã chốt theo nó; dùng: dondoc unsign")
    report.undone_at, report.undone_reason = now, reason
    session.flush()
    before = counting(session, [row.id]).get(row.id)
    events: list[Event] = []
    if before is None:
        events += take_back_papers(session, row, reason, by, now)
        events += take_back_corrections(session, row, report.id, now)
        events += _reopen(session, row, report, holding, now)
    elif before.state == ReportState.RETURNED:
        row.move(ObligationState.RETURNED)
        events += _resume(session, row, report, holding, now)
    data = {"report": report.id, "by": by, "cycle": row.cycle, **digests_of(session, reason=reason)}
    wake(consolidators, now)
    wake_targets(session, [row.directive_id], now)
    append(session, now, [Event("report.undone", f"obligation:{row.id}", data), *events])


def _reopen(
    session: Session, row: Obligation, report: Report, holding: Holding, now: datetime
) -> list[Event]:
    """Let the obligation wait for its report again: nothing has been filed for it."""
    if row.received_at is None:
        return []
    historic = has_passed(row.late_from, row.registered_at)
    row.move(ObligationState.HISTORIC if historic else ObligationState.OPEN)
    row.received_at = row.recorded_at = None
    return [] if historic else _resume(session, row, report, holding, now)


def _resume(
    session: Session, row: Obligation, report: Report, holding: Holding, now: datetime
) -> list[Event]:
    row.wake_at = now
    return say_again(session, row, RECORDED_REASON, report.recorded_at, holding, now)
