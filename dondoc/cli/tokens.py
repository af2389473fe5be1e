"""Commands for the tokens of programs: give, list, end."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    actor,
    day,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.desk import token as tokens
from dondoc.desk.plain import plain
from dondoc.logins.book import Post
from language.dates import day_and_hour

app = typer.Typer(no_args_is_help=True)


@app.command()
def give(
    post: str = typer.Argument(help="Làm việc thay chức danh nào: ĐƠN_VỊ/CHỨC_DANH."),
    name: str = typer.Option(..., "--for", help="Phần mềm nào, dùng vào việc gì."),
    until: str = typer.Option(..., "--until", help="Ngày cuối dùng được, nhiều nhất 366 ngày."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Cấp một mã cho phần mềm khác làm và xem đúng phần của một chức danh; mã chỉ hiện một lần."""
    body, _, held = (actor(post) or "").rpartition("/")
    asked = tokens.Giving(Post(body, held), name, parse_day(until))
    with context.desk(as_) as desk:
        given = tokens.give(desk, asked)
    if json:
        emit(plain(given))
        return
    say(
        f"Mã số {given.token}, thay {given.for_}, đến hết {day(given.ends_on)}:\n\n{given.secret}\n"
    )
    say("Giữ mã như mật khẩu; không xem lại được. Gửi kèm mỗi yêu cầu: Authorization: Bearer MÃ")


@app.command("list")
def list_(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Các mã đã cấp: thay ai, cho việc gì, còn dùng được không, dùng lần cuối khi nào."""
    with context.desk(as_, looks=True) as desk:
        found, today = tokens.shown(desk), desk.today
    if json:
        emit(plain(found))
        return
    show_table(
        "Mã của phần mềm",
        ("Số", "Thay", "Dùng cho", "Cấp lúc", "Người cấp", "Dùng lần cuối", ""),
        (
            (
                str(one.token),
                one.for_,
                one.name,
                day_and_hour(one.given_at),
                one.given_by,
                day_and_hour(one.used_at) if one.used_at else "chưa dùng",
                one.stands(today),
            )
            for one in found
        ),
    )


@app.command()
def end(
    token: int = typer.Argument(min=1, max=LARGEST, help="Số của mã (xem: dondoc token list)."),
    as_: str = AsOption,
) -> None:
    """Thu hồi một mã: từ lúc này không mở được gì nữa."""
    with context.desk(as_, at_any_hour=True) as desk:
        done = tokens.end(desk, tokens.Ending(token))
    say(f"Đã thu hồi mã số {done.token} ({done.name}, thay {done.for_}).")


def add_to(parent: typer.Typer) -> None:
    """Add `token` to the commands."""
    parent.add_typer(app, name="token", help="Mã của phần mềm khác: cấp, xem, thu hồi.")
