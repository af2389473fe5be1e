"""How the bodies of a round filed: this round, and on time in how many rounds so far."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Integer, case, func, or_, select
from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import Consolidation
from dondoc.documents.content import Punctuality
from dondoc.documents.content.consolidated import Filed
from dondoc.obligations.punctuality import is_punctual
from models import Obligation, ObligationState, Report

_ROADS = {
    "paper": "văn bản giấy",
    "mail": "thư điện tử",
    "document-system": "hệ thống quản lý văn bản",
    "phone": "điện thoại",
    "system": "phần mềm",
}


def on_time_table(session: Session, found: Consolidation, now: datetime) -> Iterator[Punctuality]:
    """Yield how every body of the round filed, as it stands at the instant `now` (aware)."""
    rates = _rates(session, found, now)
    for line in found.lines:
        on_time, rounds = rates.get(line.body.uid, (0, 0))
        yield Punctuality(
            body=line.body.short_name or line.body.name,
            state=filed(line.row, now),
            received_at=line.row.received_at,
            nil=bool(line.figures and line.figures.nil),
            road=_road(line.report) if line.report else "",
            on_time_rounds=on_time,
            rounds=rounds,
        )


def filed(row: Obligation, now: datetime) -> Filed:
    """Return which of the four ways `row` stands in at the instant `now` (aware)."""
    if row.received_at is not None:
        return "done_on_time" if is_punctual(row.received_at, row.late_from) else "done_late"
    if row.state == ObligationState.HISTORIC:
        return "unknown"
    return "open_overdue" if row.overdue(now) else "open_in_time"


def _road(report: Report) -> str:
    number = f" số {report.number}" if report.number else ""
    return f"{_ROADS.get(report.road, report.road)}{number}"


def _rates(session: Session, found: Consolidation, now: datetime) -> dict[str, tuple[int, int]]:
    """Return, per bearer uid, its on-time rounds and the rounds that are filed or late by now."""
    duty = found.directive.duties[found.row.duty].consolidates
    on_time = Obligation.received_at < Obligation.late_from
    query = (
        select(
            Obligation.bearer_uid,
            func.sum(case((on_time, 1), else_=0), type_=Integer),
            func.count(),
        )
        .where(
            Obligation.directive_id == found.directive.id,
            Obligation.duty == duty,
            Obligation.period <= found.row.period,
            or_(Obligation.received_at.is_not(None), Obligation.overdue_at(now)),
        )
        .group_by(Obligation.bearer_uid)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
