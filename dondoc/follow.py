"""Follow: write what came of an attempt, and what follows from it.

| outcome | what follows |
|---|---|
| sent | done |
| permanent | failed: the contact's next channel, else the notice has failed with the reason |
| temporary | again after 1, 5, 30, 120 minutes, or when the other side asks; given up after five |
| config | the account rests; no try is counted |
| unknown | a person decides |
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session

from dondoc.letters import Letters
from dondoc.pauses import pause
from dondoc.worker import Claimed, Worker
from models import Attempt, Contact, Event, Message, MessageState, Notice, NoticeState
from models.message import ATTEMPT, MESSAGE, MESSAGE_MACHINE
from models.notice import NOTICE, NOTICE_MACHINE
from models.trail import append
from notifications.outcome import UNREACHED, Outcome
from notifications.outcome import Kind as OutcomeKind

# After how many minutes a temporary failure is tried again; then it is given up.
RETRY_MINUTES = (1, 5, 30, 120)
# Who asks for more patience than this is not taken at their word.
MOST_PATIENCE = timedelta(days=1)
REST = timedelta(hours=1)

_FINISH = (
    update(ATTEMPT)
    .where(ATTEMPT.c.id == bindparam("attempt"))
    .values(
        finished_at=bindparam("at"),
        outcome=bindparam("kind"),
        code=bindparam("said"),
        reason=bindparam("why"),
    )
)
# Fenced: the lease must still be this worker's.
_SETTLE = (
    update(MESSAGE)
    .where(
        MESSAGE.c.id == bindparam("message"),
        MESSAGE.c.state == MessageState.SENDING.value,
        MESSAGE.c.lease_owner == bindparam("owner"),
    )
    .values(state=bindparam("to"), retry_at=bindparam("again"), lease_owner=None, lease_until=None)
)
_SENT = (
    update(NOTICE)
    .where(NOTICE.c.message_id == bindparam("message"), NOTICE.c.state == NoticeState.PENDING.value)
    .values(state=NoticeState.SENT.value, reason=None, settled_at=bindparam("at"))
    .returning(NOTICE.c.id, NOTICE.c.obligation_id)
)


def settle(
    session: Session,
    claimed: Claimed,
    outcome: Outcome,
    worker: Worker,
    now: datetime,
    *,
    letters: Letters | None = None,
    rest: timedelta = REST,
) -> MessageState:
    """Write what came of an attempt. Fenced: a worker that lost its lease changes no state.

    Args:
        letters: knows which channel comes next; None where there is no other.
        rest: for how long an account that proved wrong is not used.
    Returns:
        the state of the message afterwards.
    """
    connection = session.connection()
    finished = {"attempt": claimed.attempt, "at": now, "kind": outcome.kind.value}
    connection.execute(_FINISH, {**finished, "said": outcome.code, "why": outcome.reason})
    to, again = _following(connection, claimed.message, outcome, now)
    MESSAGE_MACHINE.check(MessageState.SENDING, to)
    settled = {"message": claimed.message, "owner": worker.name, "to": to.value, "again": again}
    data = {"attempt": claimed.attempt, "outcome": outcome.kind.value, "code": outcome.code}
    subject = f"message:{claimed.message}"
    if connection.execute(_SETTLE, settled).rowcount != 1:
        append(session, now, [Event("message.late_outcome", subject, data)])
        query = select(Message.state).where(Message.id == claimed.message)
        return MessageState(session.scalars(query).one())
    events = [Event(f"message.{to}", subject, data)]
    if to is MessageState.SENT:
        events.extend(_sent(connection, claimed.message, now))
    elif to is MessageState.FAILED:
        events.extend(_failed(session, claimed, outcome.reason, letters, now))
    elif outcome.kind is OutcomeKind.CONFIG:
        paused = pause(session, claimed.channel, outcome, rest, now)
        events.extend([paused] if paused else [])
    append(session, now, events)
    return to


def _following(
    connection: Connection, message: int, outcome: Outcome, now: datetime
) -> tuple[MessageState, datetime | None]:
    """Return where the message goes, and when it is tried again."""
    if outcome.kind is OutcomeKind.CONFIG:
        return MessageState.PENDING, now
    if outcome.kind is OutcomeKind.TEMPORARY:
        tries, heard = _tries(connection, message)
        if heard > len(RETRY_MINUTES):
            return MessageState.FAILED, None
        wait = timedelta(minutes=RETRY_MINUTES[min(tries, len(RETRY_MINUTES)) - 1])
        asked = min(timedelta(seconds=outcome.retry_after or 0), MOST_PATIENCE)
        return MessageState.PENDING, now + max(wait, asked)
    ends = {
        OutcomeKind.SENT: MessageState.SENT,
        OutcomeKind.PERMANENT: MessageState.FAILED,
        OutcomeKind.UNKNOWN: MessageState.UNKNOWN,
    }
    return ends[outcome.kind], None


def _tries(connection: Connection, message: int) -> tuple[int, int]:
    """Return how many tries failed for a time, and how many of them reached the other side.

    While nobody can be reached at all a message is not given up: it is not at fault, and what it
    says is looked at again every time.
    """
    codes = connection.execute(
        select(ATTEMPT.c.code).where(
            ATTEMPT.c.message_id == message, ATTEMPT.c.outcome == OutcomeKind.TEMPORARY.value
        )
    )
    reached = [code not in UNREACHED for code in codes.scalars()]
    return len(reached), sum(reached)


def _sent(connection: Connection, message: int, now: datetime) -> Iterator[Event]:
    NOTICE_MACHINE.check(NoticeState.PENDING, NoticeState.SENT)
    for notice, obligation in connection.execute(_SENT, {"message": message, "at": now}).all():
        data = {"obligation": obligation, "message": message}
        yield Event("notice.sent", f"notice:{notice}", data)


def _failed(
    session: Session, claimed: Claimed, reason: str, letters: Letters | None, now: datetime
) -> Iterator[Event]:
    """Let the notices a message carries fail; each goes on by the contact's next channel."""
    query = select(Notice).where(
        Notice.message_id == claimed.message, Notice.state == NoticeState.PENDING.value
    )
    for notice in session.scalars(query).all():
        notice.move(NoticeState.FAILED, now, reason)
        again = _elsewhere(session, notice, letters, now)
        data: dict[str, object] = {"obligation": notice.obligation_id, "message": claimed.message}
        # Where no channel is left the operator is told: by this row, on the board and in the trail.
        data["next_channel"] = again.channel if again else None
        yield Event("notice.failed", f"notice:{notice.id}", data)
        if again:
            session.add(again)
            session.flush()
            yield _created(again, notice.id)
    session.flush()


def _elsewhere(
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


def _created(notice: Notice, instead_of: int) -> Event:
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


def turn(session: Session, claimed: Claimed, worker: Worker, now: datetime, wall: datetime) -> bool:
    """Begin with a message claimed before: its lease starts anew, its attempt has begun.

    Returns:
        False where the lease is no longer this worker's: the message must not be sent.
    """
    connection = session.connection()
    held = {"message": claimed.message, "owner": worker.name, "until": wall + worker.lease}
    if connection.execute(_EXTEND, held).rowcount != 1:
        return False
    connection.execute(_BEGIN, {"attempt": claimed.attempt, "at": now})
    return True


_EXTEND = (
    update(MESSAGE)
    .where(
        MESSAGE.c.id == bindparam("message"),
        MESSAGE.c.state == MessageState.SENDING.value,
        MESSAGE.c.lease_owner == bindparam("owner"),
    )
    .values(lease_until=bindparam("until"))
)
_BEGIN = (
    update(ATTEMPT).where(ATTEMPT.c.id == bindparam("attempt")).values(begun_at=bindparam("at"))
)

NOT_BEGUN = "not_begun"


def give_back(session: Session, message: Message, attempt: Attempt, now: datetime) -> Event:
    """Let go of a message whose turn did not come; it is tried again, and no try is counted."""
    message.move(MessageState.PENDING)
    message.retry_at = now
    message.lease_owner = message.lease_until = None
    attempt.finished_at, attempt.outcome = now, NOT_BEGUN
    return Event("message.given_back", f"message:{message.id}", {"attempt": attempt.id})
