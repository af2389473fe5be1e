"""Up with a real Prefect: it comes up, ticks, stops cleanly, and survives a kill -9."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dondoc.running.children import Mark, PidFile, began
from dondoc.setup.loading import load
from dondoc.setup.loopback import answers
from tests.flows.prefect_api import LOOK_AGAIN, PATIENCE
from tests.office_with_relay import Relay, kept, office, relay

__all__ = ["office", "relay"]

pytestmark = pytest.mark.slow

# How long anything may live on after whoever runs it was killed, in seconds.
OUTLIVED = 10.0


class Up:
    """A running `up --demo` and the demonstration's folder."""

    def __init__(self, config: Path, *command: str) -> None:
        self.state = config.parent / "state" / "demo"
        # Beside the folder of the office, in which nothing may change.
        self.output = config.parent.with_name(f"{config.parent.name}-up.txt")
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *(command or ("tests.flows.up_for_test", str(config)))],
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def children(self) -> list[Mark]:
        return PidFile(self.state / "pids.json").read()

    @property
    def port(self) -> int:
        return int((self.state / "prefect" / "port").read_text())

    def until_ticking(self) -> None:
        """Wait for a flow run inside Prefect to say that it has sent what waited."""
        beaten = self.state / "prefect" / "dispatched"
        before = beaten.stat().st_mtime_ns if beaten.exists() else None
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if beaten.exists() and beaten.stat().st_mtime_ns != before:
                return
            try:
                self.process.wait(LOOK_AGAIN)
            except subprocess.TimeoutExpired:
                continue
            break
        raise AssertionError(self.output.read_text("utf-8"))

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def ups(config: Path) -> Iterator[list[Up]]:
    started: list[Up] = []
    yield started
    for each in started:
        each.process.kill()
        each.process.wait()
        PidFile(each.state / "pids.json").reclaim(grace=1)


def sent(up: Up) -> list[Path]:
    return sorted((up.state / "outbox").rglob("*.eml"))


def members(group: int) -> list[int]:
    """Return the living processes of a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and began(int(entry.name)) is not None:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                found.append(int(entry.name))
    return found


def test_it_ticks_inside_prefect_nothing_outlives_a_kill_and_a_second_start_goes_on(
    ups: list[Up], config: Path
) -> None:
    ups.append(first := Up(config))
    first.until_ticking()
    children, port = first.children, first.port
    assert [child.name for child in children] == ["prefect-server", "prefect-runner"]
    assert answers(port)
    assert sent(first), "the first notices have left"
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    letters = sent(first)
    for _ in range(int(OUTLIVED / LOOK_AGAIN)):
        if not any(members(child.pid) for child in children):
            break
        time.sleep(LOOK_AGAIN)
    assert [members(child.pid) for child in children] == [[], []]
    assert not answers(port)
    assert sent(first) == letters
    ups.append(second := Up(config))
    second.until_ticking()
    assert second.port == port
    _stops_cleanly(second, signal.SIGTERM)


def test_the_command_and_its_flows_leave_the_office_beside_them_alone(
    ups: list[Up], office: Path, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(office)
    monkeypatch.setenv("DONDOC_DATABASE", load(office).database_url)
    command = ("--config", str(office), "up", "--demo", "--from-start", "--speed", "3600")
    ups.append(up := Up(office, "dondoc", *command))
    up.until_ticking()
    # Once more: by then Prefect's own flows have swept a simulated morning.
    up.until_ticking()
    _stops_cleanly(up)
    assert "Traceback" not in (up.state / "logs" / "prefect-runner.log").read_text("utf-8")
    assert sent(up)
    monkeypatch.delenv("DONDOC_DATABASE")
    assert kept(office) == before
    assert relay.visits == 0


def _stops_cleanly(up: Up, number: signal.Signals = signal.SIGINT) -> None:
    """Let `up` be told to stop; nothing of it is left."""
    children, port = up.children, up.port
    assert len(children) == 2
    assert up.end(number) == 0
    assert [members(child.pid) for child in children] == [[], []]
    assert not answers(port)
    assert up.children == []
