"""Commands over changes of people: ask, confirm, answer, note, take back, state who joined."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.desk import person_change as changing
from dondoc.desk import person_state as stating
from dondoc.desk.context import Desk
from dondoc.desk.person_change import Answer
from dondoc.desk.persons import log_numbers
from dondoc.desk.plain import plain
from dondoc.looking.person_changes import Shown, Stage, cases, person_changes
from dondoc.visible import Sight
from language.numbers import shown
from models import Purpose
from rules.meaning.right import Role

app = typer.Typer(no_args_is_help=True)
_CHANGE = typer.Argument(min=1, max=LARGEST, help="Số của biến động.")
_CASE = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của người này.")
_DIRECTIVE = typer.Argument(help="Mã văn bản.")
_ON = typer.Option(..., "--on", help="Từ ngày nào.")
_WHOSE = {
    Role.VIA: "nơi tổng hợp",
    Role.BEARER: "nơi người này ở",
    Role.TO: "nơi nhận",
    Role.OFFICE: "Văn phòng",
}


@app.callback()
def _group() -> None:
    """Biến động của từng người: đề nghị, xác nhận, nơi đến trả lời, ghi đã biết, hủy."""


@app.command("ask")
def ask_command(
    directive: str = _DIRECTIVE,
    person: int = _CASE,
    reason: str = typer.Argument(help="Lý do, một mã trong rules/people/bien-dong.yaml."),
    on: str = _ON,
    group: str = typer.Option(None, "--group", help="Chỉ nhóm này (mặc định: mọi nhóm)."),
    to: str = typer.Option(None, "--to", help="Chuyển đến đơn vị nào."),
    head: int = typer.Option(None, "--head", min=1, max=LARGEST, help="Chủ hộ mới, số hồ sơ."),
    member: list[int] = typer.Option(
        [], "--member", min=1, max=LARGEST, help="Ai cùng tách, nhập hộ, số hồ sơ; lặp lại được."
    ),
    join: int = typer.Option(
        None, "--join", min=1, max=LARGEST, help="Nhập vào hộ của người có số hồ sơ này."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Đề nghị ghi một biến động; có hiệu lực khi nơi có quyền xác nhận."""
    request = changing.Request(
        directive, person, reason, parse_day(on), group, to, head, tuple(member), join
    )
    with context.desk(as_) as desk:
        _show(desk, changing.ask(desk, request), json)


@app.command("decide")
def decide_command(
    change: int = _CHANGE,
    accept: bool = typer.Option(..., "--accept/--refuse", help="Xác nhận, hay không xác nhận."),
    number: str = typer.Option(..., "--number", help="Số, ký hiệu của văn bản."),
    dated: str = typer.Option(..., "--dated", help="Ngày của văn bản."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Xác nhận hay không một biến động, có số, ngày."""
    request = changing.Deciding(change, accept, number, parse_day(dated))
    with context.desk(as_) as desk:
        _show(desk, changing.decide(desk, request), json)


@app.command("answer")
def answer_command(
    change: int = _CHANGE,
    take: bool = typer.Option(..., "--take/--refuse", help="Nhận, hay không nhận người này."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Nơi chuyển đến nhận hay không nhận."""
    with context.desk(as_) as desk:
        _show(desk, changing.answer(desk, changing.Answering(change, take)), json)


@app.command("note")
def note_command(change: int = _CHANGE, as_: str = AsOption, json: bool = JsonOption) -> None:
    """Ghi là đã biết một biến động do nơi kia xác nhận."""
    with context.desk(as_) as desk:
        _show(desk, changing.note(desk, changing.Which(change)), json)


@app.command("undo")
def undo_command(change: int = _CHANGE, as_: str = AsOption, json: bool = JsonOption) -> None:
    """Hủy một biến động; mọi dữ kiện về người này trở lại như trước."""
    with context.desk(as_) as desk:
        _show(desk, changing.undo(desk, changing.Which(change)), json)


@app.command("stated")
def stated_command(
    directive: str = _DIRECTIVE,
    group: str = typer.Argument(help="Mã nhóm."),
    persons: list[int] = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của những người này."),
    on: str = _ON,
    not_after_all: bool = typer.Option(False, "--not", help="Không tham gia nữa, hay đã báo nhầm."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Báo những người trong danh sách đã tham gia."""
    request = stating.Request(directive, group, tuple(persons), parse_day(on), not_after_all)
    with context.desk(as_) as desk:
        done = stating.state(desk, request)
    if json:
        emit(plain(done))
    else:
        say(f"Đã ghi {shown(done.stated)} người; {shown(done.before)} người đã ghi từ trước.")


@app.command("list")
def list_command(
    everything: bool = typer.Option(False, "--all", help="Cả những biến động không còn chờ ai."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem những biến động đang chờ ai xác nhận, trả lời, ghi đã biết; mỗi lần xem được ghi lại."""
    with context.look(Sight.PERSONS, as_) as (office, look):
        found = person_changes(
            look.session,
            office.rulebook.reasons,
            look.visible,
            look.desk.today,
            waiting=not everything,
        )
        log_numbers(look, cases(found), Purpose.CHANGE)
        names = {one.uid: one.name for one in office.rulebook.bodies.all()}
    if json:
        emit([one.document() for one in found])
    elif not found:
        say("Không có biến động nào đang chờ.")
    else:
        columns = ("Số", "Hồ sơ", "Lý do", "Từ ngày", "Ở", "Đến", "Chờ")
        rows = [
            (
                f"{one.change}",
                f"số {one.person}",
                one.title,
                day(one.on),
                names[one.body],
                names.get(one.to or "", "–"),
                _waits(one),
            )
            for one in found
        ]
        show_table("Biến động của từng người", columns, rows)


def _waits(one: Shown) -> str:
    whose = _WHOSE.get(one.authority, one.authority.value)
    match one.stage:
        case Stage.DECISION:
            return f"{whose} xác nhận"
        case Stage.ANSWER:
            late = "QUÁ HẠN, " if one.late else ""
            return f"{late}nơi đến trả lời, đến {day(one.answer_by)}"
        case Stage.NOTE:
            return "nơi kia ghi đã biết"
    return "–"


def _show(desk: Desk, done: Answer, json: bool) -> None:
    if json:
        emit(plain(done))
        return
    title = desk.rulebook.reasons.get(done.reason).title
    say(f"Biến động số {done.change}, hồ sơ số {done.person}: {title}, từ {day(done.on)}.")
    say(f"  {_standing(done)}")


def _standing(done: Answer) -> str:
    if done.undone:
        return "Đã hủy; dữ kiện trở lại như trước."
    if done.accepted is None:
        return f"Chờ {_WHOSE.get(done.authority, done.authority)} xác nhận."
    if not done.accepted:
        return "Không được xác nhận."
    if done.applied:
        return "Đã có hiệu lực" + ("; nơi kia đã biết." if done.noted else ".")
    if done.taken is False:
        return "Nơi chuyển đến không nhận: người này vẫn ở danh sách cũ."
    return f"Chờ nơi chuyển đến trả lời, đến {day(done.answer_by)}."


def add_to(parent: typer.Typer) -> None:
    """Add `change` to the commands over people."""
    parent.add_typer(app, name="change", help="Biến động của từng người.")
