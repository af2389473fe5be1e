"""Reset: sweeps made under a wrong clock are taken back, with what they decided and said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.notices.wrong_hour import WrongHour
from dondoc.setup.hour import last_sweep
from language.dates import hour_of_day
from models import Directive, Event, Message, MessageState, Notice, NoticeState, Sweep
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Up to which instant (aware) the clock was right, and what was wrong with it."""

    to: datetime
    reason: str


@dataclass(frozen=True)
class Answer:
    """How many sweeps and findings went, and how many notices were called off, were corrected and
    are said again; `last`: the last sweep that stands."""

    sweeps: int
    findings: int
    cancelled: int
    corrected: int
    said_again: int
    last: datetime | None


@act("sweep.reset")
def reset(desk: Desk, request: Request) -> Answer:
    """Take back every sweep after `request.to`: its mark, its findings, its unsent notices.

    What left meanwhile is corrected. What people entered meanwhile stays. The next sweep looks at
    everything anew.

    Raises:
        Refused: no reason is given, the instant is to come, or no sweep lies after it.
    """
    by = desk.allow("sweep.reset")
    sweeps = _after(desk, request)
    instants = [one.at for one in sweeps]
    wrong = WrongHour(desk.session, instants, request.to, desk.now, sweeps[-1].id)
    done = wrong.take_back()
    for one in sweeps:
        one.taken_back_at = desk.now
    desk.session.flush()
    data = {
        "by": by,
        "to": request.to.isoformat(),
        **digests_of(desk.session, reason=request.reason),
        "sweeps": len(sweeps),
        "findings": done.findings,
    }
    head = Event("sweep.reset", f"sweep:{sweeps[-1].business_date}", data)
    append(desk.session, desk.now, [head, *done.events, *_forget(desk, request, instants)])
    last = last_sweep(desk.session)
    return Answer(len(sweeps), done.findings, done.cancelled, done.corrected, done.said_again, last)


def _after(desk: Desk, request: Request) -> list[Sweep]:
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    if request.to > desk.now:
        raise Refused(f"{hour_of_day(request.to)} chưa đến: --to là giờ cuối cùng còn đúng")
    query = select(Sweep).where(Sweep.at > request.to, Sweep.taken_back_at.is_(None))
    found = list(desk.session.scalars(query.order_by(Sweep.at, Sweep.id).with_for_update()))
    if not found:
        last = last_sweep(desk.session)
        said = f"lượt gần nhất là {hour_of_day(last)}" if last else "chưa có lượt nào"
        raise Refused(f"không có lượt quét nào sau {hour_of_day(request.to)}; {said}")
    return found


def _forget(desk: Desk, request: Request, instants: list[datetime]) -> list[Event]:
    """Let registrations be made anew, and let nothing wait for an hour that was never right."""
    wrong = or_(Directive.registered_at.in_(instants), Directive.changed_at.in_(instants))
    events = []
    for one in desk.session.scalars(select(Directive).where(wrong)):
        one.knowledge = ""
        if one.registered_at in instants:
            one.registered_at = request.to
        events.append(Event("directive.put_back", f"directive:{one.id}", {}))
    waiting = Notice.state == NoticeState.PENDING.value, Notice.held_until > desk.now
    for notice in desk.session.scalars(select(Notice).where(Notice.unsent(), *waiting)):
        notice.held_until = None
        events.append(Event("notice.waits_no_more", f"notice:{notice.id}", {}))
    late = Message.unsettled(), Message.state == MessageState.PENDING.value
    desk.session.execute(
        update(Message).where(*late, Message.retry_at > desk.now).values(retry_at=desk.now)
    )
    return events
