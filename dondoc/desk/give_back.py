"""Give back: the receiver returns a report, with a reason at each figure that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.reports.return_report import return_report


@dataclass(frozen=True)
class Request:
    """Whose report is returned, and why, by address ("can-ngheo.closing", "report")."""

    of: Which
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """The obligation, the report, the state it leads to, and by when it is to come again."""

    obligation: int
    report: int
    state: str
    reply_by: date | None


@act("report.return")
def give_back(desk: Desk, request: Request) -> Answer:
    """Return it; raise Refused as `dondoc.reports.return_report` does."""
    row = desk.one(request.of)
    by = desk.allow("report.return", [row])
    report = return_report(desk.session, desk.work, row.id, request.reasons, by, desk.now)
    return Answer(row.id, report.id, row.state, report.reply_by)
