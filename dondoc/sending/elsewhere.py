"""Elsewhere: the same word on the contact's next channel, where one failed for good."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.sending.letters import Letters
from models import Contact, Event, Notice, NoticeState


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
    return Notice(
        obligation_id=notice.obligation_id,
        cycle=notice.cycle,
        policy=notice.policy,
        repeat=notice.repeat,
        step=notice.step,
        rung=notice.rung,
        recipient_uid=notice.recipient_uid,
        recipient_post=notice.recipient_post,
        contact_id=notice.contact_id,
        channel=channel,
        dedupe_key=key,
        basis=notice.basis,
        state=NoticeState.PENDING.value,
        created_at=now,
    )


def created(notice: Notice, instead_of: int) -> Event:
    """Return what enters a notice that goes out instead of the failed one (its id)."""
    data = {
        "notice": notice.dedupe_key,
        "step": notice.step,
        "rung": notice.rung,
        "basis": notice.basis,
        "recipient": f"{notice.recipient_uid}/{notice.recipient_post}",
        "contact": notice.contact_id,
        "state": notice.state,
        "instead_of": instead_of,
    }
    return Event("notice.created", f"obligation:{notice.obligation_id}", data)
