"""One real Prefect server for the whole session; offices of their own for each test."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dondoc.running.children import Child, Program
from dondoc.running.local_prefect import environment
from dondoc.setup.loopback import LOOPBACK, answers, free_port
from tests.flows.prefect_api import LOOK_AGAIN, PATIENCE, PrefectApi


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect-server")


@pytest.fixture(scope="session")
def prefect_api(prefect_home: Path) -> Iterator[PrefectApi]:
    port = free_port()
    command = ("prefect", "server", "start", "--host", LOOPBACK, "--port", str(port))
    server = Child(
        Program(
            "prefect-server",
            (sys.executable, "-m", *command),
            environment(prefect_home, port, os.environ),
            prefect_home / "server.log",
        )
    )
    try:
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if answers(port):
                break
            assert not server.wait(LOOK_AGAIN), server.program.log.read_text("utf-8")
        yield PrefectApi(port)
    finally:
        server.stop()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config file of its own, with its state folder beside it."""
    file = tmp_path / "config.yaml"
    file.write_text("directives: [son-duong-bhyt-2024]\nstate: state\n", "utf-8")
    return file


@pytest.fixture
def serve(
    prefect_home: Path, prefect_api: PrefectApi, config: Path
) -> Iterator[Callable[..., Child]]:
    """Start `python -m flows.serve` on the session's server: for `config`, or what is named."""
    runners: list[Child] = []

    def serve(named: Path = config, *arguments: str) -> Child:
        made = at_server(prefect_home, prefect_api, named)
        command = (sys.executable, "-m", "flows.serve", *arguments)
        log = config.with_name(f"runner-{len(runners)}.log")
        runners.append(Child(Program("prefect-runner", command, made, log)))
        return runners[-1]

    yield serve
    for runner in runners:
        runner.stop()


@pytest.fixture
def worker(
    prefect_home: Path, prefect_api: PrefectApi, config: Path
) -> Iterator[Callable[..., Child]]:
    """Start `prefect worker start --pool dondoc`, by a name, for `config` or what is named."""
    workers: list[Child] = []

    def start(name: str, named: Path = config) -> Child:
        made = at_server(prefect_home, prefect_api, named)
        binaries = Path(sys.executable).parent
        made["PATH"] = f"{binaries}:{made['PATH']}"
        command = ("worker", "start", "--pool", "dondoc", "--name", name, "--limit", "2")
        log = config.with_name(f"worker-{name}.log")
        workers.append(Child(Program(name, (str(binaries / "prefect"), *command), made, log)))
        return workers[-1]

    yield start
    for each in workers:
        each.stop()


def at_server(home: Path, api: PrefectApi, config: Path) -> dict[str, str]:
    """Return the environment of who works for the office of `config` at the session's server."""
    return environment(home, api.port, {**os.environ, "DONDOC_CONFIG": str(config)})
