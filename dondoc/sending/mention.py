"""First mention: whether a letter is the first that a body hears of a round, whatever its step."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Notice, NoticeState
from steps.table import FIRST, step_of

# What has left, and what leaves beside it.
_LIVE = NoticeState.SENT.value, NoticeState.PENDING.value


def first_mentions(session: Session, notices: Sequence[Notice]) -> frozenset[int]:
    """Return which of `notices` (ids) are their body's first mention of the round.

    They say what the first notice alone says, and carry the form. The first notice is one by
    itself, also after an extension. Any other is one where its body heard nothing of the round
    before, and no other post of it hears of it at the same time: who holds one post together is
    told alike, and the answer for a letter stays the same once it has left.
    """
    asking = [notice for notice in notices if step_of(notice.step).wants_report]
    begin = {notice.id for notice in asking if step_of(notice.step) is FIRST}
    begun = {notice.obligation_id for notice in asking if notice.id in begin}
    rest = [notice for notice in asking if notice.obligation_id not in begun]
    said = _said(session, {notice.obligation_id for notice in rest})
    return frozenset(begin | {n.id for n in rest if not any(_earlier(one, n) for one in said)})


def _said(session: Session, obligations: Iterable[int]) -> Sequence[Notice]:
    if not obligations:
        return ()
    query = select(Notice).where(
        Notice.obligation_id.in_(obligations),
        Notice.state.in_(_LIVE),
        Notice.contact_id.is_not(None),
    )
    return session.scalars(query.order_by(Notice.id)).all()


def _earlier(one: Notice, notice: Notice) -> bool:
    """Say whether `one` tells the body of `notice` of the same round before `notice` does."""
    about = one.obligation_id, one.recipient_uid
    if about != (notice.obligation_id, notice.recipient_uid):
        return False
    if one.created_at < notice.created_at:
        return one.state == NoticeState.SENT
    together = one.created_at == notice.created_at
    return together and one.recipient_post != notice.recipient_post and one.id < notice.id
