"""Facts about people where they are stored: read as known at any instant, entered, taken back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, CursorResult, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from dondoc.people.fact import Fact, Kind, NotAsKnown, Revision
from models import PersonFact
from models.bulk import insert_rows

# What a list with which a group begins anew tells begins so: "anew:12".
ANEW = "anew:"
# As many parameters as every SQLite takes; as many rows as are laid out to be written.
_AT_ONCE, _ROWS = 500, 5_000
_READ = (
    *("person_id", "kind", "subject", "since", "known_from", "source", "until", "body_uid"),
    *("percent", "began", "ended", "directive_id", "id"),
)
_KINDS = {kind.value: kind for kind in Kind}
# A case number, the uid of where they are listed, and before which local date (None: they are).
Place = tuple[int, str, date | None]
# What a row is told with; what strikes it comes later.
_COLUMNS = (
    *("person_id", "directive_id", "kind", "subject", "body_uid", "since", "until"),
    *("known_from", "source", "percent", "began", "ended", "told_by", "recorded_at", "recorded_by"),
)


@dataclass(frozen=True)
class Ground:
    """By what facts are told (`told_by`: "list:3", "change:12"), at an instant (aware), by whom."""

    told_by: str
    now: datetime
    by: str


def facts_of(
    session: Session,
    directive: str | None = None,
    bodies: Collection[str] | None = None,
    persons: Collection[int] | None = None,
    known_at: datetime | None = None,
    kinds: Collection[Kind] | None = None,
) -> list[Fact]:
    """Return what is known of people, in the order in which it was told.

    Args:
        directive: under this one, or under every one; None: whatever there is.
        bodies: of whoever is or was listed in one of these (uids); None: wherever.
        persons: of these case numbers; None: of everybody.
        known_at: as it was known at that instant (aware); None: now. What is known is then given
            as if it would never be struck.
        kinds: of these kinds; None: of all.
    """
    query = select(PersonFact).where(*_known(known_at))
    if kinds is not None:
        query = query.where(PersonFact.kind.in_(kinds))
    if directive is not None:
        mine = PersonFact.directive_id.is_(None) | (PersonFact.directive_id == directive)
        query = query.where(mine)
    if bodies is not None:
        listed = select(PersonFact.person_id).where(
            PersonFact.kind == Kind.LISTED, PersonFact.body_uid.in_(bodies)
        )
        query = query.where(PersonFact.person_id.in_(listed))
    if persons is None:
        return _read(session, query)
    numbers = sorted(persons)
    return [
        fact
        for first in range(0, len(numbers), _AT_ONCE)
        for fact in _read(
            session, query.where(PersonFact.person_id.in_(numbers[first : first + _AT_ONCE]))
        )
    ]


def places(session: Session, directive: str, group: str) -> list[Place]:
    """Return who is or was on the list of a directive's group, as it is known now."""
    query = select(PersonFact.person_id, PersonFact.body_uid, PersonFact.until).where(
        PersonFact.directive_id == directive,
        PersonFact.kind == Kind.LISTED,
        PersonFact.subject == group,
        *_known(None),
    )
    return [(person, body, until) for person, body, until in session.execute(query)]


def _known(at: datetime | None) -> tuple[ColumnElement[bool], ...]:
    if at is None:
        return (PersonFact.struck_at.is_(None),)
    later = or_(PersonFact.struck_at.is_(None), PersonFact.struck_at > at)
    return PersonFact.recorded_at <= at, later


def _read(session: Session, query: Select[PersonFact]) -> list[Fact]:
    columns = [PersonFact.__table__.c[name] for name in _READ]
    rows = session.connection().execute(query.with_only_columns(*columns).order_by(PersonFact.id))
    # By place: an office has a hundred thousand of them.
    return [
        Fact(
            person,
            _KINDS[kind],
            of,
            since,
            known_from,
            source,
            until,
            None,
            body,
            percent,
            began,
            ended,
            directive or "",
            row,
        )
        for (
            person,
            kind,
            of,
            since,
            known_from,
            source,
            until,
            body,
            percent,
            began,
            ended,
            directive,
            row,
        ) in rows
    ]


def enter(session: Session, revision: Revision, ground: Ground) -> None:
    """Strike and tell what `revision` says.

    Raises:
        NotAsKnown: what it strikes has been struck since it was read.
    """
    _strike(session, revision.struck, revision.known_from, ground)
    connection = session.connection()
    # A list tells two of each of a hundred thousand people: not all are laid out at once.
    for first in range(0, len(revision.told), _ROWS):
        some = revision.told[first : first + _ROWS]
        rows = [_values(fact, ground) for fact in some]
        insert_rows(connection, PersonFact, _COLUMNS, rows)


def _strike(session: Session, facts: Iterable[Fact], on: date, ground: Ground) -> None:
    numbers = [fact.row for fact in facts]
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        struck = session.execute(
            update(PersonFact)
            .where(PersonFact.id.in_(some), PersonFact.struck_at.is_(None))
            .values(struck_on=on, struck_by=ground.told_by, struck_at=ground.now)
            .execution_options(synchronize_session=False)
        )
        if not isinstance(struck, CursorResult) or struck.rowcount != len(some):
            raise NotAsKnown("dữ kiện về người này đã đổi từ khi đọc; xem lại rồi làm lại")


def _values(fact: Fact, ground: Ground) -> tuple[object, ...]:
    """Return the values of `_COLUMNS`, in their order."""
    return (
        fact.person,
        fact.directive or None,
        fact.kind.value,
        fact.of,
        fact.body,
        fact.since,
        fact.until,
        fact.known_from,
        fact.source,
        fact.percent,
        fact.began,
        fact.ended,
        ground.told_by,
        ground.now,
        ground.by,
    )


def unsay(session: Session, what: str) -> bool:
    """Take back whatever `what` ("merge:3") told and struck as if it had never been said.

    Returns:
        whether that could be: nothing it told was struck since; else nothing is done.
    """
    told = PersonFact.told_by == what
    later = select(PersonFact.id).where(told, PersonFact.struck_at.is_not(None)).limit(1)
    if session.scalar(later) is not None:
        return False
    session.execute(delete(PersonFact).where(told).execution_options(synchronize_session=False))
    session.execute(
        update(PersonFact)
        .where(PersonFact.struck_by == what)
        .values(struck_on=None, struck_by=None, struck_at=None)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return True


def told_by(session: Session, what: str) -> Revision | None:
    """Return what `what` ("change:12") told and struck, None where it is not known as it left it.

    Somebody else has then told something newer of the same facts, which has to go first. What was
    struck since and told again just as it was counts as never struck.
    """
    told = _read(session, select(PersonFact).where(PersonFact.told_by == what))
    struck = _read(session, select(PersonFact).where(PersonFact.struck_by == what))
    if not (told or struck):
        return None
    known = facts_of(session, persons={fact.person for fact in told})
    by_content = {_content(fact): fact for fact in known}
    still = [by_content.get(_content(fact)) for fact in told]
    if None in still:
        return None
    now = tuple(fact for fact in still if fact is not None)
    return Revision(tuple(struck), now, max(fact.known_from for fact in (*told, *struck)))


def _content(fact: Fact) -> Fact:
    return replace(fact, known_from=date.min)


def begun_anew(session: Session, directive: str) -> dict[str, date]:
    """Return, by group, the local date on which its list was last begun anew, where it ever was."""
    query = (
        select(PersonFact.subject, func.max(PersonFact.since))
        .where(
            PersonFact.directive_id == directive,
            PersonFact.kind == Kind.LISTED,
            PersonFact.told_by.startswith(ANEW),
            *_known(None),
        )
        .group_by(PersonFact.subject)
    )
    return {group: day for group, day in session.execute(query)}  # noqa: C416 - rows, not pairs
