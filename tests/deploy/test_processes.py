"""What the containers of compose.yaml would run, run as processes: one PostgreSQL, one Prefect."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dondoc.running.children import Child, Program
from dondoc.setup.loopback import LOOPBACK, free_port
from tests.conftest import run_on_server
from tests.deploy.test_deploy import SERVICES
from tests.flows.prefect_api import LOOK_AGAIN, PATIENCE, PrefectApi

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

Words = Callable[[list[str]], list[str]]


@pytest.fixture
def made(postgres: str, tmp_path: Path) -> Iterator[tuple[dict[str, str], int, Words]]:
    """The containers' environment on this machine, Prefect's port, and words as meant here."""
    port, binaries = free_port(), Path(sys.executable).parent
    (tmp_path / "config.yaml").write_text(
        f'directives: [son-duong-bhyt-2024]\nprefect: {{api: "http://{LOOPBACK}:{port}/api"}}\n'
    )
    (tmp_path / "backup").mkdir()
    run_on_server(postgres, "CREATE DATABASE from_nothing")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PREFECT")},
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "DONDOC_DATABASE": postgres.replace("/postgres?", "/from_nothing?"),
        "DONDOC_STATE": str(tmp_path / "state"),
        "DONDOC_CONFIG": str(tmp_path / "config.yaml"),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{port}/api",
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    here = {
        "0.0.0.0": LOOPBACK,  # noqa: S104 - what stands in the file, and is not listened on here
        "4200": str(port),
        "/backup": str(tmp_path / "backup"),
        # Once is enough to see.
        "sleep 300": "exit 0",
        "sleep 86400": "exit 0",
    }

    def words(said: list[str]) -> list[str]:
        for one, other in here.items():
            said = [word.replace(one, other) for word in said]
        found = shutil.which(said[0], path=environment["PATH"])
        return [found or said[0], *said[1:]]

    yield environment, port, words
    run_on_server(postgres, "DROP DATABASE from_nothing WITH (FORCE)")


def _command(name: str) -> list[str]:
    words: list[str] = SERVICES[name]["command"]
    return words


def _health(name: str) -> list[str]:
    kind, *words = SERVICES[name]["healthcheck"]["test"]
    return ["sh", "-c", *words] if kind == "CMD-SHELL" else words


def test_from_an_empty_database_each_service_does_what_the_page_says(
    made: tuple[dict[str, str], int, Words], tmp_path: Path
) -> None:
    environment, port, words = made

    def ran(said: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words(said), env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    with ExitStack() as ending:

        def start(name: str) -> Child:
            log = tmp_path / f"{name}.log"
            child = Child(Program(name, tuple(words(_command(name))), environment, log))
            ending.callback(child.stop)
            return child

        server = start("prefect")
        assert ran(_command("migrate")).returncode == 0
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if ran(_health("prefect")).returncode == 0:
                break
            assert not server.wait(LOOK_AGAIN), server.program.log.read_text("utf-8")
        deployed = ran(_command("deploy"))
        assert deployed.returncode == 0, deployed.stderr
        worker, api = start("worker"), PrefectApi(port)
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if [one["status"] for one in api.post("work_pools/dondoc/workers/filter", {})]:
                break
            assert not worker.wait(LOOK_AGAIN), worker.program.log.read_text("utf-8")
        ticked = ran(_command("tick"))
        assert ticked.returncode == 0, ticked.stderr
        copied = ran(_command("backup"))
        assert copied.returncode == 0, copied.stderr
        assert [one.name[:7] for one in (tmp_path / "backup").iterdir()] == ["dondoc-"]
        for name in ("worker", "tick", "backup"):
            assert ran(_health(name)).returncode == 0, name
