"""Resuming: what was paused for a time goes on when that time is over."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Obligation, ObligationState
from models.trail import append


def pauses_over(session: Session, now: datetime) -> list[Obligation]:
    """Return the paused obligations whose pause is over at the instant `now` (aware).

    A pause ends when the row wakes: the index of what wakes finds it, however much is stored.
    """
    query = select(Obligation).where(
        Obligation.wake_at <= now, Obligation.state == ObligationState.SUSPENDED.value
    )
    return list(session.scalars(query))


def resume(session: Session, rows: Iterable[Obligation], now: datetime) -> int:
    """Reopen paused obligations whose pause is over; the sweep that follows looks at them."""
    events = []
    for row in rows:
        row.move(ObligationState.OPEN)
        row.suspended_until = None
        row.wake_at = now
        events.append(Event("obligation.resumed", f"obligation:{row.id}", {}))
    return append(session, now, events)
