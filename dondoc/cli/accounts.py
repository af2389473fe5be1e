"""Commands for the accounts messages leave by: list, resume."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    instant,
    say,
    show_table,
)
from dondoc.desk import account as desk_account
from dondoc.desk import trial
from dondoc.desk.context import desk as open_desk
from dondoc.sending import pauses
from dondoc.visible import Sight
from language.dates import day_and_hour

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_accounts(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Các kênh gửi; kênh nào đang tạm dừng, vì sao, đến khi nào."""
    with context.look(Sight.HEALTH, as_) as (office, look):
        look.refuse_part()
        resting = {one.name: one for one in pauses.paused(look.session, look.desk.now)}
        names = list(office.settings.settings.channels)
    rows = []
    for name in [*names, *(name for name in resting if name not in names)]:
        pause = resting.get(name)
        until = pause.paused_until if pause else None
        rows.append(
            {
                "name": name,
                "paused_until": instant(until),
                "code": pause.code if pause else None,
                "reason": pause.reason if pause else None,
                "shown": day_and_hour(until) if until else "",
            }
        )
    if json:
        emit([{key: value for key, value in row.items() if key != "shown"} for row in rows])
        return
    show_table(
        "Kênh gửi",
        ("Kênh", "Tạm dừng đến", "Lý do"),
        ((str(row["name"]), str(row["shown"]), str(row["reason"] or "")) for row in rows),
    )


@app.command()
def resume(
    name: str = typer.Argument(help="Tên kênh, như trong config.yaml."),
    as_: str = AsOption,
) -> None:
    """Dùng lại một kênh đã tạm dừng, sau khi sửa cấu hình của kênh."""
    with context.desk(as_) as desk:
        desk_account.resume(desk, desk_account.Request(name))
    say(f"Kênh {name} được dùng lại từ lượt gửi tiếp theo.")


@app.command("test")
def try_out(
    name: str = typer.Argument(help="Tên kênh, như trong config.yaml."),
    as_: str = AsOption,
) -> None:
    """Gửi một thư thử qua kênh, đến địa chỉ của chính người thử trong danh bạ."""
    with context.office() as office:
        with open_desk(office, office.clock.now(), as_) as desk:
            done = trial.test(desk, trial.Request(name))
        say(trial.send(done, office.gateway.send))


def add_to(parent: typer.Typer) -> None:
    """Add `account` to the commands."""
    parent.add_typer(app, name="account", help="Kênh gửi: xem, dùng lại sau khi tạm dừng.")
