"""The only place where real time is read.

Everything else is handed a `Clock` and reads `now` once per use case.
"""

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

# How long a simulated clock runs on after its owner's last beat: longer than the owner's longest
# ordinary silence, short enough that a killed demonstration stands still at once.
GRACE = timedelta(seconds=5)


class ClockError(RuntimeError):
    """The simulated clock was never started, or its file cannot be read."""


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


def real_now() -> datetime:
    """Return the machine's present instant, aware, in UTC."""
    return datetime.now(UTC)


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant} has no time zone; give an aware one")
    return instant.astimezone(UTC)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present instant, aware, in UTC."""
        return real_now()


class FixedClock:
    """A clock that stands at one instant."""

    def __init__(self, at: datetime) -> None:
        """Stand at `at`; raises ValueError when it is naive."""
        self._at = _in_utc(at)

    def now(self) -> datetime:
        """Return the instant it stands at, in UTC."""
        return self._at


@dataclass(frozen=True)
class _Beat:
    """What the state file holds: at real instant `real` the simulation stood at `simulated`."""

    simulated: datetime
    real: datetime
    speed: float
    running: bool

    def at(self, real: datetime) -> datetime:
        """Return the simulated instant at the real instant `real`.

        Never before `simulated`, even when the machine's clock was set back.
        """
        if not self.running:
            return self.simulated
        passed = min(max(real - self.real, timedelta(0)), GRACE)
        return self.simulated + passed * self.speed


class SimulatedClock:
    """A clock many processes read and one process drives, over a small state file.

    The owner calls `start`, then `beat` every two seconds or so, then `stop`. Each beat anchors
    the simulation anew, so readers go on from the last beat and stand still soon after the beats
    end: nothing is simulated while the owner is stopped, killed or asleep.
    """

    def __init__(self, file: Path, real: Callable[[], datetime] = real_now) -> None:
        """Use `file` (JSON, replaced atomically); `real` says what the real time is."""
        self._file = file
        self._real = real

    @property
    def started(self) -> bool:
        """Whether this simulation has begun: a later `start` goes on where it stood."""
        return self._file.exists()

    def now(self) -> datetime:
        """Return the simulated instant, in UTC; raises ClockError before the first start."""
        return self._read().at(self._real())

    def stand(self, at: datetime) -> None:
        """Stand at `at` until started, unless this simulation has already begun."""
        if not self.started:
            self._write(_Beat(_in_utc(at), self._real(), 1.0, running=False))

    def start(self, at: datetime, speed: float) -> datetime:
        """Run from where the simulation stood, or from `at` the first time.

        `speed` is simulated seconds per real second. Returns the simulated instant; raises
        ValueError for a naive `at` or a speed that is not a positive finite number.
        """
        if not (math.isfinite(speed) and speed > 0):
            raise ValueError(f"a clock cannot run at speed {speed}; give a positive number")
        begin = self.now() if self.started else _in_utc(at)
        self._write(_Beat(begin, self._real(), speed, running=True))
        return begin

    def advance(self, to: datetime) -> datetime:
        """Go on to `to` at once, running or standing as before; never back.

        Returns the simulated instant.
        """
        last, real = self._read(), self._real()
        begin = max(last.at(real), _in_utc(to))
        self._write(_Beat(begin, real, last.speed, running=last.running))
        return begin

    def beat(self) -> None:
        """Tell the readers that the owner is alive; does nothing once stopped."""
        last, real = self._read(), self._real()
        if last.running:
            self._write(_Beat(last.at(real), real, last.speed, running=True))

    def stop(self) -> None:
        """Save where the simulation stands and let it stand there."""
        last, real = self._read(), self._real()
        self._write(_Beat(last.at(real), real, last.speed, running=False))

    def _read(self) -> _Beat:
        try:
            data = json.loads(self._file.read_text("utf-8"))
            return _Beat(
                _in_utc(datetime.fromisoformat(data["simulated"])),
                _in_utc(datetime.fromisoformat(data["real"])),
                float(data["speed"]),
                bool(data["running"]),
            )
        except FileNotFoundError:
            raise ClockError(f"{self._file}: the simulated clock was never started") from None
        except (KeyError, TypeError, ValueError) as broken:
            raise ClockError(
                f"{self._file}: not a simulated clock ({broken}); remove it to start over"
            ) from broken

    def _write(self, beat: _Beat) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(
            {
                "simulated": beat.simulated.isoformat(),
                "real": beat.real.isoformat(),
                "speed": beat.speed,
                "running": beat.running,
            }
        )
        # A reader sees the old file or the new one, never half of one.
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        draft.write_text(text + "\n", "utf-8")
        draft.replace(self._file)
