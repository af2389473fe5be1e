"""Commands for whatever calls regularly: a timer, or workers of a Prefect of the office's own."""

import typer

from dondoc.cli.chosen import config_file
from dondoc.cli.output import FutureOption, JsonOption, NowOption, parse_instant, say
from dondoc.setup.glance import nothing_to_do
from dondoc.setup.places import TIMER


def add_to(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(tick)
    app.command()(deploy)


def tick(now: str = NowOption, future: bool = FutureOption, json: bool = JsonOption) -> None:
    """Làm mọi việc đã đến giờ: quét nếu sáng nay chưa ai quét, sao lưu, gửi thư; gọi lại vô hại."""
    if now is None and not json and nothing_to_do(config_file(), TIMER):
        say("Không có việc đến giờ.")
        return
    # Called every few minutes, and then mostly in vain: loaded when it is needed.
    from dondoc.cli import ticked

    ticked.tick(parse_instant(now), future, json)


def deploy(json: bool = JsonOption) -> None:
    """Đưa hai việc (quét, gửi) vào nhóm máy của máy chủ Prefect đã khai; chạy lại vô hại."""
    from dondoc.cli import ticked

    ticked.deploy(json)
