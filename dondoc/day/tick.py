"""A tick: the sweeps that are due, and one of them, whoever ticks: a flow or the plain loop."""

from datetime import datetime, timedelta

from dondoc.day.backup import back_up_as_set
from dondoc.day.dispatching import run_dispatch
from dondoc.day.sweeping import SweepReport, run_sweep
from dondoc.setup.hour import last_sweep
from dondoc.setup.lease import Busy
from dondoc.setup.wiring import Office
from language.zone import local_date, morning


def _last_sweep(office: Office) -> datetime | None:
    with office.reading() as session:
        return last_sweep(session)


def due_sweeps(office: Office, now: datetime) -> list[datetime]:
    """Return the instants at which sweeps are due, oldest first.

    On the real clock that is `now` alone. A simulated clock runs past several mornings between
    two ticks: each of them is swept, in order, since the last sweep.
    """
    if not office.demo:
        return [now]
    last = _last_sweep(office)
    if last is None:
        return [now]
    day, at = local_date(last), office.settings.settings.sweep.at
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
    back_up_as_set(office, at)
    if office.demo:
        # The ticks of a fast simulation may all fall outside the hours in which mail is sent:
        # each simulated morning sends what it decided.
        run_dispatch(office, at)
    return report
