"""Commands for a backup and its way back."""

from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    parse_instant,
    say,
)
from dondoc.desk.context import desk as open_desk
from dondoc.setup.hour import hour_of_act, refuse_future
from models.clock import SystemClock


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(backup)
    app.command()(restore)


def backup(
    folder: Path = typer.Argument(..., metavar="DIR", help="Thư mục chứa các bản sao lưu."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Sao lưu khi đang chạy: cơ sở dữ liệu, tệp kèm theo, điểm kiểm. Khóa ký cất riêng."""
    from dondoc.day.backup import alone, back_up
    from dondoc.desk.copying import Request, begin

    with context.office() as office, alone(office):
        at = hour_of_act(office, parse_instant(now), future)
        with open_desk(office, at, as_, at_any_hour=True) as desk:
            begin(desk, Request(folder))
        made = back_up(office, folder, at)
    if json:
        emit({"backup": str(made)})
        return
    say(f"Đã sao lưu vào {made}. Khóa ký không nằm trong đó: cất riêng, xem docs/operating.md.")


def restore(
    folder: Path = typer.Argument(..., metavar="DIR", help="Một bản sao lưu."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Phục hồi một bản sao lưu vào nơi còn trống; thư chưa rõ đã đi chưa thì chờ người xem."""
    from dondoc.day.restore import doubt_all, put_back
    from dondoc.desk import copying
    from dondoc.sending.putback import finish
    from dondoc.setup.rules import rules_of

    settings, asked = context.settings(), parse_instant(now)
    present = SystemClock().now()
    # Before anything lies there.
    if asked and not (future or settings.simulated):
        refuse_future(asked, present)
    copying.refuse_restore(settings, rules_of(settings), as_, asked or present)
    made_at = put_back(folder, settings)
    with context.office() as office:
        at = hour_of_act(office, asked, future)
        with open_desk(office, at, as_, at_any_hour=True) as desk:
            copying.put_back(desk, copying.PutBack(made_at))
            doubts = doubt_all(office, desk.session, made_at, at)
        finish(settings.state_folder)
    if json:
        emit({"made_at": made_at, "unknown": doubts, "sending": False})
        return
    say(f"Đã phục hồi; việc gửi đang dừng, {doubts} thư chưa rõ đã đi chưa.")
    say(
        "Tiếp theo: dondoc sweep, dondoc dispatch, xem dondoc notices --unknown, rồi sending start."
    )
