"""Commands over counts of lists: take over a file, show what holds."""

from pathlib import Path
from typing import Any

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    instant,
    parse_instant,
    say,
    show_table,
)
from dondoc.desk import counts as taking
from dondoc.desk.plain import plain
from dondoc.errors import Refused
from dondoc.reports.count_row import KINDS
from dondoc.reports.counts import latest_counts
from dondoc.visible import Sight
from language.numbers import shown
from models import CountKind, ListCount

app = typer.Typer(no_args_is_help=True)

# So many rows are shown to a person; `--json` has them all.
_SHOWN = 10


@app.callback()
def _group() -> None:
    """Số đếm theo danh sách: toàn bộ, đã giao, đã xác nhận, có thẻ; không có người nào cụ thể."""


@app.command("import")
def import_command(
    file: Path = typer.Argument(help="Tệp số đếm, CSV (UTF-8) hoặc XLSX."),
    apply: bool = typer.Option(False, "--apply", help="Ghi vào; không có thì chỉ cho xem trước."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Xem tệp số đếm sẽ thêm gì; --apply thì ghi, hoặc tất cả hoặc không; số cũ được giữ."""
    with context.desk(as_, looks=not apply) as desk:
        changes = taking.take_over(desk, taking.Request(file, apply))
    if json:
        emit(plain(changes))
        return
    for word, rows in (("thêm", changes.new), ("đính chính", changes.corrected)):
        for row in rows[:_SHOWN]:
            say(f"  {word}: {_line(row)}")
        if len(rows) > _SHOWN:
            say(f"  {word}: … và {len(rows) - _SHOWN} dòng nữa")
    done = "Đã ghi" if apply else "Xem trước, chưa ghi gì"
    new, corrected = len(changes.new), len(changes.corrected)
    say(f"{done}: thêm {new}, đính chính {corrected}, giữ nguyên {changes.unchanged}.")
    if not apply:
        say("Đúng như vậy thì chạy lại với --apply.")


def _line(row: taking.Count) -> str:
    what = f"{row.bearer}, nhóm {row.group}, {KINDS[row.kind]}"
    return f"dòng {row.row}: {what}: {shown(row.people)} (đến {day(row.as_of)})"


@app.command()
def show(
    directive: str = typer.Argument(help="Mã văn bản."),
    as_of: str = typer.Option(
        None, "--as-of", help="Thời điểm quá khứ, ví dụ 2024-05-07T07:00.", show_default=False
    ),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem số đếm đang dùng của từng đơn vị, từng nhóm; hoặc số đã biết tại một thời điểm."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        declared = office.rulebook.directives.get(directive)
        if declared is None:
            known = ", ".join(office.rulebook.directives)
            raise Refused(f"không có văn bản {directive!r}; có: {known}")
        at = parse_instant(as_of)
        rows = [
            row
            for row in latest_counts(look.session, directive, known_at=at, visible=look.visible)
            if row.group_id in declared.groups
        ]
        names = {row.body_uid: office.rulebook.bodies.get(row.body_uid).name for row in rows}
    if json:
        emit({"directive": directive, "as_of": instant(at), "counts": [_shown(r) for r in rows]})
    elif not rows:
        say("Chưa có số đếm nào: dondoc counts import TỆP")
    else:
        columns = ("Đơn vị", "Nhóm", "Loại số", "Số người", "Đến ngày", "Nguồn")
        lines = (_cells(row, names[row.body_uid]) for row in rows)
        show_table("Số đếm theo danh sách, không cộng các nhóm", columns, lines)


def _cells(row: ListCount, name: str) -> list[str]:
    kind = KINDS[CountKind(row.kind)]
    return [name, row.group_id, kind, shown(row.people), day(row.as_of), row.source]


def _shown(row: ListCount) -> dict[str, Any]:
    return {
        "bearer": row.body_uid,
        "group": row.group_id,
        "kind": row.kind,
        "people": row.people,
        "as_of": row.as_of.isoformat(),
        "source": row.source,
        "recorded_at": instant(row.recorded_at),
        "recorded_by": row.recorded_by,
    }


def add_to(parent: typer.Typer) -> None:
    """Add `counts` to the commands."""
    parent.add_typer(app, name="counts", help="Số đếm theo danh sách: nhập, xem.")
