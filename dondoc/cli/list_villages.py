"""Commands over the villages whose people a group means: which are entered; enter some."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.desk import eligible_villages
from dondoc.desk.own_people import declared_of
from dondoc.desk.plain import plain
from dondoc.looking.coverage import coverage
from dondoc.people.eligible import asking, entered
from dondoc.visible import Sight
from language.numbers import shown

_COLUMNS = ("Đơn vị", "Thôn", "Từ ngày", "Đến hết ngày", "Nguồn")


def villages_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem các thôn mà chỉ người ở đó thuộc nhóm; chưa ai nhập thì nêu; mấy người không ở đó."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        declared, bodies = declared_of(look.desk, directive), office.rulebook.bodies
        gaps = asking(look.session, declared)
        meant = [one for one in declared.groups.values() if one.villages_by]
        rows = {one.id: entered(look.session, declared.id, one.id) for one in meant}
        hidden = look.visible.hidden(
            look.session, {row.body_uid for found in rows.values() for row in found}
        )
        said = [
            {
                "group": row.group_id,
                "body": row.body_uid,
                "village": row.name,
                "from": row.since.isoformat(),
                "until": row.until.isoformat() if row.until else None,
                "source": row.source,
            }
            for found in rows.values()
            for row in found
            if row.body_uid not in hidden
        ]
        tables = {
            one.name: [
                (
                    bodies.get(row.body_uid).name,
                    row.name,
                    day(row.since),
                    day(row.until) if row.until else "",
                    row.source,
                )
                for row in rows[one.id]
                if row.body_uid not in hidden
            ]
            for one in meant
            if rows[one.id]
        }
        lines = coverage(look.session, office.rulebook, declared, look.desk.today, look.visible)
    outside = [(line, len(line.outside)) for line in lines if line.outside is not None]
    if json:
        found = [{"group": o.group, "body": o.body.uid, "people": number} for o, number in outside]
        emit({"gaps": [one.id for one in gaps], "villages": said, "outside": found})
        return
    for one in gaps:
        say(f"CÒN THIẾU: chưa nhập danh sách thôn theo {one.villages_by} ({one.name}).")
    if not meant:
        say("Văn bản này không giới hạn nhóm nào theo thôn.")
    for name, table in tables.items():
        show_table(name, _COLUMNS, table)
    for line, number in outside:
        if number:
            say(f"{line.body.name}: {shown(number)} người không ở thôn nào trong danh sách.")


def add_villages_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    group: str = typer.Argument(help="Mã nhóm người."),
    body: str = typer.Argument(help="Xã: mã hoặc tên."),
    village: list[str] = typer.Option(..., "--village", help="Tên thôn; nêu nhiều lần được."),
    since: str = typer.Option(..., "--from", help="Từ ngày nào."),
    until: str = typer.Option(None, "--until", help="Đến hết ngày nào.", show_default=False),
    source: str = typer.Option(..., "--source", help="Quyết định nêu các thôn: số, ngày."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Nhập thôn mà chỉ người ở đó thuộc nhóm; nhập lại thì dòng cũ cùng thời gian bị thay."""
    from_, to = parse_day(since), parse_day(until) if until else None
    with context.desk(as_) as desk:
        request = eligible_villages.Request(
            directive, group, body, tuple(village), from_, source, to
        )
        answer = eligible_villages.enter(desk, request)
        name = desk.bodies.get(answer.body).name
    if json:
        emit(plain(answer))
        return
    say(f"{name}: đã nhập {shown(answer.entered)} thôn, thay {shown(answer.struck)} dòng cũ.")
