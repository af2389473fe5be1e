"""Commands that hand people down: numbered sheets of villages, a commune's part under a phrase."""

from datetime import date
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.documents import Out, write_document
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
    tell,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.desk import sheet as sheets
from dondoc.desk.plain import plain
from dondoc.documents.kinds import village
from dondoc.looking import handed_down
from dondoc.looking.printed import printed
from dondoc.visible import Sight
from language.numbers import shown

app = typer.Typer(no_args_is_help=True)
_LIST = typer.Argument(min=1, max=LARGEST, help="Số của danh sách (dondoc list show).")
_SHEET = typer.Argument(min=1, max=LARGEST, help="Số của phiếu in.")
_BODY = typer.Argument(help="Xã nào: mã hoặc tên.")
_ON = typer.Option(None, "--on", help="Ngày nào (mặc định: hôm nay).")


@app.callback()
def _group() -> None:
    """Phiếu in danh sách theo thôn: đánh số, in, giao, nộp lại để hủy; tệp mã hóa cho xã."""


@app.command("print")
def print_command(
    number: int = _LIST,
    body: str = _BODY,
    out: Path = Out,
    only: list[str] = typer.Option(None, "--format", help="pdf, docx (mặc định: cả hai)."),
    force: bool = ForceOption,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Đánh số và in phiếu của từng thôn trong phần của một xã."""
    with context.desk(as_) as desk:
        answer = sheets.number(desk, sheets.Request(number, body))
    for one in answer.sheets:
        write_document(
            village.KIND,
            {"sheet": one.sheet},
            out / f"phieu-so-{one.sheet}",
            only or [],
            as_,
            force=force,
        )
    if json:
        emit(plain(answer))
        return
    rows = (
        (str(one.sheet), one.village or "chưa rõ thôn", shown(one.people)) for one in answer.sheets
    )
    show_table(f"Phiếu in của danh sách số {number}", ("Phiếu số", "Thôn", "Số người"), rows)
    say("Giao xong, ghi: dondoc sheet given SỐ; hủy xong, ghi: dondoc sheet destroyed SỐ")


@app.command()
def given(sheet: int = _SHEET, on: str = _ON, as_: str = AsOption, json: bool = JsonOption) -> None:
    """Ghi phiếu đã giao cho người đi vận động của thôn."""
    _settle(sheet, on, as_, json, destroyed=False)


@app.command()
def destroyed(
    sheet: int = _SHEET, on: str = _ON, as_: str = AsOption, json: bool = JsonOption
) -> None:
    """Ghi phiếu đã nộp lại và đã hủy."""
    _settle(sheet, on, as_, json, destroyed=True)


def _settle(sheet: int, on: str | None, as_: str, json: bool, *, destroyed: bool) -> None:
    with context.desk(as_) as desk:
        when: date = parse_day(on) if on else desk.today
        days = {"destroyed_on": when} if destroyed else {"given_on": when}
        answer = sheets.settle(desk, sheets.Settling(sheet, **days))
    if json:
        emit(plain(answer))
        return
    done = "đã nộp lại và hủy" if destroyed else "đã giao"
    say(f"Phiếu in số {sheet}: {done} ngày {day(when)}.")


@app.command()
def show(
    number: int = typer.Argument(None, min=1, max=LARGEST, help="Số của danh sách."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem phiếu nào đã in, ai đang giữ bao lâu, phiếu nào đã hủy; không có họ tên."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        found = printed(look.session, number, look.visible)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(found))
        return
    rows = (
        (
            str(one.sheet),
            str(one.list),
            bodies.get(one.body).name,
            one.village or "chưa rõ thôn",
            shown(one.people),
            day(one.printed_on),
            day(one.given_on) if one.given_on else "chưa giao",
            day(one.destroyed_on) if one.destroyed_on else "chưa hủy",
        )
        for one in found
    )
    columns = ("Phiếu", "Danh sách", "Đơn vị", "Thôn", "Người", "In ngày", "Giao", "Hủy")
    show_table("Phiếu in danh sách", columns, rows)


@app.command()
def export(
    number: int = _LIST,
    body: str = _BODY,
    out: Path = Out,
    force: bool = ForceOption,
    as_: str = ViewerOption,
) -> None:
    """Ghi phần của một xã thành tệp XLSX mã hóa; câu mở tệp hiện một lần, báo bằng đường khác."""
    from dondoc.documents.writers.locked import locked, passphrase
    from dondoc.documents.writers.xlsx import xlsx

    with context.look(Sight.PERSONS, as_) as (_, look):
        part = handed_down.part_of(look, number, body)
        phrase, now = passphrase(), look.desk.now
    content = locked(xlsx(part.sheet.title, (part.sheet,), now), phrase)
    name = f"danh-sach-{number}-{part.body.partition('@')[0]}.xlsx"
    with writing(out, force=force, private=True) as drafts:
        (drafts / name).write_bytes(content)
    tell(f"Đã ghi {out / name}")
    say(f"Phần của xã: {shown(part.people)} người. Giao tận tay, không gửi qua thư.")
    say(f"Câu mở tệp (báo bằng đường khác, không ghi cùng tệp): {phrase}")


def add_to(parent: typer.Typer) -> None:
    """Add `sheet` to the commands."""
    parent.add_typer(app, name="sheet", help="Phiếu in danh sách theo thôn; tệp mã hóa cho xã.")
