"""Elsewhere: the same word on the contact's next channel, where one failed for good."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.sending.letters import Letters
from models import Contact, Notice, NoticeState


def elsewhere(
    session: Session, notice: Notice, letters: Letters | None, now: datetime
) -> Notice | None:
    """Return the same word on the contact's next channel, None where none is left."""
    contact = session.get(Contact, notice.contact_id) if letters else None
    if letters is None or contact is None:
        return None
    channel = letters.next_channel(contact, notice.step, notice.channel)
    if channel is None:
        return None
    key = f"{notice.dedupe_key.rpartition(':')[0]}:{channel}"
    known = select(func.count()).where(Notice.dedupe_key == key)
    if session.scalar(known):
        return None
    again = notice.again(key, NoticeState.PENDING, now)
    again.channel = channel
    return again
