"""Commands over what is carried out without a day in the text: activities with their evidence."""

from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.cli.written import ForceOption, write
from dondoc.desk import activity as desk_activity
from dondoc.desk.plain import plain
from dondoc.looking.activities import activities, evidence_of
from dondoc.reports.attach import examine
from dondoc.visible import Sight
from language.dates import full_day

app = typer.Typer(no_args_is_help=True)
_DIRECTIVE = typer.Argument(help="Mã văn bản.")
_BODY = typer.Option("", "--body", help="Đơn vị nào (mặc định: của người ghi).")
_NUMBER = typer.Argument(min=1, max=LARGEST, help="Số của hoạt động (dondoc activity list).")


@app.callback()
def _group() -> None:
    """Việc văn bản giao mà không nêu thời hạn: đã làm gì, ngày nào, ai làm, minh chứng."""


@app.command()
def record(
    directive: str = _DIRECTIVE,
    duty: str = typer.Argument(help="Mã nhiệm vụ."),
    what: str = typer.Option(..., "--what", help="Đã làm gì; không nêu họ tên người dân."),
    on: str = typer.Option(..., "--on", help="Ngày làm, như 2024-05-07."),
    until: str = typer.Option(None, "--until", help="Đến ngày nào, nếu nhiều ngày."),
    who: str = typer.Option("", "--who", help="Ai làm: đơn vị, đoàn thể nào."),
    body: str = _BODY,
    file: Path = typer.Option(None, "--file", help="Tệp minh chứng (PDF, ảnh, DOCX, XLSX)."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một hoạt động đã làm, kèm minh chứng nếu có."""
    request = desk_activity.Request(
        directive,
        duty,
        what,
        parse_day(on),
        parse_day(until) if until else None,
        who,
        body,
        examine(file) if file else None,
    )
    with context.desk(as_) as desk:
        answer = desk_activity.record(desk, request)
    if json:
        emit(plain(answer))
    else:
        say(f"Đã ghi hoạt động số {answer.activity} của {answer.body}.")


@app.command()
def unchanged(
    directive: str = _DIRECTIVE,
    body: str = _BODY,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi rằng quý này không có gì thay đổi ở các việc không nêu thời hạn."""
    with context.desk(as_) as desk:
        answer = desk_activity.unchanged(desk, desk_activity.Unchanged(directive, body))
    if json:
        emit(plain(answer))
    else:
        say(f"Đã ghi: {answer.body} không có thay đổi trong quý {answer.quarter}.")


@app.command()
def undo(
    number: int = _NUMBER,
    reason: str = typer.Option(..., "--reason", help="Vì sao ghi nhầm."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Hủy một hoạt động ghi nhầm; dòng cũ vẫn còn trong dấu vết."""
    with context.desk(as_) as desk:
        answer = desk_activity.undo(desk, desk_activity.Undoing(number, reason))
    if json:
        emit(plain(answer))
    else:
        say(f"Đã hủy hoạt động số {answer.activity}.")


@app.command("list")
def list_command(
    directive: str = typer.Argument(None, help="Mã văn bản (mặc định: tất cả)."),
    duty: str = typer.Option("", "--duty", help="Chỉ một nhiệm vụ."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem hoạt động đã ghi, việc nào, của đơn vị nào, có minh chứng không."""
    with context.look(Sight.REPORT, as_) as (office, look):
        found = activities(look, directive, duty)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(found))
        return
    if not found:
        say("Chưa ghi hoạt động nào.")
        return
    rows = (
        (
            str(one.activity),
            one.duty or "không thay đổi",
            bodies.get(one.body).name,
            full_day(one.done_on) + (f" – {full_day(one.until_on)}" if one.until_on else ""),
            one.what or "–",
            one.who or "–",
            one.file_name or "–",
        )
        for one in found
    )
    columns = ("Số", "Việc", "Đơn vị", "Ngày", "Đã làm", "Ai làm", "Minh chứng")
    show_table("Hoạt động đã ghi", columns, rows)


@app.command()
def evidence(
    number: int = _NUMBER,
    out: Path = typer.Option(Path(), "--out", help="Thư mục ghi tệp."),
    force: bool = ForceOption,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Lấy tệp minh chứng của một hoạt động."""
    with context.look(Sight.REPORT, as_) as (_, look):
        name, content = evidence_of(look, number)
    target = out / name
    write(target, content, force=force)
    if json:
        emit({"activity": number, "file": str(target)})
    else:
        say(f"Đã ghi {target}.")


def add_to(parent: typer.Typer) -> None:
    """Add `activity` to the commands."""
    parent.add_typer(app, name="activity", help="Việc không nêu thời hạn: đã làm gì, minh chứng.")
