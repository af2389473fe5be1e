"""Commands for messages of which nobody knows what became: settle, and take that back."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    parse_instant,
    say,
)
from dondoc.desk import settle as settling
from dondoc.desk import unsettle as unsettling
from dondoc.desk.plain import plain
from language.numbers import count

NoticeArgument = typer.Argument(
    None, min=1, max=LARGEST, help="Số của thông báo có thư chưa rõ kết quả."
)
Channel = typer.Option(None, "--channel", help="Kênh, cùng với --all.")


def add_to(group: typer.Typer) -> None:
    """Add these commands to `group`."""
    group.command()(settle)
    group.command()(unsettle)


def settle(
    notice: int = NoticeArgument,
    all_: bool = typer.Option(False, "--all", help="Mọi thư chưa rõ của kênh nêu ở --channel."),
    channel: str = Channel,
    arrived: bool = typer.Option(False, "--arrived", help="Người nhận xác nhận đã nhận."),
    send_again: bool = typer.Option(False, "--send-again", help="Gửi lại đúng thư đó."),
    as_: str = AsOption,
) -> None:
    """Cho biết một thư chưa rõ kết quả, hay mọi thư như thế của kênh, đã đến hay cần gửi lại."""
    if arrived == send_again:
        raise typer.BadParameter("nêu --arrived hoặc --send-again")
    _refuse_unclear(notice, all_, channel)
    with context.desk(as_) as desk:
        if all_:
            done = settling.settle_all(desk, settling.All(channel, arrived))
        else:
            settling.settle(desk, settling.Request(notice, arrived))
            done = 1
    what = "Đã ghi là đã đến" if arrived else "Sẽ gửi lại ở lượt gửi tiếp theo"
    say(f"{what}: {done} thư.")


def unsettle(
    notice: int = typer.Argument(
        None, min=1, max=LARGEST, help="Số của thông báo có thư đã ghi kết quả nhầm."
    ),
    all_: bool = typer.Option(
        False, "--all", help="Mọi thư ghi kết quả cùng một lần, lần gần nhất của kênh."
    ),
    channel: str = Channel,
    reason: str = typer.Option(..., "--reason", help="Lý do."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Hủy điều đã ghi nhầm bằng `notice settle`: thư lại chưa rõ, nếu chưa gửi lại."""
    _refuse_unclear(notice, all_, channel)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        if all_:
            done = unsettling.unsettle_all(desk, unsettling.All(channel, reason))
        else:
            done = unsettling.unsettle(desk, unsettling.Request(notice, reason))
    if json:
        emit(plain(done))
        return
    stay = f" {count(done.stay)} thư giữ nguyên: sau đó đã gửi lại." if done.stay else ""
    say(f"{count(done.messages)} thư lại ở trạng thái chưa rõ: dondoc notice settle.{stay}")


def _refuse_unclear(notice: int | None, all_: bool, channel: str | None) -> None:
    if all_ == (notice is not None) or all_ != (channel is not None):
        raise typer.BadParameter("nêu số thông báo, hoặc --all cùng với --channel")
