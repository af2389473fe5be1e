"""The command that draws the board: it loads nothing that sends, registers or examines."""

import typer
from rich.console import Console

from dondoc.cli import context
from dondoc.cli.output import NowOption, ViewerOption, parse_instant
from dondoc.cli.paging import ROWS, PageOption
from dondoc.looking.board import Board
from dondoc.visible import Sight


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(board)


def board(now: str = NowOption, page: int | None = PageOption, as_: str = ViewerOption) -> None:
    """Bảng theo dõi: ai, việc gì, hạn nào, đang thế nào, nhắc lần cuối, bước tiếp theo."""
    with context.look(Sight.STATUS, as_, parse_instant(now)) as (office, look):
        drawn = Board(office).render(look.desk.now, page or ROWS, look.visible)
        Console(width=None).print(drawn)
