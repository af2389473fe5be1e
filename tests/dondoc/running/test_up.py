"""Up with a Prefect that cannot start: everything else keeps working, and all stops cleanly."""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from dondoc.errors import Refused
from dondoc.running.children import PidFile
from dondoc.running.ticking import Rhythm, Work
from dondoc.running.up import Doors, Drive, keep_going, seat, start_over
from models.clock import FixedClock, SimulatedClock

AT = datetime(2024, 4, 25, 23, 55, tzinfo=UTC)


class Ledger:
    """Writes down what was asked of it."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.wrong: Exception | None = None

    def work(self) -> Work:
        return Work(FixedClock(AT).now, lambda now: [now], self._sweep, self._dispatch)

    def _sweep(self, _at: datetime) -> None:
        if self.wrong:
            raise self.wrong
        self.did.append("sweep")

    def _dispatch(self, _at: datetime) -> None:
        self.did.append("dispatch")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def no_prefect(tmp_path: Path) -> dict[str, str]:
    """Environment in which Prefect ends as soon as it starts."""
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "prefect.py").write_text("raise SystemExit('broken')")
    return {"PYTHONPATH": str(folder)}


def run(
    state: Path,
    ledger: Ledger,
    extra: dict[str, str],
    end: Callable[[Doors], object],
    drive: Drive | None = None,
) -> list[str]:
    """Run until the board is drawn for the first time, then `end` it; return what was said."""
    said: list[str] = []

    def board() -> None:
        end(doors)

    doors = Doors(board, said.append)
    keep_going(state, ledger.work(), Rhythm(300, time(7)), doors, extra=extra, drive=drive)
    return said


def test_the_first_notices_do_not_wait_for_prefect(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str]
) -> None:
    run(tmp_path / "state", ledger, no_prefect, lambda doors: doors.stopping.set())
    assert ledger.did[:2] == ["sweep", "dispatch"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_it_and_leaves_nothing(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str], number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    said = run(tmp_path, ledger, no_prefect, lambda _doors: os.kill(os.getpid(), number))
    assert said[-1] == "Đang dừng…"
    assert PidFile(tmp_path / "pids.json").read() == []
    assert signal.getsignal(number) == before


def test_a_failing_sweep_is_told_and_written_down(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str]
) -> None:
    ledger.wrong = OSError("disk full")
    said = run(tmp_path, ledger, no_prefect, lambda doors: doors.stopping.set())
    assert "disk full" in said[0]
    assert "Traceback" in (tmp_path / "logs" / "dondoc.log").read_text("utf-8")
    assert ledger.did == ["dispatch"]


def test_a_broken_board_stops_everything_too(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str]
) -> None:
    def fall_over(_doors: Doors) -> None:
        raise RuntimeError("no terminal")

    with pytest.raises(RuntimeError, match="no terminal"):
        run(tmp_path, ledger, no_prefect, fall_over)
    assert PidFile(tmp_path / "pids.json").read() == []


def test_a_terminal_that_was_closed_stops_everything_in_order(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str]
) -> None:
    def closed(*_line: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    doors = Doors(closed, closed)
    keep_going(tmp_path, ledger.work(), Rhythm(300, time(7)), doors, extra=no_prefect)
    assert PidFile(tmp_path / "pids.json").read() == []


def test_a_state_folder_that_was_removed_is_not_made_anew(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str]
) -> None:
    state = tmp_path / "state"
    said = run(state, ledger, no_prefect, lambda _doors: shutil.rmtree(state))
    assert "đã bị xóa hoặc thay bằng thư mục khác" in said[0]
    assert not state.exists()


def test_nobody_sits_down_beside_one_whose_folder_was_removed(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with seat(state) as taken:
        assert taken.held()
        shutil.rmtree(state)
        with pytest.raises(Refused, match="đang chạy"), seat(state):
            pass
        assert not taken.held()


def test_the_simulated_clock_stands_still_afterwards(
    tmp_path: Path, ledger: Ledger, no_prefect: dict[str, str]
) -> None:
    real = [datetime(2026, 1, 5, tzinfo=UTC)]
    clock = SimulatedClock(tmp_path / "clock.json", lambda: real[0])
    clock.stand(AT)

    def later(doors: Doors) -> None:
        real[0] += timedelta(seconds=2)
        doors.stopping.set()

    run(tmp_path, ledger, no_prefect, later, Drive(clock, 60))
    real[0] += timedelta(hours=1)
    assert clock.now() == AT + timedelta(minutes=2)


def test_a_second_one_on_the_same_folder_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with seat(tmp_path), pytest.raises(Refused, match="đang chạy"):
        run(tmp_path, ledger, {}, lambda doors: doors.stopping.set())
    assert ledger.did == []


def test_starting_over_removes_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    ours = ("outbox/new/1.eml", "attachments/0a", "prefect/prefect.db", "logs/a.log")
    for name in (*ours, "mine/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("dondoc.sqlite", "dondoc.sqlite-wal", "clock.json", "pids.json", "letter.txt"):
        (tmp_path / name).touch()
    start_over(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"mine", "letter.txt", "up.lock"}


def test_starting_over_is_refused_while_it_runs(tmp_path: Path) -> None:
    (tmp_path / "clock.json").touch()
    with seat(tmp_path), pytest.raises(Refused):
        start_over(tmp_path)
    assert (tmp_path / "clock.json").exists()
