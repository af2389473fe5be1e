"""A tick: what is due at an instant, done once, whoever ticks: a flow, a timer or the loop."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dondoc.day.alarm import tell_of_silence, tell_out_of_step
from dondoc.day.dispatching import DispatchReport, run_dispatch
from dondoc.day.quiet import note_quiet
from dondoc.day.scheduled import back_up_after_sweep, back_up_when_due
from dondoc.day.sweeping import SweepReport, run_sweep
from dondoc.setup.hour import last_sweep
from dondoc.setup.lease import Busy
from dondoc.setup.silence import Way
from dondoc.setup.wiring import Office
from dondoc.setup.workers import OutOfStep
from dondoc.trail.anchor import anchor_quietly
from dondoc.trail.second import lacking
from language.zone import last_morning, local_date, morning


@dataclass
class TickReport:
    """What one tick did: the sweeps that were due, one dispatch, the anchors copied again.

    `swept` is empty where no sweep was due or somebody else was at it. `out_of_step`: why this
    worker may not sweep, in words. `silent`: of whose silence the administrator was told.
    """

    at: datetime
    swept: list[SweepReport] = field(default_factory=list)
    dispatched: DispatchReport | None = None
    anchored: bool = False
    out_of_step: str | None = None
    silent: list[Way] = field(default_factory=list)


def tick(office: Office, now: datetime) -> TickReport:
    """Do everything that is due at the instant `now` (aware); a second tick finds it done.

    Raises:
        Refused: `now` cannot be right beside the last sweep.
    """
    report = TickReport(now)
    try:
        made = (sweep_once(office, at) for at in due_sweeps(office, now))
        report.swept.extend(one for one in made if one is not None)
    except OutOfStep as error:
        # What was decided leaves all the same.
        report.out_of_step = str(error)
        tell_out_of_step(office, report.out_of_step)
    report.dispatched = dispatch_once(office, now)
    report.anchored = _copy_anchors(office, now)
    report.silent = tell_of_silence(office)
    note_quiet(office, now)
    return report


def _copy_anchors(office: Office, now: datetime) -> bool:
    """Copy to the second folder what could not be copied before; say whether anything was."""
    state, second = office.settings.state_folder, office.settings.second_folder
    if not lacking(state, second):
        return False
    with office.reading() as session:
        anchor_quietly(session, state, now, second)
    return not lacking(state, second)


def dispatch_once(office: Office, now: datetime) -> DispatchReport:
    """Send what may leave at the instant `now` (aware), and back up where the hour has come.

    Raises:
        Refused: `now` cannot be right beside the last sweep.
    """
    report = run_dispatch(office, now)
    back_up_when_due(office, now)
    return report


def _last_sweep(office: Office) -> datetime | None:
    with office.reading() as session:
        return last_sweep(session)


def due_sweeps(office: Office, now: datetime, anew: bool = False) -> list[datetime]:
    """Return the instants at which sweeps are due, oldest first.

    On the real clock that is `now`, where nobody has swept since the last hour of the daily sweep.
    A simulated clock runs past several mornings between two ticks: each of them is swept, in
    order, since the last sweep.

    Args:
        anew: on the real clock also where it was done: somebody has just been started.
    """
    last, at = _last_sweep(office), office.settings.settings.sweep.at
    if last is None or (anew and not office.demo):
        return [now]
    if not office.demo:
        return [now] if last < last_morning(now, at) else []
    day = local_date(last)
    mornings = []
    while (instant := morning(day, at)) <= now:
        if instant > last:
            mornings.append(instant)
        day += timedelta(days=1)
    return mornings


def sweep_once(office: Office, at: datetime) -> SweepReport | None:
    """Sweep at `at` (UTC), unless another process is at it or has been; then return None."""
    last = _last_sweep(office)
    if last is not None and last >= at:
        return None
    try:
        report = run_sweep(office, at)
    except Busy:
        return None
    back_up_after_sweep(office, at)
    if office.demo:
        # The ticks of a fast simulation may all fall outside the hours in which mail is sent:
        # each simulated morning sends what it decided.
        run_dispatch(office, at)
    return report
