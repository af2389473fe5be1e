"""Dispatch: gather a contact's pending notices into one message, send it, settle what came of it.

Claim and settle are short transactions; nothing is sent inside one. An attempt's row stands
before the first byte leaves, and a lease that ran out is `unknown`, never `pending`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.cancel import call_off
from dondoc.courtesy import Courtesy
from dondoc.letters import Letters
from dondoc.readdress import reachable, readdress
from models import (
    Attempt,
    Contact,
    Event,
    Message,
    MessageState,
    Notice,
    NoticeState,
)
from models.trail import append
from notifications.envelope import Envelope, reopen
from notifications.outcome import Kind as OutcomeKind
from notifications.outcome import Outcome
from rules.calendar import local_date

RELEASED_REASON = "đến giờ tự gửi theo cấu hình"
LEASE_LOST_REASON = "tiến trình gửi bị ngắt giữa chừng, không rõ thư đã đi chưa"
RETIRED_REASON = "nội dung không còn đúng trước khi gửi được"
# After how many minutes a temporary failure is tried again; then it is given up.
RETRY_MINUTES = (1, 5, 30, 120)


@dataclass(frozen=True)
class Worker:
    """Who sends: its name, and how long it may take for one message."""

    name: str
    lease: timedelta


@dataclass(frozen=True)
class Claimed:
    """A message this worker holds the lease of, and the attempt it has entered."""

    message: int
    attempt: int
    channel: str
    envelope: Envelope


@dataclass(frozen=True)
class Moment:
    """The office's instant, and the real one by which leases run. Both aware.

    They differ only under a simulated clock.
    """

    now: datetime
    wall: datetime


def release_due(session: Session, now: datetime) -> int:
    """Let the held notices go whose time has come, where the office allows that."""
    query = select(Notice).where(Notice.state == NoticeState.HELD.value, Notice.held_until <= now)
    events = []
    for notice in session.scalars(query):
        notice.move(NoticeState.PENDING, now)
        data = {"by": "settings", "obligation": notice.obligation_id}
        events.append(Event("notice.released", f"notice:{notice.id}", data))
    return append(session, now, events)


def lose_leases(session: Session, moment: Moment) -> int:
    """Mark as unknown every message whose worker did not come back in time."""
    query = select(Message).where(
        Message.state == MessageState.SENDING.value, Message.lease_until < moment.wall
    )
    events = []
    for message in session.scalars(query):
        message.move(MessageState.UNKNOWN)
        message.lease_owner = message.lease_until = None
        data = {"reason": LEASE_LOST_REASON}
        events.append(Event("message.unknown", f"message:{message.id}", data))
    return append(session, moment.now, events)


def claim(
    session: Session,
    letters: Letters,
    worker: Worker,
    moment: Moment,
    courtesy: Courtesy | None = None,
) -> Claimed | None:
    """Take the next message to send, frozen, with its attempt entered; None when none is left.

    Args:
        courtesy: when and how much word may go out, None for always and everything.
    """
    if courtesy is not None and not courtesy.open_at(moment.now):
        return None
    while (retry := _next_retry(session, moment.now)) is not None:
        if _still_true(session, retry, letters, moment.now):
            return _lease(session, retry, worker, moment)
    while (pair := _next_contact(session, moment.now)) is not None:
        contact, channel = session.get_one(Contact, pair[0]), pair[1]
        notices = _gather(session, contact.id, channel, letters, moment.now)
        if not reachable(contact, channel, moment.now):
            readdress(session, letters.directory(session, moment.now), notices, moment.now)
            continue
        if courtesy is not None:
            notices = courtesy.within_cap(session, contact.id, notices, moment.now)
        if notices:
            message = _freeze(session, letters, contact, notices, moment.now)
            return _lease(session, message, worker, moment)
    return None


def _next_retry(session: Session, now: datetime) -> Message | None:
    query = (
        select(Message)
        .where(Message.state == MessageState.PENDING.value, Message.retry_at <= now)
        .order_by(Message.retry_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(query)


def _still_true(session: Session, message: Message, letters: Letters, now: datetime) -> bool:
    """Say whether a frozen message may leave as it is; otherwise retire it.

    Its words count days from the one on which it was frozen, and are true on that day only. Of a
    retired message the untrue notices are called off, the others wait for a new message.
    """
    carried = list(session.scalars(select(Notice).where(Notice.message_id == message.id)))
    pending = [notice for notice in carried if notice.state == NoticeState.PENDING]
    untrue = letters.untrue(session, pending, now)
    contact = session.get_one(Contact, message.contact_id)
    same_day = local_date(message.frozen_at) == local_date(now)
    whole = len(pending) == len(carried) and not untrue
    if whole and same_day and reachable(contact, message.channel, now):
        return True
    message.move(MessageState.FAILED)
    message.retry_at = None
    events = [Event("message.retired", f"message:{message.id}", {"reason": RETIRED_REASON})]
    for notice in pending:
        if notice.id in untrue:
            events.append(call_off(notice, untrue[notice.id], now))
        else:
            notice.message_id = None
    append(session, now, events)
    session.flush()
    return False


def _next_contact(session: Session, now: datetime) -> tuple[int, str] | None:
    """Return the contact and channel of the worst pending notice that no message carries yet."""
    query = (
        select(Notice.contact_id, Notice.channel)
        .where(
            Notice.state == NoticeState.PENDING.value,
            Notice.contact_id.is_not(None),
            Notice.message_id.is_(None),
            Notice.may_leave(now),
        )
        .order_by(func.coalesce(Notice.rung, 0).desc(), Notice.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def _gather(
    session: Session, contact: int, channel: str, letters: Letters, now: datetime
) -> list[Notice]:
    """Return the contact's pending notices that are still true; call off the others."""
    query = (
        select(Notice)
        .where(
            Notice.state == NoticeState.PENDING.value,
            Notice.contact_id == contact,
            Notice.channel == channel,
            Notice.message_id.is_(None),
            Notice.may_leave(now),
        )
        .order_by(Notice.id)
    )
    pending = list(session.scalars(query))
    untrue = letters.untrue(session, pending, now)
    events = [call_off(n, untrue[n.id], now) for n in pending if n.id in untrue]
    append(session, now, events)
    session.flush()
    return [notice for notice in pending if notice.id not in untrue]


def _freeze(
    session: Session, letters: Letters, contact: Contact, notices: Sequence[Notice], now: datetime
) -> Message:
    channel = notices[0].channel
    message = Message(
        contact_id=contact.id,
        channel=channel,
        state=MessageState.PENDING.value,
        # The row's id must be known before the Message-ID can be derived from it.
        message_id_header=f"unset:{notices[0].dedupe_key}",
        subject="",
        content=b"",
        content_sha256="",
        frozen_at=now,
    )
    session.add(message)
    session.flush()
    envelope = letters.envelope(session, message.id, contact, notices, now)
    message.message_id_header = envelope.message_id
    message.subject = envelope.subject
    message.content = envelope.content
    message.content_sha256 = sha256(message.content).hexdigest()
    for notice in notices:
        notice.message_id = message.id
    data = {
        "contact": contact.id,
        "notices": [notice.id for notice in notices],
        "content_sha256": message.content_sha256,
    }
    append(session, now, [Event("message.frozen", f"message:{message.id}", data)])
    return message


def _lease(session: Session, message: Message, worker: Worker, moment: Moment) -> Claimed:
    message.move(MessageState.SENDING)
    message.lease_owner = worker.name
    message.lease_until = moment.wall + worker.lease
    attempt = Attempt(message_id=message.id, owner=worker.name, started_at=moment.now)
    session.add(attempt)
    session.flush()
    data = {"attempt": attempt.id}
    append(session, moment.now, [Event("message.sending", f"message:{message.id}", data)])
    return Claimed(message.id, attempt.id, message.channel, reopen(message.content))


def settle(
    session: Session, claimed: Claimed, outcome: Outcome, worker: Worker, now: datetime
) -> MessageState:
    """Write what came of an attempt. Fenced: a worker that lost its lease changes no state."""
    attempt = session.get_one(Attempt, claimed.attempt)
    attempt.finished_at = now
    attempt.outcome, attempt.code, attempt.reason = outcome.kind, outcome.code, outcome.reason
    message = session.get_one(Message, claimed.message, with_for_update=True)
    data = {"attempt": attempt.id, "outcome": outcome.kind, "code": outcome.code}
    if message.state != MessageState.SENDING or message.lease_owner != worker.name:
        append(session, now, [Event("message.late_outcome", f"message:{message.id}", data)])
        return MessageState(message.state)
    to = _following(session, message, outcome)
    message.move(to)
    message.lease_owner = message.lease_until = None
    if to is MessageState.PENDING:
        message.retry_at = now + timedelta(minutes=_pause(session, message.id))
    append(session, now, [Event(f"message.{to}", f"message:{message.id}", data)])
    _settle_notices(session, message.id, to, outcome.reason, now)
    return to


def _following(session: Session, message: Message, outcome: Outcome) -> MessageState:
    if outcome.kind is OutcomeKind.TEMPORARY or outcome.kind is OutcomeKind.CONFIG:
        exhausted = _tries(session, message.id) > len(RETRY_MINUTES)
        return MessageState.FAILED if exhausted else MessageState.PENDING
    return {
        OutcomeKind.SENT: MessageState.SENT,
        OutcomeKind.PERMANENT: MessageState.FAILED,
        OutcomeKind.UNKNOWN: MessageState.UNKNOWN,
    }[outcome.kind]


def _tries(session: Session, message: int) -> int:
    return session.scalar(select(func.count()).where(Attempt.message_id == message)) or 0


def _pause(session: Session, message: int) -> int:
    return RETRY_MINUTES[min(_tries(session, message), len(RETRY_MINUTES)) - 1]


def _settle_notices(
    session: Session, message: int, to: MessageState, reason: str, now: datetime
) -> None:
    """Let the notices a message carries share its end; unknown and pending ones wait with it."""
    ends = {MessageState.SENT: NoticeState.SENT, MessageState.FAILED: NoticeState.FAILED}
    if to not in ends:
        return
    carried = session.scalars(select(Notice).where(Notice.message_id == message))
    events = []
    for notice in carried:
        if notice.state == NoticeState.PENDING:
            notice.move(ends[to], now, None if to is MessageState.SENT else reason)
            data = {"obligation": notice.obligation_id, "message": message}
            events.append(Event(f"notice.{notice.state}", f"notice:{notice.id}", data))
    append(session, now, events)
