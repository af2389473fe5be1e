"""The command that sends what waits, and what a dispatch did in words and for machines."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    instant,
    parse_instant,
    say,
    say_if_off,
)
from dondoc.day.dispatching import DispatchReport, run_dispatch
from dondoc.errors import NotPossible
from dondoc.setup.hour import hour_of_act
from language.dates import hour_of_day
from models.message import MESSAGE_STATE_NAMES


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(dispatch)


def dispatch(
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Gửi các thông báo đang chờ: mỗi người một thư, việc gấp trước."""
    with context.office() as office:
        at = hour_of_act(office, parse_instant(now), future)
        report = run_dispatch(office, at)
    emit(dispatch_for_machines(report)) if json else say_dispatched(report)
    if report.held_back is not None:
        raise NotPossible(report.held_back)


def say_dispatched(report: DispatchReport) -> None:
    """Say what left, and why what may leave has not."""
    sent = ", ".join(
        f"{MESSAGE_STATE_NAMES[state]} {count}" for state, count in sorted(report.messages.items())
    )
    say(f"Thư: {sent or 'không có'}; được tự gửi sau thời gian chờ: {report.released}.")
    if report.closed_until is not None:
        say(f"Ngoài giờ gửi thư: thư đi từ {hour_of_day(report.closed_until)}.")
    say_if_off(report.sending_off_since)


def dispatch_for_machines(report: DispatchReport) -> dict[str, object]:
    """Return what a dispatch did as machines get it."""
    return {
        "at": instant(report.at),
        "released": report.released,
        "messages": {state: report.messages.get(state, 0) for state in _STATES},
        "sending_off_since": instant(report.sending_off_since),
        "closed_until": instant(report.closed_until),
        "waiting": report.waiting,
    }


_STATES = ("sent", "failed", "unknown", "pending")
