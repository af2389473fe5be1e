"""What sleeps is looked at again where something changed by which it may wake sooner.

A consolidation sleeps as long as its round stands as it was when it was looked at. At the end of
every writing transaction of an office it is asked whether a report was moved: no act thinks of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from language.zone import local_date, morning
from models import Call, Kind, Obligation, ObligationState, Sweep
from models.among import among
from models.noting import Noted
from models.standing import has_term_in_sql
from models.trail import entered_at
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.ladder import first_wake
from rules.rulebook import Rulebook

# The tables of which `wake_consolidations` wants to be told.
LOOKED_AT = frozenset({Obligation.__tablename__})
# By what of its reports a round stands as it does: see `models.standing`.
_STANDS_BY = frozenset(
    {"directive_id", "duty", "period", "kind", "state", "late_from", "registered_at", "received_at"}
)
# As many parameters as every SQLite takes.
_AT_ONCE = 500
_ROUND = Obligation.directive_id, Obligation.duty, Obligation.period
_MOVED = select(*_ROUND).where(among(Obligation.id, "ids")).distinct()
_LAST_SWEEP = select(func.max(Sweep.at)).where(Sweep.taken_back_at.is_(None))
_MADE = select(*_ROUND).where(Obligation.id > bindparam("after")).distinct()


def look_again(
    session: Session,
    which: ColumnElement[bool],
    kinds: Iterable[Kind],
    calendar: WorkingCalendar,
    now: datetime,
    at: time,
) -> None:
    """Have what sleeps within its ladder looked at by the next sweep on a day for it.

    Who promised a day has it: such a row wakes on the morning after it.

    Args:
        which: of the obligations that sleep.
        calendar: as known at the instant `now` (aware).
        at: the local time of the daily sweep.
    """
    session.flush()
    today, last = local_date(now), session.scalar(_LAST_SWEEP)
    swept = last is not None and local_date(last) == today
    promised = select(Call.id).where(
        Call.obligation_id == Obligation.id,
        Call.cycle == Obligation.cycle,
        Call.held_until > today,
    )
    for kind in kinds:
        day = first_wake(kind, today + timedelta(days=swept), calendar)
        look = max(morning(day, at), now)
        asleep = Obligation.wake_at > look
        if kind is Kind.CONSOLIDATION:
            # For good: nothing can be said as long as its round stands as it does.
            asleep = or_(asleep, Obligation.wake_at.is_(None) & has_term_in_sql())
        again = update(Obligation).where(
            which,
            asleep,
            Obligation.kind == kind.value,
            Obligation.state.in_(ObligationState.asked()),
            Obligation.opens_on <= today,
            ~promised.exists(),
        )
        session.execute(again.values(wake_at=look))


def wake_consolidations(
    rulebook: Rulebook, at: time, session: Session, done: Mapping[str, Noted]
) -> None:
    """Have the consolidations looked at of whose rounds this transaction moved a report.

    Args:
        at: the local time of the daily sweep.
        done: what was done to each table; when, the trail says.
    """
    if Obligation.__tablename__ not in done:
        return
    now, moved = entered_at(session), sorted(set(_moved(session, done[Obligation.__tablename__])))
    if now is None or not moved:
        return
    today, above = local_date(now), defaultdict[tuple[str, str], list[str]](list)
    for directive, duty, period in moved:
        declared = rulebook.directives.get(directive)
        found = declared.duties.get(duty) if declared else None
        until = declared.in_force.until if declared else None
        if found and found.consolidated_by and (until is None or today <= until):
            above[directive, found.consolidated_by].append(period)
    calendar = rulebook.calendar.known_on(today)
    for (directive, duty), periods in above.items():
        which = (
            (Obligation.directive_id == directive)
            & (Obligation.duty == duty)
            & Obligation.period.in_(periods)
        )
        look_again(session, which, [Kind.CONSOLIDATION], calendar, now, at)


def _moved(session: Session, done: Noted) -> Iterator[tuple[str, str, str]]:
    """Yield the rounds (directive, duty, period) of the reports that were moved."""
    keys = [*done.made, *(key for key, names in done.changed.items() if names & _STANDS_BY)]
    ids = sorted(key[0] for key in keys)
    for start in range(0, len(ids), _AT_ONCE):
        some = session.execute(_MOVED, {"ids": ids[start : start + _AT_ONCE]})
        yield from ((directive, duty, period) for directive, duty, period in some)
    if done.after is not None:
        made = session.execute(_MADE, {"after": done.after})
        yield from ((directive, duty, period) for directive, duty, period in made)
