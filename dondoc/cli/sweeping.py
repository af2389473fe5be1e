"""Commands over sweeps: one by hand, and taking back those that ran under a wrong clock."""

from datetime import date

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    Bar,
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    instant,
    parse_instant,
    read_instant,
    say,
    say_if_off,
)
from dondoc.cli.registering import registration_for_machines
from dondoc.day.sweeping import SweepReport, run_sweep
from dondoc.desk import reset as resetting
from dondoc.desk.plain import plain
from dondoc.setup.hour import hour_of_act
from dondoc.setup.places import HAND
from language.dates import full_day, hour_of_day

app = typer.Typer()


@app.callback(invoke_without_command=True)
def sweep(
    which: typer.Context,
    now: str = NowOption,
    future: bool = FutureOption,
    accept_gap: bool = typer.Option(
        False, "--accept-gap", help="Xác nhận đồng hồ đúng dù đã lâu không quét."
    ),
    accept_change: bool = typer.Option(
        False, "--accept-change", help="Xác nhận các máy khác đã dừng hoặc đã đổi như máy này."
    ),
    json: bool = JsonOption,
) -> None:
    """Quét một lượt: ai đến lúc phải nhắc, phải hỏi, phải báo lên thì ghi thông báo."""
    if which.invoked_subcommand:
        return
    with context.office(HAND) as office, Bar("Quét") as bar:
        at = hour_of_act(office, parse_instant(now), future)
        report = run_sweep(office, at, bar, accept_gap, accept_change)
    emit(sweep_for_machines(report)) if json else say_swept(report)


def say_swept(report: SweepReport) -> None:
    """Say what a sweep did, and what somebody must look at."""
    say(
        f"Đã xét {report.totals.examined} nghĩa vụ: {report.totals.fired} quyết định, "
        f"{report.totals.notices} thông báo, {report.totals.missed} bước bị bỏ qua."
    )
    say_if_off(report.sending_off_since)
    for one in report.left_out:
        say(f"CẦN XỬ LÝ: văn bản {one}")
    if report.days_without:
        say(f"Các ngày không có lượt quét: {_run_of(report.days_without)}")


@app.command()
def reset(
    to: str = typer.Option(..., "--to", help="Giờ cuối cùng còn đúng, ví dụ 2024-05-07T07:00."),
    reason: str = typer.Option(..., "--reason", help="Đồng hồ sai thế nào, vì sao."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Hủy các lượt quét chạy sai giờ: thư chưa gửi thì hủy, thư đã gửi thì đính chính."""
    request = resetting.Request(read_instant(to), reason)
    with context.desk(as_, parse_instant(now), future=future, at_any_hour=True) as desk:
        done = resetting.reset(desk, request)
    if json:
        emit(plain(done))
        return
    say(
        f"Đã hủy {done.sweeps} lượt quét, {done.findings} quyết định: hủy {done.cancelled} thông "
        f"báo chưa gửi, đính chính {done.corrected} thông báo đã gửi, nhắc lại {done.said_again}."
    )
    stands = f"Lượt quét gần nhất còn giữ: {hour_of_day(done.last)}. " if done.last else ""
    say(f"{stands}Lượt quét sau xét lại mọi nghĩa vụ.")


def _run_of(days: list[str]) -> str:
    """Return consecutive ISO dates as an office writes them: the first and the last."""
    first, last = (full_day(date.fromisoformat(one)) for one in (days[0], days[-1]))
    return first if len(days) == 1 else f"{first} đến {last} ({len(days)} ngày)"


def sweep_for_machines(report: SweepReport) -> dict[str, object]:
    """Return what a sweep did as machines get it."""
    return {
        "at": instant(report.at),
        "registered": [registration_for_machines(one) for one in report.registrations],
        "examined": report.totals.examined,
        "fired": report.totals.fired,
        "missed": report.totals.missed,
        "notices": report.totals.notices,
        "days_without_sweep": report.days_without,
        "sending_off_since": instant(report.sending_off_since),
    }


def add_to(parent: typer.Typer) -> None:
    """Add `sweep` to the commands."""
    parent.add_typer(app, name="sweep")
