"""The notices there are, listed part by part: each with what it is about and how its letter is."""

from collections.abc import Iterator
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from dondoc.visible import Visible
from models import Message, MessageState, Notice, NoticeState, Obligation

# Rows read at once.
_AT_ONCE = 2_000
Line = Row[Notice, Obligation, str | None]
C = TypeVarTuple("C")


def seen_by(visible: Visible) -> tuple[ColumnElement[bool], ...]:
    """Return what selects, among notices joined with their obligations, those that are visible.

    They are about a visible body, or went to one of one's own.
    """
    about = visible.where(Obligation.bearer_uid)
    return (or_(*about, Notice.recipient_uid.in_(sorted(visible.own))),) if about else ()


class Listing:
    """The visible notices in the order of their numbers.

    Args:
        state: those in this state alone; None: all.
        unknown: those alone of whose letter nobody knows whether it left.
    """

    def __init__(
        self, session: Session, visible: Visible, state: NoticeState | None, unknown: bool
    ) -> None:
        self._session, self._visible = session, visible
        self._state, self._unknown = state, unknown

    def rows(self, after: int | None = None, at_most: int | None = None) -> Iterator[Line]:
        """Yield them, from the first one or after the notice numbered `after`; None: all."""
        last, left = after or 0, at_most
        while left is None or left > 0:
            some = _AT_ONCE if left is None else min(left, _AT_ONCE)
            query = self._listed().where(Notice.id > last).order_by(Notice.id).limit(some)
            found = self._session.execute(query).all()
            yield from found
            if len(found) < some:
                return
            last, left = found[-1][0].id, None if left is None else left - some
            # What has been passed on is not held any longer.
            self._session.expunge_all()

    def newest(self, at_most: int) -> list[Line]:
        """Return the last `at_most` of them."""
        query = self._listed().order_by(Notice.id.desc()).limit(at_most)
        return list(self._session.execute(query))[::-1]

    def count(
        self, *, after: int | None = None, before: int | None = None, at_most: int | None = None
    ) -> int:
        """Return how many there are with a higher number than `after` or a lower than `before`.

        Args:
            at_most: counting ends there: a page that is asked for often does not count them all.
        """
        query = self._chosen(select(Notice.id).select_from(Notice))
        if after is not None:
            query = query.where(Notice.id > after)
        if before is not None:
            query = query.where(Notice.id < before)
        some = query.limit(at_most).subquery()
        return self._session.scalar(select(func.count()).select_from(some)) or 0

    def _listed(self) -> Select[Notice, Obligation, str | None]:
        return self._chosen(select(Notice, Obligation, Message.state).select_from(Notice), True)

    def _chosen(self, query: Select[*C], whole: bool = False) -> Select[*C]:
        """Return `query` over the notices that are listed; `whole`: with what is beside them."""
        seen = seen_by(self._visible)
        if whole or seen:
            query = query.join(Obligation, Obligation.id == Notice.obligation_id).where(*seen)
        if whole or self._unknown:
            query = query.outerjoin(Message, Message.id == Notice.message_id)
        if self._state:
            query = query.where(Notice.state == self._state.value)
        if self._unknown:
            query = query.where(Message.state == MessageState.UNKNOWN.value)
        return query
