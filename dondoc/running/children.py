"""Child processes: each in its own session, ended by its id, reclaimed after a kill -9."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

# A log above this many bytes is set aside (one generation) before a child writes on.
LOG_BYTES = 5_000_000
# How long a process that was told to end may take before it is killed, in seconds.
GRACE = 10.0
_LOOK_AGAIN = 0.05


@dataclass(frozen=True)
class Program:
    """What to start: a command, its whole environment, the file its output goes to.

    `ends_on` is the signal that ends it in good order.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    ends_on: signal.Signals = signal.SIGTERM


@dataclass(frozen=True)
class Mark:
    """One process and no other: ids are used again, an id with its start time is not."""

    name: str
    pid: int
    began: str
    ends_on: int = signal.SIGTERM


def began(pid: int) -> str | None:
    """Return when the process `pid` started, or None when it is gone (or a zombie).

    The value only compares equal to itself: clock ticks and boot id on Linux (proc(5)),
    what ps(1) prints elsewhere.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (FileNotFoundError, ProcessLookupError):
        return None if Path("/proc/self/stat").exists() else _began_by_ps(pid)
    return None if fields[0] in "ZX" else f"{boot}/{fields[19]}"


def _began_by_ps(pid: int) -> str | None:
    shown = subprocess.run(  # noqa: S603 - fixed words and a number
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C"},
        check=False,
    )
    state, _, start = shown.stdout.strip().partition(" ")
    return None if not start or state.startswith("Z") else start.strip()


class Child:
    """A running program that we started."""

    def __init__(self, program: Program) -> None:
        """Start it; raises OSError when the command or its log cannot be opened."""
        self.program = program
        program.log.parent.mkdir(parents=True, exist_ok=True)
        if program.log.exists() and program.log.stat().st_size > LOG_BYTES:
            program.log.replace(program.log.with_suffix(".1.log"))
        with program.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                program.command,
                env=dict(program.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C reaches only the parent, which ends its children in the right order.
                start_new_session=True,
            )
        # The process cannot be gone before it is waited for; an early zombie has no start time.
        pid = self._process.pid
        self.mark = Mark(program.name, pid, began(pid) or "", int(program.ends_on))

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def wait(self, seconds: float) -> bool:
        """Wait until it ends, at most so many seconds; return whether it ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return not self.alive

    def stop(self, grace: float = GRACE) -> None:
        """End it: its signal, `grace` seconds, then SIGKILL for it and what it started."""
        if self.alive:
            self._process.send_signal(self.program.ends_on)
            self.wait(grace)
        # Its group outlives it when it left children of its own behind.
        _signal_group(self.mark.pid, signal.SIGKILL)
        self._process.wait()


def kill_whole(mark: Mark) -> None:
    """Kill the process of `mark` and its group at once, if it is still the one that was marked."""
    # As long as a group lives, nobody else gets its number, whether its leader lives or not.
    if began(mark.pid) in (None, mark.began):
        _signal_group(mark.pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


class PidFile:
    """The children of one life, written down so that the next life can find its orphans."""

    def __init__(self, file: Path) -> None:
        """Use `file` (JSON, replaced atomically)."""
        self._file = file

    def write(self, marks: Iterable[Mark]) -> None:
        """Replace what is written by `marks`; a folder that was removed is not made anew."""
        if not self._file.parent.is_dir():
            return
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps([asdict(mark) for mark in marks]) + "\n", "utf-8")
        draft.replace(self._file)

    def read(self) -> list[Mark]:
        """Return what is written; nothing when the file is missing or broken."""
        try:
            return [Mark(**entry) for entry in json.loads(self._file.read_text("utf-8"))]
        except (FileNotFoundError, TypeError, ValueError):
            return []

    def reclaim(self, grace: float = GRACE) -> list[Mark]:
        """End what an earlier life left running, last started first; return what was ended.

        A process is ended only when its id and its start time are the ones written down.
        """
        orphans = [mark for mark in reversed(self.read()) if began(mark.pid) == mark.began]
        for orphan in orphans:
            _end(orphan, grace)
        self.write([])
        return orphans


def _end(orphan: Mark, grace: float) -> None:
    with suppress(ProcessLookupError):
        os.kill(orphan.pid, orphan.ends_on)
    until = time.monotonic() + grace
    while began(orphan.pid) == orphan.began and time.monotonic() < until:
        time.sleep(_LOOK_AGAIN)
    _signal_group(orphan.pid, signal.SIGKILL)
    # A killed process holds its port until the kernel has taken it down.
    while began(orphan.pid) == orphan.began:
        time.sleep(_LOOK_AGAIN)
