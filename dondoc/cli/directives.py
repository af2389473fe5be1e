"""Commands over a directive as a whole: follow it no more, follow it again."""

import typer

from dondoc.cli import context
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
from dondoc.desk import stop as stopping
from dondoc.desk.plain import plain
from language.dates import full_day

app = typer.Typer(no_args_is_help=True)

Directive = typer.Argument(help="Mã văn bản.")


@app.callback()
def _group() -> None:
    """Văn bản đang theo dõi: ngừng, theo dõi lại."""


@app.command()
def stop(
    directive: str = Directive,
    on: str = typer.Option(..., "--on", help="Ngày cuối cùng còn theo dõi, YYYY-MM-DD."),
    reason: str = typer.Option(..., "--reason", help="Vì sao: văn bản thay thế, bãi bỏ, …"),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Ngừng theo dõi: rút hạn sau ngày ấy, hủy thông báo chưa gửi; số liệu đã có giữ nguyên."""
    request = stopping.Request(directive, parse_day(on), reason)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = stopping.stop(desk, request)
    if json:
        emit(plain(done))
        return
    say(
        f"Ngừng theo dõi {done.directive} từ sau ngày {full_day(done.on)}: rút {done.withdrawn} "
        f"việc chưa đến hạn, {done.left} việc đã đến hạn giữ nguyên trong thống kê và không nhắc "
        f"nữa, hủy {done.cancelled_notices} thông báo chưa gửi."
    )


@app.command()
def start(
    directive: str = Directive,
    reason: str = typer.Option(..., "--reason", help="Vì sao theo dõi lại."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
) -> None:
    """Theo dõi lại một văn bản đã ngừng: những hạn chưa đến được mở lại ở lượt quét sau."""
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = stopping.start(desk, stopping.Again(directive, reason))
    say(f"Theo dõi lại {done}; lượt quét sau mở lại những hạn chưa đến.")


def add_to(parent: typer.Typer) -> None:
    """Add `directive` to the commands."""
    parent.add_typer(app, name="directive", help="Văn bản: ngừng theo dõi, theo dõi lại.")
