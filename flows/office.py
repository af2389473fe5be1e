"""The office this process works for, opened once."""

import os
from datetime import datetime
from functools import cache
from pathlib import Path

from prefect.runtime import flow_run

from dondoc.setup.loading import load
from dondoc.setup.places import CONFIG, PREFECT
from dondoc.setup.wiring import Office, open_office
from dondoc.trail.anchor import anchor_upgrade
from flows.moment import present, run_name
from language.zone import local


@cache
def this_office() -> Office:
    """Open the office of the config file named in the environment (config.yaml by default)."""
    opened = open_office(load(Path(os.environ.get(CONFIG, "config.yaml"))), PREFECT)
    anchor_upgrade(opened)
    return opened


def simulated(office: Office) -> bool:
    """Whether the office lives in a simulation, whose time no schedule can follow."""
    return office.demo


def moment(office: Office) -> datetime:
    """Return the instant the current flow run works at (UTC)."""
    now = office.clock.now()
    return now if simulated(office) else present(now, flow_run.scheduled_start_time)


def name_of(what: str) -> str:
    """Return the name of the current flow run: what it does and its local scheduled time."""
    scheduled = flow_run.scheduled_start_time
    return run_name(what, local(scheduled) if scheduled else None)
