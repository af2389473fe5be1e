"""How the bodies of a round filed: this round, and on time in how many rounds so far."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import Consolidation
from dondoc.documents.content import Punctuality
from dondoc.documents.content.consolidated import Filed
from dondoc.obligations.rates import rates
from dondoc.obligations.standing import standings, way_of
from models import Obligation, Report

_ROADS = {
    "paper": "văn bản giấy",
    "mail": "thư điện tử",
    "document-system": "hệ thống quản lý văn bản",
    "phone": "điện thoại",
    "system": "phần mềm",
}


def on_time_table(session: Session, found: Consolidation, now: datetime) -> Iterator[Punctuality]:
    """Yield how every body of the round filed, as it stands at the instant `now` (aware)."""
    duty = found.directive.duties[found.row.duty].consolidates
    so_far = rates(
        standings(
            session,
            now,
            Obligation.directive_id == found.directive.id,
            Obligation.duty == duty,
            Obligation.period <= found.row.period,
        )
    )
    by_bearer = {rate.bearer: rate for rate in so_far}
    for line in found.lines:
        rate = by_bearer.get(line.body.uid)
        yield Punctuality(
            body=line.body.short_name or line.body.name,
            state=filed(line.row, now),
            received_at=line.row.received_at,
            nil=bool(line.figures and line.figures.nil),
            road=_road(line.report) if line.report else "",
            on_time_rounds=rate.on_time if rate else 0,
            rounds=rate.rounds if rate else 0,
        )


def filed(row: Obligation, now: datetime) -> Filed:
    """Return which of the four ways `row` stands in at the instant `now` (aware)."""
    return way_of(row.kind, row.state, row.registered_at, row.late_from, row.received_at, now)


def _road(report: Report) -> str:
    number = f" số {report.number}" if report.number else ""
    return f"{_ROADS.get(report.road, report.road)}{number}"
