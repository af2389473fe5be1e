"""First mention: whether a letter is the first that a body hears of a round, whatever its step."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Notice, NoticeState
from models.among import among
from steps.table import FIRST, step_of

# What has left, and what leaves beside it.
_LIVE = NoticeState.SENT.value, NoticeState.PENDING.value


class _Beside(NamedTuple):
    """What is read of a notice that has left, or leaves beside others of the same instant."""

    id: int
    obligation_id: int
    recipient_uid: str
    recipient_post: str
    created_at: datetime


# Of these obligations, what anybody is or was told of. Asked for every window: made once.
_OF = among(Notice.obligation_id, "ids"), Notice.contact_id.is_not(None)
_HEARD = (
    select(Notice.obligation_id, Notice.recipient_uid, func.min(Notice.created_at))
    .where(*_OF, Notice.state == NoticeState.SENT.value)
    .group_by(Notice.obligation_id, Notice.recipient_uid)
)
_BESIDE = (
    select(*(getattr(Notice, name) for name in _Beside._fields))
    .where(
        *_OF,
        Notice.state.in_(_LIVE),
        among(Notice.created_at, "instants"),
    )
    .order_by(Notice.id)
)


def first_mentions(session: Session, letters: Iterable[Sequence[Notice]]) -> frozenset[int]:
    """Return which of the notices in `letters` (ids) are their body's first mention of the round.

    What was said before is read once for all letters. First mentions say what the first notice
    alone says, and carry the form. The first notice is one by itself, also after an extension. Any
    other is one where its body heard nothing of the round before, and no other post of it hears of
    it at the same time: who holds one post together is told alike, and the answer for a letter
    stays the same once it has left.
    """
    begin, rest = set[int](), list[Notice]()
    for notices in letters:
        asking = [notice for notice in notices if step_of(notice.step).wants_report]
        first = [notice for notice in asking if step_of(notice.step) is FIRST]
        begun = {notice.obligation_id for notice in first}
        begin |= {notice.id for notice in first}
        rest += [notice for notice in asking if notice.obligation_id not in begun]
    return frozenset(begin | {notice.id for notice in rest} - _heard_before(session, rest))


def _round_of(notice: Notice | _Beside) -> tuple[int, str]:
    return notice.obligation_id, notice.recipient_uid


def _heard_before(session: Session, notices: Sequence[Notice]) -> set[int]:
    """Return which of `notices` (ids) tell of what their body has heard of, or hears beside."""
    if not notices:
        return set()
    connection = session.connection()
    asked: dict[str, object] = {"ids": list({notice.obligation_id for notice in notices})}
    first = {(row[0], row[1]): row[2] for row in connection.execute(_HEARD, asked)}
    asked["instants"] = list({notice.created_at for notice in notices})
    beside: dict[tuple[int, str], list[_Beside]] = defaultdict(list)
    for one in map(_Beside._make, connection.execute(_BESIDE, asked)):
        beside[_round_of(one)].append(one)
    return {
        notice.id
        for notice in notices
        if first.get(_round_of(notice), notice.created_at) < notice.created_at
        or any(_together(one, notice) for one in beside[_round_of(notice)])
    }


def _together(one: _Beside, notice: Notice) -> bool:
    """Say whether `one`, of the same body and round, tells of it at once and before `notice`."""
    at_once = one.created_at == notice.created_at
    return at_once and one.recipient_post != notice.recipient_post and one.id < notice.id
