"""Commands for the devices that are taken along where there is no signal: list, revoke."""

import typer

from dondoc.cli import context
from dondoc.cli.output import LARGEST, AsOption, JsonOption, ViewerOption, emit, say, show_table
from dondoc.desk import device as devices
from dondoc.desk.plain import plain
from dondoc.visible import Sight
from language.dates import day_and_hour

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Các máy mang đi thăm: của ai, liên lạc lần cuối khi nào, đã thu hồi chưa."""
    with context.look(Sight.HEALTH, as_) as (_, look):
        look.refuse_part()
        found = devices.listed(look.desk)
    if json:
        emit(plain(found))
        return
    show_table(
        "Máy mang đi thăm",
        ("Số", "Tên máy", "Tài khoản", "Chức danh", "Từ lúc", "Liên lạc lần cuối", ""),
        (
            (
                str(one.device),
                one.name,
                one.login or "vai trình diễn",
                one.said,
                day_and_hour(one.given_at),
                day_and_hour(one.seen_at) if one.seen_at else "chưa",
                one.stands,
            )
            for one in found
        ),
    )


@app.command()
def revoke(
    device: int = typer.Argument(min=1, max=LARGEST, help="Số của máy (xem: dondoc device list)."),
    as_: str = AsOption,
) -> None:
    """Thu hồi một máy bị mất hoặc đổi người: tên trong máy xoá khi có mạng."""
    with context.desk(as_, at_any_hour=True) as desk:
        done = devices.revoke(desk, devices.Revoking(device))
    say(
        f"Đã thu hồi máy số {done.device} ({done.name}, {done.said}). Tên trong máy xoá ở lần liên "
        "lạc tới, hoặc khi mở sau bảy ngày không liên lạc; lần thăm máy ấy chưa gửi vẫn nhận, "
        "chờ người xác nhận."
    )


def add_to(parent: typer.Typer) -> None:
    """Add `device` to the commands."""
    parent.add_typer(app, name="device", help="Máy mang đi thăm nơi không có sóng: xem, thu hồi.")
