"""The plain loop: sweeps and sends in the main process whenever Prefect does not."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day

from dondoc.running.pulse import Pulse
from language.zone import next_morning

# How long after its hour a sweep may be missing before the plain loop makes it.
SWEEP_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Work:
    """What a tick does, bound to one office; each takes the present instant (UTC).

    `due` names the sweeps to make up to now: in a simulation each simulated hour passed, on the
    real clock the present instant.
    """

    now: Callable[[], datetime]
    due: Callable[[datetime], Iterable[datetime]]
    sweep: Callable[[datetime], object]
    dispatch: Callable[[datetime], object]


@dataclass(frozen=True)
class Rhythm:
    """When things happen: `every` real seconds apart, and on the real clock daily at `at`.

    `at` is None in a simulation, where the sweeps due are looked for at every tick.
    """

    every: float
    at: time_of_day | None

    @property
    def patience(self) -> float:
        """How long Prefect may be silent before the plain loop takes over, in seconds."""
        return self.every * 3


class PlainLoop:
    """Does the work itself while no sign of life comes from the flows."""

    def __init__(
        self,
        work: Work,
        rhythm: Rhythm,
        dispatched: Pulse,
        swept: Pulse,
        complain: Callable[[Exception], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch the pulses `dispatched` and `swept`; hand what goes wrong to `complain`."""
        self._work = work
        self._rhythm = rhythm
        self._dispatched = dispatched
        self._swept = swept
        self._complain = complain
        self._monotonic = monotonic
        self._last = float("-inf")
        self._planned: datetime | None = None

    def catch_up(self) -> None:
        """Sweep what is due and send what waits, at once."""
        self._sweep_due()
        self._try(self._work.dispatch, self._work.now())
        self._last = self._monotonic()

    def tick(self) -> None:
        """Do what is due and nobody else has done; called about every second."""
        if self._rhythm.at is not None:
            self._watch_the_day(self._rhythm.at)
        prefect_is_silent = self._dispatched.silent_for() > self._rhythm.patience
        if prefect_is_silent and self._monotonic() - self._last >= self._rhythm.every:
            if self._rhythm.at is None:
                self._sweep_due()
            self._try(self._work.dispatch, self._work.now())
            self._last = self._monotonic()

    def _watch_the_day(self, at: time_of_day) -> None:
        now = self._work.now()
        if self._planned is None or self._swept.silent_for() < self._rhythm.every:
            self._planned = next_morning(now, at)
        if now >= self._planned + SWEEP_PATIENCE:
            self._sweep_due()

    def _sweep_due(self) -> None:
        now = self._work.now()
        if self._rhythm.at is not None:
            self._planned = next_morning(now, self._rhythm.at)
        self._try(self._sweep_each, now)

    def _sweep_each(self, now: datetime) -> None:
        # In order, and none after one that failed: a sweep never goes back in time.
        for moment in self._work.due(now):
            self._work.sweep(moment)

    def _try(self, work: Callable[[datetime], object], moment: datetime) -> None:
        # One bad morning must not end the process that makes the next one.
        try:
            work(moment)
        except Exception as wrong:
            self._complain(wrong)
