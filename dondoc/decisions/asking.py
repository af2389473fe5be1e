"""Ask for more time: what a body asks, and what becomes of it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.decisions.decide import LONG
from dondoc.errors import Refused
from language.dates import full_day
from language.zone import local_date
from models import Asking, AskingEnd, Event, Obligation, ObligationState
from models.standing import has_term
from models.trail import append


def ask(
    session: Session, row: Obligation, until: date, reason: str, by: str, now: datetime
) -> Asking:
    """Enter that its bearer asks for the time up to the local date `until` for `row`.

    Nothing moves by that: the term stands, and who is late is late, until the office decides.

    Raises:
        Refused: no reason; there is no term, or nothing is owed any more; the date is not later
            than the term, or more than a quarter later; the one extension has been granted; one is
            asked already.
    """
    find.lock(session, [row])
    if not reason.strip():
        raise Refused("cần ghi lý do xin gia hạn")
    if row.state not in ObligationState.asked():
        raise Refused("đơn vị không còn việc gì chờ ở kỳ này nên không có gì để gia hạn")
    if not has_term(row.late_from):
        raise Refused("văn bản không nêu thời hạn nên không có gì để gia hạn")
    if until <= row.due_on or until < local_date(now):
        raise Refused(
            f"ngày xin gia hạn {full_day(until)} phải sau hạn hiện nay {full_day(row.due_on)} và "
            "chưa qua"
        )
    if (until - row.due_on).days > LONG:
        raise Refused(f"ngày xin gia hạn {full_day(until)} cách hạn hơn {LONG} ngày; xem lại năm")
    if row.extended:
        raise Refused("kỳ này đã được gia hạn; mỗi kỳ chỉ gia hạn một lần")
    if waiting(session, [row.id]):
        raise Refused("đơn vị đã xin gia hạn kỳ này và đang chờ Văn phòng trả lời")
    asked = Asking(
        obligation_id=row.id, until=until, reason=reason.strip(), asked_at=now, asked_by=by
    )
    session.add(asked)
    session.flush()
    data = {"asking": asked.id, "until": until.isoformat(), "by": by}
    append(session, now, [Event("extension.asked", f"obligation:{row.id}", data)])
    return asked


def end(
    session: Session,
    row: Obligation,
    end: AskingEnd,
    by: str,
    now: datetime,
    *,
    answer: str | None = None,
    decision: int | None = None,
) -> Asking | None:
    """Enter what became of the request that waits about `row`; None where none waits.

    Args:
        answer: why it is refused.
        decision: the number of the decision by which it is granted.
    """
    find.lock(session, [row])
    asked = next(iter(waiting(session, [row.id])), None)
    if asked is None:
        return None
    asked.end, asked.ended_at, asked.ended_by = end.value, now, by
    asked.answer, asked.decision_id = answer, decision
    data = {"asking": asked.id, "by": by, "decision": decision}
    append(session, now, [Event(_ENTRIES[end], f"obligation:{row.id}", data)])
    return asked


_ENTRIES = {
    AskingEnd.GRANTED: "extension.granted",
    AskingEnd.REFUSED: "extension.refused",
    AskingEnd.TAKEN_BACK: "extension.taken_back",
}


def waiting(session: Session, obligations: Collection[int]) -> list[Asking]:
    """Return the requests about these that wait for the office, the oldest first."""
    query = select(Asking).where(Asking.obligation_id.in_(obligations), Asking.end.is_(None))
    return list(session.scalars(query.order_by(Asking.id)))


def last(session: Session, row: Obligation) -> Asking | None:
    """Return the newest request about `row`, whatever became of it."""
    query = select(Asking).where(Asking.obligation_id == row.id)
    return session.scalars(query.order_by(Asking.id.desc()).limit(1)).first()
