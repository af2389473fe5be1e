"""Accept: the receiver takes a report as it is."""

from dataclasses import dataclass

from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.reports import accept as reports


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
    report = reports.accept(desk.session, desk.rulebook, row.id, by, desk.now)
    return Answer(row.id, report.id, row.state)
