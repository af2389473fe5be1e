"""The daily sweep as a Prefect flow."""

from datetime import datetime

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from dondoc.day.tick import due_sweeps, sweep_once
from dondoc.running.ticks import swept
from flows.office import moment, name_of, this_office
from flows.table import Row, row
from language.zone import local

# Far above what a sweep of a whole country takes, in seconds.
TIMEOUT = 1800


@task(name="due", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def due() -> list[datetime]:
    """Return the sweeps to make, in order (UTC)."""
    office = this_office()
    return list(due_sweeps(office, moment(office)))


@task(
    name="sweep-at",
    task_run_name="sweep-at-{at}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 30],
)
def sweep_at(at: datetime) -> Row:
    """Make one sweep; safe to repeat, since a sweep moves every row it has examined."""
    return row(local(at), sweep_once(this_office(), at))


@task(name="table", cache_policy=NO_CACHE)
def table(rows: list[Row]) -> None:
    """Show what was swept on Prefect's pages."""
    create_table_artifact(key="sweep", table=rows, description="Các lần quét của lượt chạy này")


@flow(
    name="sweep",
    flow_run_name=lambda: name_of("sweep"),
    timeout_seconds=TIMEOUT,
    persist_result=False,
)
def sweep() -> None:
    """Sweep what is due: once on the real clock, each simulated morning in a simulation."""
    rows = [sweep_at(at) for at in due()]
    if rows:
        table(rows)
    swept(this_office().settings.state_folder).beat()
