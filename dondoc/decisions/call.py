"""Call: who was met on the phone, and the day promised. The first promise holds the next rung."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.errors import Refused
from language.dates import full_day
from language.zone import local_date, morning
from models import Call, Event, Notice, NoticeState, Obligation, ObligationState
from models.standing import has_term, is_owed
from models.trail import append
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Said:
    """What a call brought: who was met, what was noted, the local date promised if any.

    `met` "": nobody was called, the bearer says so itself.
    """

    met: str
    promised_on: date | None = None
    note: str | None = None


def call(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    said: Said,
    by: str,
    now: datetime,
    at: time,
) -> date | None:
    """Enter a call about the obligation `row`.

    Args:
        by: who called, as `uid/post`.
        at: the local time of the daily sweep.
    Returns:
        the local date until whose morning the next rung waits, None if this call holds nothing:
        no promise, or the cycle's one promise is used up.
    Raises:
        Refused: nobody was met, the report is in, or the promised day has passed.
    """
    find.lock(session, [row])
    if not said.met.strip():
        raise Refused("cần ghi đã gặp ai")
    held = _hold(session, rulebook, row, said.promised_on, _refuse(row, said, now))
    _enter(session, row, said, by, now, held)
    if held is not None:
        _wait(session, row, morning(held, at))
    return held


def promise(session: Session, row: Obligation, said: Said, by: str, now: datetime) -> None:
    """Enter that the bearer of `row` says itself when its report will come; nothing waits for it.

    Args:
        said: nobody was met; the day is named.
        by: who says so, as `uid/post`.
    Raises:
        Refused: the report is in, no day is named, or it has passed.
    """
    find.lock(session, [row])
    if said.promised_on is None:
        raise Refused("cần ghi ngày sẽ gửi báo cáo")
    _refuse(row, said, now)
    _enter(session, row, said, by, now, None)


def _refuse(row: Obligation, said: Said, now: datetime) -> date:
    """Raise Refused where nothing waits or the day promised has passed; return the local date."""
    today = local_date(now)
    if row.state not in ObligationState.asked():
        raise Refused("đơn vị không còn việc gì chờ ở kỳ này")
    if said.promised_on is not None and said.promised_on < today:
        raise Refused(f"ngày hẹn {full_day(said.promised_on)} đã qua")
    return today


def _enter(
    session: Session, row: Obligation, said: Said, by: str, now: datetime, held: date | None
) -> None:
    entered = Call(
        obligation_id=row.id,
        cycle=row.cycle,
        called_at=now,
        called_by=by,
        met=said.met,
        note=said.note,
        promised_on=said.promised_on,
        held_until=held,
    )
    session.add(entered)
    session.flush()
    data = {
        "obligation": row.id,
        "by": by,
        "promised_on": said.promised_on.isoformat() if said.promised_on else None,
        "held_until": held.isoformat() if held else None,
    }
    append(session, now, [Event("call.entered", f"call:{entered.id}", data)])


def _hold(
    session: Session, rulebook: Rulebook, row: Obligation, promised: date | None, today: date
) -> date | None:
    """Return the morning at which the next rung may come: the working day after the promise.

    Never past the consolidator's aim, and only for the first promise of the cycle.
    """
    if promised is None or row.wake_at is None or _promises(session, row):
        return None
    calendar = rulebook.calendar.known_on(today)
    until = calendar.next_working(promised + timedelta(days=1))
    above = find.consolidations_of(session, rulebook, row)
    until = min(
        [until, *(each.aim_on for each in above if is_owed(each) and has_term(each.late_from))]
    )
    return until if until > today else None


def _promises(session: Session, row: Obligation) -> int:
    query = select(func.count()).where(
        Call.obligation_id == row.id, Call.cycle == row.cycle, Call.held_until.is_not(None)
    )
    return session.scalar(query) or 0


def _wait(session: Session, row: Obligation, until: datetime) -> None:
    """Let the row, and what is held for a head, wait until the instant `until`."""
    row.wake_at = max(row.wake_at or until, until)
    held = session.scalars(
        select(Notice).where(Notice.obligation_id == row.id, Notice.state == NoticeState.HELD.value)
    )
    for notice in held:
        if notice.held_until is not None:
            notice.held_until = max(notice.held_until, until)
