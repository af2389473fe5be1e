"""The command that makes the folder of a new office."""

from pathlib import Path

import typer

from dondoc.cli.output import JsonOption, emit, say
from dondoc.setup.beginning import begin


def init(
    folder: Path = typer.Argument(help="Thư mục của Văn phòng: chưa có, hoặc trống."),
    directive: list[str] = typer.Option(
        [], "--directive", help="Văn bản đưa vào theo dõi; nhiều lần được (mặc định: mọi văn bản)."
    ),
    json: bool = JsonOption,
) -> None:
    """Tạo thư mục cho một Văn phòng mới: config.yaml và bộ quy tắc để sửa thành của mình."""
    made = begin(folder, directive)
    if json:
        emit({"folder": str(made.folder), "directives": list(made.directives)})
        return
    say(f"Đã tạo {made.folder}: config.yaml và bộ quy tắc trong rules/.")
    say("Sửa rồi chạy trong thư mục ấy: dondoc check, dondoc up.")
    say(f"Theo dõi: {', '.join(made.directives)}.")


def add_to(parent: typer.Typer) -> None:
    """Add `init` to the commands."""
    parent.command()(init)
