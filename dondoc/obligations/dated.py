"""Dated: what a due date comes to under the readings an obligation was registered with."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Covered, Decision, DecisionKind, Kind, Obligation
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.deadline import Deadline, Readings, Sense, deadline


def dated(row: Obligation, due_on: date, calendar: WorkingCalendar) -> Deadline:
    """Return the three instants of `row`, were it due on `due_on`; it has a term."""
    readings = Readings(before=row.readings["before"], roll=row.readings["roll"])
    sense = Sense(row.readings["sense"])
    at = time.fromisoformat(row.readings["at"]) if "at" in row.readings else None
    return deadline(due_on, sense, calendar, readings, rolls=row.kind != Kind.TARGET, at=at)


def promised(session: Session, today: date) -> frozenset[int]:
    """Return the obligations (ids) that a decision taken back makes late no earlier than tomorrow.

    Args:
        today: the local date.
    """
    query = (
        select(Covered.obligation_id)
        .join(Decision, Decision.id == Covered.decision_id)
        .where(Decision.kind == DecisionKind.UNDO.value, Decision.until >= today)
    )
    return frozenset(session.scalars(query))
