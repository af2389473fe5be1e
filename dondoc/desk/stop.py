"""Stop: a directive is followed no more from a day on; start: that was a mistake, or is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.notices.cancel import cancel_unsent
from language.dates import full_day
from models import Directive, Event, Notice, Obligation, ObligationState
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Up to which local date it is followed (that day included), and why."""

    directive: str
    on: date
    reason: str


@dataclass(frozen=True)
class Answer:
    """How many obligations were withdrawn, how many stay as they are, and what was called off."""

    directive: str
    on: date
    withdrawn: int
    left: int
    cancelled_notices: int


@dataclass(frozen=True)
class Again:
    """Which directive is followed again, and why."""

    directive: str
    reason: str


@act("directive.stop")
def stop(desk: Desk, request: Request) -> Answer:
    """Withdraw what falls due after the day, let the rest sleep, call off what has not left.

    What fell due by then keeps its place in the counts and can still be filed; nobody is reminded.

    Raises:
        Refused: it is not registered, stopped already, the day is to come, or no reason is given.
    """
    by = desk.allow("directive.stop")
    stored = _registered(desk, request.directive, request.reason)
    if stored.stopped_on is not None:
        raise Refused(
            f"văn bản {stored.id} đã ngừng theo dõi từ sau ngày {full_day(stored.stopped_on)}"
        )
    if request.on > desk.today:
        raise Refused(
            f"ngày {full_day(request.on)} chưa đến: chạy lệnh này từ ngày ấy, hoặc ghi ngày hết "
            "hiệu lực vào in_force.until của directive.yaml"
        )
    stored.stopped_on, stored.stopped_reason = request.on, request.reason
    why = f"văn bản ngừng theo dõi từ sau ngày {full_day(request.on)}"
    ended = list(_ended(desk, request, why))
    withdrawn = sum(event.kind == "obligation.withdrawn" for event in ended)
    calls = cancel_unsent(desk.session, _unsent(desk, stored.id), why, desk.now)
    data = {
        "by": by,
        "on": request.on.isoformat(),
        **digests_of(desk.session, reason=request.reason),
        "withdrawn": withdrawn,
        "silenced": len(ended) - withdrawn,
    }
    stopped = Event("directive.stopped", f"directive:{stored.id}", data)
    append(desk.session, desk.now, [stopped, *ended, *calls])
    left = len(ended) - withdrawn
    return Answer(stored.id, request.on, withdrawn, left, len(calls))


@act("directive.start")
def start(desk: Desk, request: Again) -> str:
    """Follow it again: the next sweep opens what is not due yet and looks at what slept.

    Raises:
        Refused: it is not registered, not stopped, or no reason is given.
    """
    by = desk.allow("directive.start")
    stored = _registered(desk, request.directive, request.reason)
    if stored.stopped_on is None:
        raise Refused(f"văn bản {stored.id} đang được theo dõi")
    stored.stopped_on = stored.stopped_reason = None
    # As if it were known for the first time: withdrawn ones come back with the registration.
    stored.knowledge = ""
    for row in _rows(desk, stored.id):
        if row.state in ObligationState.unfinished() | ObligationState.asked():
            row.wake_at = row.wake_at or desk.now
    data = {"by": by, **digests_of(desk.session, reason=request.reason)}
    append(desk.session, desk.now, [Event("directive.started", f"directive:{stored.id}", data)])
    return stored.id


def _registered(desk: Desk, name: str, reason: str) -> Directive:
    if not reason.strip():
        raise Refused("cần nêu lý do")
    stored = desk.session.get(Directive, name, with_for_update=True, populate_existing=True)
    if stored is None:
        known = ", ".join(desk.session.scalars(select(Directive.id).order_by(Directive.id)))
        raise Refused(f"chưa theo dõi văn bản nào có mã {name!r}; có: {known or 'chưa có'}")
    return stored


def _ended(desk: Desk, request: Request, why: str) -> Iterator[Event]:
    """Withdraw or silence each obligation that is not finished; yield what enters it."""
    for row in _rows(desk, request.directive):
        if row.state in ObligationState.unfinished() and row.due_on > request.on:
            row.move(ObligationState.WITHDRAWN)
            row.withdrawn_at, row.wake_at = desk.now, None
            yield Event("obligation.withdrawn", f"obligation:{row.id}", {"reason": why})
        elif row.wake_at is not None:
            row.wake_at = None
            yield Event("obligation.silenced", f"obligation:{row.id}", {})


def _rows(desk: Desk, directive: str) -> list[Obligation]:
    query = select(Obligation).where(Obligation.directive_id == directive)
    return list(desk.session.scalars(query.order_by(Obligation.id).with_for_update()))


def _unsent(desk: Desk, directive: str) -> list[int]:
    query = (
        select(Notice.obligation_id)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(Obligation.directive_id == directive, Notice.unsent())
    )
    return list(desk.session.scalars(query.distinct()))
