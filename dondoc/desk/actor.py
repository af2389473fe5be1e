"""Who acts: a post of a body, both of which exist on that day, and which somebody holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.named import not_there
from language import naming
from language.dates import full_day
from models import Capacity, Contact
from rules.meaning.body import Body, BodyRegistry

_LISTED = select(Contact).where(
    Contact.body_uid == bindparam("body"),
    Contact.post == bindparam("post"),
    # A mailbox without a name is made up until the office gives an address book.
    or_(Contact.position.is_not(None), Contact.person.is_not(None)),
)


@dataclass(frozen=True)
class Actor:
    """A post of a body; `str` gives it as the trail has it."""

    body: Body
    post: str

    def __str__(self) -> str:
        return f"{self.body.uid}/{self.post}"


def actor(
    session: Session, bodies: BodyRegistry, text: str, today: date, home: str | None
) -> Actor:
    """Return who `text` ("uid/post") means on the local date `today`.

    Args:
        bodies: as they are known on that day.
        home: the uid of the office itself; it acts even where the list of bodies says it ended,
            or nobody could put right what it left.
    Raises:
        Refused: there is no such body or post on that day, or nobody holds the post.
    """
    uid, _, post = text.rpartition("/")
    if uid not in bodies:
        meant = ", ".join(naming.suggest(uid, [body.uid for body in bodies.in_force(today)]))
        raise Refused(f"không có đơn vị {uid!r}" + (f"; có phải: {meant}?" if meant else ""))
    body = bodies.get(uid)
    if uid != home and (why := not_there(body, bodies, today)):
        raise Refused(why)
    if post not in body.posts:
        raise Refused(f"{body.name} không có chức danh {post!r}; có: {', '.join(body.posts)}")
    _refuse_unheld(session, body, post, bodies, today)
    return Actor(body, post)


def _refuse_unheld(
    session: Session, body: Body, post: str, bodies: BodyRegistry, today: date
) -> None:
    """Refuse a post that the address book knows and that nobody holds on that day.

    What the book never listed is left alone: an office may keep one for whom it writes to only.
    """
    known = session.scalars(_LISTED, {"body": body.uid, "post": post}).all()
    if not known or any(_acts(one, today) for one in known):
        return
    title = bodies.title(body, post)
    raise Refused(
        f"không ai giữ chức danh {title} của {body.name} ({body.uid}/{post}) ngày "
        f"{full_day(today)}{_until(known)}: xem lại danh bạ"
    )


def _acts(contact: Contact, today: date) -> bool:
    return contact.holds(today) and contact.capacity != Capacity.VACANT


def _until(known: Sequence[Contact]) -> str:
    """Return until when somebody held the post, where the address book says so."""
    ends = [one.valid_to for one in known if one.valid_to and one.capacity != Capacity.VACANT]
    return f" (người giữ hoặc được giao: đến hết ngày {full_day(max(ends))})" if ends else ""
