"""Sponsors' accounts where they are stored: read whole, locked before anything is added."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dondoc.cases.account import Line
from models import EntryKind, Person, Sponsor, SponsorEntry

_AT_ONCE = 500


def lines_of(
    session: Session,
    sponsors: Collection[int] | None = None,
    persons: Collection[int] | None = None,
) -> list[Line]:
    """Return the lines of these sponsors, or about these persons; of all where neither is named.

    What takes a line back stands with whom the line was about.
    """
    query = select(SponsorEntry).order_by(SponsorEntry.id)
    if sponsors is not None:
        query = query.where(SponsorEntry.sponsor_id.in_(sponsors))
    if persons is None:
        return _read(session, query)
    numbers = sorted(persons)
    parts = (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))
    return [
        line
        for some in parts
        for line in _read(session, query.where(SponsorEntry.person_id.in_(some)))
    ]


def _read(session: Session, query: Select[SponsorEntry]) -> list[Line]:
    return [
        Line(
            id=row.id,
            sponsor=row.sponsor_id,
            kind=EntryKind(row.kind),
            amount=row.amount,
            done_on=row.done_on,
            person=row.person_id,
            from_month=row.from_month,
            months=row.months or 0,
            percent=row.percent or 0,
            undoes=row.undoes,
        )
        for row in session.scalars(query)
    ]


def lock(session: Session, sponsor: int, persons: Iterable[int] = ()) -> Sponsor | None:
    """Return the sponsor, none of whose account anybody else adds to meanwhile.

    `persons` (case numbers) are locked after it, in order, so that two sponsors never pay for the
    same month of one of them, nor wait for one another.
    """
    found = session.get(Sponsor, sponsor, with_for_update=True, populate_existing=True)
    if numbers := sorted(set(persons)):
        held = select(Person.id).where(Person.id.in_(numbers)).order_by(Person.id)
        session.execute(held.with_for_update()).all()
    return found
