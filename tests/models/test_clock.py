"""Clocks: real, fixed, and the simulated one that several processes share."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import GRACE, ClockError, FixedClock, SimulatedClock, SystemClock

REAL = datetime(2026, 1, 5, 8, tzinfo=UTC)
BEGIN = datetime(2024, 4, 25, 23, 55, tzinfo=UTC)
HANOI = timezone(timedelta(hours=7))


class Hand:
    """Real time, moved by hand."""

    def __init__(self) -> None:
        self.at = REAL

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def real() -> Hand:
    return Hand()


@pytest.fixture
def clock(tmp_path: Path, real: Hand) -> SimulatedClock:
    return SimulatedClock(tmp_path / "clock.json", real)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_fixed_clock_stands_and_speaks_utc() -> None:
    at = datetime(2024, 5, 6, 7, tzinfo=HANOI)
    assert FixedClock(at).now() == at
    assert FixedClock(at).now().tzinfo is UTC


def test_a_fixed_clock_refuses_a_naive_instant() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        FixedClock(REAL.replace(tzinfo=None))


def test_a_simulation_begins_where_it_is_told(clock: SimulatedClock) -> None:
    assert not clock.started
    assert clock.start(BEGIN, 60) == BEGIN
    assert clock.started
    assert clock.now() == BEGIN


def test_a_real_second_is_a_simulated_minute_at_sixty(clock: SimulatedClock, real: Hand) -> None:
    clock.start(BEGIN, 60)
    real.move(1)
    assert clock.now() == BEGIN + timedelta(minutes=1)


def test_another_process_reads_the_same_time(
    clock: SimulatedClock, real: Hand, tmp_path: Path
) -> None:
    clock.start(BEGIN, 60)
    real.move(1.5)
    assert SimulatedClock(tmp_path / "clock.json", real).now() == clock.now()


def test_a_beat_does_not_move_the_time(clock: SimulatedClock, real: Hand) -> None:
    clock.start(BEGIN, 60)
    real.move(2)
    before = clock.now()
    clock.beat()
    assert clock.now() == before


def test_after_the_last_beat_the_clock_soon_stands_still(clock: SimulatedClock, real: Hand) -> None:
    clock.start(BEGIN, 60)
    real.move(3600)
    assert clock.now() == BEGIN + GRACE * 60


def test_an_hour_asleep_between_two_beats_is_not_simulated(
    clock: SimulatedClock, real: Hand
) -> None:
    clock.start(BEGIN, 60)
    real.move(3600)
    clock.beat()
    assert clock.now() == BEGIN + GRACE * 60


def test_a_stopped_clock_stands_exactly_where_it_was(clock: SimulatedClock, real: Hand) -> None:
    clock.start(BEGIN, 60)
    real.move(2)
    clock.stop()
    real.move(3600)
    clock.beat()
    assert clock.now() == BEGIN + timedelta(minutes=2)


def test_a_second_start_goes_on_where_it_was_at_its_own_speed(
    clock: SimulatedClock, real: Hand
) -> None:
    clock.start(BEGIN, 60)
    real.move(2)
    clock.stop()
    real.move(3600)
    assert clock.start(BEGIN, 600) == BEGIN + timedelta(minutes=2)
    real.move(1)
    assert clock.now() == BEGIN + timedelta(minutes=12)


def test_a_start_after_a_kill_never_goes_back(clock: SimulatedClock, real: Hand) -> None:
    clock.start(BEGIN, 60)
    real.move(3600)
    seen = clock.now()
    assert clock.start(BEGIN, 60) == seen


def test_the_machine_set_back_does_not_set_the_simulation_back(
    clock: SimulatedClock, real: Hand
) -> None:
    clock.start(BEGIN, 60)
    real.move(2)
    clock.beat()
    seen = clock.now()
    real.move(-7200)
    assert clock.now() == seen


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_clock_runs_forward_at_a_finite_speed(clock: SimulatedClock, speed: float) -> None:
    with pytest.raises(ValueError, match="positive number"):
        clock.start(BEGIN, speed)


def test_a_clock_may_stand_before_it_is_started(clock: SimulatedClock, real: Hand) -> None:
    clock.stand(BEGIN)
    real.move(60)
    assert clock.now() == BEGIN
    assert clock.start(REAL, 60) == BEGIN


def test_standing_does_not_move_a_simulation_that_has_begun(
    clock: SimulatedClock, real: Hand
) -> None:
    clock.start(BEGIN, 60)
    real.move(2)
    clock.stand(REAL)
    assert clock.now() == BEGIN + timedelta(minutes=2)


def test_a_clock_never_started_says_so(clock: SimulatedClock) -> None:
    with pytest.raises(ClockError, match="never started"):
        clock.now()


@pytest.mark.parametrize("text", ["", "{}", '{"simulated": 5}', "[]"])
def test_a_broken_file_is_named(clock: SimulatedClock, tmp_path: Path, text: str) -> None:
    (tmp_path / "clock.json").write_text(text)
    with pytest.raises(ClockError, match=r"clock\.json.*remove it"):
        clock.now()


STEPS = st.lists(
    st.tuples(st.sampled_from(["beat", "stop", "start", "read"]), st.floats(0, 100)),
    max_size=30,
)


@given(STEPS)
def test_simulated_time_never_runs_backwards(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, float]]
) -> None:
    real = Hand()
    clock = SimulatedClock(tmp_path_factory.mktemp("clock") / "clock.json", real)
    seen = clock.start(BEGIN, 60)
    for action, seconds in steps:
        real.move(seconds)
        match action:
            case "beat":
                clock.beat()
            case "stop":
                clock.stop()
            case "start":
                clock.start(BEGIN, 60)
        assert clock.now() >= seen
        seen = clock.now()
