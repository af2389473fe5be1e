"""Suspend: one decision pauses many obligations for a time (a storm, an election, an outage)."""

from dataclasses import dataclass
from datetime import date

from dondoc.decisions.decide import Grounds, pause
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.desk.scope import Scope


@dataclass(frozen=True)
class Request:
    """Pause what is in `scope` up to the local date `until`, that day included."""

    scope: Scope
    until: date
    grounds: Grounds


@dataclass(frozen=True)
class Answer:
    """The decision's number, and how long it pauses."""

    decision: int
    until: date


@act("suspend")
def suspend(desk: Desk, request: Request) -> Answer:
    """Enter the decision; raise Refused as `dondoc.decisions.decide.pause` does."""
    rows = request.scope.rows(desk)
    by = desk.allow("suspend", rows)
    done = pause(desk.session, rows, request.until, request.grounds, desk.now, by=by)
    return Answer(done.id, request.until)
