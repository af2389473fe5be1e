"""Undo: a decision is taken back by a decision; what the days it held brought stays.

Who relied on it is not late for those days: neither they nor the day on which it is taken back,
nor the first working day after it, on which its bearer can still act on the word of it, become
late by that. What was late by its own dates already stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.decisions.decide import CALLED_OFF, Grounds, cover, enter, refuse_groundless
from dondoc.decisions.undo_words import tell
from dondoc.errors import Refused
from dondoc.find import lock
from dondoc.notices.again import Holding, say_again
from dondoc.notices.cancel import cancel_unsent
from dondoc.obligations.dated import dated
from dondoc.obligations.work import Work
from language.dates import full_day
from language.zone import local_date, local_midnight
from models import Covered, Decision, DecisionKind, Event, Obligation, ObligationState
from models.standing import has_passed, is_owed
from models.trail import append
from rules.meaning.calendar import WorkingCalendar

TAKEN_BACK = "quyết định về hạn đã được rút lại"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Undone:
    """What taking it back came to.

    `rows`: the obligations (ids) it moved back. `until`: the last local date that becomes late for
    none of them. `told`: to how many contacts word of it goes.
    """

    decision: int
    rows: tuple[int, ...]
    until: date
    told: int


def undo(
    session: Session,
    work: Work,
    decision: int,
    grounds: Grounds,
    now: datetime,
    holding: Holding,
    *,
    by: str,
) -> Undone:
    """Take back the decision with the id `decision` on whatever it still changes something for.

    An extension or a move: the dates are those the other decisions give, a new cycle begins. A
    pause: it is over, and what it called off is said after all. What has been filed or was late by
    the date it gave stays.

    Args:
        by: who enters it, as `uid/post`.
        holding: whether such a notice waits for a person's release in this office.
    Raises:
        Refused: no reason, no such decision, it takes one back itself, was taken back already,
            changes nothing any more, or a later one gave yet another date.
    """
    refuse_groundless(grounds)
    taken = _standing(session, decision, now)
    rows = [row for row in _covered(session, taken) if _holds_for(taken, row, now)]
    if not rows:
        raise Refused(_NOTHING_LEFT[DecisionKind(taken.kind)].format(number=taken.id))
    _refuse_moved_on(session, taken, rows)
    _, calendar = work.known_on(local_date(now))
    until = calendar.add(local_date(now), 1)
    made = enter(session, DecisionKind.UNDO, grounds, now, by, until=until, undoes=taken.id)
    events = []
    for row in rows:
        cover(session, made, row)
        before = {"due_on_before": row.due_on.isoformat()}
        _put_back(row, _others(session, row, taken), work.rulebook.calendar, until)
        if taken.kind == DecisionKind.PAUSE:
            row.move(ObligationState.OPEN)
            row.suspended_until = None
            row.wake_at = now
        else:
            row.cycle, row.rung, row.fired = row.cycle + 1, 0, {}
            row.wake_at = now if row.state == ObligationState.OPEN else row.wake_at
        events.append(_entered(made, row, before))
    ids = [row.id for row in rows]
    events += cancel_unsent(session, ids, TAKEN_BACK, now)
    if taken.kind == DecisionKind.PAUSE:
        for row in rows:
            events += say_again(session, row, CALLED_OFF, taken.decided_at, holding, now)
    words = [event for row in rows for event in tell(session, work, row, taken, made, now)]
    append(session, now, [*events, *words])
    # Of several matters one person hears in one letter; without a contact nobody hears.
    told = {event.data["contact"] for event in words if event.kind == "notice.created"} - {None}
    return Undone(made.id, tuple(ids), until, len(told))


_NOTHING_LEFT = {
    DecisionKind.PAUSE: "quyết định {number} không còn tạm dừng việc nào (đã hết thời gian, đã "
    "nộp hoặc không còn phải nộp): không có gì để rút lại",
    DecisionKind.MOVE: "quyết định {number} không còn tác dụng với việc nào (đã nộp, không còn "
    "phải nộp, hoặc đã quá cả hạn mới): không có gì để rút lại",
    DecisionKind.EXTEND: "quyết định {number} không còn tác dụng (đã nộp, không còn phải nộp, "
    "hoặc đã quá cả hạn gia hạn): không có gì để rút lại",
}


def _standing(session: Session, id_: int, now: datetime) -> Decision:
    """Return the decision that is meant, locked until the transaction ends."""
    taken = session.get(Decision, id_, with_for_update=True, populate_existing=True)
    if taken is None:
        raise Refused(f"không có quyết định {id_}; xem: dondoc decision list")
    if taken.kind == DecisionKind.UNDO:
        raise Refused(
            f"quyết định {id_} là quyết định rút lại (quyết định {taken.undoes_id}), không rút lại "
            "lần nữa; nếu cần, ghi quyết định mới"
        )
    later = session.scalars(select(Decision).where(Decision.undoes_id == id_)).first()
    if later is not None:
        on = full_day(local_date(later.decided_at))
        raise Refused(f"quyết định {id_} đã được rút lại ngày {on} (quyết định {later.id})")
    if taken.decided_at > now:
        raise Refused(f"quyết định {id_} được ghi sau thời điểm này, chưa có gì để rút lại")
    return taken


def _covered(session: Session, taken: Decision) -> list[Obligation]:
    query = select(Obligation).join(Covered, Covered.obligation_id == Obligation.id)
    rows = list(
        session.scalars(query.where(Covered.decision_id == taken.id).order_by(Obligation.id))
    )
    lock(session, rows)
    return rows


def _holds_for(taken: Decision, row: Obligation, now: datetime) -> bool:
    """Say whether `taken` still changes anything for `row` at the instant `now`."""
    if taken.kind == DecisionKind.PAUSE:
        going_on = taken.until is not None and local_date(now) <= taken.until
        return row.state == ObligationState.SUSPENDED and going_on
    waits = row.state in ObligationState.unfinished() and is_owed(row)
    return waits and not has_passed(row.late_from, now)


def _others(session: Session, row: Obligation, taken: Decision) -> list[Decision]:
    """Return the other decisions on `row` that stand, as they came."""
    query = select(Decision).join(Covered, Covered.decision_id == Decision.id)
    mine = Covered.obligation_id == row.id, Decision.id != taken.id, Decision.stands()
    return list(session.scalars(query.where(*mine).order_by(Decision.decided_at, Decision.id)))


def _refuse_moved_on(session: Session, taken: Decision, rows: Sequence[Obligation]) -> None:
    """Refuse where a later decision counted on from the date that this one gave."""
    if taken.kind not in DecisionKind.dating():
        return
    for row in rows:
        for other in _others(session, row, taken):
            if other.kind in DecisionKind.dating() and other.id > taken.id:
                raise Refused(
                    f"quyết định {other.id} dời tiếp từ hạn mà quyết định {taken.id} cho: rút lại "
                    f"quyết định {other.id} trước"
                )


def _put_back(
    row: Obligation, others: Sequence[Decision], calendar: WorkingCalendar, until: date
) -> None:
    """Give `row` the dates that `others` give; none makes it late before the day after `until`.

    Taking back gives no more time than there was.
    """
    due_on = row.original_due_on
    late_from = dated(row, due_on, calendar).late_from
    row.extended = False
    for one in others:
        if one.kind in DecisionKind.dating():
            due_on += timedelta(days=one.days or 0)
            late_from = max(late_from, dated(row, due_on, calendar).late_from)
            row.extended = row.extended or one.kind == DecisionKind.EXTEND
        elif one.kind == DecisionKind.PAUSE and one.until is not None:
            late_from = max(late_from, local_midnight(one.until + _DAY))
    found = dated(row, due_on, calendar)
    row.due_on, row.aim_on = found.due_on, found.aim_on
    row.late_from = min(row.late_from, max(late_from, local_midnight(until + _DAY)))


def _entered(made: Decision, row: Obligation, before: dict[str, str]) -> Event:
    data = {
        "decision": made.id,
        "undoes": made.undoes_id,
        **before,
        "due_on": row.due_on.isoformat(),
        "late_from": row.late_from.isoformat(),
        "cycle": row.cycle,
    }
    return Event("obligation.decision_undone", f"obligation:{row.id}", data)
