"""Commands over decisions about terms: list them, take one back."""

import typer

from dondoc.cli import context
from dondoc.cli.decisions import Approver, Number, Reason
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    ViewerOption,
    emit,
    parse_instant,
    say,
    show_table,
)
from dondoc.decisions.decide import Grounds
from dondoc.desk import undo_decision as undoing
from dondoc.desk.plain import plain
from dondoc.looking.decided import KIND_NAMES, Decided
from dondoc.looking.decided import decided as read
from dondoc.visible import Sight
from language.dates import day_and_hour, full_day
from language.numbers import count
from rules.meaning.body import BodyRegistry

app = typer.Typer(no_args_is_help=True)
# Of more bodies than these it says how many.
_NAMED = 3


@app.command("list")
def list_(
    directive: str = typer.Argument(None, help="Mã văn bản (mặc định: mọi văn bản)."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Các quyết định gia hạn, lùi hạn, tạm dừng, rút lại: số thứ tự, của ai, còn hiệu lực không."""
    with context.look(Sight.DOSSIER, as_) as (office, look):
        found = read(look.session, directive, look.visible)
        if json:
            emit(plain(found))
            return
        bodies = office.rulebook.bodies
        show_table(
            office.mark,
            ("quyết định", "ghi lúc", "nội dung", "đơn vị", "người duyệt", "lý do", ""),
            [_line(one, bodies) for one in found],
        )


def _line(one: Decided, bodies: BodyRegistry) -> tuple[str, ...]:
    names = [bodies.get(uid).name if uid in bodies else uid for uid in one.bearers]
    who = ", ".join(names) if len(names) <= _NAMED else f"{count(len(names))} đơn vị"
    undone = f"đã rút lại bằng quyết định {one.undone_by}" if one.undone_by else ""
    when = day_and_hour(one.decided_at)
    return (str(one.decision), when, _what(one), who, one.approver, one.reason, undone)


def _what(one: Decided) -> str:
    number = f" (số {one.number})" if one.number else ""
    if one.undoes:
        return f"{KIND_NAMES[one.kind]} quyết định {one.undoes}{number}"
    how = f"{count(one.days)} ngày" if one.days else ""
    until = f"đến hết {full_day(one.until)}" if one.until else ""
    return f"{KIND_NAMES[one.kind]} {how or until}{number}"


@app.command()
def undo(
    decision: int = typer.Argument(
        help="Số thứ tự của quyết định (xem: dondoc decision list).", min=1, max=LARGEST
    ),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Rút lại một quyết định gia hạn, lùi hạn, tạm dừng; không ai vì thế thành quá hạn ngay."""
    request = undoing.Request(decision, Grounds(reason, approver, number))
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = undoing.undo(desk, request)
    if json:
        emit(plain(done))
        return
    say(
        f"Quyết định {done.decision}: rút lại quyết định {decision} đối với "
        f"{count(done.obligations)} việc; không việc nào vì thế bị tính là quá hạn đến hết "
        f"{full_day(done.until)}. Báo cho {count(done.told)} người ở lượt gửi tiếp theo."
    )


def add_to(parent: typer.Typer) -> None:
    """Add `decision` to the commands."""
    parent.add_typer(app, name="decision", help="Quyết định về hạn: xem, rút lại.")
