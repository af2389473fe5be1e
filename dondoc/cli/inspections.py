"""Commands over inspections, and over the decision that names a committee's members."""

from datetime import date
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
from dondoc.desk import committee as desk_committee
from dondoc.desk import inspection as desk_inspection
from dondoc.desk.plain import plain
from dondoc.looking.inspections import inspections
from dondoc.reports.attach import examine
from dondoc.reports.committee import decision_of, members_of
from dondoc.visible import Sight
from language.dates import full_day
from language.text import upper_first
from models import INSPECTION_STEP_NAMES, InspectionStep

inspection = typer.Typer(no_args_is_help=True)
committee = typer.Typer(no_args_is_help=True)
_WHO = typer.Option("", "--who", help="Ai: đoàn, cơ quan nào.")
_PAPER = typer.Option("", "--number", help="Số, ký hiệu văn bản, nếu có.")
_FILE = typer.Option(None, "--file", help="Tệp kèm theo (PDF, ảnh, DOCX, XLSX).")
_STEPS = "; ".join(f"{step.value}: {name}" for step, name in INSPECTION_STEP_NAMES.items())


@inspection.callback()
def _inspections() -> None:
    """Kiểm tra đơn vị: kế hoạch, kết quả, việc phải khắc phục, đã khắc phục."""


@inspection.command("plan")
def plan(
    directive: str = typer.Argument(help="Mã văn bản."),
    duty: str = typer.Argument(help="Mã nhiệm vụ giao kiểm tra."),
    inspected: str = typer.Argument(help="Đơn vị được kiểm tra."),
    words: str = typer.Option(..., "--what", help="Kiểm tra những gì."),
    on: str = typer.Option(..., "--on", help="Ngày kiểm tra theo kế hoạch."),
    by: str = typer.Option("", "--by", help="Đơn vị kiểm tra (mặc định: của người ghi)."),
    who: str = _WHO,
    number: str = _PAPER,
    file: Path = _FILE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi kế hoạch kiểm tra một đơn vị."""
    told = _told(words, on, who, number, file)
    request = desk_inspection.Request(directive, duty, inspected, told, by)
    with context.desk(as_) as desk:
        answer = desk_inspection.plan(desk, request)
    _said(answer, json)


@inspection.command("enter")
def enter(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số của lần kiểm tra."),
    step: InspectionStep = typer.Argument(help=f"{_STEPS}."),
    words: str = typer.Option(..., "--what", help="Nội dung."),
    on: str = typer.Option(..., "--on", help="Ngày."),
    by_on: str = typer.Option(
        None, "--before", help="Hạn khắc phục do cơ quan đặt; văn bản không nêu, bỏ trống được."
    ),
    who: str = _WHO,
    paper: str = _PAPER,
    file: Path = _FILE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi bước tiếp theo: kết quả, việc phải khắc phục, đã khắc phục."""
    told = _told(words, on, who, paper, file, parse_day(by_on) if by_on else None)
    with context.desk(as_) as desk:
        answer = desk_inspection.enter(desk, desk_inspection.Going(number, step, told))
    _said(answer, json)


@inspection.command("list")
def list_command(
    directive: str = typer.Argument(None, help="Mã văn bản (mặc định: tất cả)."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem các lần kiểm tra, lần nào còn việc chưa khắc phục."""
    with context.look(Sight.REPORT, as_) as (office, look):
        found = inspections(look, directive)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(found))
        return
    if not found:
        say("Chưa ghi lần kiểm tra nào.")
        return
    rows = []
    for one in found:
        last = one.steps[-1]
        term = f", hạn {full_day(last.by_on)} (quy ước của cơ quan)" if last.by_on else ""
        rows.append(
            (
                str(one.inspection),
                bodies.get(one.body).name,
                bodies.get(one.inspected).name,
                f"{upper_first(INSPECTION_STEP_NAMES[last.step])}, {full_day(last.done_on)}{term}",
                last.words,
            )
        )
    show_table("Kiểm tra", ("Số", "Ai kiểm tra", "Đơn vị", "Đến đâu", "Nội dung"), rows)


def _told(
    words: str, on: str, who: str, number: str, file: Path | None, by_on: date | None = None
) -> desk_inspection.Told:
    examined = examine(file) if file else None
    return desk_inspection.Told(words, parse_day(on), who, number, by_on, examined)


def _said(answer: desk_inspection.Answer, json: bool) -> None:
    if json:
        emit(plain(answer))
    else:
        name = INSPECTION_STEP_NAMES[answer.step]
        say(f"Lần kiểm tra số {answer.inspection} ({answer.inspected}): đã ghi {name}.")


@committee.callback()
def _committees() -> None:
    """Thành viên của ban chỉ đạo, theo quyết định; chưa ghi quyết định thì còn là chỗ thiếu."""


@committee.command("decide")
def decide(
    body: str = typer.Argument(help="Ban nào: mã đơn vị."),
    number: str = typer.Option(..., "--number", help="Số, ký hiệu quyết định."),
    dated: str = typer.Option(..., "--dated", help="Ngày của quyết định."),
    member: list[str] = typer.Option(
        ..., "--member", help="ĐƠN-VỊ hoặc ĐƠN-VỊ/CHỨC-DANH[:họ tên cán bộ]; lặp lại được."
    ),
    issuer: str = typer.Option("", "--issuer", help="Cơ quan ban hành quyết định."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi quyết định nêu các thành viên; quyết định sau thay quyết định trước."""
    seats = tuple(map(_seat, member))
    request = desk_committee.Request(body, number, parse_day(dated), seats, issuer)
    with context.desk(as_) as desk:
        answer = desk_committee.decide(desk, request)
    if json:
        emit(plain(answer))
    else:
        say(f"Đã ghi quyết định {number}: {answer.members} thành viên của {answer.committee}.")


@committee.command("show")
def show(
    body: str = typer.Argument(help="Ban nào: mã đơn vị."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem ai là thành viên, theo quyết định nào."""
    with context.look(Sight.STATUS, as_) as (office, look):
        on, bodies = look.desk.today, office.rulebook.bodies
        decision = decision_of(look.session, body, on)
        members = members_of(look.session, body, on)
        known = (decision.number, decision.dated) if decision else None
    if json:
        emit({"committee": body, "decision": plain(known), "members": plain(members)})
        return
    if known is None:
        gap = bodies.get(body).gap if body in bodies else ""
        say(f"Chưa ghi quyết định nào{f': {gap}' if gap else ''}.")
        return
    rows = [(bodies.get(one.body).name, one.post or "–", one.person or "–") for one in members]
    title = f"Thành viên theo {known[0]} ngày {full_day(known[1])}"
    show_table(title, ("Đơn vị", "Chức danh", "Người"), rows)


def _seat(said: str) -> desk_committee.Seat:
    where, _, person = said.partition(":")
    body, _, post = where.partition("/")
    return desk_committee.Seat(body, post, person)


def add_to(parent: typer.Typer) -> None:
    """Add `inspection` and `committee` to the commands."""
    said = "Kiểm tra: kế hoạch, kết quả, khắc phục."
    parent.add_typer(inspection, name="inspection", help=said)
    parent.add_typer(committee, name="committee", help="Thành viên ban chỉ đạo theo quyết định.")
