"""A work pool as its users run it: deployed by command, worked by `prefect worker`s."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.day.sweeping import run_sweep
from dondoc.running.children import Child
from dondoc.setup.database import open_engine, reading
from dondoc.setup.loading import load
from dondoc.setup.wiring import open_office
from models import Message, Notice, Sweep
from tests.flows.conftest import at_server
from tests.flows.prefect_api import LOOK_AGAIN, PATIENCE, PrefectApi
from tests.offices import at
from tests.sinks.fast import FastSink

pytestmark = pytest.mark.slow

SWEEP, DISPATCH = "dondoc-sweep", "dondoc-dispatch"
# What a run says that found nothing to do, and what it may cost, in seconds of processor.
NOTHING, IDLE_CPU = "không có việc đến giờ", 0.6
Start = Callable[..., Child]
Deploy = Callable[[Path], str]
# Open at every hour, and content with an office that slept for years: real time is any time.
SENDING = """directives: [son-duong-bhyt-2024]
state: state
sweep: {{max_gap_days: 3660}}
escalations: {{release: at_once}}
courtesy: {{opens: "00:00", closes: "23:59", off_days: true}}
dispatch: {{every_minutes: 60, lease_seconds: 15}}
contacts: contacts.csv
channels:
  email:
    {{schema: smtp, host: 127.0.0.1, port: {port}, security: none, timeout_connect: 1,
      timeout_session: 2, timeout_transaction: 2, timeout_body: 2, timeout_final: 2}}
"""


@pytest.fixture(autouse=True)
def no_deployments(prefect_api: PrefectApi) -> None:
    prefect_api.delete_deployments()


@pytest.fixture
def deploy(prefect_home: Path, prefect_api: PrefectApi) -> Deploy:
    def run(config: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dondoc", "deploy"],
            env=at_server(prefect_home, prefect_api, config),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    return run


def test_deploying_twice_leaves_one_pool_two_deployments_and_no_limit(
    deploy: Deploy, prefect_api: PrefectApi, config: Path
) -> None:
    assert "Đã tạo nhóm máy dondoc" in deploy(config)
    for each in prefect_api.post("deployments/filter", {}):
        prefect_api.ask("PATCH", f"deployments/{each['id']}", {"concurrency_limit": 1})
    prefect_api.ask("PATCH", "work_pools/dondoc", {"concurrency_limit": 1, "is_paused": True})
    assert "Đã cập nhật nhóm máy dondoc" in deploy(config)
    [pool] = prefect_api.post("work_pools/filter", {})
    assert (pool["type"], pool["concurrency_limit"], pool["is_paused"]) == ("process", None, False)
    made = {each["name"]: each for each in prefect_api.post("deployments/filter", {})}
    assert made.keys() == {SWEEP, DISPATCH}
    for each in made.values():
        assert each["concurrency_limit"] is None
        assert each["work_pool_name"] == "dondoc"
        assert len(each["schedules"]) == 1
    assert made[SWEEP]["entrypoint"] == "flows.sweep.sweep"


def test_without_a_server_it_is_one_line(config: Path) -> None:
    config.write_text(config.read_text() + 'prefect: {api: "http://127.0.0.1:9/api"}\n')
    done = subprocess.run(
        [sys.executable, "-m", "dondoc", "--config", str(config), "deploy"],
        env={key: value for key, value in os.environ.items() if "PREFECT" not in key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("Không thực hiện được: máy chủ Prefect http://127.0.0.1:9/api")
    assert len(done.stderr.splitlines()) == 1


def test_scheduled_runs_appear_and_complete_at_each_of_two_workers(
    deploy: Deploy, worker: Start, prefect_api: PrefectApi, config: Path
) -> None:
    deploy(config)
    prefect_api.schedule_every(15)
    workers = [worker(name) for name in ("một", "hai")]
    done: dict[str, set[str]] = {}
    for _ in range(int(PATIENCE / LOOK_AGAIN)):
        for deployment in (SWEEP, DISPATCH):
            for run in prefect_api.runs(deployment, "COMPLETED"):
                assert run["auto_scheduled"]
                done.setdefault(run["labels"]["prefect.worker.name"], set()).add(deployment)
        if done.keys() == {"một", "hai"} and set().union(*done.values()) == {SWEEP, DISPATCH}:
            break
        assert not workers[0].wait(LOOK_AGAIN), workers[0].program.log.read_text("utf-8")
    assert done.keys() == {"một", "hai"}
    assert not prefect_api.runs(SWEEP, "CRASHED")
    assert not prefect_api.runs(DISPATCH, "CRASHED")
    with _reading(config) as session:
        assert session.scalar(select(func.count(Sweep.id))) == 1, "however many asked for one"


def test_a_run_that_finds_nothing_to_do_loads_nothing(
    deploy: Deploy, prefect_home: Path, prefect_api: PrefectApi, config: Path
) -> None:
    deploy(config)
    start = at_server(prefect_home, prefect_api, config)
    subprocess.run([sys.executable, "-m", "dondoc", "sweep"], env=start, check=True)
    assert _run_once(start, prefect_api)[0] != NOTHING, "nobody had looked at the office yet"
    said, spent = _run_once(start, prefect_api)
    assert said == NOTHING
    assert spent <= IDLE_CPU


def _run_once(environment: dict[str, str], api: PrefectApi) -> tuple[str, float]:
    """Run a dispatch as a worker does; return what its state says and its processor seconds."""
    run = api.ask_for_run(DISPATCH)
    before = getrusage(RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "flows.start", "dispatch"]
    subprocess.run(command, env={**environment, "PREFECT__FLOW_RUN_ID": run}, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    found = api.ask("GET", f"flow_runs/{run}")
    assert found["state_type"] == "COMPLETED"
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return str(found["state"]["message"]), spent


def test_a_killed_worker_loses_and_doubles_nothing_and_the_other_goes_on(
    deploy: Deploy, worker: Start, prefect_api: PrefectApi, config: Path
) -> None:
    sink = FastSink(delay=0.5)
    config.write_text(SENDING.format(port=sink.port))
    late_office(config)
    deploy(config)
    first = worker("một")
    prefect_api.wait_for_workers(first, 1)
    killed = prefect_api.ask_for_run(DISPATCH)
    until(lambda: sink.taken > 2)
    # Somebody else comes, and lets alone what the first is at.
    second = worker("hai")
    first.stop(grace=0)
    assert waiting(config), "it was killed at its work"
    prefect_api.wait_for_workers(second, 1)
    until(lambda: worked(prefect_api) and not waiting(config))
    [left] = prefect_api.runs(DISPATCH, "RUNNING")
    assert left["id"] == killed, "nobody judges it, and it stops nobody"
    assert max(sink.copies.values()) == 1
    states = message_states(config)
    assert states.keys() <= {"sent", "unknown"}
    assert states.get("unknown", 0) <= 1
    assert states["sent"] <= sink.taken <= sum(states.values())
    sink.close()


def late_office(config: Path) -> None:
    """Let chairs wait for a word that stays true for ever: their commune never reported."""
    office = open_office(load(config))
    bodies = [one.uid for one in office.rulebook.bodies.all() if "chair" in one.posts]
    rows = [f"{uid},chair,Người {uid},{uid.replace('@', '-')}@example.org" for uid in bodies]
    config.with_name("contacts.csv").write_text(
        "\n".join(["body,post,person,email", *rows, ""]), "utf-8"
    )
    run_sweep(office, at("2024-04-26 07:00"))
    run_sweep(office, at("2024-05-07 07:00"))
    office.close()


def worked(api: PrefectApi) -> bool:
    """Ask for a dispatch, and say whether it completes."""
    run = api.ask_for_run(DISPATCH)
    until(lambda: api.ask("GET", f"flow_runs/{run}")["state_type"] in ("COMPLETED", "FAILED"))
    return bool(api.ask("GET", f"flow_runs/{run}")["state_type"] == "COMPLETED")


def waiting(config: Path) -> int:
    """Return how many notices nobody has tried to send, and how many messages are under way."""
    begun = select(func.count(Message.id)).where(Message.unsettled())
    untried = Notice.state == "pending", Notice.message_id.is_(None)
    new = select(func.count(Notice.id)).where(*untried)
    with _reading(config) as session:
        return sum(session.scalar(query) or 0 for query in (begun, new))


def message_states(config: Path) -> dict[str, int]:
    with _reading(config) as session:
        query = select(Message.state, func.count()).group_by(Message.state)
        return {row[0]: row[1] for row in session.execute(query)}


@contextmanager
def _reading(config: Path) -> Iterator[Session]:
    engine = open_engine(load(config).database_url)
    try:
        with reading(engine) as session:
            yield session
    finally:
        engine.dispose()


def until(come: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / LOOK_AGAIN)):
        if come():
            return
        time.sleep(LOOK_AGAIN)
    raise AssertionError(f"not in {PATIENCE} s")
