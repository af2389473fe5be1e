"""Serve both flows on their schedules: `python -m flows.serve`."""

import signal
from datetime import time, timedelta

from prefect import Flow, serve
from prefect.client.orchestration import get_client
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from dondoc.running.ticks import DEMO_TICK
from flows.dispatch import dispatch
from flows.office import simulated, this_office
from flows.stale import clear
from flows.sweep import sweep
from language.zone import ZONE

# The deployments' names; a run is found by them when a later life clears up.
SWEEP, DISPATCH = "dondoc-sweep", "dondoc-dispatch"
# Runs at once: one of each, and one of each waiting for its time.
LIMIT = 4
# How often the runner asks for runs, in seconds.
POLL = 5.0


def daily(at: time) -> Schedule:
    """Return the schedule "every day at `at`, local time"."""
    return Cron(f"{at.minute} {at.hour} * * *", timezone=ZONE.key)


def every(minutes: int) -> Schedule:
    """Return the schedule "every so many minutes" (1 to 60), counted from each full hour."""
    if minutes == 60:
        return Cron("0 * * * *", timezone=ZONE.key)
    return Cron(f"*/{minutes} * * * *", timezone=ZONE.key)


def deployments() -> tuple[RunnerDeployment, RunnerDeployment]:
    """Return the deployments of the office this process works for."""
    office = this_office()
    settings = office.settings.settings
    if simulated(office):
        tick = Interval(timedelta(seconds=DEMO_TICK))
        return _deployment(sweep, SWEEP, tick), _deployment(dispatch, DISPATCH, tick)
    return (
        _deployment(sweep, SWEEP, daily(settings.sweep.at)),
        _deployment(dispatch, DISPATCH, every(settings.dispatch.every_minutes)),
    )


def _deployment(flow: Flow[[], None], name: str, schedule: Schedule) -> RunnerDeployment:
    # By module path: by file path Prefect would put flows/ first on sys.path.
    made = flow.to_deployment(name, schedule=schedule, entrypoint_type=EntrypointType.MODULE_PATH)
    if not isinstance(made, RunnerDeployment):
        raise TypeError(f"Prefect made no deployment of {name}")
    return made


def main() -> None:
    """Clear up after an earlier life, then serve until SIGINT."""
    # A parent started in the background passes its deafness to SIGINT on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    served = deployments()
    with get_client(sync_client=True) as client:
        clear(client, [SWEEP, DISPATCH])
    # A pause at a clean stop would leave the office without schedules.
    serve(
        *served,
        pause_on_shutdown=False,
        print_starting_message=False,
        limit=LIMIT,
        query_seconds=POLL,
    )


if __name__ == "__main__":
    main()
