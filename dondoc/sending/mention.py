"""First mention: whether a letter is the first that a body hears of a round, whatever its step."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Notice, NoticeState
from steps.table import FIRST, step_of

# What has left, and what leaves beside it.
_LIVE = NoticeState.SENT.value, NoticeState.PENDING.value


class _Said(NamedTuple):
    """What is read of a notice that has left, or leaves beside others."""

    id: int
    obligation_id: int
    recipient_uid: str
    recipient_post: str
    state: str
    created_at: datetime


# Asked for every window: made once.
_SAID = (
    select(*(getattr(Notice, name) for name in _Said._fields))
    .where(
        Notice.obligation_id.in_(bindparam("ids", expanding=True)),
        Notice.state.in_(_LIVE),
        Notice.contact_id.is_not(None),
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
    said = _said(session, {notice.obligation_id for notice in rest})
    heard = {n.id for n in rest if any(_earlier(one, n) for one in said.get(_round_of(n), ()))}
    return frozenset(begin | {notice.id for notice in rest} - heard)


def _round_of(notice: Notice | _Said) -> tuple[int, str]:
    return notice.obligation_id, notice.recipient_uid


def _said(session: Session, obligations: Iterable[int]) -> Mapping[tuple[int, str], list[_Said]]:
    """Return what is said, by obligation and by the body that hears it."""
    found: dict[tuple[int, str], list[_Said]] = defaultdict(list)
    if not obligations:
        return found
    asked = {"ids": list(obligations)}
    for one in map(_Said._make, session.execute(_SAID, asked)):
        found[_round_of(one)].append(one)
    return found


def _earlier(one: _Said, notice: Notice) -> bool:
    """Say whether `one`, of the same body and round, tells of it before `notice` does."""
    if one.created_at < notice.created_at:
        return one.state == NoticeState.SENT
    together = one.created_at == notice.created_at
    return together and one.recipient_post != notice.recipient_post and one.id < notice.id
