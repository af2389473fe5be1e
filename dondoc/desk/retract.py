"""Retract: a notice that should not have left is taken back."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.notices.blame import Blame
from dondoc.notices.cancel import call_off
from dondoc.notices.correct import correct
from models import Event, Notice, NoticeState, Obligation
from models.notice import NOTICE_STATE_NAMES
from models.trail import append
from steps.table import step_of


@dataclass(frozen=True)
class Request:
    """The notice's number, and why it is taken back."""

    notice: int
    reason: str


@dataclass(frozen=True)
class Answer:
    """Whether a correction goes out, because it had left."""

    notice: int
    corrected: bool


@act("retract")
def retract(desk: Desk, request: Request) -> Answer:
    """Take it back; raise Refused as `take_back` does."""
    by = desk.allow("retract", desk.about([request.notice]))
    left = take_back(desk.session, request.notice, request.reason, by, desk.now)
    return Answer(request.notice, left)


def take_back(session: Session, notice_id: int, reason: str, by: str, now: datetime) -> bool:
    """Take a notice back: call it off while it waits, correct it once it has left.

    Args:
        reason: why, in the person's own words; the trail holds only its digest.
    Returns:
        whether a correction goes out (it had left).
    Raises:
        Refused: no such notice, no reason, or a notice that blames nobody.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise Refused(f"không có thông báo số {notice_id}; xem: dondoc notices")
    if not reason.strip():
        raise Refused("cần nêu lý do: --reason")
    digest = sha256(reason.encode()).hexdigest()
    events = [Event("notice.retracted", f"notice:{notice.id}", {"by": by, "reason_sha256": digest})]
    left = notice.state == NoticeState.SENT or notice.message_id is not None
    if left:
        if not step_of(notice.step).accuses:
            raise Refused("thông báo này không nêu ai quá hạn, không cần đính chính")
        row = session.get_one(Obligation, notice.obligation_id)
        # Negative: a correction by a person can never meet one that follows a report.
        because: list[list[object]] = [["retracted", "eq", True, True]]
        events += correct(session, row, Blame((notice,)), because, -notice.id, now)
    elif notice.state in NoticeState.unsent():
        events.append(call_off(notice, "đã được rút lại", now))
    else:
        raise Refused(
            f"thông báo số {notice_id} {NOTICE_STATE_NAMES[notice.state]}, không còn gì để rút"
        )
    append(session, now, events)
    return left
