"""A local Prefect: its server and the runner of our flows, kept running as child processes."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from dondoc.running.children import PidFile, Program
from dondoc.running.keeping import Kept, Patience
from dondoc.running.leash import Leash
from dondoc.setup.loopback import LOOPBACK, answers, free_port

# A server that does not answer this long after its start is taken for dead, in seconds. A fresh
# one migrates its database first: 7 to 20 s on two cores.
START_SECONDS = 120.0
# How long each gets to end after SIGTERM, in seconds: the runner ends its flow runs first.
RUNNER_GRACE = 10.0
SERVER_GRACE = 10.0


def environment(state: Path, port: int, base: Mapping[str, str]) -> dict[str, str]:
    """Return `base` with the settings of our own Prefect under `state` and nobody else's.

    Prefect settings of the caller (a Prefect Cloud profile, say) are left out: an office's runs
    must never reach another server.
    """
    ours = {name: value for name, value in base.items() if not name.startswith("PREFECT_")}
    home = state.resolve() / "prefect"
    bypass = [ours[name] for name in ("NO_PROXY", "no_proxy") if ours.get(name)]
    ours["NO_PROXY"] = ours["no_proxy"] = ",".join([*bypass, LOOPBACK])
    return ours | {
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_CLI_COLORS": "false",
        # How often the runner asks for runs, in seconds.
        "PREFECT_WORKER_QUERY_SECONDS": "5",
        # Few runs are made ahead: after a stop all that are overdue would run at once.
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT150S",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "2",
        # A dispatch every five minutes is a hundred thousand runs a year.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(14 * 86400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D",
    }


class LocalPrefect:
    """The server, and the runner once the server answers; both started again when they die."""

    def __init__(
        self,
        state: Path,
        extra: Mapping[str, str],
        say: Callable[[str], None],
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Live under `state`; children also get `extra` environment; `say` tells the person."""
        self._state = state
        self._base = {**os.environ, **extra}
        self._say = say
        self._monotonic = monotonic
        self._pids = PidFile(state / "pids.json")
        self._leash: Leash | None = None
        self._port_file = state / "prefect" / "port"
        self._healthy = False
        self._told = False
        self.port = 0
        patience = patience or Patience()
        self._server = Kept(self._server_program, patience, monotonic)
        self._runner = Kept(self._runner_program, patience, monotonic)

    @property
    def given_up(self) -> bool:
        """Whether it will not be started again in this life."""
        return self._server.given_up or self._runner.given_up

    @property
    def url(self) -> str | None:
        """The address of its pages once it answers."""
        return f"http://{LOOPBACK}:{self.port}" if self._healthy else None

    def reclaim(self) -> None:
        """End what an earlier life left running."""
        self._pids.reclaim()

    def tick(self) -> None:
        """Look after both once; called about every second."""
        if self.given_up:
            self._give_up()
            return
        changed = self._server.tick()
        if changed:
            self._write_down()
            # The runner talks to the server that was: it ends with it.
            self._healthy = False
            self._runner.stop(RUNNER_GRACE)
        if self._server.child is not None and not self._healthy:
            self._await_health()
        if self._healthy:
            changed = self._runner.tick() or changed
        if changed:
            self._write_down()

    def _await_health(self) -> None:
        self._healthy = answers(self.port)
        if not self._healthy and self._monotonic() - self._server.since > START_SECONDS:
            self._server.fail(SERVER_GRACE)

    def _give_up(self) -> None:
        if self._told:
            return
        self._told = True
        self.stop()
        self._say(
            "Không khởi động được Prefect (xem "
            f"{self._log('prefect-server')} và {self._log('prefect-runner')}). "
            "Đôn Đốc tự quét và gửi thông báo, việc nhắc không bị gián đoạn."
        )

    def stop(self) -> None:
        """End the runner, then the server; leave nothing running."""
        self._runner.stop(RUNNER_GRACE)
        self._server.stop(SERVER_GRACE)
        self._healthy = False
        self._write_down()
        if self._leash is not None:
            self._leash.let_go()
            self._leash = None

    def _write_down(self) -> None:
        kept = (self._server.child, self._runner.child)
        marks = [child.mark for child in kept if child is not None]
        if self._leash is None:
            self._leash = Leash()
        self._leash.hold(marks)
        self._pids.write(marks)

    def _server_program(self) -> Program:
        remembered = self._port_file.read_text() if self._port_file.exists() else ""
        self.port = free_port(int(remembered) if remembered.strip().isdecimal() else None)
        self._port_file.parent.mkdir(parents=True, exist_ok=True)
        self._port_file.write_text(f"{self.port}\n")
        return self._program(
            "prefect-server",
            *("prefect", "server", "start", "--host", LOOPBACK, "--port", str(self.port)),
        )

    def _runner_program(self) -> Program:
        # Nobody else works at this server: what an earlier life left there is nobody's.
        return self._program("prefect-runner", "flows.serve", "--alone")

    def _program(self, name: str, module: str, *arguments: str) -> Program:
        return Program(
            name,
            (sys.executable, "-m", module, *arguments),
            environment(self._state, self.port, self._base),
            self._log(name),
        )

    def _log(self, name: str) -> Path:
        return self._state / "logs" / f"{name}.log"
