"""Retract: a notice that should not have left is taken back, with all that said the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.desk.context import Desk
from dondoc.desk.named import Named, named_by
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.notices.blame import Blame, blame_of, has_left
from dondoc.notices.cancel import call_off
from dondoc.notices.correct import correct
from models import Event, Notice, NoticeState, Obligation
from models.notice import NOTICE_STATE_NAMES
from models.salt import digests_of
from models.trail import append
from steps.table import step_of, those

TAKEN_BACK = "đã được rút lại"


@dataclass(frozen=True)
class Request:
    """The notice's number, and why it is taken back."""

    notice: int
    reason: str


@dataclass(frozen=True)
class Answer:
    """Whether corrections go out, because it had left, and to how many people.

    `cancelled_notices`: what waited and said the same; `named`: everything that had named the
    bearer, with what follows.
    """

    notice: int
    corrected: bool
    corrections: int = 0
    cancelled_notices: int = 0
    named: tuple[Named, ...] = ()


@act("retract")
def retract(desk: Desk, request: Request) -> Answer:
    """Take it back; raise Refused as `take_back` does."""
    rows = desk.about([request.notice])
    by = desk.allow("retract", rows)
    above = [each for row in rows for each in desk.above(row)]
    done = take_back(desk.session, request.notice, request.reason, by, desk.now, above)
    named = [one for row in rows for one in named_by(desk, row, done.blame)]
    return Answer(
        request.notice,
        bool(done.blame),
        done.corrections,
        done.called_off if done.blame else 0,
        tuple(named),
    )


class TakenBack(NamedTuple):
    """What was said and is taken back, nothing where it had only waited; what came of it."""

    blame: Blame
    corrections: int
    called_off: int


def take_back(
    session: Session,
    notice_id: int,
    reason: str,
    by: str,
    now: datetime,
    above: Sequence[Obligation] = (),
) -> TakenBack:
    """Take a notice back: call it off while it waits, correct all that said the same otherwise.

    One that named its bearer as late takes along whatever else named it in that round, and calls
    off what waits to do so; one about a whole round, its copies to others.

    Args:
        reason: why, in the person's own words; the trail holds only a salted digest.
        above: the consolidations that build on what it is about.
    Raises:
        Refused: no such notice, no reason, or a notice that blames nobody.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise Refused(f"không có thông báo số {notice_id}; xem: dondoc notices")
    if not reason.strip():
        raise Refused("cần nêu lý do")
    data = {"by": by, **digests_of(session, reason=reason)}
    events = [Event("notice.retracted", f"notice:{notice.id}", data)]
    row, blame = session.get_one(Obligation, notice.obligation_id), Blame()
    calls, corrections = list[Event](), list[Event]()
    if session.scalar(select(Notice.id).where(Notice.id == notice.id, has_left())):
        if not step_of(notice.step).accuses:
            raise Refused("thông báo này không nêu ai quá hạn, không cần đính chính")
        blame = _said_with(session, notice, row, above)
        # Negative: a correction by a person can never meet one that follows a report.
        because: list[list[object]] = [["retracted", "eq", True, True]]
        corrections = correct(session, row, blame, because, -notice.id, now)
        calls = [call_off(one, TAKEN_BACK, now) for one in _waiting(session, notice)]
    elif notice.state in NoticeState.unsent():
        calls = [call_off(notice, TAKEN_BACK, now)]
    else:
        raise Refused(
            f"thông báo số {notice_id} {NOTICE_STATE_NAMES[notice.state]}, không còn gì để rút"
        )
    append(session, now, [*events, *calls, *corrections])
    created = sum(event.kind == "notice.created" for event in corrections)
    return TakenBack(blame, created, len(calls))


def _said_with(
    session: Session, notice: Notice, row: Obligation, above: Sequence[Obligation]
) -> Blame:
    """Return all that was said with what `notice` said, that itself among it."""
    step = step_of(notice.step)
    if step.blames and "target" not in step.needs:
        return blame_of(session, row, above, owed=False)
    same = Notice.obligation_id == row.id, Notice.step == notice.step, has_left()
    query = select(Notice).where(*same).order_by(Notice.id)
    if not step.blames:
        told = Notice.cycle, Notice.policy, Notice.repeat
        query = query.where(*(one == getattr(notice, one.key) for one in told))
    return Blame(tuple(session.scalars(query)))


def _waiting(session: Session, notice: Notice) -> Iterator[Notice]:
    """Yield what waits to blame the same bearer; what is about a whole round names others too."""
    if not step_of(notice.step).blames:
        return
    unsent = [state.value for state in NoticeState.unsent()]
    blaming = Notice.step.in_(those(lambda step: step.blames))
    mine = Notice.obligation_id == notice.obligation_id, Notice.message_id.is_(None)
    yield from session.scalars(select(Notice).where(*mine, blaming, Notice.state.in_(unsent)))
