"""Sending what waits as a Prefect flow."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from dondoc.day.alarm import tell_of_silence
from dondoc.day.quiet import note_quiet
from dondoc.day.tick import dispatch_once, due_sweeps, tick
from dondoc.errors import NotPossible
from dondoc.running.ticking import SWEEP_PATIENCE
from dondoc.running.ticks import dispatched
from flows.office import moment, name_of, simulated, this_office

# A slow mail server may take its time; the next run finds the lease taken and leaves, in seconds.
TIMEOUT = 1800


@task(name="send", cache_policy=NO_CACHE, retries=1, retry_delay_seconds=10)
def send() -> None:
    """Send what waits; safe to repeat, since a message is claimed before it is sent."""
    office = this_office()
    now = moment(office)
    if not simulated(office) and due_sweeps(office, now - SWEEP_PATIENCE):
        # Its own run was lost: deploying anew drops the runs that were planned. In a simulation
        # the sweeps look for what is due at every tick, and none can be lost.
        report = tick(office, now).dispatched
    else:
        report = dispatch_once(office, now)
        tell_of_silence(office)
        note_quiet(office, now)
    if report is not None and report.held_back is not None:
        # The run is seen to have failed, with the reason; the next one goes on.
        raise NotPossible(report.held_back)


@flow(
    name="dispatch",
    flow_run_name=lambda: name_of("dispatch"),
    timeout_seconds=TIMEOUT,
    persist_result=False,
)
def dispatch() -> None:
    """Send every notice that waits."""
    send()
    dispatched(this_office().settings.state_folder).beat()
