"""Broken off: what a worker tells of its window when the database answers again.

A PostgreSQL that broke down has forgotten the turns (`models.turn`): only the worker knows how far
it was, and it does as long as it lives.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dondoc.sending.follow import give_back, settle_all
from dondoc.sending.letters import Letters
from dondoc.sending.turns import take_turns
from dondoc.sending.worker import Done, Worker
from models import Attempt, Message, MessageState
from models.trail import append, lock_trail


def tell(
    session: Session,
    done: Sequence[Done],
    worker: Worker,
    now: datetime,
    *,
    letters: Letters,
    rest: Callable[[str], timedelta],
) -> None:
    """Settle what came to its end, and let go of all else that is in this worker's hand.

    Only between two messages: of what is under way nothing is known.

    Args:
        done: maybe settled already, by the commit that broke off.
    """
    # Before any row: who holds one may be waiting for this lock.
    lock_trail(session.connection())
    ended = [one.claimed.attempt for one in done]
    untold = select(Attempt.id).where(Attempt.id.in_(ended), Attempt.finished_at.is_(None))
    still = set(session.scalars(untold))
    told = [one for one in done if one.claimed.attempt in still]
    settle_all(session, told, worker, now, letters=letters, rest=rest)
    events, attempts = [], []
    for message, attempt in session.execute(_in_hand(worker)):
        events.append(give_back(session, message, attempt, now))
        attempts.append(attempt.id)
    take_turns(session.connection(), attempts)
    append(session, now, events)


def _in_hand(worker: Worker) -> Select[Message, Attempt]:
    """Return the query for what `worker` holds, each message with its open attempt."""
    return (
        select(Message, Attempt)
        .join(Attempt, Attempt.message_id == Message.id)
        .where(
            Message.unsettled(),
            Message.state == MessageState.SENDING.value,
            Message.lease_owner == worker.name,
            Attempt.owner == worker.name,
            Attempt.finished_at.is_(None),
        )
        .order_by(Message.id)
        .with_for_update(of=Message)
    )
