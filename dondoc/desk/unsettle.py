"""Unsettle: what a person said became of a doubtful message was a mistake; it is in doubt again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.desk.settle import SETTLED
from dondoc.errors import Refused
from models import Entry, Event, Message, MessageState, Notice, NoticeState
from models.message import MESSAGE_STATE_NAMES
from models.salt import digests_of
from models.trail import append

# So many messages are asked of the trail in one statement.
_AT_ONCE = 500


@dataclass(frozen=True)
class Request:
    """The number of a notice whose message was settled by mistake, and why it is taken back."""

    notice: int
    reason: str


@dataclass(frozen=True)
class All:
    """What was last settled at once on one channel, and why it is taken back."""

    channel: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """How many messages are in doubt again, and how many stay as they are.

    `stay`: of those settled at once, something was done with them since.
    """

    messages: int
    stay: int = 0


@act("settle.undo")
def unsettle(desk: Desk, request: Request) -> Answer:
    """Let the message be in doubt again, as it was before a person settled it.

    Raises:
        Refused: no reason, no such notice, its message was not settled by a person, or something
            was done with it since.
    """
    by = desk.allow("settle.undo", desk.about([request.notice]))
    _refuse_groundless(request.reason)
    notice = desk.session.get(Notice, request.notice)
    if notice is None:
        raise Refused(f"không có thông báo số {request.notice}; xem: dondoc notices")
    of = f"thư của thông báo số {request.notice}"
    if notice.message_id is None:
        raise Refused(f"{of} chưa có: không có gì để hủy")
    [message] = _locked(desk.session, [notice.message_id])
    if message.state == MessageState.UNKNOWN:
        raise Refused(f"{of} đang ở trạng thái chưa rõ: không có gì để hủy")
    if message.id not in _untouched(desk.session, [message]):
        known = MESSAGE_STATE_NAMES[message.state]
        raise Refused(
            f"{of} ({known}) không phải do người ghi kết quả, hoặc sau đó đã gửi lại: không hủy "
            "được"
        )
    _doubt(desk, [message], request.reason, by)
    return Answer(1)


@act("settle.undo")
def unsettle_all(desk: Desk, request: All) -> Answer:
    """Let every message be in doubt again that was last settled at once on the channel.

    Those with which something was done since stay as they are.

    Raises:
        Refused: no reason is given, nothing of that channel was settled, or none has stayed so.
    """
    then = _locked(desk.session, _last_settled(desk.session, request.channel))
    by = desk.allow("settle.undo", desk.about(_notices(desk.session, then)))
    _refuse_groundless(request.reason)
    if not then:
        raise Refused(f"kênh {request.channel!r} không có thư nào do người ghi kết quả")
    untouched = _untouched(desk.session, then)
    mine = [one for one in then if one.id in untouched]
    if not mine:
        raise Refused(
            f"thư của kênh {request.channel!r} ghi kết quả lần gần nhất đều đã gửi lại hoặc đã hủy "
            "ghi nhận: không hủy được"
        )
    _doubt(desk, mine, request.reason, by)
    return Answer(len(mine), len(then) - len(mine))


def _refuse_groundless(reason: str) -> None:
    if not reason.strip():
        raise Refused("cần nêu lý do")


def _locked(session: Session, ids: Sequence[int]) -> list[Message]:
    """Return the messages as they are now, locked until the transaction ends."""
    query = select(Message).where(Message.id.in_(ids)).order_by(Message.id).with_for_update()
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _last_settled(session: Session, channel: str) -> list[int]:
    """Return the ids of what was last settled at once on `channel`."""
    for ids in _settlings(session):
        mine = select(Message.id).where(Message.id.in_(ids), Message.channel == channel)
        if found := list(session.scalars(mine)):
            return found
    return []


def _settlings(session: Session) -> Iterator[list[int]]:
    """Yield the ids of the messages that were settled together, the last ones first."""
    query = select(Entry.at, Entry.subject).where(_says_settled())
    found = session.execute(query.order_by(Entry.seq.desc()))
    for _, together in groupby(found, lambda entry: entry.at):
        yield [int(entry.subject.partition(":")[2]) for entry in together]


def _untouched(session: Session, messages: Sequence[Message]) -> frozenset[int]:
    """Return the ids of those of which the last that happened is that a person settled them."""
    found = set[str]()
    for start in range(0, len(messages), _AT_ONCE):
        subjects = [f"message:{one.id}" for one in messages[start : start + _AT_ONCE]]
        last = select(func.max(Entry.seq)).where(Entry.subject.in_(subjects))
        query = select(Entry.subject).where(
            Entry.seq.in_(last.group_by(Entry.subject)), _says_settled()
        )
        found.update(session.scalars(query))
    settled = (one for one in messages if MessageState(one.state) in SETTLED)
    return frozenset(one.id for one in settled if f"message:{one.id}" in found)


def _says_settled() -> ColumnElement[bool]:
    """Select the entries that say what a person's word made of a message."""
    return Entry.kind.in_(SETTLED.values()) & Entry.data.contains('"outcome":"settled"')


def _notices(session: Session, messages: Sequence[Message]) -> list[int]:
    carried = Notice.message_id.in_([one.id for one in messages])
    return list(session.scalars(select(Notice.id).where(carried)))


def _doubt(desk: Desk, messages: Sequence[Message], reason: str, by: str) -> None:
    events = []
    why = digests_of(desk.session, reason=reason)
    for message in messages:
        was = message.state
        message.move(MessageState.UNKNOWN)
        message.retry_at = None
        data = {"by": by, "was": was, **why}
        events.append(Event("message.unsettled", f"message:{message.id}", data))
    carried = select(Notice).where(
        Notice.message_id.in_([one.id for one in messages]),
        Notice.state == NoticeState.SENT.value,
    )
    for notice in desk.session.scalars(carried.order_by(Notice.id)):
        notice.doubt()
        about = {"by": by, "obligation": notice.obligation_id, "message": notice.message_id}
        events.append(Event("notice.unsettled", f"notice:{notice.id}", about))
    append(desk.session, desk.now, events)
