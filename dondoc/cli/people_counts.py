"""The command that counts people by the way, and names nobody."""

import typer

from dondoc.cli import context
from dondoc.cli.output import JsonOption, ViewerOption, emit, say, show_table
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people.counting import DIMENSIONS, counted
from dondoc.people.safe import open_safe
from dondoc.visible import Sight
from rules.meaning.recipient import Party


def count_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    group: str = typer.Argument(help="Mã nhóm người."),
    body: str = typer.Argument(help="Xã: mã hoặc tên."),
    by: list[str] = typer.Option(["village"], "--by", help="Theo: village, ethnicity, reason."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Đếm người của một xã theo thôn, dân tộc, lý do; mục dưới 5 người được gộp với mục khác."""
    if unknown := [one for one in by if one not in DIMENSIONS]:
        raise Refused(f"không đếm được theo {unknown[0]!r}; có: {', '.join(DIMENSIONS)}")
    with context.look(Sight.COUNTS, as_) as (office, look):
        desk, book = look.desk, office.rulebook
        uid = body_uid(desk.bodies, body, desk.today)
        look.refuse([Party(uid, office=desk.work.office)])
        declared = book.directives.get(directive)
        if declared is None or group not in declared.groups:
            raise Refused(f"không có văn bản {directive!r} với nhóm {group!r}")
        safe = open_safe(look.session, desk.state)
        names = {id_: reason.title for id_, reason in book.reasons.by_id.items()}
        found = counted(look.session, safe, directive, group, uid, names)
        name = desk.bodies.get(uid).name
    rows = found.by(*(list(DIMENSIONS).index(one) for one in by))
    if json:
        said = [{**dict(zip(by, row.labels, strict=True)), "people": row.count} for row in rows]
        emit({"body": uid, "group": group, "people": found.total().count, "rows": said})
        return
    columns = (*(DIMENSIONS[one] for one in by), "Số người")
    show_table(f"{name}: nhóm {group}", columns, ((*row.labels, row.shown) for row in rows))
    say(f"Tổng: {found.total().shown}. Mục có từ 1 đến 4 người được gộp để không nhận ra ai.")


def add_to(parent: typer.Typer) -> None:
    """Add the command to those over persons."""
    parent.command("count")(count_command)
