"""Commands for whatever calls regularly: a timer, or workers of a Prefect of the office's own."""

import typer

from dondoc.cli import context
from dondoc.cli.office import dispatch_for_machines, say_dispatched
from dondoc.cli.output import FutureOption, JsonOption, NowOption, emit, instant, parse_instant, say
from dondoc.cli.sweeping import say_swept, sweep_for_machines
from dondoc.day.tick import TickReport
from dondoc.day.tick import tick as run_tick
from dondoc.setup.hour import hour_of_act


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(tick)


def tick(now: str = NowOption, future: bool = FutureOption, json: bool = JsonOption) -> None:
    """Làm mọi việc đã đến giờ: quét nếu sáng nay chưa ai quét, sao lưu, gửi thư; gọi lại vô hại."""
    with context.office() as office:
        report = run_tick(office, hour_of_act(office, parse_instant(now), future))
    emit(_for_machines(report)) if json else _say(report)


def _say(report: TickReport) -> None:
    for swept in report.swept:
        say_swept(swept)
    if not report.swept:
        say("Chưa đến giờ quét, hoặc đã có lượt quét.")
    if report.dispatched is not None:
        say_dispatched(report.dispatched)
    if report.anchored:
        say("Đã chép bù điểm kiểm của dấu vết sang thư mục thứ hai.")


def _for_machines(report: TickReport) -> dict[str, object]:
    dispatched = report.dispatched
    return {
        "at": instant(report.at),
        "swept": [sweep_for_machines(one) for one in report.swept],
        "dispatched": dispatch_for_machines(dispatched) if dispatched else None,
        "anchored": report.anchored,
    }
