"""Seats: as which posts a login acts on a day, by the address book and nothing beside it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Capacity, Contact, Seat
from rules.meaning.body import Body
from rules.meaning.right import Right, Rights, Role

# Who does something in another body's matter needs the second factor.
_FOR_OTHERS = (Role.VIA, Role.OFFICE)


def seats_of(session: Session, login: int, today: date) -> list[Seat]:
    """Return the posts that a login (its number) acts as on the local date `today`.

    A seat stands while its row of the address book holds the post; one without a row while the
    book lists nobody for the post.
    """
    query = (
        select(Seat, Contact)
        .outerjoin(Contact, Contact.id == Seat.contact_id)
        .where(Seat.login_id == login, or_(Seat.taken_on.is_(None), Seat.taken_on > today))
        .order_by(Seat.id)
    )
    found = session.execute(query).all()
    return [
        seat
        for seat, contact in found
        if (_holds(contact, today) if contact else not _listed(session, seat))
    ]


def _holds(contact: Contact, today: date) -> bool:
    return contact.holds(today) and contact.capacity != Capacity.VACANT


def _listed(session: Session, seat: Seat) -> bool:
    """Say whether the address book names anybody for the post, at any time."""
    query = select(Contact.id).where(
        Contact.body_uid == seat.body_uid,
        Contact.post == seat.post,
        Contact.position.is_not(None),
        Contact.person.is_not(None),
    )
    return session.scalars(query.limit(1)).first() is not None


def needs_second(
    rights: Rights, posts: Iterable[tuple[Body, str]], persons: Right | None = None
) -> bool:
    """Say whether one of `posts` does something in the matters of other bodies, or sees persons.

    Args:
        persons: the right to see them; None: none are followed.
    """
    return any(
        (persons is not None and any(persons.roles_of(body, post)))
        or any(_for_others(right, body, post) for right in rights.acts.values())
        for body, post in posts
    )


def _for_others(right: Right, body: Body, post: str) -> bool:
    return any(role in _FOR_OTHERS for role in right.roles_of(body, post))
