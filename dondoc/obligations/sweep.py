"""Sweep: look at every obligation whose hour has come, decide, and write what was decided.

One batch is one transaction: moves, findings, notices, trail entries and the next `wake_at`.
Catch-up after days down is the same sweep at the present instant, never a replay.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import JSON, Row, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from dondoc.contacts.recipients import Directory
from dondoc.obligations.arising import gathered
from dondoc.obligations.decided import Writer
from dondoc.obligations.followed import left_out
from dondoc.obligations.punctuality import streaks
from dondoc.obligations.replies import reply_dates, told_dates
from dondoc.obligations.rounds import RoundCounts, RoundKey, count_rounds
from dondoc.obligations.target_corrections import target_corrections
from dondoc.obligations.targets import target_standings
from dondoc.obligations.verdict import OWN, SHARED, Judge, Streaks, Verdict, is_recurring
from dondoc.obligations.watched import watched
from dondoc.obligations.work import Work
from dondoc.setup.collector import at_rest
from language.zone import local_date
from models import Draft, Event, Kind, Obligation, ObligationState, Sweep
from models.among import among
from models.instant import UtcInstant
from models.obligation import OBLIGATION
from models.standing import has_passed
from models.trail import append
from rules.meaning.recipient import Party

__all__ = ["BATCH", "Totals", "Work", "count_due", "finish", "sweep_batch"]

_Query = TypeVar("_Query", bound=Select[Any])
# Rows per transaction: the commit is cheap in it, and a kill costs little.
BATCH = 1_000
# A bearer on this rung or above is not spared a reminder any more.
_REMINDED = 2
# Asked or written at every sweep: made once.
_AWAKE = Obligation.wake_at <= bindparam("now", type_=UtcInstant)
_COUNT_DUE = select(func.count()).where(_AWAKE)
_DUE_ROWS = (
    select(*OWN, *SHARED)
    .where(_AWAKE)
    .order_by(Obligation.wake_at, Obligation.id)
    .limit(bindparam("batch"))
    # A report may be recorded meanwhile: its transaction waits for ours, or ours for it.
    .with_for_update()
)
_DRAFTED = select(Draft.obligation_id).where(
    among(Draft.obligation_id, "ids"), Draft.sealed.is_not(None)
)
_THESE = update(OBLIGATION).where(among(OBLIGATION.c.id, "ids"))
_SLEEPS = _THESE.values(wake_at=bindparam("wake"))
_MOVES = _SLEEPS.values(
    rung=bindparam("to"),
    fired=bindparam("done"),
    # None would be stored as JSON's null: a change where nothing changed.
    briefed=bindparam("told", type_=JSON(none_as_null=True)),
)
_OPENS = _MOVES.values(opened_at=bindparam("now"))
_ENTERED = insert(Sweep)


@dataclass
class Totals:
    """What a sweep did, in counts."""

    examined: int = 0
    fired: int = 0
    missed: int = 0
    notices: int = 0

    def __iadd__(self, other: "Totals") -> "Totals":
        self.examined += other.examined
        self.fired += other.fired
        self.missed += other.missed
        self.notices += other.notices
        return self


def count_due(session: Session, work: Work, now: datetime) -> int:
    """Return how many rows wait for a sweep at the instant `now`."""
    query = _of_followed(_COUNT_DUE, session, work)
    return session.connection().scalar(query, {"now": now}) or 0


def sweep_batch(session: Session, work: Work, now: datetime) -> Totals:
    """Decide on the next rows that are due at `now` (aware) and write it all.

    The number of statements does not grow with the number of rows, only with that of the rounds
    they belong to and of the ways they move.

    Returns:
        the counts; `examined` below `BATCH` means that nothing is left.
    """
    asked = {"now": now, "batch": BATCH}
    query = _of_followed(_DUE_ROWS, session, work)
    rows = session.connection().execute(query, asked).all()
    if not rows:
        return Totals()
    # A batch's rows go with it: a third of a sweep's time went into looking through them.
    with at_rest():
        return _settle(session, work, now, rows)


def look_at(session: Session, work: Work, obligation: int, now: datetime) -> Totals:
    """Decide on the one obligation (its id) that a person's act has just changed, at `now` (aware).

    For what has to be said in the transaction of that act; the caller has flushed it.
    """
    query = select(*OWN, *SHARED).where(Obligation.id == obligation)
    return _settle(session, work, now, session.connection().execute(query).all())


def _settle(session: Session, work: Work, now: datetime, rows: Sequence[Row[Any]]) -> Totals:
    """Decide on `rows` and write everything that comes of it."""
    today = local_date(now)
    bodies, _ = work.known_on(today)
    rounds, streaks = _rounds(session, work, rows, now), _streaks(session, work, rows)
    returned = [row.id for row in rows if row.state == ObligationState.RETURNED]
    aims = [row for row in rows if row.kind == Kind.TARGET]
    targets = target_standings(session, work.rulebook, aims)
    followed = watched(work.watching, session, work.rulebook, rows, now)
    late = [row.id for row in rows if has_passed(row.late_from, now)]
    told = told_dates(session, late)
    replies, drafted = reply_dates(session, returned), _drafted(session, rows)
    judge = Judge(work, now, rounds, streaks, replies, told, targets, followed, drafted)
    directory = Directory(session, bodies, today, work.routing)
    directory.prefetch(row.bearer_uid for row in rows)
    writer = Writer(directory, now, work.release)
    opened: list[Event] = []
    for row in rows:
        verdict = judge.verdict(row)
        duty = verdict.duty
        if verdict.opens:
            data = {"due_on": row.due_on.isoformat()}
            opened.append(Event("obligation.opened", f"obligation:{row.id}", data))
        if verdict.said:
            party = Party(row.bearer_uid, duty.to, duty.via, work.office)
            writer.add(row.id, party, verdict.said, followed.get(row.id))
    _write_moves(session, judge.verdicts(), now)
    written = writer.write(session)
    corrected = target_corrections(session, work.rulebook, targets, now)
    append(session, now, [*opened, *writer.events, *corrected])
    return Totals(len(rows), written.fired, written.missed, written.notices)


def _drafted(session: Session, rows: Sequence[Row[Any]]) -> frozenset[int]:
    """Return which of the open `rows` (ids) have a draft that waits to be filed."""
    ids = [row.id for row in rows if row.state == ObligationState.OPEN]
    found = session.connection().execute(_DRAFTED, {"ids": ids}) if ids else ()
    return frozenset(id_ for (id_,) in found)


def _of_followed(query: _Query, session: Session, work: Work) -> _Query:
    """Return `query` without the rows of directives that nobody follows just now."""
    names = [] if work.directives is None else left_out(session, work.directives)
    return query.where(Obligation.directive_id.not_in(names)) if names else query


def _rounds(
    session: Session, work: Work, rows: Sequence[Row[Any]], now: datetime
) -> dict[RoundKey, RoundCounts]:
    """Return how the rounds stand that `rows` consolidate."""
    directives = work.rulebook.directives
    keys, arising = set(), set()
    for directive, duty, period in {(r.directive_id, r.duty, r.period) for r in rows}:
        declared = directives[directive].duties[duty]
        if of := declared.consolidates:
            keys.add(key := RoundKey(directive, of, period))
            arising.update([key] if declared.arises else [])
    counts = count_rounds(session, keys, now)
    for key, reports in gathered(session, arising).items():
        counts[key] = replace(counts.get(key, RoundCounts()), gathered=reports)
    return counts


def _streaks(session: Session, work: Work, rows: Sequence[Row[Any]]) -> Streaks:
    """Return the bearers' punctual rounds, where a reminder may still be spared them."""
    asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.rung < _REMINDED:
            asked[row.directive_id, row.duty, row.period].append(row.bearer_uid)
    directives = work.rulebook.directives
    return {
        (directive, id_, period): streaks(session, duty, period, bearers)
        for (directive, id_, period), bearers in asked.items()
        if is_recurring(duty := directives[directive].duties[id_])
    }


def _write_moves(session: Session, verdicts: Sequence[Verdict], now: datetime) -> None:
    """Write the moves, the rows that moved alike in one statement."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    still: dict[datetime | None, list[int]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.still:
            still[verdict.wake].extend(verdict.ids)
            continue
        move = verdict.rung, verdict.fired, verdict.briefed, verdict.wake, verdict.opens
        alike[move].extend(verdict.ids)
    connection = session.connection()
    for (rung, fired, briefed, wake, opens), ids in alike.items():
        after = {
            "ids": ids,
            "to": rung,
            "done": {step: list(repeats) for step, repeats in fired},
            "told": None if briefed is None else list(briefed),
            "wake": wake,
        }
        connection.execute(_OPENS if opens else _MOVES, after | ({"now": now} if opens else {}))
    for wake, ids in still.items():
        connection.execute(_SLEEPS, {"ids": ids, "wake": wake})


def finish(session: Session, last: datetime | None, now: datetime, totals: Totals) -> list[str]:
    """Enter the finished sweep, with the local dates since the last one that had none.

    Returns:
        those dates, ISO 8601.
    """
    without = _dates_between(local_date(last), local_date(now)) if last else []
    data = {
        "examined": totals.examined,
        "fired": totals.fired,
        "missed": totals.missed,
        "notices": totals.notices,
        "days_without": without,
    }
    row = {"at": now, "business_date": local_date(now), **data}
    session.connection().execute(_ENTERED, row)
    append(session, now, [Event("sweep.finished", f"sweep:{local_date(now)}", data)])
    return without


def _dates_between(first: date, last: date) -> list[str]:
    days = (last - first).days
    return [(first + timedelta(days=n)).isoformat() for n in range(1, days)]
