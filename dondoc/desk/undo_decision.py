"""Undo a decision: an extension, a move or a pause is taken back by a decision of its own."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.decisions import undo as decisions
from dondoc.decisions.decide import Grounds
from dondoc.decisions.release import holding
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from models import Covered, Obligation


@dataclass(frozen=True)
class Request:
    """The number under which the decision was entered, and what taking it back rests on."""

    decision: int
    grounds: Grounds


@dataclass(frozen=True)
class Answer:
    """The number of the decision that takes it back, and what that comes to.

    `obligations`: how many go on without it; `until`: the last local date that makes none of them
    late; `told`: to how many people word of it goes.
    """

    decision: int
    undoes: int
    obligations: int
    until: date
    told: int


@act("decision.undo")
def undo(desk: Desk, request: Request) -> Answer:
    """Take it back; raise Refused as `dondoc.decisions.undo` does."""
    covered = select(Covered.obligation_id).where(Covered.decision_id == request.decision)
    rows = list(desk.session.scalars(select(Obligation).where(Obligation.id.in_(covered))))
    by = desk.allow("decision.undo", rows)
    done = decisions.undo(
        desk.session,
        desk.work,
        request.decision,
        request.grounds,
        desk.now,
        holding(desk.rulebook, desk.settings),
        by=by,
    )
    return Answer(done.decision, request.decision, len(done.rows), done.until, done.told)
