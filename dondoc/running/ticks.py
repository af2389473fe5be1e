"""How often an office ticks, and the signs of life of whoever does the work."""

from functools import partial
from pathlib import Path

from dondoc.day.tick import dispatch_once, due_sweeps, sweep_once
from dondoc.running.pulse import Pulse
from dondoc.running.ticking import Rhythm, Work
from dondoc.setup.wiring import Office
from models.clock import SimulatedClock

# How often a simulation looks for sweeps and letters, in real seconds.
DEMO_TICK = 10.0


def work_of(office: Office) -> Work:
    """Return what a tick does for `office`."""
    return Work(
        now=office.clock.now,
        due=partial(due_sweeps, office, anew=True),
        sweep=partial(sweep_once, office),
        dispatch=partial(dispatch_once, office),
    )


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
