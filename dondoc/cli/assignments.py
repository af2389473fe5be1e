"""Commands over villages: who is assigned, handed over in one step, of which nobody has one."""

from pathlib import Path

import typer

from dondoc.cases.assignment_file import read_assignments
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
from dondoc.desk import villages
from dondoc.desk.context import Desk
from dondoc.desk.plain import plain
from dondoc.desk.villages import Answer, Given
from dondoc.looking.assigned import assigned
from dondoc.visible import Sight
from language.numbers import shown
from models import Duty

app = typer.Typer(no_args_is_help=True)
_BODY = typer.Argument(help="Xã: mã hoặc tên.")
_SINCE = typer.Option(None, "--from", help="Từ ngày nào (mặc định: hôm nay).")
_NUMBER = typer.Option(None, "--number", help="Số, ký hiệu của văn bản phân công.")
_DATED = typer.Option(None, "--dated", help="Ngày của văn bản phân công.")
_LOGIN = typer.Option("", "--login", help="Tên đăng nhập của người ấy, nếu có.")
_ROLES = {Duty.OFFICER: "cán bộ phụ trách", Duty.HEAD: "trưởng thôn"}


@app.callback()
def _group() -> None:
    """Giao thôn: cán bộ phụ trách, trưởng thôn; bàn giao, người thay; thôn chưa ai phụ trách."""


@app.command("give")
def give_command(
    body: str = _BODY,
    village: list[str] = typer.Argument(help="Thôn nào; nhiều thôn thì kể hết."),
    officer: str = typer.Option("", "--officer", help="Cán bộ phụ trách địa bàn."),
    login: str = _LOGIN,
    head: str = typer.Option("", "--head", help="Trưởng thôn."),
    since: str = _SINCE,
    number: str = _NUMBER,
    dated: str = _DATED,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Giao thôn cho cán bộ phụ trách và trưởng thôn; ai đang giữ thì thôi từ ngày đó."""
    given = tuple(Given(one, officer, login, head) for one in village)
    with context.desk(as_) as desk:
        _show(desk, villages.assign(desk, _request(body, given, since, number, dated)), json)


@app.command("table")
def table_command(
    body: str = _BODY,
    file: Path = typer.Argument(help="Bảng CSV hoặc XLSX: thôn, cán bộ, tài khoản, trưởng thôn."),
    since: str = _SINCE,
    number: str = _NUMBER,
    dated: str = _DATED,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Giao mọi thôn của một xã theo một bảng, trọn hoặc không."""
    rows = read_assignments(file)
    given = tuple(Given(one.village, one.officer, one.login, one.head) for one in rows)
    with context.desk(as_) as desk:
        _show(desk, villages.assign(desk, _request(body, given, since, number, dated)), json)


def _request(
    body: str, given: tuple[Given, ...], since: str | None, number: str | None, dated: str | None
) -> villages.Request:
    first = parse_day(since) if since else None
    return villages.Request(body, given, first, number, parse_day(dated) if dated else None)


@app.command("hand-over")
def hand_over_command(
    body: str = _BODY,
    holder: str = typer.Argument(help="Ai bàn giao: họ tên, hoặc tên đăng nhập."),
    to: str = typer.Argument(help="Ai nhận."),
    login: str = _LOGIN,
    since: str = _SINCE,
    until: str = typer.Option(
        None, "--until", help="Thay đến trước ngày nào; không nêu: giao hẳn."
    ),
    number: str = _NUMBER,
    dated: str = _DATED,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Bàn giao mọi thôn của một người trong một lần: chuyển việc, nghỉ, người thay."""
    request = villages.Handing(
        body,
        holder,
        to,
        login,
        parse_day(since) if since else None,
        parse_day(until) if until else None,
        number,
        parse_day(dated) if dated else None,
    )
    with context.desk(as_) as desk:
        _show(desk, villages.hand_over(desk, request), json)


@app.command("end")
def end_command(
    body: str = _BODY,
    holder: str = typer.Argument(help="Ai thôi giữ thôn: họ tên, hoặc tên đăng nhập."),
    since: str = _SINCE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Thôi giao mọi thôn cho một người; các thôn ấy thành chưa ai phụ trách."""
    request = villages.Ending(body, holder, parse_day(since) if since else None)
    with context.desk(as_) as desk:
        _show(desk, villages.end(desk, request), json)


def _show(desk: Desk, answer: Answer, json: bool) -> None:
    if json:
        emit(plain(answer))
        return
    say(f"{desk.bodies.get(answer.body).name}:")
    for one in answer.assignments:
        until = f" đến trước {day(one.until)}" if one.until else ""
        say(f"  {one.village}: {_ROLES[one.role]} {one.holder}, từ {day(one.since)}{until}")


@app.command("list")
def list_command(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Xem thôn nào ai phụ trách, thôn nào có người trong danh sách mà chưa ai phụ trách."""
    with context.look(Sight.COUNTS, as_) as (_, look):
        found = assigned(look)
        bodies = look.desk.bodies
    if json:
        emit(plain(found))
        return
    rows = (
        (
            bodies.get(one.body).name,
            one.village,
            one.officer or "chưa ai phụ trách",
            one.head or "–",
        )
        for one in found
    )
    show_table("Giao thôn", ("Đơn vị", "Thôn", "Cán bộ phụ trách", "Trưởng thôn"), rows)
    missing = sum(not one.officer for one in found)
    say(f"{shown(len(found))} thôn; chưa ai phụ trách: {shown(missing)}.")


def add_to(parent: typer.Typer) -> None:
    """Add `assign` to the commands."""
    parent.add_typer(app, name="assign", help="Giao thôn: ai phụ trách, bàn giao, người thay.")
