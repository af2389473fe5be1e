"""The plain loop: it works exactly when nobody else does."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.running.pulse import Pulse
from dondoc.running.ticking import SWEEP_PATIENCE, PlainLoop, Rhythm, Work
from language.zone import last_morning, local, next_morning

SEVEN = time(7)
# 07:00 in Hà Nội.
MORNING = datetime(2024, 5, 6, 0, tzinfo=UTC)


class Day:
    """An office whose time is moved by hand and which only writes down what it was asked."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.at = at
        self.seconds = 0.0
        self.did: list[tuple[str, datetime]] = []
        self.wrong: list[Exception] = []
        self.due: list[datetime] | None = None
        self.broken = False
        self.dispatched = Pulse(folder / "dispatched", lambda: self.seconds)
        self.swept = Pulse(folder / "swept", lambda: self.seconds)

    def loop(self, rhythm: Rhythm) -> PlainLoop:
        work = Work(lambda: self.at, self._due, self._sweep, self._dispatch)
        return PlainLoop(
            work, rhythm, self.dispatched, self.swept, self.wrong.append, lambda: self.seconds
        )

    def move(self, **passed: float) -> None:
        self.at += timedelta(**passed)
        self.seconds += timedelta(**passed).total_seconds()

    def _due(self, now: datetime) -> Iterable[datetime]:
        return [now] if self.due is None else self.due

    def _sweep(self, at: datetime) -> None:
        if self.broken:
            raise OSError("disk full")
        self.did.append(("sweep", at))

    def _dispatch(self, at: datetime) -> None:
        self.did.append(("dispatch", at))

    @property
    def sweeps(self) -> list[datetime]:
        return [at for what, at in self.did if what == "sweep"]

    @property
    def dispatches(self) -> list[datetime]:
        return [at for what, at in self.did if what == "dispatch"]


REAL = Rhythm(every=300, at=SEVEN)
SIMULATED = Rhythm(every=10, at=None)


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(tmp_path, MORNING + timedelta(hours=2))


def test_catching_up_sweeps_and_then_sends(day: Day) -> None:
    day.loop(REAL).catch_up()
    assert day.did == [("sweep", day.at), ("dispatch", day.at)]


def test_without_prefect_it_sends_at_its_rhythm(day: Day) -> None:
    loop = day.loop(REAL)
    loop.catch_up()
    for _ in range(10):
        day.move(minutes=2.5)
        loop.tick()
    assert len(day.dispatches) == 6


def test_while_prefect_sends_it_does_not(day: Day) -> None:
    loop = day.loop(REAL)
    loop.catch_up()
    for _ in range(10):
        day.move(minutes=5)
        day.dispatched.beat()
        loop.tick()
    assert len(day.dispatches) == 1


def test_when_prefect_falls_silent_it_takes_over(day: Day) -> None:
    loop = day.loop(REAL)
    loop.catch_up()
    day.dispatched.beat()
    loop.tick()
    day.move(seconds=REAL.patience)
    loop.tick()
    assert len(day.dispatches) == 1
    day.move(seconds=1)
    loop.tick()
    assert len(day.dispatches) == 2


def test_a_pulse_of_an_earlier_life_is_no_sign_of_life(day: Day, tmp_path: Path) -> None:
    Pulse(tmp_path / "dispatched").beat()
    late = Day(tmp_path, MORNING)
    assert late.dispatched.silent_for() == float("inf")


def test_the_morning_sweep_is_made_when_prefect_has_not(day: Day) -> None:
    loop = day.loop(REAL)
    loop.catch_up()
    day.move(hours=22)
    loop.tick()
    assert len(day.sweeps) == 1
    day.move(seconds=SWEEP_PATIENCE.total_seconds())
    loop.tick()
    day.move(minutes=1)
    loop.tick()
    assert day.sweeps[1:] == [MORNING + timedelta(days=1) + SWEEP_PATIENCE]


def test_the_morning_sweep_of_prefect_is_enough(day: Day) -> None:
    loop = day.loop(REAL)
    loop.catch_up()
    day.move(hours=22)
    day.swept.beat()
    for _ in range(60):
        loop.tick()
        day.move(minutes=1)
    assert len(day.sweeps) == 1


def test_in_a_simulation_each_morning_passed_is_swept_in_order(day: Day) -> None:
    day.due = [MORNING + timedelta(days=n) for n in range(3)]
    loop = day.loop(SIMULATED)
    day.move(seconds=11)
    loop.tick()
    assert day.sweeps == day.due
    assert len(day.dispatches) == 1


def test_a_failure_is_said_and_the_loop_goes_on(day: Day) -> None:
    day.broken = True
    loop = day.loop(REAL)
    loop.catch_up()
    assert [str(wrong) for wrong in day.wrong] == ["disk full"]
    assert len(day.dispatches) == 1


def test_no_later_morning_is_swept_after_one_that_failed(day: Day) -> None:
    day.broken = True
    day.due = [MORNING, MORNING + timedelta(days=1)]
    day.loop(SIMULATED).catch_up()
    assert len(day.wrong) == 1


@given(st.integers(0, 20 * 365 * 86400), st.times())
def test_the_next_morning_is_at_its_hour_within_a_day(seconds: int, at: time) -> None:
    after = MORNING + timedelta(seconds=seconds)
    found = next_morning(after, at)
    assert local(found).time() == at
    assert timedelta(0) < found - after <= timedelta(days=1)
    assert last_morning(after, at) == found - timedelta(days=1)
    assert last_morning(found, at) == found
