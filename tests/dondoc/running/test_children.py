"""Child processes: real ones, ended by id, reclaimed only when they are ours."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest

from dondoc.running import children
from dondoc.running.children import Child, Mark, PidFile, Program, began

# Opens the pipe named first, so that its reader knows it runs, and holds it until it dies.
HOLD = "import sys, time; held = open(sys.argv[1], 'w'); print('up', file=held, flush=True); "
WAIT = HOLD + "time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WAIT
PARENT = (
    "import subprocess, sys, time; "
    "subprocess.Popen([sys.executable, '-c', sys.argv[2], sys.argv[1]]); "
    "time.sleep(600)"
)


class Line:
    """A pipe whose other end a child holds."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._end: TextIO | None = None

    def until_held(self) -> None:
        """Block until a child runs and holds the other end."""
        self._end = self.path.open()
        assert self._end.readline() == "up\n"

    def until_let_go(self) -> None:
        """Block until nobody holds the other end any more."""
        assert self._end is not None
        assert self._end.read() == ""

    def close(self) -> None:
        if self._end is not None:
            self._end.close()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path / "line")
    yield line
    line.close()


@pytest.fixture
def start(tmp_path: Path, line: Line) -> Iterator[Callable[..., Child]]:
    started: list[Child] = []

    def start(code: str, *arguments: str) -> Child:
        command = (sys.executable, "-c", code, str(line.path), *arguments)
        started.append(Child(Program("one", command, os.environ, tmp_path / "logs" / "one.log")))
        line.until_held()
        return started[-1]

    yield start
    for child in started:
        child.stop(grace=0)


def test_a_child_ends_when_told(start: Callable[..., Child], line: Line) -> None:
    child = start(WAIT)
    assert child.alive
    child.stop()
    assert not child.alive
    line.until_let_go()


def test_a_deaf_child_is_killed(start: Callable[..., Child], line: Line) -> None:
    child = start(DEAF)
    child.stop(grace=0.05)
    assert not child.alive
    line.until_let_go()


def test_what_a_child_started_ends_with_it(start: Callable[..., Child], line: Line) -> None:
    start(PARENT, WAIT).stop()
    line.until_let_go()


def test_stopping_twice_is_harmless(start: Callable[..., Child]) -> None:
    child = start(WAIT)
    child.stop()
    child.stop()


def test_a_child_has_its_own_session(start: Callable[..., Child]) -> None:
    assert os.getsid(start(WAIT).mark.pid) != os.getsid(0)


def test_what_a_child_says_goes_to_its_log(tmp_path: Path) -> None:
    program = Program(
        "one", (sys.executable, "-c", "print('xin chào')"), os.environ, tmp_path / "l"
    )
    for _ in range(2):
        assert Child(program).wait(30)
    assert (tmp_path / "l").read_text("utf-8") == "xin chào\n" * 2


def test_a_long_log_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_BYTES", 3)
    program = Program(
        "one", (sys.executable, "-c", "print('four')"), os.environ, tmp_path / "a.log"
    )
    for _ in range(2):
        assert Child(program).wait(30)
    assert (tmp_path / "a.log").read_text() == (tmp_path / "a.1.log").read_text() == "four\n"


def test_a_process_is_told_from_a_later_one_with_its_id(start: Callable[..., Child]) -> None:
    assert began(os.getpid()) == began(os.getpid())
    assert began(start(WAIT).mark.pid) != began(os.getpid())


def test_a_process_that_is_gone_has_no_start(start: Callable[..., Child]) -> None:
    child = start(WAIT)
    child.stop()
    assert began(child.mark.pid) is None


HOLDER = (
    "import os, sys, time; from pathlib import Path; "
    "from dondoc.running.children import Child, Program; "
    "from dondoc.running.leash import Leash; "
    "command = (sys.executable, '-c', sys.argv[2], sys.argv[1], *sys.argv[3:]); "
    "child = Child(Program('one', command, os.environ, Path(sys.argv[1]).with_name('l'))); "
    "leash = Leash(); leash.hold([child.mark]); print('held', flush=True); "
    "sys.stdin.readline(); child.stop(); leash.hold([]); leash.let_go()"
)


def holder(line: Line, code: str, *more: str) -> subprocess.Popen[str]:
    """Start a process that holds a child, which runs `code`, on a leash."""
    command = (sys.executable, "-c", HOLDER, str(line.path), code, *more)
    made = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line.until_held()
    assert made.stdout is not None
    assert made.stdout.readline() == "held\n"
    return made


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_nothing_outlives_who_holds_it(line: Line, number: signal.Signals) -> None:
    """A deaf child of the child goes as well."""
    held = holder(line, PARENT, DEAF)
    held.send_signal(number)
    held.communicate(timeout=10)
    assert held.returncode == -number
    line.until_let_go()


def test_a_leash_that_holds_nothing_ends_with_its_holder(line: Line) -> None:
    held = holder(line, WAIT)
    assert held.communicate("stop\n", timeout=30)[0] == ""
    assert held.returncode == 0
    line.until_let_go()


@pytest.fixture
def pids(tmp_path: Path) -> PidFile:
    return PidFile(tmp_path / "pids.json")


def test_what_was_written_down_is_read(pids: PidFile) -> None:
    marks = [Mark("prefect-server", 12, "boot/34"), Mark("prefect-runner", 13, "boot/35")]
    pids.write(marks)
    assert pids.read() == marks


def test_an_orphan_of_ours_is_reclaimed_once(
    start: Callable[..., Child], line: Line, pids: PidFile
) -> None:
    orphan = start(WAIT).mark
    pids.write([orphan])
    assert pids.reclaim() == [orphan]
    line.until_let_go()
    assert pids.reclaim() == []


def test_a_deaf_orphan_is_killed_with_what_it_started(
    start: Callable[..., Child], line: Line, pids: PidFile
) -> None:
    pids.write([start(DEAF).mark])
    pids.reclaim(grace=0.05)
    line.until_let_go()


def test_a_stranger_with_the_same_id_is_left_alone(
    start: Callable[..., Child], pids: PidFile
) -> None:
    stranger = start(WAIT)
    pids.write([replace(stranger.mark, began="another time")])
    assert pids.reclaim() == []
    assert stranger.alive


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"pid": 1}]', '"x"'])
def test_a_broken_file_reclaims_nothing(pids: PidFile, tmp_path: Path, text: str) -> None:
    (tmp_path / "pids.json").write_text(text)
    assert pids.reclaim() == []
