"""Issue: a công văn that urges who is late was numbered, signed and sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from dondoc import find
from dondoc.consolidation.consolidate import consolidator
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid, refuse_others
from dondoc.notices.blame import has_left, issued_about, named_wrongly
from dondoc.obligations.standing import standings
from language.dates import full_day
from models import Event, Issued, Message, Named, Notice, Obligation
from models.trail import append
from steps.table import URGE


@dataclass(frozen=True)
class Request:
    """What stands on it, about the round due on `due`, the consolidator's date.

    `bearers`: whom it names as late, by uid or name; none: whom the draft that was sent last
    names, or, where it amends an earlier one (`amends`: that one's number), those of the earlier
    one that it named rightly. `duty`: whose round, where several are due that day.
    """

    directive: str
    due: date
    number: str
    dated: date
    signer: str | None = None
    capacity: str | None = None
    bearers: tuple[str, ...] = ()
    amends: str | None = None
    duty: str | None = None


@dataclass(frozen=True)
class Answer:
    """The công văn's id, whom it names by uid, and who of them is known to have been in time."""

    issued: int
    names: tuple[str, ...]
    wrongly: tuple[str, ...]


@act("issue")
def issue(desk: Desk, request: Request) -> Answer:
    """Enter it.

    Raises:
        Refused: no number, a date to come or before the directive, one that is entered already,
            nobody named, or an earlier one that is unknown.
    """
    row = consolidator(desk.session, desk.rulebook, request.directive, request.due, request.duty)
    by = desk.allow("issue", [row])
    _refuse(desk, row, request)
    amends = _amended(desk, row, request.amends)
    rows = _named(desk, row, request, amends)
    if not rows and amends is None:
        raise Refused("công văn này nêu đơn vị nào chậm: ghi --bearer (nhiều lần được)")
    issued = Issued(
        obligation_id=row.id,
        number=request.number.strip(),
        dated=request.dated,
        signer=request.signer,
        capacity=request.capacity,
        amends_id=amends.id if amends else None,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(issued)
    desk.session.flush()
    desk.session.add_all(Named(issued_id=issued.id, obligation_id=one.id) for one in rows)
    data = {
        "issued": issued.id,
        "dated": request.dated.isoformat(),
        "names": [one.id for one in rows],
        "amends": issued.amends_id,
        "by": by,
    }
    append(desk.session, desk.now, [Event("document.issued", f"obligation:{row.id}", data)])
    wrong = named_wrongly(desk.session, issued, rows)
    wrongly = tuple(one.bearer_uid for one in rows if one.id in wrong)
    return Answer(issued.id, tuple(one.bearer_uid for one in rows), wrongly)


def _refuse(desk: Desk, row: Obligation, request: Request) -> None:
    if not request.number.strip():
        raise Refused("cần số, ký hiệu của công văn: --number")
    if request.dated > desk.today:
        raise Refused(f"ngày {full_day(request.dated)} ở sau hiện tại: kiểm tra lại --dated")
    begins = desk.rulebook.directives[row.directive_id].in_force.from_
    if request.dated < begins:
        raise Refused(
            f"ngày {full_day(request.dated)} ở trước khi có văn bản ({full_day(begins)}): kiểm tra "
            "lại --dated"
        )
    if any(
        (one.number, one.dated) == (request.number.strip(), request.dated)
        for one in issued_about(desk.session, row)
    ):
        raise Refused(
            f"công văn số {request.number} ngày {full_day(request.dated)} đã được ghi cho đợt này"
        )


def _amended(desk: Desk, row: Obligation, number: str | None) -> Issued | None:
    if number is None:
        return None
    known = {one.number: one for one in issued_about(desk.session, row)}
    if number.strip() not in known:
        there = ", ".join(known) or "chưa ghi công văn nào"
        raise Refused(f"đợt này không có công văn số {number} để sửa đổi, thay thế; có: {there}")
    return known[number.strip()]


def _named(
    desk: Desk, row: Obligation, request: Request, amends: Issued | None
) -> Sequence[Obligation]:
    inputs = desk.rulebook.directives[row.directive_id].duties[row.duty].consolidates or ""
    rows = list(desk.session.scalars(find.round_rows(row.directive_id, inputs, row.period)))
    if request.bearers:
        bodies = desk.rulebook.bodies
        wanted = {body_uid(bodies, one, request.due) for one in request.bearers}
        refuse_others(bodies, wanted, rows, request.due)
        return [one for one in rows if one.bearer_uid in wanted]
    if amends is not None:
        query = select(Named.obligation_id).where(Named.issued_id == amends.id)
        before = set(desk.session.scalars(query)) - named_wrongly(desk.session, amends, rows)
        return [one for one in rows if one.id in before]
    stood = standings(desk.session, _drafted_at(desk, row), Obligation.id.in_([r.id for r in rows]))
    urged = {one.owed.id for one in stood if one.urged}
    return [one for one in rows if one.id in urged]


def _drafted_at(desk: Desk, row: Obligation) -> datetime:
    """Return the instant of the draft that was sent last; now where none was."""
    query = select(func.max(Message.frozen_at)).join(Notice, Notice.message_id == Message.id)
    drafts = Notice.obligation_id == row.id, Notice.step == URGE.id, has_left()
    return desk.session.scalar(query.where(*drafts)) or desk.now
