"""The command that assigns villages to somebody."""

import typer

from dondoc.cli import context
from dondoc.cli.output import AsOption, JsonOption, emit, say
from dondoc.desk import villages
from dondoc.desk.plain import plain


def villages_command(
    login: str = typer.Argument(help="Tên đăng nhập."),
    body: str = typer.Argument(help="Xã: mã hoặc tên."),
    village: list[str] = typer.Option([], "--village", help="Thôn được giao; không nêu: cả xã."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Giao thôn cho một người: trên web chỉ thấy người của thôn mình; không nêu thôn: cả xã."""
    with context.desk(as_) as desk:
        answer = villages.assign(desk, villages.Request(login, body, tuple(village)))
        name = desk.bodies.get(answer.body).name
    if json:
        emit(plain(answer))
        return
    whole = ", ".join(answer.villages) or "cả xã"
    say(f"{answer.login} ở {name} thấy: {whole} (thêm {answer.given}, thôi {answer.taken}).")


def add_to(parent: typer.Typer) -> None:
    """Add the command to those over persons."""
    parent.command("villages")(villages_command)
