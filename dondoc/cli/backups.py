"""Commands for a backup and its way back."""

from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import FutureOption, JsonOption, NowOption, emit, parse_instant, say
from dondoc.setup.hour import hour_of_act, refuse_future
from models.clock import SystemClock


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(backup)
    app.command()(restore)


def backup(
    folder: Path = typer.Argument(..., metavar="DIR", help="Thư mục chứa các bản sao lưu."),
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Sao lưu khi đang chạy: cơ sở dữ liệu, tệp kèm theo, điểm kiểm. Khóa ký cất riêng."""
    from dondoc.day.backup import back_up

    with context.office() as office:
        made = back_up(office, folder, hour_of_act(office, parse_instant(now), future))
    if json:
        emit({"backup": str(made)})
        return
    say(f"Đã sao lưu vào {made}. Khóa ký không nằm trong đó: cất riêng, xem docs/operating.md.")


def restore(
    folder: Path = typer.Argument(..., metavar="DIR", help="Một bản sao lưu."),
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Phục hồi một bản sao lưu vào nơi còn trống; thư chưa rõ đã đi chưa thì chờ người xem."""
    from dondoc.day.restore import doubt_all, put_back

    settings, asked = context.settings(), parse_instant(now)
    if asked and not (future or settings.simulated):
        # Before anything lies there.
        refuse_future(asked, SystemClock().now())
    made_at = put_back(folder, settings)
    with context.office() as office:
        doubts = doubt_all(office, made_at, hour_of_act(office, parse_instant(now), future))
    if json:
        emit({"made_at": made_at, "unknown": doubts, "sending": False})
        return
    say(f"Đã phục hồi; việc gửi đang dừng, {doubts} thư chưa rõ đã đi chưa.")
    say(
        "Tiếp theo: dondoc sweep, dondoc dispatch, xem dondoc notices --unknown, rồi sending start."
    )
