"""How an obligation stands, in the official four-way form, as it was known at any past instant.

The dates and reports that held then are read here; what they come to is decided in
`models.standing`, as for the present.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, NotNullable, and_, func, select, union_all
from sqlalchemy.orm import Session

from dondoc.find import came_by, in_force
from dondoc.obligations.targets import target_standings
from language.zone import local_date
from models import (
    Covered,
    Decision,
    DecisionKind,
    Kind,
    Obligation,
)
from models.standing import Way, way
from rules.meaning.target import TargetStanding, TargetState
from rules.rulebook import Rulebook


class Owed(NamedTuple):
    """What is read of an obligation to say how it stands."""

    id: int
    directive_id: str
    duty: str
    period: str
    bearer_uid: str
    kind: str
    state: str
    due_on: date
    late_from: datetime
    registered_at: datetime


class _Then(NamedTuple):
    """What its standing rests on at a past instant."""

    kind: str
    state: str
    registered_at: datetime
    late_from: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One obligation at one instant; `due_on` and `late_from` are those that held then.

    `received_at`: when its first report that counted then was received, `recorded_at` when that
    was known. `paused`: nobody is asked for it until the pause is over. `extended`: its one
    extension was granted by then. `target`: of a target that was looked at with its figures, how
    it stood by them.
    """

    owed: Owed
    way: Way
    due_on: date
    late_from: datetime
    received_at: datetime | None
    recorded_at: datetime | None
    paused: bool
    extended: bool
    target: TargetStanding | None = None

    @property
    def urged(self) -> bool:
        """Whether it was late and could be urged: `models.standing.is_urged` at that instant."""
        return self.way == "open_overdue" and not self.paused


def standings(session: Session, as_of: datetime, *where: ColumnElement[bool]) -> list[Standing]:
    """Return how every obligation stood at the instant `as_of` (aware) that was known then.

    What was registered later, or was withdrawn by then, is left out. The number of statements
    does not grow with the number of rows.

    Args:
        where: which obligations; none: all of them.
    """
    query = select(*(getattr(Obligation, name) for name in Owed._fields)).where(
        in_force(as_of), *where
    )
    rows = [Owed(*row) for row in session.connection().execute(query.order_by(Obligation.id))]
    received = _received(session, as_of, where)
    decided = _decided(session, as_of, where)
    return [_standing(row, received, decided, as_of) for row in rows]


def with_targets(
    session: Session, rulebook: Rulebook, found: Sequence[Standing], as_of: datetime
) -> list[Standing]:
    """Return `found`, the targets among them as their figures known at `as_of` (aware) have it."""
    aims = [one.owed._replace(due_on=one.due_on) for one in found if one.owed.kind == Kind.TARGET]
    targets = target_standings(session, rulebook, aims, as_of)
    return [
        replace(one, target=target, way=_way_of(target, one.way))
        if (target := targets.get(one.owed.id))
        else one
        for one in found
    ]


def _way_of(target: TargetStanding, way: Way) -> Way:
    """Return the way of a target: done once it is reached, overdue only where figures say so."""
    if target.since is not None:
        return "done_on_time" if target.since <= target.day else "done_late"
    return "open_overdue" if target.state is TargetState.MISSED else way


def _standing(
    row: Owed,
    received: Mapping[int, tuple[datetime, datetime]],
    decided: "_Decided",
    as_of: datetime,
) -> Standing:
    received_at, recorded_at = received.get(row.id, (None, None))
    due_on, late_from = decided.before.get(row.id, (row.due_on, row.late_from))
    then = _Then(row.kind, row.state, row.registered_at, late_from, received_at)
    return Standing(
        owed=row,
        way=way(then, as_of),
        due_on=due_on,
        late_from=late_from,
        received_at=received_at,
        recorded_at=recorded_at,
        paused=received_at is None and row.id in decided.paused,
        extended=row.id in decided.extended,
    )


def _received(
    session: Session, as_of: datetime, where: Collection[ColumnElement[bool]]
) -> dict[int, tuple[datetime, datetime]]:
    """Return, per obligation id, when its first report that counted then came and was recorded."""
    came = came_by(as_of, *where)
    query = select(came.c.obligation_id, func.min(came.c.at), func.min(came.c.known)).group_by(
        came.c.obligation_id
    )
    # A list that goes down has no report: its receipts say when it was done.
    handed = select(Obligation.id, Obligation.received_at, Obligation.recorded_at).where(
        Obligation.kind == Kind.HANDING.value, Obligation.recorded_at <= as_of, *where
    )
    rows = session.connection().execute(union_all(query, handed))
    return {row[0]: (row[1], row[2]) for row in rows}


@dataclass
class _Decided:
    """What decisions did, by obligation id.

    `before`: due date and start of lateness before the first decision that was taken later.
    """

    before: dict[int, tuple[date, datetime]]
    paused: set[int]
    extended: set[int]


def _decided(session: Session, as_of: datetime, where: Collection[ColumnElement[bool]]) -> _Decided:
    query = (
        select(
            Covered.obligation_id,
            Covered.due_on_before,
            Covered.late_from_before,
            Decision.id,
            Decision.decided_at,
            Decision.kind,
            # Read of a pause alone, which always has one.
            NotNullable(Decision.until),
            # Read of one that takes another back alone.
            NotNullable(Decision.undoes_id),
        )
        .join(Decision, Decision.id == Covered.decision_id)
        .join(Obligation, and_(Obligation.id == Covered.obligation_id, *where))
        .order_by(Decision.decided_at, Decision.id)
    )
    found = _Decided({}, set(), set())
    # The kinds of those that held, by obligation and decision.
    held: dict[tuple[int, int], str] = {}
    for id_, due_on, late_from, one, at, kind, until, undoes in session.connection().execute(query):
        if at > as_of:
            found.before.setdefault(id_, (due_on, late_from))
        elif kind == DecisionKind.UNDO:
            held.pop((id_, undoes), None)
        elif kind != DecisionKind.PAUSE or until >= local_date(as_of):
            held[id_, one] = kind
    found.extended = {id_ for (id_, _), kind in held.items() if kind == DecisionKind.EXTEND}
    found.paused = {id_ for (id_, _), kind in held.items() if kind == DecisionKind.PAUSE}
    return found
