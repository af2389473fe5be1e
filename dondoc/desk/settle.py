"""Settle: a person says what became of a message whose outcome is unknown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from models import Event, Message, MessageState, Notice, NoticeState
from models.trail import append

# What a person's word makes of a message → the entry that says so; `outcome` tells it from others.
SETTLED = {MessageState.SENT: "message.sent", MessageState.PENDING: "message.pending"}


@dataclass(frozen=True)
class Request:
    """The number of a notice whose message is in doubt; `arrived` False sends it again."""

    notice: int
    arrived: bool


@dataclass(frozen=True)
class Answer:
    """The state in which the message is now."""

    notice: int
    state: MessageState


@dataclass(frozen=True)
class All:
    """Every message in doubt on one channel; `arrived` False sends them again."""

    channel: str
    arrived: bool


@act("settle")
def settle(desk: Desk, request: Request) -> Answer:
    """Settle it; raise Refused where its message is not in doubt."""
    by = desk.allow("settle", desk.about([request.notice]))
    state = settle_unknown(desk.session, request.notice, request.arrived, by, desk.now)
    return Answer(request.notice, state)


@act("settle")
def settle_all(desk: Desk, request: All) -> int:
    """Settle every message in doubt on the channel, and return how many there were.

    Raises:
        Refused: none of that channel is in doubt; those that are get named.
    """
    first = select(func.min(Notice.id)).where(Notice.message_id == Message.id).scalar_subquery()
    doubtful = select(Message.channel, first).where(Message.state == MessageState.UNKNOWN.value)
    found = desk.session.execute(doubtful.order_by(Message.id)).all()
    mine = [notice for channel, notice in found if channel == request.channel]
    by = desk.allow("settle", desk.about(mine))
    if not mine:
        known = ", ".join(sorted({channel for channel, _ in found})) or "không kênh nào"
        raise Refused(f"kênh {request.channel!r} không có thư nào chưa rõ; kênh có: {known}")
    for notice in mine:
        settle_unknown(desk.session, notice, request.arrived, by, desk.now)
    return len(mine)


def settle_unknown(
    session: Session, notice_id: int, arrived: bool, by: str, now: datetime
) -> MessageState:
    """Settle the unknown message that carries a notice: it arrived, or it is to be sent again.

    Args:
        arrived: True closes it as sent; False sends the same bytes again.
    Raises:
        Refused: no such notice, or its message is not in doubt.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise Refused(f"không có thông báo số {notice_id}; xem: dondoc notices")
    message = session.get(Message, notice.message_id) if notice.message_id else None
    if message is None or message.state != MessageState.UNKNOWN:
        raise Refused(f"thư của thông báo số {notice_id} không ở trạng thái chưa rõ")
    to = MessageState.SENT if arrived else MessageState.PENDING
    message.move(to)
    data = {"by": by}
    events = [Event(SETTLED[to], f"message:{message.id}", {**data, "outcome": "settled"})]
    if arrived:
        for carried in session.scalars(select(Notice).where(Notice.message_id == message.id)):
            if carried.state == NoticeState.PENDING:
                carried.move(NoticeState.SENT, now)
                sent = {**data, "obligation": carried.obligation_id, "message": message.id}
                events.append(Event("notice.sent", f"notice:{carried.id}", sent))
    else:
        message.retry_at = now
    append(session, now, events)
    return to
