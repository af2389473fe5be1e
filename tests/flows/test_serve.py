"""The flows in a real Prefect: its own scheduler makes the runs, its own runner runs them."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from dondoc.running.children import Child
from dondoc.setup.demonstration import CLOCK, demonstration_of
from dondoc.setup.loading import load
from language.zone import local
from models.clock import SimulatedClock
from tests.flows.prefect_api import PrefectApi
from tests.flows.up_for_test import BEGIN

pytestmark = pytest.mark.slow

SWEEP, DISPATCH = "dondoc-sweep", "dondoc-dispatch"
Serve = Callable[..., Child]


@pytest.fixture(autouse=True)
def no_deployments(prefect_api: PrefectApi) -> None:
    prefect_api.delete_deployments()


@pytest.fixture
def demonstration(config: Path) -> Path:
    """The settings of a demonstration beside the office of `config`, its clock running."""
    made = demonstration_of(load(config))
    SimulatedClock(made.state_folder / CLOCK).start(BEGIN, 60)
    assert made.file is not None
    return made.file


def test_scheduled_runs_appear_and_complete(
    serve: Serve, prefect_api: PrefectApi, demonstration: Path
) -> None:
    runner = serve(demonstration)
    for deployment in (SWEEP, DISPATCH):
        run = prefect_api.wait_for_runs(runner, deployment, "COMPLETED")[0]
        assert run["auto_scheduled"], "made by the scheduler, not by hand"
        assert run["created_by"]["type"] == "SCHEDULE"
        assert run["name"].startswith(deployment.removeprefix("dondoc-"))
    # A later run that finds nothing left to sweep may be done before the one that sweeps.
    prefect_api.wait_for_artifact(runner, "sweep")


def test_the_daily_sweep_is_scheduled_for_seven_in_ha_noi(
    serve: Serve, prefect_api: PrefectApi
) -> None:
    planned = prefect_api.wait_for_runs(serve(), SWEEP, "SCHEDULED")
    assert len(planned) >= 2
    for run in planned:
        assert local(datetime.fromisoformat(run["expected_start_time"])).time() == time(7)


def test_who_is_not_alone_judges_no_live_run_of_another(
    serve: Serve, prefect_api: PrefectApi
) -> None:
    prefect_api.wait_for_runs(serve(), SWEEP, "SCHEDULED")
    live = prefect_api.make_run(SWEEP, {"type": "RUNNING"})
    second = serve()
    prefect_api.wait_for_workers(second, 2)
    assert [run["id"] for run in prefect_api.runs(SWEEP, "RUNNING")] == [live]
    assert not prefect_api.runs(SWEEP, "CRASHED")


def test_a_new_life_clears_up_after_one_that_was_killed(
    serve: Serve, prefect_api: PrefectApi, config: Path
) -> None:
    killed = serve()
    prefect_api.wait_for_runs(killed, SWEEP, "SCHEDULED")
    killed.stop(grace=0)
    interrupted = prefect_api.make_run(SWEEP, {"type": "RUNNING"})
    past = datetime(2024, 5, 6, tzinfo=UTC).isoformat()
    missed = prefect_api.make_run(
        SWEEP, {"type": "SCHEDULED", "state_details": {"scheduled_time": past}}
    )
    crashed = prefect_api.wait_for_runs(serve(config, "--alone"), SWEEP, "CRASHED")
    assert [run["id"] for run in crashed] == [interrupted]
    waiting = prefect_api.runs(SWEEP, "SCHEDULED") + prefect_api.runs(SWEEP, "PENDING")
    assert missed not in {run["id"] for run in waiting}
