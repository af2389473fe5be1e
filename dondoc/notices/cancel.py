"""Call off what has not left yet."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Event, Message, MessageState, Notice, NoticeState
from steps.table import CORRECTION


def cancel_unsent(
    session: Session, obligations: Collection[int], reason: str, now: datetime
) -> list[Event]:
    """Cancel every pending or held notice of the obligations `obligations` (ids).

    A correction stays: what was said wrongly has left, whatever became of the obligation since.
    One already frozen into a message is called off with the others as long as the message waits;
    once a worker is sending it, or its outcome is in doubt, it is left to that outcome.

    Args:
        reason: why, in Vietnamese, as the board shows it.
        now: the instant of the use case, aware.
    Returns:
        the events to enter in the trail.
    """
    if not obligations:
        return []
    unsent = [state.value for state in NoticeState.unsent()]
    query = (
        select(Notice)
        .outerjoin(Message, Message.id == Notice.message_id)
        .where(
            Notice.obligation_id.in_(obligations),
            Notice.state.in_(unsent),
            Notice.step != CORRECTION.id,
            or_(Notice.message_id.is_(None), Message.state == MessageState.PENDING.value),
        )
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
