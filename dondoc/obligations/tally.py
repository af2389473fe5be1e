"""How many obligations of each round stood how at any past instant, counted by the database.

`dondoc.obligations.standing` says the same of each one.
"""

from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from dondoc.find import came_by, in_force
from models import Covered, Decision, Obligation
from models.standing import Way, way_in_sql

# An expression of the date on which something was due, and one of the instant it was late from.
Dates = tuple[SQLColumnExpression[date], SQLColumnExpression[datetime]]


class Tally(NamedTuple):
    """So many of one round stood one way; `due_on`, `late_from`: the first among them."""

    directive: str
    duty: str
    period: str
    way: Way
    due_on: date
    late_from: datetime
    number: int

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the round: directive, duty, period."""
        return self.directive, self.duty, self.period


def tally(session: Session, as_of: datetime, *where: ColumnElement[bool]) -> list[Tally]:
    """Return how many obligations of each round stood each way at the instant `as_of` (aware).

    Of targets it knows no figures.

    Args:
        where: which obligations; none: all of them.
    """
    due_on, late_from = dates_then(session, as_of)
    came = came_by(as_of, *where)
    first = (
        select(came.c.obligation_id, func.min(came.c.at).label("received_at"))
        .group_by(came.c.obligation_id)
        .subquery()
    )
    way = cast(ColumnElement[Way], way_in_sql(as_of, first.c.received_at, late_from))
    rounds = Obligation.directive_id, Obligation.duty, Obligation.period
    query = (
        select(*rounds, way, func.min(due_on), func.min(late_from), func.count())
        .select_from(Obligation)
        .outerjoin(first, first.c.obligation_id == Obligation.id)
        .where(in_force(as_of), *where)
        .group_by(*rounds, way)
    )
    return [Tally(*row) for row in session.connection().execute(query)]


def dates_then(session: Session, as_of: datetime) -> Dates:
    """Return, as SQL, the due date and the start of lateness that held at the instant `as_of`."""
    later = (select(Decision.id).join(Covered, Covered.decision_id == Decision.id)).where(
        Decision.decided_at > as_of
    )
    if session.scalar(later.limit(1)) is None:
        # As they are now; an index holds them in order.
        return Obligation.due_on, Obligation.late_from
    return (
        _before(Covered.due_on_before, Obligation.due_on, as_of),
        _before(Covered.late_from_before, Obligation.late_from, as_of),
    )


def _before(
    column: SQLColumnExpression[Any], now: SQLColumnExpression[Any], as_of: datetime
) -> SQLColumnExpression[Any]:
    """Return what stood before the first decision after `as_of`, `now` where there is none."""
    first = (
        select(column)
        .join(Decision, Decision.id == Covered.decision_id)
        .where(Decision.decided_at > as_of, Covered.obligation_id == Obligation.id)
        .order_by(Decision.decided_at, Decision.id)
        .limit(1)
    )
    return func.coalesce(first.scalar_subquery(), now)
