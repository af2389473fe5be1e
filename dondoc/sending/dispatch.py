"""Dispatch: gather a contact's pending notices into one message, freeze and claim it.

Claim and settle (`dondoc.sending.follow`) are short transactions; nothing is sent inside one. An
attempt's row stands before the first byte leaves. A lease that ran out is `unknown`, never
`pending`, unless it is certain that the message was still waiting for its turn.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from dondoc.sending.agenda import Agenda, number_listed
from dondoc.sending.claiming import Claiming
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.follow import give_back, settle, settle_all
from dondoc.sending.letters import Letters
from dondoc.sending.pauses import resting
from dondoc.sending.retries import Retries, number_due
from dondoc.sending.turns import take_turns
from dondoc.sending.worker import Claimed, Done, Moment, Worker, of_this_run
from models import Attempt, Event, Message, MessageState, Notice, NoticeState
from models.trail import SETTINGS, append, lock_trail
from notifications.envelope import reopen
from notifications.outcome import Kind, Outcome

__all__ = ["Claimed", "Moment", "Worker", "claim", "lose_leases", "release_due", "settle"]

LEASE_LOST_REASON = "tiến trình gửi bị ngắt giữa chừng, không rõ thư đã đi chưa"

# Asked at every dispatch: made once.
_LET_GO = (
    Notice.unsent(),
    Notice.state == NoticeState.HELD.value,
    Notice.held_until <= bindparam("now"),
)
_ANY_RELEASED = select(Notice.id).where(*_LET_GO).limit(1)
_RELEASED = select(Notice).where(*_LET_GO)


def release_due(session: Session, now: datetime) -> int:
    """Let the held notices go whose time has come, where the office allows that."""
    session.flush()
    if session.connection().scalar(_ANY_RELEASED, {"now": now}) is None:
        return 0
    events = []
    for notice in session.scalars(_RELEASED, {"now": now}):
        notice.move(NoticeState.PENDING, now)
        data = {"by": SETTINGS, "obligation": notice.obligation_id}
        events.append(Event("notice.released", f"notice:{notice.id}", data))
    return append(session, now, events)


def lose_leases(session: Session, moment: Moment, letters: Letters | None = None) -> int:
    """Settle every message whose worker did not come back in time.

    What came of it may be noted with its turn. If not, one that was being sent is in doubt. One
    whose turn had not come goes back to the queue, if every turn that came is known.
    """
    # Before any row: who holds one may be waiting for this lock.
    lock_trail(session.connection())
    events, told = [], []
    lost = _lost(session, moment.wall)
    turns = take_turns(session.connection(), [attempt.id for _, attempt in lost])
    for message, attempt in lost:
        turn = turns.get(attempt.id)
        if turn is not None and turn.outcome is not None:
            told.append(_told(message, attempt, turn))
        elif turn is not None and not turn.begun and _all_turns_known(session, attempt.owner):
            events.append(give_back(session, message, attempt, moment.now))
        else:
            if turn is not None and turn.begun:
                attempt.begun_at = attempt.started_at
            message.move(MessageState.UNKNOWN)
            message.lease_owner = message.lease_until = None
            data = {"reason": LEASE_LOST_REASON}
            events.append(Event("message.unknown", f"message:{message.id}", data))
    session.flush()
    for owner, done in told:
        settle_all(session, [done], Worker(owner, timedelta(0)), moment.now, letters=letters)
    return append(session, moment.now, events) + len(told)


def _lost(session: Session, wall: datetime) -> list[tuple[Message, Attempt]]:
    """Return what no worker holds any longer at the real instant `wall`, with its last attempt.

    Who settles it just now is left alone: it lives.
    """
    lost = (
        select(Message)
        .where(
            Message.unsettled(),
            Message.state == MessageState.SENDING.value,
            Message.lease_until < wall,
        )
        .order_by(Message.id)
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    messages = {message.id: message for message in session.scalars(lost)}
    any_attempt = aliased(Attempt)
    last = select(func.max(any_attempt.id)).where(any_attempt.message_id == Attempt.message_id)
    attempts = (
        select(Attempt)
        .where(Attempt.message_id.in_(messages), Attempt.id == last.scalar_subquery())
        .order_by(Attempt.message_id)
    )
    return [(messages[each.message_id], each) for each in session.scalars(attempts)]


def _all_turns_known(session: Session, owner: str) -> bool:
    """Say whether each turn that came to the worker `owner` is in what is noted of it.

    On PostgreSQL: a server that broke down holds no note at all. On SQLite: while the machine has
    run since.
    """
    return session.get_bind().dialect.name == "postgresql" or of_this_run(owner)


def _told(message: Message, attempt: Attempt, turn: Row[*tuple[Any, ...]]) -> tuple[str, Done]:
    """Return the outcome a worker noted before it died, and the worker."""
    outcome = Outcome(Kind(turn.outcome), turn.code or "", turn.reason or "")
    claimed = Claimed(message.id, attempt.id, message.channel, reopen(message.content))
    return attempt.owner, Done(claimed, outcome, attempt.started_at)


def claim(
    session: Session,
    letters: Letters,
    worker: Worker,
    moment: Moment,
    courtesy: Courtesy | None = None,
) -> Claimed | None:
    """Take the next message to send, frozen, with its attempt entered; None when none is left."""
    return next(iter(claim_window(session, letters, worker, moment, courtesy, size=1)), None)


def claim_window(
    session: Session,
    letters: Letters,
    worker: Worker,
    moment: Moment,
    courtesy: Courtesy | None = None,
    *,
    size: int,
    avoid: Collection[str] = (),
    agenda: Agenda | None = None,
) -> list[Claimed]:
    """Take the next messages to send, at most `size`, worst first; none when none is left.

    The first one's turn has come with this; the others wait for `dondoc.sending.turns`.

    Args:
        courtesy: when and how much word may go out, None for always and everything.
        avoid: channels that are of no use at present; those of resting accounts are added.
        agenda: who is next, kept from one window to the next.
    """
    if courtesy is not None and not courtesy.open_at(moment.now):
        return []
    unused = _unused(session, moment.now, avoid)
    again = Retries(session, letters, worker, moment, unused).take(size)
    if again:
        return again
    fresh = Claiming(session, letters, worker, moment, unused, agenda or Agenda(), courtesy)
    return fresh.take(size)


def number_waiting(
    session: Session, courtesy: Courtesy, now: datetime, avoid: Collection[str] = ()
) -> int:
    """Return how many messages may leave at `now` (aware), whoever holds them."""
    if not courtesy.open_at(now):
        return 0
    unused = _unused(session, now, avoid)
    return number_due(session, now, unused) + number_listed(session, now, unused)


def _unused(session: Session, now: datetime, avoid: Collection[str]) -> set[str]:
    return {*avoid, *resting(session, now)}
