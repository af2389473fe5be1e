"""Extend: one body's request for more time is granted, once for each obligation."""

from dataclasses import dataclass
from datetime import date

from dondoc.decisions.decide import Grounds
from dondoc.decisions.decide import move as enter
from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act


@dataclass(frozen=True)
class Request:
    """Move the due date of one obligation by so many calendar days."""

    of: Which
    days: int
    grounds: Grounds


@dataclass(frozen=True)
class Answer:
    """The decision's number, the new due date, and the one the text names."""

    decision: int
    due_on: date
    original_due_on: date


@act("extend")
def extend(desk: Desk, request: Request) -> Answer:
    """Enter the decision; raise Refused as `dondoc.decisions.decide.move` does."""
    row = desk.owed(request.of)
    by = desk.allow("extend", [row])
    done = enter(
        desk.session,
        desk.rulebook,
        [row],
        request.days,
        request.grounds,
        desk.now,
        extension=True,
        by=by,
    )
    return Answer(done.id, row.due_on, row.original_due_on)
