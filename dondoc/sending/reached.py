"""How far sending has come, as a transaction that claims messages leaves it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Entry, Message, installation_of
from models.trail import GENESIS


class Reached(NamedTuple):
    """Which installation; how many entries its trail has, the last one's hash; newest message."""

    installation: str
    entries: int
    head: str
    message: int


# Asked for every window: made once.
_LAST = select(Entry.seq, Entry.hash).order_by(Entry.seq.desc()).limit(1)
_NEWEST = select(func.max(Message.id))


def reached(session: Session, now: datetime) -> Reached:
    """Return how far this transaction has come, at the instant `now` (aware)."""
    named, connection = installation_of(session, now).uid, session.connection()
    seq, head = connection.execute(_LAST).one_or_none() or (0, GENESIS)
    return Reached(named, seq, head, connection.scalar(_NEWEST) or 0)
