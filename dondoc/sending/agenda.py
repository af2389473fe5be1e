"""The agenda: which contacts are told next, and on which channel, worst first."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    NotNullable,
    and_,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import Session

from models import Notice, NoticeState
from models.among import among

# Contact id and channel: what one message is for.
Pair = tuple[int, str]
# So many are listed at a time: listing walks through all that wait, however few are then taken.
LISTED = 512


def waiting(
    now: datetime | BindParameter[datetime], resting: Collection[str] | None
) -> ColumnElement[bool]:
    """Return, as SQL, whether a notice is in no message yet and may leave at `now` (aware).

    Args:
        resting: the channels that are of no use at present; None: those of the parameter "resting".
    """
    unused = among(Notice.channel, "resting") if resting is None else Notice.channel.in_(resting)
    return and_(
        Notice.unsent(),
        Notice.state == NoticeState.PENDING.value,
        Notice.contact_id.is_not(None),
        Notice.message_id.is_(None),
        Notice.may_leave(now),
        ~unused,
    )


# Asked for every window: made once. By channel: a comparison of pairs is built pair by pair.
_WAITING = (
    select(Notice)
    .where(
        waiting(bindparam("now"), None),
        among(Notice.contact_id, "contacts"),
        Notice.channel == bindparam("on"),
    )
    .order_by(Notice.id)
    .with_for_update(skip_locked=True)
)


def waiting_of(
    session: Session, pairs: Iterable[Pair], now: datetime, resting: Collection[str]
) -> list[Notice]:
    """Return what waits for `pairs`, oldest first, and hold it; not what is held elsewhere."""
    contacts: dict[str, list[int]] = {}
    for contact, channel in pairs:
        contacts.setdefault(channel, []).append(contact)
    asked = {"now": now, "resting": list(resting)}
    found = [
        notice
        for channel, some in sorted(contacts.items())
        for notice in session.scalars(_WAITING, {**asked, "contacts": some, "on": channel})
    ]
    return sorted(found, key=lambda notice: notice.id)


class Agenda:
    """Contacts and channels listed once for many windows; what has waited meanwhile comes after.

    Only an order of work: whether a listed one still has something to hear is for the claim.
    Whom it could not get hold of comes no more until `look_again`.
    """

    def __init__(self) -> None:
        self._listed: list[Pair] = []
        # How many the last listing found, where it found less than it asked for: all there were.
        self._all: int | None = None
        self._passed: set[Pair] = set()

    def take(
        self, session: Session, size: int, now: datetime, resting: Collection[str]
    ) -> list[Pair]:
        """Return the next `size` at most, worst first, and strike them off; none if none waits."""
        if not self._listed:
            asked = max(size, LISTED) + len(self._passed)
            listed = _worst(session, asked, now, resting)
            self._all = len(listed) if len(listed) < asked else None
            self._listed = [pair for pair in listed if pair not in self._passed]
        taken, self._listed = self._listed[:size], self._listed[size:]
        return taken

    def told_all(self, claimed: int) -> bool:
        """Say whether a window of `claimed` letters has one for everybody for whom anything waited.

        Who is told by another post or channel instead, or only later, makes it fewer.
        """
        return self._all == claimed

    def pass_over(self, pairs: Collection[Pair]) -> None:
        """Leave out `pairs`, which were taken: they are in other hands, or have nothing to hear."""
        self._passed.update(pairs)

    def look_again(self) -> None:
        """List those again that were passed over."""
        self._passed.clear()


# Asked of every dispatch that has something, and again until nothing is left: made once.
_WORST = (
    select(NotNullable(Notice.contact_id), Notice.channel)
    .where(waiting(bindparam("now"), None))
    .group_by(Notice.contact_id, Notice.channel)
    .order_by(func.max(func.coalesce(Notice.rung, 0)).desc(), func.min(Notice.id))
    .limit(bindparam("size"))
)


def _worst(session: Session, size: int, now: datetime, resting: Collection[str]) -> list[Pair]:
    asked = {"now": now, "resting": list(resting), "size": size}
    return [
        (contact, channel) for contact, channel in session.connection().execute(_WORST, asked).all()
    ]


def number_listed(session: Session, now: datetime, resting: Collection[str]) -> int:
    """Return for how many contacts and channels something waits that no message carries yet."""
    pairs = select(Notice.contact_id, Notice.channel).where(waiting(now, resting)).distinct()
    return session.scalar(select(func.count()).select_from(pairs.subquery())) or 0
