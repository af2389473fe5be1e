"""Commands by which obligations come: directives registered, events that happened."""

import typer

from dondoc.cli import context
from dondoc.cli.named import say_named
from dondoc.cli.output import (
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    parse_day,
    parse_instant,
    say,
)
from dondoc.desk import event as happening
from dondoc.desk import register as registering
from dondoc.desk.plain import plain
from dondoc.obligations.registrar import Registration
from language.dates import full_day
from rules.meaning.body import BodyRegistry


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (register, event):
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
