"""Lists of people as whoever looks sees them: in counts, and who has received their part."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from dondoc.people.receiving import list_of
from dondoc.visible import Visible
from models import ListLine, ListReceipt, Person, PersonList


@dataclass(frozen=True)
class Listed:
    """One list as somebody sees it: `people` in the parts that are visible, `waiting` of those.

    `body`: who brought it (uid). `only`: the one commune of which a part is visible.
    """

    list: int
    directive: str
    group: str
    kind: str
    version: int
    as_of: date
    body: str
    only: str | None
    source: str
    people: int
    parts: int
    waiting: int
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class Receipt:
    """A commune's part of a list: how many people, and since when it has it, by whom entered."""

    body: str
    people: int
    received_at: datetime | None
    recorded_by: str | None
    asked_at: datetime | None


def lists(session: Session, directive: str | None, visible: Visible) -> list[Listed]:
    """Return the lists of which a part is visible, the last first."""
    query = (
        select(
            PersonList,
            func.sum(ListReceipt.people),
            func.count(ListReceipt.id),
            func.count(ListReceipt.id).filter(ListReceipt.received_at.is_(None)),
            func.min(ListReceipt.body_uid),
        )
        .join(ListReceipt, ListReceipt.list_id == PersonList.id)
        .where(*visible.where(ListReceipt.body_uid))
        .group_by(PersonList.id)
        .order_by(PersonList.id.desc())
    )
    if directive:
        query = query.where(PersonList.directive_id == directive)
    return [
        Listed(
            list=one.id,
            directive=one.directive_id,
            group=one.group_id,
            kind=one.kind,
            version=one.version,
            as_of=one.as_of,
            body=one.body_uid,
            only=first if parts == 1 else None,
            source=one.source,
            people=int(people),
            parts=parts,
            waiting=waiting,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by,
        )
        for one, people, parts, waiting, first in session.execute(query)
    ]


def receipts(session: Session, number: int, visible: Visible) -> list[Receipt]:
    """Return who has the parts of a list that are visible; raises Refused where there is none."""
    one = list_of(session, number)
    query = select(ListReceipt).where(
        ListReceipt.list_id == one.id, *visible.where(ListReceipt.body_uid)
    )
    return [
        Receipt(row.body_uid, row.people, row.received_at, row.recorded_by, row.asked_at)
        for row in session.scalars(query.order_by(ListReceipt.body_uid))
    ]


@dataclass(frozen=True)
class PartDiffers:
    """How a commune's part of a list (uid) differs from its part of another, in persons."""

    body: str
    came: int
    stayed: int
    gone: int


@dataclass(frozen=True)
class Differs:
    """How a list differs from another, of the parts that are visible: case numbers, and counts."""

    came: tuple[int, ...]
    stayed: tuple[int, ...]
    gone: tuple[int, ...]
    parts: tuple[PartDiffers, ...]


def difference(session: Session, one: int, other: int, visible: Visible) -> Differs:
    """Return how the list numbered `other` differs from the one numbered `one`.

    Raises:
        Refused: there is no such list.
    """
    was, is_ = (_parts(session, list_of(session, number).id, visible) for number in (one, other))
    before, after = (set().union(*parts.values()) for parts in (was, is_))
    parts = []
    for body in sorted({*was, *is_}):
        old, new = was.get(body, set()), is_.get(body, set())
        parts.append(PartDiffers(body, len(new - old), len(new & old), len(old - new)))
    came, stayed, gone = (
        tuple(sorted(n)) for n in (after - before, after & before, before - after)
    )
    return Differs(came, stayed, gone, tuple(parts))


def _parts(session: Session, number: int, visible: Visible) -> dict[str, set[int]]:
    """Return the persons of a list by commune; who was made one with another is that one."""
    person = func.coalesce(Person.merged_into, Person.id)
    query = (
        select(ListLine.body_uid, person)
        .join(Person, Person.id == ListLine.person_id)
        .where(ListLine.list_id == number, *visible.where(ListLine.body_uid))
    )
    found: dict[str, set[int]] = defaultdict(set)
    for body, id_ in session.execute(query):
        found[body].add(id_)
    return found


def before(session: Session, number: int) -> int | None:
    """Return the number of the version before a list, None for the first."""
    one = list_of(session, number)
    query = select(func.max(PersonList.id)).where(
        PersonList.directive_id == one.directive_id,
        PersonList.group_id == one.group_id,
        PersonList.kind == one.kind,
        PersonList.body_uid == one.body_uid,
        PersonList.version < one.version,
    )
    return session.scalar(query)


def not_received(session: Session, body: str) -> list[tuple[int, int]]:
    """Return of which lists (by number) the commune `body` (uid) has not received how many people.

    What a later version has taken the place of is asked for no more.
    """
    later = aliased(PersonList)
    newer = exists().where(
        later.directive_id == PersonList.directive_id,
        later.group_id == PersonList.group_id,
        later.kind == PersonList.kind,
        later.body_uid == PersonList.body_uid,
        later.version > PersonList.version,
    )
    query = (
        select(PersonList.id, ListReceipt.people)
        .join(ListReceipt, ListReceipt.list_id == PersonList.id)
        .where(ListReceipt.body_uid == body, ListReceipt.received_at.is_(None), ~newer)
    )
    return [(id_, people) for id_, people in session.execute(query.order_by(PersonList.id))]
