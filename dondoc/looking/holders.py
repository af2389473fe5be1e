"""Who holds which post, as a page shows the address book; and who of them may sign in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dondoc.logins.seats import seats_of
from dondoc.visible import EVERYTHING, Visible
from language.collation import vietnamese
from models import Capacity, Contact, Login, Seat
from rules.meaning.body import Body, BodyRegistry

CAPACITY_NAMES = {
    Capacity.HOLDER: "giữ chức danh",
    Capacity.ACTING: "quyền, tạm thời phụ trách",
    Capacity.DEPUTY: "được giao thay",
    Capacity.VACANT: "đang khuyết",
}


@dataclass(frozen=True)
class Held:
    """A row of the address book. `ways`: (channel, address); `logins`: names that act by it."""

    contact: int
    post: str
    title: str
    person: str
    capacity: str
    since: date | None
    until: date | None
    ways: tuple[tuple[str, str], ...]
    today: bool
    logins: tuple[str, ...]


@dataclass(frozen=True)
class Staff:
    """A body and the rows of its posts; `empty`: titles of posts that nobody holds today."""

    uid: str
    name: str
    rows: tuple[Held, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """A login: `posts` it acts as today, in words; `ready`: its person has set a password."""

    login: int
    name: str
    person: str
    posts: tuple[str, ...]
    ready: bool
    second: bool


def staff(
    session: Session, bodies: BodyRegistry, today: date, visible: Visible = EVERYTHING
) -> list[Staff]:
    """Return the address book by body, of the visible ones, as it stands on `today` and after."""
    query = select(Contact).where(Contact.position.is_not(None), *visible.where(Contact.body_uid))
    ends = or_(Contact.valid_to.is_(None), Contact.valid_to >= today)
    by_body: dict[str, list[Contact]] = {}
    for row in session.scalars(query.where(ends).order_by(Contact.id)):
        by_body.setdefault(row.body_uid, []).append(row)
    names = _login_names(session)
    known = [bodies.get(uid) for uid in by_body if uid in bodies]
    known.sort(key=lambda body: (body.kind, vietnamese(body.name)))
    return [_staff(bodies, body, by_body[body.uid], names, today) for body in known]


def _staff(
    bodies: BodyRegistry,
    body: Body,
    rows: Sequence[Contact],
    names: dict[int, list[str]],
    today: date,
) -> Staff:
    order = {post: turn for turn, post in enumerate(body.posts)}
    held = sorted(rows, key=lambda row: (order.get(row.post, len(order)), row.id))
    shown = tuple(
        Held(
            row.id,
            row.post,
            bodies.title(body, row.post),
            row.person or "",
            CAPACITY_NAMES[Capacity(row.capacity)],
            row.valid_from,
            row.valid_to,
            row.ways,
            row.holds(today),
            tuple(names.get(row.id, ())),
        )
        for row in held
    )
    filled = {row.post for row in rows if row.holds(today) and row.capacity != Capacity.VACANT}
    empty = tuple(bodies.title(body, post) for post in body.posts if post not in filled)
    return Staff(body.uid, body.name, shown, empty)


def _login_names(session: Session) -> dict[int, list[str]]:
    query = (
        select(Seat.contact_id, Login.name)
        .join(Login, Login.id == Seat.login_id)
        .where(Seat.contact_id.is_not(None), Seat.taken_on.is_(None), Login.closed_at.is_(None))
    )
    found: dict[int, list[str]] = {}
    for contact, name in session.execute(query):
        if contact is not None:
            found.setdefault(contact, []).append(name)
    return found


def accounts(session: Session, bodies: BodyRegistry, today: date) -> list[Account]:
    """Return the logins that are not closed, by name."""
    query = select(Login).where(Login.closed_at.is_(None)).order_by(Login.name)
    return [account_of(session, bodies, login, today) for login in session.scalars(query)]


def account_of(session: Session, bodies: BodyRegistry, login: Login, today: date) -> Account:
    """Return one login as a page shows it."""
    posts = tuple(_in_words(bodies, seats_of(session, login.id, today)))
    ready, second = login.password is not None, login.second is not None
    return Account(login.id, login.name, login.person, posts, ready, second)


def _in_words(bodies: BodyRegistry, seats: Sequence[Seat]) -> Iterator[str]:
    for seat in seats:
        body = bodies.get(seat.body_uid) if seat.body_uid in bodies else None
        yield f"{bodies.title(body, seat.post)}, {body.name}" if body else seat.said
