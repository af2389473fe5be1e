"""The command that gives what is stored of people another key."""

import typer

from dondoc.cli import context
from dondoc.cli.output import AsOption, JsonOption, emit, say
from dondoc.desk import rekey as desk_rekey
from dondoc.desk.context import desk as open_desk
from dondoc.people.keys import add_key
from language.numbers import shown


def rekey_command(
    new: bool = typer.Option(False, "--new", help="Thêm một khóa mới vào tệp khóa trước."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Đổi khóa dữ liệu người dân: mã hóa lại bằng khóa mới nhất, từng phần, không phải dừng máy."""
    with context.office() as office:
        now, rows = office.clock.now(), 0
        with open_desk(office, now, as_, looks=True) as desk:
            desk.allow("people.rekey")
        if new:
            add_key(office.settings.state_folder)
        while True:
            with open_desk(office, now, as_) as desk:
                done = desk_rekey.rekey(desk, desk_rekey.Request())
            rows += done.rows
            if not done.rows:
                break
    if json:
        emit({"key": done.key, "rows": rows, "retired": list(done.retired)})
        return
    say(f"Đã mã hóa lại {shown(rows)} dòng bằng khóa số {done.key}.")
    for number in done.retired:
        say(
            f"Khóa số {number} không còn dùng: cất cùng các bản sao lưu cũ (chúng chỉ mở được bằng "
            "khóa ấy), rồi bỏ dòng ấy khỏi tệp khóa."
        )


def add_to(parent: typer.Typer) -> None:
    """Add the command to those over persons."""
    parent.command("rekey")(rekey_command)
