"""Extend: one body's request for more time is granted, once for each obligation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.decisions import asking
from dondoc.decisions.decide import Grounds
from dondoc.decisions.decide import move as enter
from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from models import AskingEnd, Obligation, ObligationState


@dataclass(frozen=True)
class Request:
    """Move the due date of one obligation by so many calendar days."""

    of: Which
    days: int
    grounds: Grounds


@dataclass(frozen=True)
class Answer:
    """The decision's number, the new due date, and the one the text names.

    `past`: the date of a consolidation of that round which the new one lies behind, None for none:
    whoever consolidates has to be given more time too, or goes without this report.
    """

    decision: int
    due_on: date
    original_due_on: date
    past: date | None = None


@act("extend")
def extend(desk: Desk, request: Request) -> Answer:
    """Enter the decision, which grants what was asked; raise Refused as `…decide.move` does."""
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
    asking.end(desk.session, row, AskingEnd.GRANTED, by, desk.now, decision=done.id)
    return Answer(done.id, row.due_on, row.original_due_on, passed(desk, [row]))


def passed(desk: Desk, rows: Sequence[Obligation]) -> date | None:
    """Return the first date of a consolidation at which one of its `rows` is not due yet."""
    moved, last = {row.id for row in rows}, dict[tuple[str, str], Obligation]()
    for row in rows:
        if row.state in ObligationState.unfinished():
            known = last.setdefault((row.duty, row.period), row)
            last[row.duty, row.period] = max(known, row, key=lambda one: one.due_on)
    return min(
        (
            above.due_on
            for row in last.values()
            for above in desk.above(row)
            if above.state in ObligationState.unfinished()
            and above.id not in moved
            and above.due_on < row.due_on
        ),
        default=None,
    )
