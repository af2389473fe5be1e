"""Up: everything that runs day and night, started together and stopped together."""

import logging
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType

from dondoc.children import PidFile
from dondoc.daily import SweepReport, due_sweeps, last_sweep, run_dispatch, run_sweep
from dondoc.lease import Busy
from dondoc.local_prefect import LocalPrefect
from dondoc.pulse import Pulse
from dondoc.seat import seat
from dondoc.ticking import PlainLoop, Rhythm, Work
from dondoc.wiring import Office
from models.clock import SimulatedClock

log = logging.getLogger(__name__)

# How often the board is drawn and the children are looked after, in seconds.
TURN = 1.0
# How often a simulation looks for sweeps and letters, in real seconds.
DEMO_TICK = 10.0


@dataclass(frozen=True)
class Doors:
    """How `up` meets the person: `show` draws the board, `say` prints one line.

    Setting `stopping` ends it, as the signals do.
    """

    show: Callable[[], None]
    say: Callable[[str], None]
    stopping: threading.Event = field(default_factory=threading.Event)


def up(office: Office, doors: Doors, *, config: Path, speed: float = 60.0) -> None:
    """Sweep and send until SIGINT, SIGTERM or SIGHUP; then leave nothing running.

    Args:
        office: the office; its simulated clock, if it has one, is driven meanwhile.
        doors: how to meet the person.
        config: the office's config file, from which the flows open the same office.
        speed: simulated seconds per real second.

    Raises:
        Refused: another process runs on this state folder.
    """
    state = office.settings.state_folder.resolve()
    extra = {"DONDOC_CONFIG": str(config.resolve()), "DONDOC_STATE": str(state)}
    simulated = office.clock if isinstance(office.clock, SimulatedClock) else None
    with seat(state), _until_told(doors.stopping):
        prefect = LocalPrefect(state, extra, doors.say)
        prefect.reclaim()
        loop = PlainLoop(
            work_of(office),
            rhythm_of(office),
            dispatched(state),
            swept(state),
            _complain(doors.say),
        )
        if simulated is not None:
            simulated.start(simulated.now(), speed)
        try:
            # The server comes up while the first notices go out.
            prefect.tick()
            loop.catch_up()
            _turn(prefect, loop, doors, simulated)
        finally:
            doors.say("Đang dừng…")
            prefect.stop()
            if simulated is not None:
                simulated.stop()


def _turn(
    prefect: LocalPrefect, loop: PlainLoop, doors: Doors, simulated: SimulatedClock | None
) -> None:
    told = None
    while not doors.stopping.is_set():
        if simulated is not None:
            simulated.beat()
        prefect.tick()
        loop.tick()
        doors.show()
        if prefect.url != told:
            told = prefect.url
            if told is not None:
                doors.say(f"Prefect: {told}")
        doors.stopping.wait(TURN)


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
        return run_sweep(office, at)
    except Busy:
        return None


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


def start_over(state: Path) -> None:
    """Remove what earlier runs wrote under `state`, and nothing else that lies there.

    Raises:
        Refused: a process runs on this state folder.
    """
    with seat(state):
        PidFile(state / "pids.json").reclaim()
        for name in ("outbox", "prefect", "logs"):
            shutil.rmtree(state / name, ignore_errors=True)
        for file in (*state.glob("dondoc.sqlite*"), state / "clock.json", state / "pids.json"):
            file.unlink(missing_ok=True)


def _complain(say: Callable[[str], None]) -> Callable[[Exception], None]:
    def complain(wrong: Exception) -> None:
        log.error("a tick failed", exc_info=wrong)
        say(f"Lần quét hoặc gửi này chưa xong, sẽ thử lại: {wrong}")

    return complain


@contextmanager
def _until_told(stopping: threading.Event) -> Iterator[None]:
    """Let a signal ask for a stop instead of breaking off whatever is being done."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, ask) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
