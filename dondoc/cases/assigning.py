"""Who has which village: given, handed over, ended; of which village nobody has one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from dondoc.visible import Visible
from models import Assignment, Duty, Event, Person, PersonState, Village
from models.trail import append


@dataclass(frozen=True)
class Holder:
    """Whoever is assigned: what they are called, and the number of their login, if they have one.

    `number`, `dated`: of the decision by which they are.
    """

    name: str
    login: int | None = None
    number: str | None = None
    dated: date | None = None


def holds(on: date) -> ColumnElement[bool]:
    """Return what selects the assignments that hold on the local date `on`."""
    ends = or_(Assignment.until_on.is_(None), Assignment.until_on > on)
    return and_(Assignment.from_on <= on, ends)


def open_from(on: date) -> ColumnElement[bool]:
    """Return what selects the assignments that hold on the local date `on` or begin later."""
    return or_(Assignment.until_on.is_(None), Assignment.until_on > on)


def held(session: Session, villages: Collection[int], on: date) -> list[Assignment]:
    """Return who has these villages (numbers) on the local date `on`, village by village."""
    query = select(Assignment).where(Assignment.village_id.in_(sorted(villages)), holds(on))
    return list(session.scalars(query.order_by(Assignment.village_id, Assignment.id)))


def give(
    session: Session,
    village: Village,
    role: Duty,
    to: Holder,
    since: date,
    by: str,
    now: datetime,
    *,
    until: date | None = None,
    stands_for: Assignment | None = None,
) -> Assignment:
    """Assign a village from the local date `since`; who had it in that role has it no more.

    Args:
        until: the first local date no more; stands_for: whose deputy it is: they keep theirs.
    """
    same = _same(session, village, role, to, since)
    if stands_for is None:
        for one in same[1]:
            end(session, one, since, by, now)
        if same[0] is not None:
            return same[0]
    row = Assignment(
        body_uid=village.body_uid,
        village_id=village.id,
        role=role.value,
        holder=to.name,
        login_id=to.login,
        stands_for_id=stands_for.id if stands_for else None,
        from_on=since,
        until_on=until,
        number=to.number,
        dated=to.dated,
        given_at=now,
        given_by=by,
    )
    session.add(row)
    session.flush()
    append(session, now, [_event("assignment.given", row, by)])
    return row


def _same(
    session: Session, village: Village, role: Duty, to: Holder, since: date
) -> tuple[Assignment | None, Sequence[Assignment]]:
    """Return the assignment that says just this already, and those that it would end."""
    query = select(Assignment).where(
        Assignment.village_id == village.id, Assignment.role == role.value, open_from(since)
    )
    rows = list(session.scalars(query.order_by(Assignment.id)))
    stays = next(
        (
            one
            for one in rows
            if (one.holder, one.login_id, one.until_on) == (to.name, to.login, None)
            and one.from_on <= since
        ),
        None,
    )
    return stays, [one for one in rows if one is not stays]


def end(session: Session, row: Assignment, on: date, by: str, now: datetime) -> None:
    """End an assignment: `on` is the first local date on which it holds no more."""
    row.until_on, row.ended_at, row.ended_by = max(on, row.from_on), now, by
    session.flush()
    append(session, now, [_event("assignment.ended", row, by)])


def hand_over(
    session: Session,
    rows: Iterable[Assignment],
    to: Holder,
    since: date,
    until: date | None,
    by: str,
    now: datetime,
) -> list[Assignment]:
    """Hand all of `rows` over at once: for good, or up to the day before `until` as a deputy."""
    done = []
    for row in rows:
        village = session.get_one(Village, row.village_id)
        deputy = row if until is not None else None
        done.append(
            give(
                session,
                village,
                Duty(row.role),
                to,
                max(since, row.from_on),
                by,
                now,
                until=until,
                stands_for=deputy,
            )
        )
    return done


def without_anybody(session: Session, visible: Visible, on: date) -> dict[str, int]:
    """Return of how many villages with people on lists nobody is the officer, by body (uid)."""
    assigned = exists().where(
        Assignment.village_id == Village.id, Assignment.role == Duty.OFFICER.value, holds(on)
    )
    lived_in = exists().where(
        Person.village_id == Village.id, Person.state == PersonState.KNOWN.value
    )
    query = (
        select(Village.body_uid, func.count())
        .where(lived_in, ~assigned, *visible.where(Village.body_uid))
        .group_by(Village.body_uid)
    )
    return {body: number for body, number in session.execute(query)}  # noqa: C416 - rows


def _event(kind: str, row: Assignment, by: str) -> Event:
    data = {
        "by": by,
        "village": row.village_id,
        "role": row.role,
        "from": row.from_on.isoformat(),
        "until": row.until_on.isoformat() if row.until_on else None,
        "login": row.login_id,
        "stands_for": row.stands_for_id,
    }
    return Event(kind, f"assignment:{row.id}", data)
