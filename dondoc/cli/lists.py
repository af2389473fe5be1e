"""Commands over lists of people: take one over, what there are, how two differ, who has theirs."""

from datetime import datetime
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.handed import handed_command
from dondoc.cli.list_columns import correction, say_sheet
from dondoc.cli.list_villages import add_villages_command, villages_command
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    NowOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    parse_instant,
    say,
    show_table,
    tell,
)
from dondoc.day.seeking import seek
from dondoc.desk import keep_list, people_list, receive_list
from dondoc.desk.list_answer import Answer
from dondoc.desk.plain import plain
from dondoc.errors import Refused
from dondoc.looking import lists as looking
from dondoc.visible import Sight
from language.numbers import shown
from language.zone import ZONE
from models import PeopleListKind

app = typer.Typer(no_args_is_help=True)
_NUMBER = typer.Argument(min=1, max=LARGEST, help="Số của danh sách (dondoc list show).")
# So many rows are shown to a person; `--json` has more.
_SHOWN = 20
KIND_NAMES = {
    PeopleListKind.UNCOVERED: "chưa tham gia",
    PeopleListKind.CARDS: "có thẻ",
}


@app.callback()
def _group() -> None:
    """Danh sách người: nhập, xem có những danh sách nào, khác nhau ở đâu, xã nào đã nhận."""


@app.command("import")
def import_command(
    file: Path = typer.Argument(help="Tệp danh sách, XLSX hoặc CSV (UTF-8)."),
    directive: str = typer.Option(..., "--directive", help="Mã văn bản."),
    group: str = typer.Option(..., "--group", help="Mã nhóm người của văn bản."),
    kind: PeopleListKind = typer.Option(
        PeopleListKind.UNCOVERED, "--kind", help="uncovered: chưa tham gia; cards: có thẻ."
    ),
    as_of: str = typer.Option(
        None, "--as-of", help="Danh sách tính đến ngày nào (mặc định: hôm nay)."
    ),
    body: str = typer.Option(None, "--body", help="Cả tệp là của riêng xã này."),
    source: str = typer.Option("", "--source", help="Theo văn bản nào, ví dụ: công văn số 45."),
    purpose: str = typer.Option("", "--purpose", help="Lưu để làm gì (mặc định: theo văn bản)."),
    ground: str = typer.Option("", "--ground", help="Căn cứ pháp lý (mặc định: văn bản)."),
    retain_until: str = typer.Option(None, "--retain-until", help="Lưu đến ngày nào."),
    column: list[str] = typer.Option(
        [], "--column", help="Cột có tiêu đề này là gì: 'Tiêu đề=birth'; 'Tiêu đề=' là không đọc."
    ),
    sex: list[str] = typer.Option([], "--sex", help="Số này là giới tính nào: 1=nam, 2=nữ."),
    zeros: bool = typer.Option(False, "--zeros", help="Thêm lại số 0 đã mất ở đầu các số."),
    anew: bool = typer.Option(
        False,
        "--anew",
        help="Theo chuẩn mới, lập lại từ đầu: ai không có tên thì ra khỏi danh sách từ ngày ấy.",
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ xem trước, không ghi gì."),
    now: str = NowOption,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Nhập danh sách người, hoặc tất cả hoặc không dòng nào; --dry-run: chỉ xem trước."""
    request = people_list.Request(
        file=file,
        directive=directive,
        group=group,
        kind=kind,
        as_of=parse_day(as_of) if as_of else None,
        body=body,
        source=source,
        purpose=purpose,
        ground=ground,
        retain_until=parse_day(retain_until) if retain_until else None,
        said=correction(column, sex, zeros),
        anew=anew,
        apply=not dry_run,
        told=lambda done: tell(f"  đã ghi {shown(done)} dòng"),
    )
    with context.desk(as_, parse_instant(now), looks=dry_run) as desk:
        answer = people_list.take_over(desk, request)
    if json:
        emit(plain(answer))
    else:
        _say(answer)
        if answer.said_as_of and not as_of:
            said = day(answer.said_as_of)
            say(f"Tiêu đề của tệp ghi tính đến ngày {said}: nếu đúng, nhập với --as-of {said}.")
    if answer.applied:
        _seek()
    if answer.fail:
        raise typer.Exit(1)


def _seek() -> None:
    """Look for likely doubles of who is new; the list is kept whatever comes of it."""
    with context.office() as office:
        pairs = seek(
            office, office.clock.now(), lambda done: tell(f"  đã rà trùng {shown(done)} người")
        )
    tell(f"Có thể trùng: {shown(pairs)} cặp hồ sơ mới tìm thấy; xem: dondoc people doubles.")


def _say(answer: Answer) -> None:
    for sheet in answer.sheets:
        say_sheet(sheet)
    for name, why in answer.aside.items():
        say(f"Không đọc trang {name or '1'}: {why}")
    for one in answer.failing[:_SHOWN]:
        say(f"  không nhận được: trang {one.sheet}, dòng {one.line}: {one.column}: {one.what}")
    if answer.fail > _SHOWN:
        say(f"  … và {shown(answer.fail - _SHOWN)} dòng nữa")
    for odd in answer.findings:
        say(f"  cần xem lại: {odd.what} ({shown(odd.rows)} dòng)")
    rows_of = ((one.name, shown(one.people), shown(one.new)) for one in answer.parts)
    show_table("Phần của từng xã", ("Đơn vị", "Số dòng", "Người chưa biết"), rows_of)
    done = f"Đã ghi danh sách số {answer.list}" if answer.applied else "Xem trước, chưa ghi gì"
    say(
        f"{done}: {shown(answer.people)} dòng (lần {answer.version}, tính đến "
        f"{day(answer.as_of)}); "
        f"{shown(answer.new)} người chưa biết, {shown(answer.known)} người đã biết; "
        f"{shown(answer.fail)} dòng không nhận được."
    )
    if answer.doubles:
        say(f"Có thể trùng với hồ sơ đã có: {shown(answer.doubles)} người chưa biết.")
    if answer.version > 1:
        say(
            f"So với lần trước: thêm {shown(answer.came)}, còn {shown(answer.stayed)}, "
            f"không còn {shown(len(answer.gone))}."
        )


@app.command()
def show(
    directive: str = typer.Argument(None, help="Mã văn bản; không nêu: mọi văn bản."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem có những danh sách nào, tính đến ngày nào, mấy xã chưa nhận; chỉ số đếm."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        found = looking.lists(look.session, directive, look.visible)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(found))
        return
    if not found:
        say("Chưa có danh sách nào: dondoc list import TỆP")
        return
    columns = ("Số", "Văn bản, nhóm", "Loại", "Lần", "Tính đến", "Của", "Số người", "Chưa nhận")
    rows = (
        (
            str(one.list),
            f"{one.directive}, {one.group}",
            KIND_NAMES[PeopleListKind(one.kind)],
            str(one.version),
            day(one.as_of),
            bodies.get(one.only).name if one.only else f"{one.parts} đơn vị",
            shown(one.people),
            f"{one.waiting} trong {one.parts} xã",
        )
        for one in found
    )
    show_table("Danh sách người", columns, rows)


@app.command()
def diff(
    one: int = _NUMBER,
    other: int = _NUMBER,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem danh sách sau khác danh sách trước ở những hồ sơ nào; chỉ số hồ sơ, không có họ tên."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        found = looking.difference(look.session, one, other, look.visible)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(found))
        return
    columns = ("Đơn vị", "Thêm", "Còn", "Không còn")
    rows = (
        (bodies.get(part.body).name, shown(part.came), shown(part.stayed), shown(part.gone))
        for part in found.parts
    )
    show_table(f"Danh sách số {other} so với số {one}", columns, rows)
    for word, cases in (("Thêm", found.came), ("Không còn", found.gone)):
        named = ", ".join(map(str, cases[:_SHOWN]))
        more = " …" if len(cases) > _SHOWN else ""
        say(f"{word} {shown(len(cases))}{': hồ sơ số ' if cases else ''}{named}{more}")


@app.command()
def receipt(number: int = _NUMBER, as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Xem xã nào đã nhận phần của mình, lúc nào, ai ghi; xã nào chưa."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        found = looking.receipts(look.session, number, look.visible)
        names = {one.body: office.rulebook.bodies.get(one.body).name for one in found}
    if json:
        emit({"list": number, "receipts": plain(found)})
        return
    rows = (
        (names[one.body], shown(one.people), _moment(one.received_at), one.recorded_by or "")
        for one in found
    )
    show_table(f"Đã nhận danh sách số {number}", ("Đơn vị", "Số người", "Nhận lúc", "Ai ghi"), rows)


@app.command()
def receive(
    number: int = _NUMBER,
    body: str = typer.Argument(help="Đơn vị đã nhận: mã hoặc tên."),
    at: str = typer.Option(None, "--at", help="Nhận lúc nào (mặc định: bây giờ)."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một xã đã nhận phần của mình trong danh sách."""
    with context.desk(as_) as desk:
        request = receive_list.Receiving(number, body, parse_instant(at))
        answer = receive_list.receive(desk, request)
        name = desk.bodies.get(answer.body).name
    if json:
        emit(plain(answer))
    else:
        say(f"{name} đã nhận danh sách số {number}: {shown(answer.people)} người.")


@app.command()
def keep(
    number: int = _NUMBER,
    until: str = typer.Option(None, "--until", help="Lưu đến hết ngày nào."),
    hold: bool = typer.Option(False, "--hold", help="Giữ lại, vì có khiếu nại chưa xong."),
    release: bool = typer.Option(False, "--release", help="Thôi giữ."),
    reason: str = typer.Option("", "--reason", help="Lý do, căn cứ."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Đặt ngày lưu của một danh sách; giữ lại khi có khiếu nại, thôi giữ khi xong."""
    if hold and release:
        raise Refused("--hold và --release trái nhau: chỉ nêu một")
    held = True if hold else (False if release else None)
    on = parse_day(until) if until else None
    with context.desk(as_) as desk:
        answer = keep_list.keep(desk, keep_list.Request(number, reason, on, held))
    if json:
        emit(plain(answer))
        return
    kept = f"lưu đến hết ngày {day(answer.until)}" if answer.until else "chưa đặt ngày lưu"
    say(f"Danh sách số {number}: {kept}{'; đang giữ lại' if answer.held else ''}.")


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%H:%M} ngày {day(at.astimezone(ZONE).date())}" if at else "chưa"


app.command("handed")(handed_command)
app.command("villages")(villages_command)
app.command("add-villages")(add_villages_command)


def add_to(parent: typer.Typer) -> None:
    """Add `list` to the commands."""
    parent.add_typer(app, name="list", help="Danh sách người: nhập, xem, so sánh, ghi đã nhận.")
