"""Decide: one decision pauses, moves or extends many obligations; the original dates stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import lock
from dondoc.notices.cancel import cancel_unsent
from dondoc.obligations.dated import dated
from language.dates import full_day
from language.zone import local_date, local_midnight
from models import Covered, Decision, DecisionKind, Event, Obligation, ObligationState
from models.salt import digests_of
from models.standing import has_passed, has_term
from models.trail import append
from rules.rulebook import Rulebook

CALLED_OFF = "hạn đã được thay đổi bằng quyết định"
# Longer than a quarter no pause or extension has been; a mistyped year is.
LONG = 92


@dataclass(frozen=True)
class Grounds:
    """What a decision rests on: its number if it has one, the reason, who approved.

    `confirmed`: a person has said that so long a time is meant.
    """

    reason: str
    approver: str
    number: str | None = None
    confirmed: bool = False


def pause(
    session: Session,
    rows: Sequence[Obligation],
    until: date,
    grounds: Grounds,
    now: datetime,
    *,
    by: str | None = None,
) -> Decision:
    """Pause open obligations up to the local date `until`, that day included.

    Nobody is chased meanwhile, and nothing becomes late before the day after it. What is late
    already stays late.

    Args:
        by: who enters it, as `uid/post`.
    Raises:
        Refused: no reason, no obligation that can be paused, or a day that has passed.
    """
    lock(session, rows)
    open_rows = [row for row in rows if row.state == ObligationState.OPEN]
    _refuse(open_rows, grounds)
    resumes = local_midnight(until + timedelta(days=1))
    if resumes <= now:
        raise Refused(f"ngày {full_day(until)} đã qua")
    _ask((until - local_date(now)).days, f"tạm dừng đến hết {full_day(until)}", grounds)
    decision = enter(session, DecisionKind.PAUSE, grounds, now, by, until=until)
    events = []
    for row in open_rows:
        cover(session, decision, row)
        row.move(ObligationState.SUSPENDED)
        row.suspended_until = until
        if not has_passed(row.late_from, now):
            row.late_from = max(row.late_from, resumes)
        row.wake_at = resumes
        data = {"decision": decision.id, "until": until.isoformat()}
        events.append(Event("obligation.suspended", f"obligation:{row.id}", data))
    events += cancel_unsent(session, [row.id for row in open_rows], CALLED_OFF, now)
    append(session, now, events)
    return decision


def move(
    session: Session,
    rulebook: Rulebook,
    rows: Sequence[Obligation],
    days: int,
    grounds: Grounds,
    now: datetime,
    *,
    extension: bool = False,
    by: str | None = None,
) -> Decision:
    """Move the due dates of unfinished obligations by `days` calendar days.

    Dates are computed anew under the readings each obligation was registered with; a new cycle of
    the ladder begins. An `extension` is granted once per obligation; a move uses up nothing.

    Args:
        by: who enters it, as `uid/post`.
    Raises:
        Refused: no reason, nothing to move, `days` below 1, or a second extension.
    """
    lock(session, rows)
    unfinished = [row for row in rows if row.state in ObligationState.unfinished()]
    _refuse(unfinished, grounds)
    if days < 1:
        raise Refused("số ngày phải từ 1 trở lên")
    _ask(days, f"lùi hạn {days} ngày", grounds)
    again = [row.bearer_uid for row in unfinished if extension and row.extended]
    if again:
        raise Refused(f"mỗi kỳ chỉ gia hạn một lần; đã gia hạn: {', '.join(again)}")
    kind = DecisionKind.EXTEND if extension else DecisionKind.MOVE
    decision = enter(session, kind, grounds, now, by, days=days)
    events = []
    for row in unfinished:
        cover(session, decision, row)
        before = row.due_on.isoformat()
        _redate(rulebook, row, row.due_on + timedelta(days=days))
        row.cycle += 1
        row.rung = 0
        row.fired = {}
        row.extended = row.extended or extension
        row.wake_at = now if row.state == ObligationState.OPEN else row.wake_at
        data = {
            "decision": decision.id,
            "kind": kind.value,
            "due_on_before": before,
            "due_on": row.due_on.isoformat(),
            "late_from": row.late_from.isoformat(),
        }
        events.append(Event("obligation.extended", f"obligation:{row.id}", data))
    events += cancel_unsent(session, [row.id for row in unfinished], CALLED_OFF, now)
    append(session, now, events)
    return decision


def _redate(rulebook: Rulebook, row: Obligation, due_on: date) -> None:
    found = dated(row, due_on, rulebook.calendar)
    row.due_on, row.aim_on = found.due_on, found.aim_on
    row.late_from = max(found.late_from, row.late_from)


def _ask(days: int, what: str, grounds: Grounds) -> None:
    """Refuse what is longer than decisions of this kind ever are, unless it was confirmed."""
    if days > LONG and not grounds.confirmed:
        raise Refused(f"{what} là quá {LONG} ngày, có thể gõ nhầm: nếu đúng, thêm --confirm")


def refuse_groundless(grounds: Grounds) -> None:
    """Raise Refused where no reason is given, or nobody is named who approved."""
    if not grounds.reason.strip():
        raise Refused("cần nêu lý do")
    if not grounds.approver.strip():
        raise Refused("cần nêu người duyệt")


def _refuse(rows: Sequence[Obligation], grounds: Grounds) -> None:
    refuse_groundless(grounds)
    if any(not has_term(row.late_from) for row in rows):
        raise Refused("văn bản không nêu thời hạn của việc này: không có hạn để dời hay tạm dừng")
    if not rows:
        raise Refused("không có nghĩa vụ nào còn chờ trong phạm vi này")


def enter(
    session: Session,
    kind: DecisionKind,
    grounds: Grounds,
    now: datetime,
    by: str | None,
    *,
    days: int | None = None,
    until: date | None = None,
    undoes: int | None = None,
) -> Decision:
    """Enter a decision with its entry of the trail.

    Args:
        by: who enters it, as `uid/post`.
        undoes: the id of the one it takes back.
    """
    decision = Decision(
        kind=kind.value,
        number=grounds.number,
        reason=grounds.reason,
        approver=grounds.approver,
        days=days,
        until=until,
        decided_at=now,
        undoes_id=undoes,
    )
    session.add(decision)
    session.flush()
    data = {
        "kind": kind.value,
        "days": days,
        "until": until.isoformat() if until else None,
        **({"undoes": undoes} if undoes else {}),
        **digests_of(session, reason=grounds.reason, approver=grounds.approver),
        "by": by,
    }
    append(session, now, [Event("decision.entered", f"decision:{decision.id}", data)])
    return decision


def cover(session: Session, decision: Decision, row: Obligation) -> None:
    """Let `decision` cover `row`, whose dates are still those before it."""
    session.add(
        Covered(
            decision_id=decision.id,
            obligation_id=row.id,
            due_on_before=row.due_on,
            late_from_before=row.late_from,
        )
    )
