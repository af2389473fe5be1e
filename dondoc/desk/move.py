"""Move: one decision moves the due dates of many obligations; nobody's extension is used up."""

from dataclasses import dataclass
from datetime import date

from dondoc.decisions.decide import Grounds
from dondoc.decisions.decide import move as enter
from dondoc.desk.context import Desk
from dondoc.desk.extend import passed
from dondoc.desk.registry import act
from dondoc.desk.scope import Scope


@dataclass(frozen=True)
class Request:
    """Move what is in `scope` by so many calendar days."""

    scope: Scope
    days: int
    grounds: Grounds


@dataclass(frozen=True)
class Answer:
    """The decision's number, by how many days it moves, and which consolidation it goes past.

    `past` as in `dondoc.desk.extend`.
    """

    decision: int
    days: int
    past: date | None = None


@act("move")
def move(desk: Desk, request: Request) -> Answer:
    """Enter the decision; raise Refused as `dondoc.decisions.decide.move` does."""
    rows = request.scope.rows(desk)
    by = desk.allow("move", rows)
    days, grounds = request.days, request.grounds
    done = enter(desk.session, desk.rulebook, rows, days, grounds, desk.now, by=by)
    return Answer(done.id, days, passed(desk, rows))
