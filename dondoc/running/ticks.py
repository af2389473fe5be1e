"""What one tick does for an office, whoever ticks: Prefect's flows or the plain loop."""

from datetime import datetime
from functools import partial
from pathlib import Path

from dondoc.running.daily import SweepReport, due_sweeps, last_sweep, run_dispatch, run_sweep
from dondoc.running.pulse import Pulse
from dondoc.running.ticking import Rhythm, Work
from dondoc.setup.lease import Busy
from dondoc.setup.wiring import Office
from models.clock import SimulatedClock

# How often a simulation looks for sweeps and letters, in real seconds.
DEMO_TICK = 10.0


def work_of(office: Office) -> Work:
    """Return what a tick does for `office`."""
    return Work(
        now=office.clock.now,
        due=partial(due_sweeps, office),
        sweep=partial(sweep_once, office),
        dispatch=partial(run_dispatch, office),
    )


def sweep_once(office: Office, at: datetime) -> SweepReport | None:
    """Sweep at `at` (UTC), unless another process is at it or has been; then return None."""
    last = last_sweep(office)
    if last is not None and last >= at:
        return None
    try:
        report = run_sweep(office, at)
    except Busy:
        return None
    if office.demo:
        # The ticks of a fast simulation may all fall outside the hours in which mail is sent:
        # each simulated morning sends what it decided.
        run_dispatch(office, at)
    return report


def rhythm_of(office: Office) -> Rhythm:
    """Return how often things happen: by the settings, or every DEMO_TICK in a simulation."""
    settings = office.settings.settings
    if isinstance(office.clock, SimulatedClock):
        return Rhythm(DEMO_TICK, None)
    return Rhythm(settings.dispatch.every_minutes * 60.0, settings.sweep.at)


def dispatched(state: Path) -> Pulse:
    """Return the pulse the dispatch flow beats after each run."""
    return Pulse(state / "prefect" / "dispatched")


def swept(state: Path) -> Pulse:
    """Return the pulse the sweep flow beats after each run."""
    return Pulse(state / "prefect" / "swept")
