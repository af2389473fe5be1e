"""Commands over reconciliations: begin, bring the three lists, say why they differ, agree, sign."""

from pathlib import Path

import typer

from dondoc.cases.reconciled import Apart
from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    parse_month,
    say,
    show_table,
)
from dondoc.desk import reconcile, reconcile_signing
from dondoc.desk.plain import plain
from dondoc.desk.reconciliations import Listed, apart, reconciliations
from dondoc.desk.sheet_of_money import Sheet
from dondoc.visible import Sight
from language.dates import month_and_year
from language.numbers import count, grouped
from models import RECONCILIATION_STATE_NAMES, Side
from rules.meaning.contribution import Helping

app = typer.Typer(no_args_is_help=True)
_NUMBER = typer.Argument(min=1, max=LARGEST, help="Số của lần đối chiếu.")
_SIDES = "insurer: cơ quan bảo hiểm xã hội; budget: ngân sách; presiding: cơ quan chủ trì đối chiếu"
_HAND = "người ký và tư cách, cách nhau dấu phẩy, ví dụ “Lê Văn Mẫu, Giám đốc”."


@app.callback()
def _group() -> None:
    """Đối chiếu kinh phí ba bên: danh sách đã tham gia, ngân sách, cơ quan chủ trì."""


@app.command("open")
def open_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    group: str = typer.Argument(help="Mã nhóm."),
    first: str = typer.Option(..., "--from", help="Từ tháng nào (2021-07)."),
    months: int = typer.Option(1, "--months", min=1, max=LARGEST, help="Mấy tháng."),
    corrects: int = typer.Option(
        None, "--corrects", min=1, max=LARGEST, help="Thay biên bản đã ký số này."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Lập một lần đối chiếu cho một nhóm, một kỳ."""
    request = reconcile.Request(directive, group, parse_month(first), months, corrects)
    with context.desk(as_) as desk:
        _show(reconcile.open_(desk, request), json)


@app.command()
def bring(
    number: int = _NUMBER,
    side: Side = typer.Argument(help=f"{_SIDES}."),
    file: Path = typer.Argument(None, help="Tệp danh sách; không nêu thì lấy từ dữ liệu thẻ."),
    as_of: str = typer.Option(..., "--as-of", help="Danh sách tính đến ngày nào."),
    source: str = typer.Option("", "--source", help="Số, ngày của văn bản gửi kèm."),
    body: str = typer.Option(None, "--body", help="Danh sách của đơn vị nào."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Đưa danh sách của một bên vào; bản trước của bên ấy thôi dùng."""
    sheet = Sheet(file) if file else None
    request = reconcile.Bringing(number, side, parse_day(as_of), sheet, body, source)
    with context.desk(as_) as desk:
        _show(reconcile.bring(desk, request), json)


@app.command()
def explain(
    number: int = _NUMBER,
    person: int = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ bị lệch."),
    reason: str = typer.Argument(help="Lý do, một mã trong rules/people/ho-tro.yaml."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi vì sao ba danh sách lệch nhau ở một hồ sơ."""
    with context.desk(as_) as desk:
        _show(reconcile.explain(desk, reconcile.Explaining(number, person, reason)), json)


@app.command()
def agree(
    number: int = _NUMBER,
    back: bool = typer.Option(False, "--back", help="Chưa thống nhất: trở lại dự thảo."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi ba bên đã thống nhất các danh sách và những chỗ lệch."""
    with context.desk(as_) as desk:
        _show(reconcile_signing.agree(desk, reconcile.Which(number, back)), json)


@app.command()
def sign(
    number: int = _NUMBER,
    paper: str = typer.Option(..., "--number", help="Số, ký hiệu của biên bản."),
    dated: str = typer.Option(..., "--dated", help="Ngày của biên bản."),
    insurer: str = typer.Option(..., "--insurer", help=f"Cơ quan bảo hiểm xã hội: {_HAND}"),
    budget: str = typer.Option(..., "--budget", help=f"Ngân sách: {_HAND}"),
    presiding: str = typer.Option(..., "--presiding", help=f"Cơ quan chủ trì: {_HAND}"),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi biên bản đối chiếu đã ký; sau đó chỉ sửa bằng một lần đối chiếu mới."""
    told = {Side.INSURER: insurer, Side.BUDGET: budget, Side.PRESIDING: presiding}
    hands = tuple(_hand(side, said) for side, said in told.items())
    request = reconcile_signing.Signing(number, paper, parse_day(dated), hands)
    with context.desk(as_) as desk:
        _show(reconcile_signing.sign(desk, request), json)


@app.command()
def show(
    number: int = typer.Argument(
        None, min=1, max=LARGEST, help="Số của lần đối chiếu; không nêu thì xem mọi lần."
    ),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem các lần đối chiếu, hoặc từng hồ sơ lệch của một lần; mỗi lần xem được ghi lại."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        lines = apart(look, number) if number else []
        found = [one for one in reconciliations(look) if number in (None, one.id)]
        names = {one.uid: one.name for one in office.rulebook.bodies.all()}
        helping = office.rulebook.helping
    if json:
        emit({"reconciliations": plain(found), "differing": plain(lines)})
        return
    if not found:
        say("Chưa lập lần đối chiếu nào.")
        return
    columns = ("Số", "Của", "Kỳ", "Trạng thái", "Số, ngày", "Hồ sơ lệch")
    show_table("Đối chiếu kinh phí ba bên", columns, (_row(one, names) for one in found))
    if lines:
        told = ("Hồ sơ", *(helping.sides[side] for side in Side), "Lệch vì", "Lý do")
        show_table("Hồ sơ lệch", told, (_apart(one, helping) for one in lines))


def _apart(one: Apart, helping: Helping) -> tuple[str, ...]:
    sides = (one.difference.told.get(side) for side in Side)
    paid = (f"{p.months} tháng, {grouped(p.amount)} đồng" if p else "không có" for p in sides)
    why = helping.found(one.difference.differs).title
    said = helping.reasons[one.explained].title if one.explained else "–"
    return (f"số {one.person}", *paid, why, said)


def _row(one: Listed, names: dict[str, str]) -> tuple[str, ...]:
    first, last = one.from_month, one.until_month
    period = month_and_year(first.month, first.year)
    if last != first:
        period += f" – {month_and_year(last.month, last.year)}"
    paper = f"{one.number}, {day(one.dated)}" if one.number else "–"
    state = RECONCILIATION_STATE_NAMES[one.state]
    return f"{one.id}", names[one.body], period, state, paper, grouped(one.differing)


def _hand(side: Side, said: str) -> reconcile_signing.Hand:
    name, _, capacity = said.rpartition(",")
    return reconcile_signing.Hand(side, name, capacity)


def _show(done: reconcile.Answer, json: bool) -> None:
    if json:
        emit(plain(done))
        return
    say(f"Đối chiếu số {done.reconciliation}: {RECONCILIATION_STATE_NAMES[done.state]}.")
    for side, people in done.people.items():
        lost = done.unmatched[side]
        more = f"; {count(lost)} dòng không rõ là ai" if lost else ""
        say(f"  {side}: {count(people)} người, {grouped(done.amount[side])} đồng{more}")
    if done.people:
        without = f", {count(done.unexplained)} chưa ghi lý do" if done.unexplained else ""
        say(f"  Lệch nhau: {count(done.differing)} hồ sơ{without}.")


def add_to(parent: typer.Typer) -> None:
    """Add `reconcile` to the commands."""
    parent.add_typer(
        app, name="reconcile", help="Đối chiếu kinh phí ba bên: danh sách, chỗ lệch, biên bản."
    )
