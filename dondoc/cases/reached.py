"""Who of those who have a village can be told: by their account's post, or by name in the book."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.cases.assigning import held
from language import naming
from models import Contact, Duty, Seat


@dataclass(frozen=True)
class Reach:
    """Of villages (numbers): `contacts` of whoever has them, in `assigned` those with an officer.

    A village of which nobody can be told is in no line of `contacts`.
    """

    contacts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    assigned: frozenset[int] = frozenset()


def reach_of(session: Session, villages: Iterable[int], on: date) -> Reach:
    """Return who can be told of each of `villages` (numbers) on the local date `on`."""
    rows = held(session, set(villages), on)
    if not rows:
        return Reach()
    bodies = sorted({row.body_uid for row in rows})
    book = select(Contact).where(Contact.body_uid.in_(bodies), Contact.held_on(on))
    by_name: dict[tuple[str, str], int] = {}
    known = set[int]()
    for contact in session.scalars(book.order_by(Contact.id)):
        known.add(contact.id)
        if contact.person:
            by_name.setdefault((contact.body_uid, naming.key(contact.person)), contact.id)
    seats = _seats(session, {row.login_id for row in rows if row.login_id}, on)
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        seat = seats.get((row.login_id or 0, row.body_uid))
        by_book = by_name.get((row.body_uid, naming.key(row.holder)))
        told = seat if seat in known else by_book
        if told is not None and told not in found[row.village_id]:
            found[row.village_id].append(told)
    return Reach(
        {village: tuple(contacts) for village, contacts in found.items() if contacts},
        frozenset(row.village_id for row in rows if row.role == Duty.OFFICER),
    )


def _seats(session: Session, logins: Iterable[int], on: date) -> dict[tuple[int, str], int]:
    query = select(Seat).where(Seat.login_id.in_(sorted(logins)), Seat.contact_id.is_not(None))
    return {
        (seat.login_id, seat.body_uid): seat.contact_id
        for seat in session.scalars(query.order_by(Seat.id))
        if seat.contact_id is not None
        and seat.given_on <= on
        and (seat.taken_on is None or on < seat.taken_on)
    }
