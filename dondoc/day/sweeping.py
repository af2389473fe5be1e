"""Sweeping: the directives brought up to date, and every row looked at whose hour has come."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dondoc.cases.leaving import settle_all
from dondoc.consolidation.prints import unprinted
from dondoc.day.following import follow
from dondoc.day.ground import Ground, ground_of
from dondoc.day.idle import idle
from dondoc.day.registering import register_named
from dondoc.day.seeking import seek_quietly
from dondoc.documents.kinds.consolidation.signed import keep_signed
from dondoc.errors import Refused, Unproven
from dondoc.obligations import sweep
from dondoc.obligations.followed import LeftOut, alarms
from dondoc.obligations.registrar import Registration
from dondoc.sending.switch import sending_off_since
from dondoc.setup.hour import last_sweep, mind_clock
from dondoc.setup.lease import held, owner_of_this_process
from dondoc.setup.wiring import Office
from dondoc.setup.workers import keep_step
from dondoc.trail.accesses import anchor_accesses
from dondoc.trail.anchor import anchor_quietly
from models import CaseReport, Event, Obligation, ObligationState, Signature
from models.trail import append

Progress = Callable[[int, int], None]
LEASE = timedelta(minutes=5)
# Asked at every sweep: made once.
_OVER = Obligation.wake_at <= bindparam("now"), Obligation.state == ObligationState.SUSPENDED.value
_PAUSES_OVER = select(Obligation).where(*_OVER)
_ANY_PAUSE_OVER = select(Obligation.id).where(*_OVER).limit(1)


@dataclass
class SweepReport:
    """What one sweep did."""

    at: datetime
    registrations: list[Registration] = field(default_factory=list)
    totals: sweep.Totals = field(default_factory=sweep.Totals)
    days_without: list[str] = field(default_factory=list)
    sending_off_since: datetime | None = None
    left_out: list[LeftOut] = field(default_factory=list)


def make_sweep(
    ground: Ground,
    report: SweepReport,
    last: datetime | None,
    progress: Progress | None = None,
    renew: Callable[[], object] | None = None,
) -> None:
    """Look at everything whose hour has come at `report.at`, and count it in `report`.

    Args:
        last: the instant of the sweep before, None for the first.
        progress: called with (rows done, rows due) after each batch.
        renew: called before each further batch.
    """
    now = report.at
    with ground.reading() as session:
        paused = session.connection().scalar(_ANY_PAUSE_OVER, {"now": now}) is not None
        due = sweep.count_due(session, ground.work, now)
    if paused:
        with ground.writing() as session:
            resume(session, pauses_over(session, now), now)
    more = due > 0
    while more:
        with ground.writing() as session:
            batch = sweep.sweep_batch(session, ground.work, now)
        report.totals += batch
        if progress:
            progress(report.totals.examined, due)
        more = batch.examined == sweep.BATCH
        if more and renew:
            renew()
    with ground.writing() as session:
        report.days_without = sweep.finish(session, last, now, report.totals)
        report.left_out = alarms(session, ground.directives)


def pauses_over(session: Session, now: datetime) -> list[Obligation]:
    """Return the paused obligations whose pause is over at the instant `now` (aware).

    A pause ends when the row wakes: the index of what wakes finds it, however much is stored.
    """
    return list(session.scalars(_PAUSES_OVER, {"now": now}))


def resume(session: Session, rows: Iterable[Obligation], now: datetime) -> int:
    """Reopen paused obligations whose pause is over; the sweep that follows looks at them."""
    events = []
    for row in rows:
        row.move(ObligationState.OPEN)
        row.suspended_until = None
        row.wake_at = now
        events.append(Event("obligation.resumed", f"obligation:{row.id}", {}))
    return append(session, now, events)


def run_sweep(
    office: Office,
    now: datetime,
    progress: Progress | None = None,
    accept_gap: bool = False,
    accept_change: bool = False,
) -> SweepReport:
    """Register what is named and not yet known, then sweep once at the instant `now` (aware).

    A later sweep of the same day that finds nothing to do enters nothing.

    Args:
        progress: called with (rows done, rows due) after each batch.
        accept_gap: a person has confirmed a `now` far after the last sweep.
        accept_change: a person has confirmed that nobody sweeps by another program or other rules.
    Raises:
        Busy: another sweep runs.
        OutOfStep: others sweep by another program or other rules.
        Refused: `now` lies before the last sweep, or too far after it.
    """
    keep_step(office, accept_change)
    if (found := idle(office, now)) is not None:
        known = [Registration(one, unchanged=True) for one in office.settings.settings.directives]
        return SweepReport(now, known, sending_off_since=found.sending_off_since)
    lease = held(office.database, "sweep", owner_of_this_process(), office.wall, LEASE)
    with lease as renewal:
        report = SweepReport(at=now)
        with office.reading() as session:
            mind_clock(session, office.settings.settings, now, accept_gap)
            last = last_sweep(session)
            report.sending_off_since = sending_off_since(session)
        report.registrations = register_named(office, now)
        follow(office, now)
        leave_roads(office, now)
        make_sweep(ground_of(office), report, last, progress, renewal.take)
        print_signed(office, now)
        seek_quietly(office, now)
        anchor_accesses(office.database, now)
        with office.reading() as session:
            anchor_quietly(
                session, office.settings.state_folder, now, office.settings.second_folder
            )
    return report


def leave_roads(office: Office, now: datetime) -> None:
    """Write down who has joined or gone since their case was reported, before anybody is told."""
    with office.reading() as session:
        reported = session.scalar(
            select(CaseReport.id).where(CaseReport.report_id.is_not(None)).limit(1)
        )
    if reported is not None:
        with office.writing() as session:
            settle_all(session, office.rulebook, now)


def print_signed(office: Office, now: datetime) -> int:
    """Keep the files of what was signed before files were kept; return of how many.

    Such a file says that it was made anew, and when. Where it cannot be made yet (no letterhead
    is declared), or while the tables are not what the trail has bound, the next sweep tries again.
    """
    with office.reading() as session:
        waiting = [one.id for one in unprinted(session)]
    state, mark, done = office.settings.state_folder, office.mark, 0
    for id_ in waiting:
        with suppress(Refused, Unproven), office.writing() as session:
            one = session.get_one(Signature, id_)
            keep_signed(session, office.rulebook, state, one, now, mark, anew=True)
            done += 1
    return done
