"""Accept: the receiver takes a report as it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.obligations.target_corrections import wake_targets
from dondoc.reports.filed import counting, groups_of
from models import Event, ObligationState, Report, ReportState
from models.trail import append
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Request:
    """Whose report is accepted."""

    of: Which


@dataclass(frozen=True)
class Answer:
    """The obligation, the report that was accepted, and the state it leads to."""

    obligation: int
    report: int
    state: str


@act("report.accept")
def accept(desk: Desk, request: Request) -> Answer:
    """Accept it; raise Refused where nothing waits to be accepted."""
    row = desk.one(request.of)
    by = desk.allow("report.accept", [row])
    report = take_as_it_is(desk.session, desk.rulebook, row.id, by, desk.now)
    return Answer(row.id, report.id, row.state)


def take_as_it_is(
    session: Session, rulebook: Rulebook, obligation_id: int, by: str, now: datetime
) -> Report:
    """Accept the report of an obligation that counts.

    Args:
        by: who accepts, as `uid/post`.
    Raises:
        Refused: nothing waits to be accepted, or the figures it asks are not there yet.
    """
    row = locked(session, obligation_id)
    report = counting(session, [row.id]).get(row.id)
    if report is None or row.state != ObligationState.SUBMITTED:
        raise Refused("không có báo cáo nào đang chờ chấp nhận")
    if report.figures is None and groups_of(rulebook, row) is not None:
        raise Refused("báo cáo chưa có số liệu; ghi số liệu trước: report record … --figures")
    row.move(ObligationState.ACCEPTED)
    report.move(ReportState.ACCEPTED, by, now)
    # Of figures of the same day those that were accepted count.
    wake_targets(session, [row.directive_id], now)
    data = {"report": report.id, "revision": report.revision, "by": by}
    append(session, now, [Event("report.accepted", f"obligation:{row.id}", data)])
    return report
