"""The two commands of `dondoc.cli.ticking` once something is to be done: what they load and say."""

from dataclasses import asdict
from datetime import datetime
from importlib import import_module

from dondoc.cli import context
from dondoc.cli.dispatched import dispatch_for_machines, say_dispatched
from dondoc.cli.output import emit, instant, say
from dondoc.cli.sweeping import say_swept, sweep_for_machines
from dondoc.day.tick import TickReport
from dondoc.day.tick import tick as run_tick
from dondoc.errors import NotPossible
from dondoc.setup.hour import hour_of_act
from dondoc.setup.places import HAND, RUNS_AT_ONCE, TIMER, version
from dondoc.setup.workers import keep_step


def tick(asked: datetime | None, future: bool, json: bool) -> None:
    """Do whatever is due at the instant `asked` (aware) or now, and say what was done.

    Raises:
        NotPossible: this program or its rules are not those of the others, what waited was sent;
            or others hold what may be sent.
    """
    with context.office(TIMER) as office:
        report = run_tick(office, hour_of_act(office, asked, future))
    emit(_for_machines(report)) if json else _say(report)
    held = report.dispatched.held_back if report.dispatched else None
    if wrong := report.out_of_step or held:
        raise NotPossible(wrong)


def deploy(json: bool) -> None:
    """Let the work pool be as the settings say, and all sweep as this machine from now on."""
    # Only flows knows Prefect, and it takes seconds to load.
    deployed = import_module("flows.deploy").deploy(context.settings())
    with context.office(HAND) as office:
        keep_step(office, anew=True)
        rules = office.rulebook.digest
    if json:
        emit({**asdict(deployed), "version": version(), "rules": rules})
        return
    done = "Đã tạo" if deployed.anew else "Đã cập nhật"
    say(f"{done} nhóm máy {deployed.pool} ở {deployed.api}:")
    for name in deployed.deployments:
        say(f"  {name}")
    say(f"Các máy cùng quét theo dondoc {version()}, bộ quy tắc {rules[:12]}.")
    say(f"Trên mỗi máy: prefect worker start --pool {deployed.pool} --limit {RUNS_AT_ONCE}")


def _say(report: TickReport) -> None:
    for swept in report.swept:
        say_swept(swept)
    if not report.swept and report.out_of_step is None:
        say("Chưa đến giờ quét, hoặc đã có lượt quét.")
    if report.dispatched is not None:
        say_dispatched(report.dispatched)
    for way in report.silent:
        say(f"Đã báo quản trị: {way.said}.")
    if report.anchored:
        say("Đã chép bù điểm kiểm của dấu vết sang thư mục thứ hai.")


def _for_machines(report: TickReport) -> dict[str, object]:
    dispatched = report.dispatched
    return {
        "at": instant(report.at),
        "swept": [sweep_for_machines(one) for one in report.swept],
        "dispatched": dispatch_for_machines(dispatched) if dispatched else None,
        "anchored": report.anchored,
        "out_of_step": report.out_of_step,
        "silent": [way.source for way in report.silent],
    }
