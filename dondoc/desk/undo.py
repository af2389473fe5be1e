"""Undo: what was recorded by mistake does not count any more."""

from dataclasses import dataclass

from dondoc.decisions.release import holding
from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.reports import undo as reports


@dataclass(frozen=True)
class Request:
    """Whose last record was a mistake, and why."""

    of: Which
    reason: str


@dataclass(frozen=True)
class Answer:
    """The obligation, and the state in which it is again."""

    obligation: int
    state: str


@act("report.undo")
def undo(desk: Desk, request: Request) -> Answer:
    """Undo it; raise Refused as `dondoc.reports.undo` does."""
    row = desk.one(request.of)
    by = desk.allow("report.undo", [row])
    reports.undo(
        desk.session,
        row.id,
        request.reason,
        by,
        desk.now,
        desk.above(row),
        holding(desk.rulebook, desk.settings),
    )
    return Answer(row.id, row.state)
