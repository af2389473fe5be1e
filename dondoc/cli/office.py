"""Commands that run the office by hand: register, dispatch, board, doctor."""

from dataclasses import asdict
from datetime import datetime

import typer
from rich.console import Console
from sqlalchemy.exc import DatabaseError

from dondoc.cli import context
from dondoc.cli.named import say_named
from dondoc.cli.output import (
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    ViewerOption,
    emit,
    instant,
    parse_day,
    parse_instant,
    say,
)
from dondoc.cli.paging import ROWS, PageOption
from dondoc.day.dispatching import DispatchReport, run_dispatch
from dondoc.desk import event as happening
from dondoc.desk import register as registering
from dondoc.desk.plain import plain
from dondoc.errors import NotPossible
from dondoc.looking.board import Board
from dondoc.looking.doctor import examine, schema_finding, unopened
from dondoc.obligations.registrar import Registration
from dondoc.setup.hour import hour_of_act
from dondoc.setup.schema import SchemaRefused
from dondoc.visible import Sight
from language.dates import full_day, hour_of_day
from language.zone import local
from models.message import MESSAGE_STATE_NAMES
from rules.meaning.body import BodyRegistry


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (register, event, dispatch, board, doctor):
        app.command()(command)


def register(
    as_: str = AsOption, now: str = NowOption, future: bool = FutureOption, json: bool = JsonOption
) -> None:
    """Đưa các văn bản nêu trong cấu hình vào theo dõi, hoặc cập nhật theo thay đổi."""
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = registering.register(desk, registering.Request())
    if json:
        emit([registration_for_machines(one) for one in done])
        return
    for one in done:
        say(
            f"{one.directive}: không đổi"
            if one.unchanged
            else f"{one.directive}: mở {one.opened}, đã qua hạn trước khi đăng ký {one.historic}, "
            f"đổi hạn {one.moved}, rút {one.withdrawn}"
        )


def event(
    directive: str = typer.Argument(help="Mã văn bản."),
    duty: str = typer.Argument(help="Mã nhiệm vụ có hạn tính từ một sự kiện."),
    on: str = typer.Option(..., "--on", help="Ngày xảy ra sự kiện, YYYY-MM-DD."),
    bearer: list[str] = typer.Option([], "--bearer", help="Mã đơn vị (mặc định: mọi đơn vị)."),
    undo: bool = typer.Option(False, "--undo", help="Hủy sự kiện này: đã ghi nhầm."),
    reason: str = typer.Option("", "--reason", help="Vì sao hủy (với --undo)."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Mở hạn tính từ một sự kiện: "trong thời hạn N ngày kể từ ngày …"; --undo thì hủy."""
    request = happening.Request(directive, duty, parse_day(on), tuple(bearer))
    with context.desk(as_, parse_instant(now), future=future) as desk:
        if undo:
            undone = happening.undo(desk, happening.Undoing(request, reason))
            emit(plain(undone)) if json else _say_undone(undone, desk.rulebook.bodies)
            return
        done = happening.event(desk, request)
    if json:
        emit(registration_for_machines(done))
        return
    past = f", {done.historic} hạn đã qua trước khi ghi (không nhắc)" if done.historic else ""
    said = "sự kiện này đã ghi trước đó" if done.unchanged else f"mở {done.opened} hạn{past}"
    say(f"{directive}: {said}, từ sự kiện ngày {full_day(request.on)}.")


def _say_undone(done: happening.Undone, bodies: BodyRegistry) -> None:
    told = done.told and f" {done.told} thư đã gửi về việc này: đề nghị báo lại đơn vị."
    corrected = done.corrected and f" {done.corrected} người nhận thư đính chính."
    say(
        f"Đã hủy sự kiện: rút {done.withdrawn} hạn, hủy {done.cancelled_notices} thông báo chưa "
        f"gửi.{told or ''}{corrected or ''}"
    )
    say_named(done.named, bodies)


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


def say_if_off(since: datetime | None) -> None:
    """Say since when (UTC) sending is off, where it is."""
    if since is not None:
        at = local(since)
        say(f"ĐÃ NGỪNG GỬI từ {hour_of_day(at)}; gửi lại: dondoc sending start --reason …")


def board(now: str = NowOption, page: int | None = PageOption, as_: str = ViewerOption) -> None:
    """Bảng theo dõi: ai, việc gì, hạn nào, đang thế nào, nhắc lần cuối, bước tiếp theo."""
    with context.look(Sight.STATUS, as_, parse_instant(now)) as (office, look):
        drawn = Board(office).render(look.desk.now, page or ROWS, look.visible)
        Console(width=None).print(drawn)


def doctor(now: str = NowOption, as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Khám: mỗi thứ một dòng; mã thoát 1 khi có việc cần người xử lý."""
    try:
        with context.look(Sight.HEALTH, as_, parse_instant(now)) as (office, look):
            look.refuse_part()
            found = examine(office, look.desk.now)
    except SchemaRefused as refused:
        found = [schema_finding(refused)]
    except DatabaseError as error:
        found = unopened(error, context.settings().state_folder)
    if json:
        emit([{**asdict(one), "receiver": one.receiver} for one in found])
    else:
        for one in found:
            who = "" if one.ok else f" [{one.receiver}]"
            say(f"{'tốt      ' if one.ok else 'CẦN XEM  '}{one.name}: {one.said}{who}")
    if not all(one.ok for one in found):
        raise typer.Exit(1)


def registration_for_machines(one: Registration) -> dict[str, str | int | bool]:
    """Return one registration as machines get it."""
    return {
        "directive": one.directive,
        "unchanged": one.unchanged,
        "opened": one.opened,
        "historic": one.historic,
        "moved": one.moved,
        "withdrawn": one.withdrawn,
    }


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
