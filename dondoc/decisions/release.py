"""Release: a person lets held notices go."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.setup.settings import Settings
from models import Event, Notice, NoticeState
from models.among import among
from models.notice import NOTICE_STATE_NAMES
from models.trail import append
from rules.meaning.policy import HEAD
from rules.rulebook import Rulebook

_THESE = select(Notice).where(among(Notice.id, "ids"))


def release(session: Session, ids: Collection[int], by: str, now: datetime) -> int:
    """Let the held notices `ids` go; the next dispatch sends them if they are still true.

    Args:
        by: who decides, as `uid/post`.
    Returns:
        how many were released.
    Raises:
        Refused: an id is unknown or not held; nothing is released then.
    """
    found = {n.id: n for n in session.scalars(_THESE, {"ids": list(ids)})}
    for wanted in ids:
        notice = found.get(wanted)
        if notice is None:
            raise Refused(f"không có thông báo số {wanted}; xem: dondoc notices --state held")
        if notice.state != NoticeState.HELD:
            raise Refused(
                f"thông báo số {wanted} không chờ duyệt ({NOTICE_STATE_NAMES[notice.state]})"
            )
    events = []
    for notice in found.values():
        notice.move(NoticeState.PENDING, now)
        data = {"by": by, "obligation": notice.obligation_id}
        events.append(Event("notice.released", f"notice:{notice.id}", data))
    return append(session, now, events)


def holding(rulebook: Rulebook, settings: Settings) -> Callable[[Notice], bool]:
    """Return what says whether a notice waits for a release in such an office."""
    held = {policy.id: policy.hold for policy in rulebook.policies}
    bodies = rulebook.bodies
    at_once = settings.escalations.release == "at_once"

    def holds(notice: Notice) -> bool:
        waiting, post = held.get(notice.policy, frozenset()), notice.recipient_post
        body = bodies.get(notice.recipient_uid) if notice.recipient_uid in bodies else None
        heads = HEAD in waiting and body is not None and body.head == post
        return not at_once and (post in waiting or heads)

    return holds
