"""Who gets a notice: from a policy's "officer" or "via/officer" to posts and contacts today."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from models import Capacity, Contact
from models.among import among
from models.contact import EMAIL, ways_of
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.policy import post_of
from rules.meaning.recipient import ASSIGNED, Party, post_at
from rules.meaning.routing import BY_EMAIL, Routing

NOBODY = "chức danh này chưa có ai trong danh bạ"
VACANT = "chức danh này đang khuyết"
UNKNOWN = "đơn vị này chưa thành lập vào ngày gửi"
ENDED = "đơn vị này không còn vào ngày gửi và không có đơn vị kế tiếp"
NO_WAY = "người giữ chức danh này không có kênh nhận tin được phép dùng"


class Recipient(NamedTuple):
    """A post of a body, and who is told; `contact` None means nobody can be, for `reason`."""

    uid: str
    post: str
    contact: int | None
    channel: str
    reason: str | None = None


class _Holder(NamedTuple):
    """A contact as the directory needs it: its channels are in the contact's own order."""

    contact: int
    capacity: str
    has: tuple[str, ...]


# Columns, not objects: a batch of communes has thousands of contacts. Made once.
_HELD = (
    select(
        Contact.body_uid,
        Contact.post,
        Contact.id,
        Contact.capacity,
        Contact.channels,
        Contact.email,
        Contact.phone,
    )
    .where(
        among(Contact.body_uid, "bodies"),
        Contact.held_on(bindparam("today", type_=Date)),
    )
    .order_by(Contact.id)
)


class Directory:
    """The contacts of the bodies a batch needs, read once each.

    `today` is the local date on which posts must be held, `routing` what may go on which channel.
    """

    def __init__(
        self,
        session: Session,
        bodies: BodyRegistry,
        today: date,
        routing: Routing = BY_EMAIL,
    ) -> None:
        self._session = session
        self._bodies = bodies
        self._today = today
        self._routing = routing
        self._read: set[str] = set()
        self._holders: dict[tuple[str, str], list[_Holder]] = {}

    def prefetch(self, uids: Iterable[str]) -> None:
        """Read the contacts of the bodies `uids` that were not read yet, in one query."""
        wanted = set(uids) - self._read
        if not wanted:
            return
        self._read |= wanted
        asked = {"bodies": sorted(wanted), "today": self._today}
        for row in self._session.connection().execute(_HELD, asked).all():
            uid, post, contact, capacity, channels, email, phone = row
            # Most have an address and no wishes.
            plain = email and not channels
            has = (EMAIL,) if plain else tuple(dict(ways_of(channels, email, phone)))
            self._holders.setdefault((uid, post), []).append(_Holder(contact, capacity, has))

    def recipients(self, expression: str, party: Party, step: str) -> list[Recipient]:
        """Return who gets a notice of `step` that a policy addresses to `expression`.

        A body that ended is answered for by its successor; one that does not exist yet, or has
        no contact yet, by its predecessors. A post nobody can be told at is returned without
        contact.
        """
        if expression.rpartition("/")[0] == ASSIGNED:
            return self._assigned(party, expression, step)
        each = (self._told(uid, expression, step) for uid in party.meant(expression))
        return list(dict.fromkeys(one for found in each for one in found))

    def _assigned(self, party: Party, expression: str, step: str) -> list[Recipient]:
        """Return those of the bearer's people who are assigned; else, or too, who has the post."""
        self.prefetch([party.bearer])
        of_bearer = (
            (post, holder)
            for (uid, post), holders in self._holders.items()
            if uid == party.bearer
            for holder in holders
        )
        found = {
            holder.contact: Recipient(party.bearer, post, holder.contact, channels[0])
            for post, holder in of_bearer
            if holder.contact in party.assigned
            and (channels := self._routing.channels(step, post, holder.has))
        }
        if None in party.assigned or not found:
            for one in self._told(party.bearer, expression, step):
                found.setdefault(one.contact or 0, one)
        return list(found.values())

    def _told(self, uid: str, expression: str, step: str) -> list[Recipient]:
        if uid not in self._bodies:
            return [Recipient(uid, post_of(expression), None, EMAIL, UNKNOWN)]
        body = self._bodies.current(uid, self._today)
        if body.valid_to is not None and body.valid_to < self._today:
            return [Recipient(body.uid, post_at(body, expression), None, EMAIL, ENDED)]
        before = self._bodies.predecessors(body.uid)
        if before and not self._exists(body):
            return [r for b in before for r in self._at(b.uid, post_at(b, expression), step)]
        found = self._at(body.uid, post_at(body, expression), step)
        if before and found[0].contact is None:
            each = (self._at(b.uid, post_at(b, expression), step) for b in before)
            return [r for held in each for r in held if r.contact is not None] or found
        return found

    def copies(self, recipient: Recipient, step: str) -> list[Recipient]:
        """Return who gets a copy of what `recipient` is told; a post nobody holds gets none."""
        posts = self._routing.copies(step, recipient.post)
        each = (self._at(recipient.uid, post, step) for post in posts)
        return [copy for found in each for copy in found if copy.contact is not None]

    def leads(self, recipient: Recipient) -> bool:
        """Return whether `recipient` is at the post that answers for its body."""
        known = self._bodies.get(recipient.uid) if recipient.uid in self._bodies else None
        return known is not None and known.head == recipient.post

    def _exists(self, body: Body) -> bool:
        return body.valid_from is None or body.valid_from <= self._today

    def _at(self, uid: str, post: str, step: str) -> list[Recipient]:
        """Return the holders; where none can be reached, the acting one, then the deputies."""
        if uid not in self._read:
            self.prefetch([uid])
        held = self._holders.get((uid, post))
        if not held:
            return [Recipient(uid, post, None, EMAIL, NOBODY)]
        for capacity in Capacity.in_turn():
            found = [
                Recipient(uid, post, holder.contact, channels[0])
                for holder in held
                if holder.capacity == capacity
                and (channels := self._routing.channels(step, post, holder.has))
            ]
            if found:
                return found
        vacant = all(holder.capacity == Capacity.VACANT for holder in held)
        return [Recipient(uid, post, None, EMAIL, VACANT if vacant else NO_WAY)]


def next_way(routing: Routing, contact: Contact, step: str, failed: str) -> tuple[str, str] | None:
    """Return the (channel, address) to try after the channel `failed` failed for good.

    None: the contact cannot be reached in any other way that the routing allows.
    """
    has = tuple(channel for channel, _ in contact.ways)
    order = routing.channels(step, contact.post, has)
    after = order[order.index(failed) + 1 :] if failed in order else order
    return (after[0], contact.address_on(after[0]) or "") if after else None
