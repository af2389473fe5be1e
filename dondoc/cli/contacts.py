"""Commands over the address book: take over a file, give it back."""

from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    ViewerOption,
    emit,
    parse_instant,
    say,
    tell,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.contacts import book
from dondoc.contacts.file import write_table
from dondoc.desk import contacts as taking
from dondoc.desk.plain import plain
from dondoc.visible import Sight

app = typer.Typer(no_args_is_help=True)

# So many lines of each kind are shown to a person; `--json` has them all.
_SHOWN = 10


@app.callback()
def _group() -> None:
    """Danh bạ: ai giữ chức danh nào, nhận tin ở đâu."""


@app.command("import")
def import_command(
    file: Path = typer.Argument(help="Tệp danh bạ, CSV (UTF-8) hoặc XLSX."),
    apply: bool = typer.Option(False, "--apply", help="Ghi vào; không có thì chỉ cho xem trước."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Xem tệp danh bạ sẽ thêm, đổi, kết thúc những ai; --apply thì ghi, hoặc tất cả hoặc không."""
    request = taking.Request(file, apply)
    with context.desk(as_, parse_instant(now), future=future, looks=not apply) as desk:
        done = taking.take_over(desk, request)
    if json:
        emit(plain(done))
    else:
        _tell(done)


def _tell(done: taking.Answer) -> None:
    for remark in done.remarks:
        tell(f"Dòng {remark.row}, cột {remark.column}: {remark.what}")
    kinds = {"thêm": done.added, "đổi": done.changed, "kết thúc": done.ended}
    for word, found in kinds.items():
        for one in found[:_SHOWN]:
            where = f"dòng {one.row}: " if one.row else ""
            fields = f" ({', '.join(one.fields)})" if isinstance(one, taking.Changed) else ""
            say(f"  {word}: {where}{one.body}/{one.post}{fields}")
        if len(found) > _SHOWN:
            say(f"  {word}: … và {len(found) - _SHOWN} dòng nữa")
    counts = ", ".join(f"{word} {len(found)}" for word, found in kinds.items())
    said = "Đã ghi" if done.applied else "Xem trước, chưa ghi gì"
    say(f"{said}: {counts}, giữ nguyên {done.unchanged}.")
    if not done.applied and any(kinds.values()):
        say("Đúng như vậy thì chạy lại với --apply.")


@app.command("export")
def export_command(
    file: Path = typer.Argument(help="Tệp sẽ ghi: .xlsx hoặc .csv."),
    force: bool = ForceOption,
    as_: str = ViewerOption,
) -> None:
    """Ghi danh bạ ra tệp, đúng như đã nhập; sửa tệp này rồi nhập lại."""
    with context.look(Sight.CONTACTS, as_) as (_, look):
        form, rows = book.listed(look.session, look.visible)
    with writing(file.parent, force=force, private=True) as drafts:
        write_table(drafts / file.name, form, rows)
    say(f"Đã ghi {len(rows)} dòng vào {file}; tệp có thông tin cá nhân, chỉ chủ tệp đọc được.")


def add_to(parent: typer.Typer) -> None:
    """Add `contacts` to the commands."""
    parent.add_typer(app, name="contacts", help="Danh bạ: nhập, xuất.")
