"""Commands over incidents: that data of persons leaked or were lost, and what was done of it."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    emit,
    parse_instant,
    read_instant,
    say,
    show_table,
)
from dondoc.desk import incident as desk_incident
from dondoc.desk.plain import plain
from dondoc.looking.incidents import Recorded, clock, incidents
from language.dates import hour_of_day, moment
from models import INCIDENT_KIND_NAMES, IncidentKind

app = typer.Typer(no_args_is_help=True)
_NUMBER = typer.Argument(min=1, max=LARGEST, help="Số của sự cố (dondoc incident list).")
_KINDS = "; ".join(f"{kind.value}: {name}" for kind, name in INCIDENT_KIND_NAMES.items())


@app.callback()
def _group() -> None:
    """Sự cố dữ liệu cá nhân: ghi, đã báo cơ quan có thẩm quyền, kết thúc, còn bao lâu phải báo."""


@app.command()
def record(
    kind: IncidentKind = typer.Argument(help=f"{_KINDS}."),
    found_at: str = typer.Option(..., "--found-at", help="Phát hiện lúc nào."),
    done: str = typer.Option(..., "--done", help="Đã xử lý ngay thế nào; không nêu họ tên ai."),
    lists: list[int] = typer.Option(
        [], "--list", min=1, max=LARGEST, help="Danh sách có liên quan: số."
    ),
    case: list[int] = typer.Option(
        [], "--case", min=1, max=LARGEST, help="Hồ sơ có liên quan: số hồ sơ."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một sự cố: phát hiện lúc nào, thế nào, danh sách, hồ sơ nào (chỉ số), đã làm gì ngay."""
    request = desk_incident.Request(read_instant(found_at), kind, done, tuple(lists), tuple(case))
    with context.desk(as_) as desk:
        answer = desk_incident.record(desk, request)
        term = desk.rulebook.incidents
    if json:
        emit(plain(answer))
        return
    say(
        f"Sự cố số {answer.incident}: báo {answer.to} chậm nhất {moment(answer.report_by)} "
        f"({term.hours} giờ từ khi phát hiện; {term.basis})."
    )
    if term.assumed:
        say(f"Lưu ý: {term.assumed}.")


@app.command()
def report(
    number: int = _NUMBER,
    paper: str = typer.Option(..., "--number", help="Số, ký hiệu của văn bản đã báo."),
    at: str = typer.Option(None, "--at", help="Báo lúc nào (mặc định: bây giờ)."),
    to: str = typer.Option("", "--to", help="Báo cho ai (mặc định: nơi nêu ở rules/people)."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi sự cố đã báo cơ quan có thẩm quyền: lúc nào, văn bản số mấy, cho ai."""
    with context.desk(as_) as desk:
        when = parse_instant(at) or desk.now
        answer = desk_incident.report(desk, desk_incident.Reporting(number, when, paper, to))
    if json:
        emit(plain(answer))
        return
    timely = "đúng hạn" if answer.in_time else f"chậm, hạn là {moment(answer.report_by)}"
    say(f"Sự cố số {number}: đã báo {answer.to} lúc {moment(when)} ({timely}).")


@app.command()
def close(
    number: int = _NUMBER,
    reason: str = typer.Option(..., "--reason", help="Vì sao kết thúc; không nêu họ tên ai."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi sự cố đã kết thúc, kèm lý do; chưa báo mà kết thúc thì lý do nêu vì sao không báo."""
    with context.desk(as_) as desk:
        answer = desk_incident.close(desk, desk_incident.Closing(number, reason))
    if json:
        emit(plain(answer))
        return
    say(f"Sự cố số {number}: đã kết thúc{'' if answer.reported_at else ', không báo'}.")


@app.command("list")
def list_command(as_: str = AsOption, json: bool = JsonOption) -> None:
    """Xem các sự cố đã ghi, còn mấy giờ phải báo: Văn phòng thấy tất cả, nơi khác thấy của mình."""
    with context.desk(as_, looks=True) as desk:
        found = incidents(desk.session, desk.now, desk_incident.shown_of(desk))
        bodies = desk.bodies
    if json:
        emit(plain(found))
        return
    if not found:
        say("Chưa ghi sự cố nào.")
        return
    columns = ("Số", "Thế nào", "Đơn vị", "Phát hiện", "Danh sách", "Số hồ sơ", "Báo", "Kết thúc")
    rows = (
        (
            str(one.incident),
            INCIDENT_KIND_NAMES[IncidentKind(one.kind)],
            bodies.get(one.body).name if one.body in bodies else one.body,
            hour_of_day(one.found_at),
            ", ".join(map(str, one.lists)) or "–",
            ", ".join(map(str, one.people)) or "–",
            _told(one),
            hour_of_day(one.closed_at) if one.closed_at else "chưa",
        )
        for one in found
    )
    show_table("Sự cố dữ liệu cá nhân", columns, rows)


@app.command()
def show(number: int = _NUMBER, as_: str = AsOption, json: bool = JsonOption) -> None:
    """Xem lời ghi về một sự cố: đã xử lý ngay thế nào, vì sao kết thúc; chỉ ai ghi được mới xem."""
    with context.desk(as_, looks=True) as desk:
        written = desk_incident.said_of(desk, number)
        every = incidents(desk.session, desk.now)
        one = next(one for one in every if one.incident == number)
    if json:
        emit({"incident": plain(one), "said": plain(written)})
        return
    say(f"Sự cố số {number}, {INCIDENT_KIND_NAMES[IncidentKind(one.kind)]}; báo: {_told(one)}.")
    say(f"Đã xử lý ngay: {written.done}")
    if written.reason:
        say(f"Lý do kết thúc: {written.reason}")


def _told(one: Recorded) -> str:
    if one.reported_at:
        late = "" if one.reported_at <= one.report_by else " (chậm)"
        return f"{one.number}, {hour_of_day(one.reported_at)}{late}"
    return "không báo" if one.hours_left is None else f"chưa, {clock(one.hours_left)}"


def add_to(parent: typer.Typer) -> None:
    """Add `incident` to the commands."""
    parent.add_typer(app, name="incident", help="Sự cố dữ liệu cá nhân: ghi, báo, kết thúc, xem.")
