"""The command that finds persons; whoever looks is logged."""

import typer

from dondoc.cli import context
from dondoc.cli.output import JsonOption, ViewerOption, emit, say, show_table
from dondoc.desk.find_persons import find_persons
from dondoc.desk.plain import plain
from dondoc.visible import Sight


def find_command(
    text: str = typer.Argument(
        help="Họ tên (không cần dấu, viết tắt được), thêm năm sinh; hoặc mã số BHXH, thẻ, CCCD."
    ),
    body: str = typer.Option(None, "--body", help="Chỉ tìm ở xã này."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Tìm người trong phần được xem; ai tìm, thấy những hồ sơ nào đều được ghi nhật ký."""
    with context.look(Sight.PERSONS, as_) as (office, look):
        answer = find_persons(look, text, body)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(answer))
        return
    if not answer.found:
        say("Không thấy ai trong phần được xem.")
        return
    columns = ("Hồ sơ", "Họ và tên", "Sinh", "Giới tính", "Thôn", "Xã")
    rows = (
        (str(one.case), one.name, one.born, one.sex, one.village, bodies.get(one.body).name)
        for one in answer.found
    )
    show_table("Người tìm thấy", columns, rows)
    if answer.more:
        say("Còn người khác cũng hợp: ghi thêm năm sinh, hoặc --body.")


def add_to(parent: typer.Typer) -> None:
    """Add `find` to the commands over people."""
    parent.command("find")(find_command)
