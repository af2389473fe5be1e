"""Deployments of both flows in a `process` work pool, for any number of `prefect worker start`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta

import httpx
from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    WorkPoolCreate,
    WorkPoolUpdate,
)
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from dondoc.errors import NotPossible, Refused
from dondoc.running.ticks import DEMO_TICK
from dondoc.setup.settings import LocatedSettings
from flows.dispatch import dispatch
from flows.sweep import sweep
from language.zone import ZONE

# The deployments' names; a run is found by them when a later life clears up.
SWEEP, DISPATCH = "dondoc-sweep", "dondoc-dispatch"
_TYPE = "process"
Schedule = CronSchedule | IntervalSchedule


@dataclass(frozen=True)
class Deployed:
    """What a work pool holds now, and whether it was there before."""

    api: str
    pool: str
    deployments: tuple[str, ...]
    anew: bool


def daily(at: time) -> CronSchedule:
    """Return the schedule "every day at `at`, local time"."""
    return CronSchedule(cron=f"{at.minute} {at.hour} * * *", timezone=ZONE.key)


def every(minutes: int) -> CronSchedule:
    """Return the schedule "every so many minutes" (1 to 60), counted from each full hour."""
    cron = "0 * * * *" if minutes == 60 else f"*/{minutes} * * * *"
    return CronSchedule(cron=cron, timezone=ZONE.key)


def deploy(settings: LocatedSettings) -> Deployed:
    """Make or renew the work pool and its deployments; done twice it is the same.

    No limit of concurrency stands at any of them: a slot that a killed worker never gave back would
    stop every later tick, and the database itself lets one sweep at a time.

    Raises:
        NotPossible: no Prefect server answers.
        Refused: none is named, or the pool is one of another type.
    """
    said = settings.settings.prefect
    # As with every setting of ours, the environment wins over the file.
    api = os.environ.get("PREFECT_API_URL") or said.api or PREFECT_API_URL.value()
    if not api:
        raise Refused(
            "chưa có địa chỉ máy chủ Prefect: ghi prefect.api trong config.yaml, ví dụ "
            "http://127.0.0.1:4200/api, hoặc đặt PREFECT_API_URL"
        )
    with _server(api) as client:
        anew = _pool(client, said.pool)
        for flow, name, schedule in _planned(settings):
            _deployment(client, flow, name, schedule, said.pool)
        return Deployed(api, said.pool, (SWEEP, DISPATCH), anew)


@contextmanager
def _server(api: str) -> Iterator[SyncPrefectClient]:
    with temporary_settings({PREFECT_API_URL: api}), get_client(sync_client=True) as client:
        try:
            yield client
        except httpx.TransportError:
            raise NotPossible(
                f"máy chủ Prefect {api} không trả lời: chạy prefect server start, hoặc sửa "
                "prefect.api; việc quét và gửi vẫn làm được bằng dondoc tick"
            ) from None
        except PrefectHTTPStatusError as error:
            raise NotPossible(
                f"máy chủ Prefect {api} từ chối (mã {error.response.status_code}): xem "
                "PREFECT_API_AUTH_STRING và phiên bản của máy chủ"
            ) from None


def _pool(client: SyncPrefectClient, name: str) -> bool:
    """Make the pool or set it right; say whether there was none."""
    try:
        known = client.read_work_pool(name)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=name, type=_TYPE, base_job_template=template))
        return True
    if known.type != _TYPE:
        raise Refused(
            f"nhóm máy {name} ở máy chủ Prefect thuộc loại {known.type}, cần loại {_TYPE}: đặt tên "
            "khác ở prefect.pool"
        )
    client.update_work_pool(name, WorkPoolUpdate(is_paused=False, concurrency_limit=None))
    return False


def _planned(settings: LocatedSettings) -> Iterator[tuple[Flow[[], None], str, Schedule]]:
    if settings.simulated:
        tick = IntervalSchedule(interval=timedelta(seconds=DEMO_TICK))
        yield sweep, SWEEP, tick
        yield dispatch, DISPATCH, tick
        return
    yield sweep, SWEEP, daily(settings.settings.sweep.at)
    yield dispatch, DISPATCH, every(settings.settings.dispatch.every_minutes)


def _deployment(
    client: SyncPrefectClient, flow: Flow[[], None], name: str, schedule: Schedule, pool: str
) -> None:
    client.create_deployment(
        client.create_flow_from_name(flow.name),
        name,
        # By module path: by file path Prefect would put flows/ first on sys.path.
        entrypoint=f"{flow.fn.__module__}.{flow.fn.__name__}",
        schedules=[DeploymentScheduleCreate(schedule=schedule, active=True)],
        work_pool_name=pool,
        # Looks first whether there is anything to do: Prefect alone takes longer to load.
        job_variables={"command": f"python -m flows.start {flow.name}"},
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        paused=False,
        concurrency_limit=None,
    )
