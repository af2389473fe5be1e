"""Readdress: what waits for who left a post, or for a body that ended, goes to who answers now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.contacts.recipients import Directory, Recipient
from dondoc.notices.cancel import call_off
from language.zone import local_date
from models import Contact, Event, Notice, NoticeState
from models.trail import append
from rules.meaning.recipient import Party

TOLD_ALREADY = "người giữ chức danh hiện nay đã có thông báo này"


def reachable(contact: Contact, channel: str, now: datetime) -> bool:
    """Say whether `contact` still holds the post at `now` (aware) and `channel` reaches it."""
    return contact.holds(local_date(now)) and contact.address_on(channel) is not None


def readdress(
    session: Session, directory: Directory, notices: Sequence[Notice], now: datetime
) -> None:
    """Give the pending `notices`, in no message yet, to whoever can be told at their posts now.

    A notice nobody can be told of has failed, with the reason; one that the new holder has of
    his own is called off.
    """
    append(session, now, [_readdressed(session, directory, notice, now) for notice in notices])
    session.flush()


def _readdressed(session: Session, directory: Directory, notice: Notice, now: datetime) -> Event:
    expression = f"{notice.recipient_uid}/{notice.recipient_post}"
    party = Party(notice.recipient_uid, None, None)
    found = directory.recipients(expression, party, notice.step)
    data: dict[str, object] = {"obligation": notice.obligation_id}
    if not found or found[0].contact is None:
        notice.move(NoticeState.FAILED, now, found[0].reason if found else None)
        return Event("notice.failed", f"notice:{notice.id}", data)
    for recipient in found:
        key = _key(notice, recipient)
        if session.scalar(select(Notice.id).where(Notice.dedupe_key == key)) is None:
            before, notice.contact_id = notice.contact_id, recipient.contact
            notice.recipient_uid, notice.channel = recipient.uid, recipient.channel
            notice.dedupe_key = key
            session.flush()
            data |= {"before": before, "contact": recipient.contact, "channel": recipient.channel}
            data["recipient"] = f"{recipient.uid}/{recipient.post}"
            return Event("notice.readdressed", f"notice:{notice.id}", data)
    return call_off(notice, TOLD_ALREADY, now)


def _key(notice: Notice, recipient: Recipient) -> str:
    """Return the dedupe key the notice would have, had it been decided for `recipient`."""
    first = ":".join(notice.dedupe_key.split(":")[:4])
    return f"{first}:{recipient.uid}/{recipient.post}:{recipient.contact}:{recipient.channel}"
