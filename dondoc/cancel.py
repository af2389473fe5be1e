"""Call off what has not left yet."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Notice, NoticeState


def cancel_unsent(
    session: Session, obligations: Collection[int], reason: str, now: datetime
) -> list[Event]:
    """Cancel every pending or held notice of the obligations `obligations` (ids).

    A notice already frozen into a message that a worker is sending is left to its outcome.

    Args:
        reason: why, in Vietnamese, as the board shows it.
        now: the instant of the use case, aware.
    Returns:
        the events to enter in the trail.
    """
    if not obligations:
        return []
    unsent = [state.value for state in NoticeState.unsent()]
    query = select(Notice).where(
        Notice.obligation_id.in_(obligations),
        Notice.state.in_(unsent),
        Notice.message_id.is_(None),
    )
    return [call_off(notice, reason, now) for notice in session.scalars(query)]


def call_off(notice: Notice, reason: str, now: datetime) -> Event:
    """Cancel one unsent notice for `reason`; return the event to enter in the trail."""
    notice.move(NoticeState.CANCELLED, now, reason)
    data = {
        "obligation": notice.obligation_id,
        "step": notice.step,
        "rung": notice.rung,
        "basis": notice.basis,
        "recipient": f"{notice.recipient_uid}/{notice.recipient_post}",
        "reason": reason,
    }
    return Event("notice.cancelled", f"notice:{notice.id}", data)
