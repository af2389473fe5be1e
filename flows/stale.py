"""What an earlier life of the runner left behind on Prefect's server."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

from models.clock import real_now

_PAGE = 200


# No run lives longer: a flow breaks off by itself after half of it.
LONGEST = timedelta(hours=1)


def too_old() -> datetime:
    """Return the instant before which a run must have been planned to be nobody's any more."""
    return real_now() - LONGEST


def clear(client: SyncPrefectClient, deployments: list[str], before: datetime | None) -> int:
    """Drop runs whose time has passed, and mark those nobody runs any more as crashed.

    Without it a kill -9 leaves its run "Running" for ever, and every run that was made ahead
    would execute at once, though one catch-up has already done their work. Returns how many.

    Args:
        before: only those planned before this instant (aware); who is not alone at the server may
            not judge what another worker is at. None: every one, for whoever is alone.
    """
    cleared = 0
    for run in _runs(client, deployments, (StateType.SCHEDULED,), before or real_now()):
        client.delete_flow_run(run.id)
        cleared += 1
    interrupted = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
    for run in _runs(client, deployments, interrupted, before):
        client.set_flow_run_state(
            run.id, Crashed(message="its process is gone: Đôn Đốc was stopped"), force=True
        )
        cleared += 1
    return cleared


def _runs(
    client: SyncPrefectClient,
    deployments: list[str],
    states: tuple[StateType, ...],
    before: datetime | None,
) -> Iterator[FlowRun]:
    chosen = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=before) if before else None,
    )
    named = DeploymentFilter(name=DeploymentFilterName(any_=deployments))
    # Each page is dealt with before the next is asked for, so the first page is always new.
    while page := client.read_flow_runs(
        flow_run_filter=chosen, deployment_filter=named, limit=_PAGE
    ):
        yield from page
