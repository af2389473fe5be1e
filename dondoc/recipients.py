"""Who gets a notice: from a policy's "officer" or "via/officer" to posts and contacts today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact
from rules.body import Body, BodyRegistry


@dataclass(frozen=True, slots=True)
class Party:
    """The bodies an obligation names, by uid."""

    bearer: str
    to: str | None
    via: str | None

    def body(self, expression: str) -> str | None:
        """Return the uid of the body a recipient expression means, None if the duty has none."""
        where, _, _ = expression.rpartition("/")
        named = {"": self.bearer, "bearer": self.bearer, "to": self.to, "via": self.via}
        return named.get(where, where)


class Recipient(NamedTuple):
    """A post of a body, and who holds it; `contact` None means nobody to notify."""

    uid: str
    post: str
    contact: int | None
    channel: str


class Directory:
    """The contacts of the bodies a batch needs, read once each.

    `today` is the local date on which posts must be held.
    """

    def __init__(self, session: Session, bodies: BodyRegistry, today: date) -> None:
        self._session = session
        self._bodies = bodies
        self._today = today
        self._read: set[str] = set()
        self._holders: dict[tuple[str, str], list[Recipient]] = {}

    def prefetch(self, uids: Iterable[str]) -> None:
        """Read the contacts of the bodies `uids` that were not read yet, in one query."""
        wanted = set(uids) - self._read
        if not wanted:
            return
        self._read |= wanted
        # Columns, not objects: a batch of communes has thousands of contacts.
        query = (
            select(Contact.body_uid, Contact.post, Contact.id, Contact.channel)
            .where(Contact.body_uid.in_(wanted), Contact.held_on(self._today))
            .order_by(Contact.id)
        )
        for row in self._session.connection().execute(query).all():
            holder = Recipient(*row)
            self._holders.setdefault((holder.uid, holder.post), []).append(holder)

    def recipients(self, expression: str, party: Party) -> list[Recipient]:
        """Return who gets a notice a policy addresses to `expression`.

        A body that ended is answered for by its successor; one that does not exist yet, or has
        no contact yet, by its predecessors. A post nobody holds is returned without contact.
        """
        uid = party.body(expression)
        if uid is None:
            return []
        post = expression.rpartition("/")[2]
        body = self._bodies.current(uid, self._today)
        before = self._bodies.predecessors(body.uid)
        if before and not self._exists(body):
            return [r for b in before for r in self._at(b.uid, post)]
        found = self._at(body.uid, post)
        if before and found[0].contact is None:
            held = [r for b in before for r in self._at(b.uid, post) if r.contact is not None]
            return held or found
        return found

    def _exists(self, body: Body) -> bool:
        return body.valid_from is None or body.valid_from <= self._today

    def _at(self, uid: str, post: str) -> list[Recipient]:
        if uid not in self._read:
            self.prefetch([uid])
        return self._holders.get((uid, post)) or [Recipient(uid, post, None, "email")]
