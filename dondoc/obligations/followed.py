"""Followed: of which directives something is still looked at and said, and which wait for a word.

A directive that was taken out of config.yaml while something of it is open is neither forgotten
nor carried on: nothing of it is looked at or leaves until it is put back or stopped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Directive,
    Event,
    Notice,
    NoticeState,
    Obligation,
)
from models.trail import append

NOT_FOLLOWED = "văn bản không còn trong cấu hình: chờ đưa lại vào `directives`, hoặc ngừng theo dõi"

# Asked at every sweep and dispatch: made once.
_NOT_STOPPED = select(Directive.id).where(Directive.stopped_on.is_(None))


@dataclass(frozen=True)
class LeftOut:
    """A directive that config.yaml names no more: how much of it is awake, and what waits."""

    directive: str
    awake: int
    unsent: int

    def __str__(self) -> str:
        return (
            f"{self.directive}: không còn trong cấu hình, còn {self.awake} việc đang theo dõi, "
            f"{self.unsent} thông báo chưa gửi (đang giữ lại); đưa lại vào `directives`, hoặc "
            f"chạy: dondoc directive stop {self.directive}"
        )


def left_out(session: Session, directives: Collection[str]) -> list[str]:
    """Return the registered directives that are neither among `directives` nor stopped."""
    return sorted({*session.connection().scalars(_NOT_STOPPED)}.difference(directives))


def alarms(session: Session, directives: Collection[str]) -> list[LeftOut]:
    """Return what is left out and still has something awake or unsent."""
    found = [_left_out(session, name) for name in left_out(session, directives)]
    return [one for one in found if one.awake or one.unsent]


def _left_out(session: Session, name: str) -> LeftOut:
    mine = Obligation.directive_id == name
    awake = session.scalar(
        select(func.count()).select_from(Obligation).where(mine, Obligation.wake_at.is_not(None))
    )
    unsent = session.scalar(
        select(func.count())
        .select_from(Notice)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(mine, Notice.unsent())
    )
    return LeftOut(name, awake or 0, unsent or 0)


def keep_back(session: Session, directives: Collection[str], now: datetime, until: datetime) -> int:
    """Let the pending notices of what is left out wait until the instant `until` (aware)."""
    names = left_out(session, directives)
    if not names:
        return 0
    query = (
        select(Notice)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(
            Obligation.directive_id.in_(names),
            Notice.unsent(),
            Notice.state == NoticeState.PENDING.value,
            Notice.message_id.is_(None),
            Notice.held_until.is_(None) | (Notice.held_until <= now),
        )
    )
    events = []
    for notice in session.scalars(query):
        notice.postpone(until, NOT_FOLLOWED)
        data = {
            "obligation": notice.obligation_id,
            "until": until.isoformat(),
            "reason": NOT_FOLLOWED,
        }
        events.append(Event("notice.postponed", f"notice:{notice.id}", data))
    return append(session, now, events)
