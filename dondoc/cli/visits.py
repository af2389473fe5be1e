"""Commands over visits: enter one or a sheet of them, strike a mistake."""

from pathlib import Path
from uuid import uuid4

import typer

from dondoc.cases.telling import Told
from dondoc.cases.visit_file import read_visits
from dondoc.cli import context
from dondoc.cli.documents import Out
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    parse_day,
    say,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.desk import visit as visits
from dondoc.desk.plain import plain
from dondoc.errors import Refused
from dondoc.looking.visit_form import visit_form
from dondoc.visible import Sight
from language.numbers import shown

_CODES = "một mã trong rules/people/tham.yaml"
_VISIT = typer.Argument(min=1, max=LARGEST, help="Số của lần thăm (dondoc visit list).")


def record_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    person: int = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của người được thăm."),
    on: str = typer.Option(..., "--on", help="Thăm ngày nào."),
    met: str = typer.Option(..., "--met", help=f"Gặp ai: {_CODES}."),
    answer: str = typer.Option(..., "--answer", help=f"Trả lời thế nào: {_CODES}."),
    situation: str = typer.Option(..., "--situation", help=f"Tình trạng: {_CODES}."),
    way: str = typer.Option(..., "--way", help=f"Bằng cách nào: {_CODES}."),
    went: list[str] = typer.Option([], "--went", help=f"Ai đi: {_CODES}; lặp lại được."),
    informed: bool = typer.Option(False, "--informed", help="Đã tuyên truyền."),
    mobilised: bool = typer.Option(False, "--mobilised", help="Đã vận động."),
    reason: str = typer.Option(None, "--reason", help=f"Lý do chưa tham gia: {_CODES}."),
    promised: str = typer.Option(None, "--promised", help="Hẹn ngày nào."),
    words: str = typer.Option("", "--words", help="Ghi chú, bằng chứng; được mã hóa."),
    key: str = typer.Option(
        "", "--key", help="Mã của lần thăm; gửi lại cùng mã thì không ghi thêm."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một lần thăm, tuyên truyền, vận động một người trong danh sách."""
    told = Told(
        key=key or str(uuid4()),
        person=person,
        directive=directive,
        on=parse_day(on),
        way=way,
        met=met,
        went=tuple(went),
        informed=informed,
        mobilised=mobilised,
        answer=answer,
        reason=reason,
        situation=situation,
        promised_on=parse_day(promised) if promised else None,
        words=words,
    )
    with context.desk(as_) as desk:
        [became] = visits.record(desk, visits.Request((told,))).visits
    if became.result is visits.Result.REFUSED:
        raise Refused(became.words)
    if json:
        emit(plain(became))
        return
    before = " (đã ghi từ trước)" if became.result is visits.Result.ALREADY else ""
    say(f"Lần thăm số {became.visit}, hồ sơ số {person}{before}.")
    for line in _more(became):
        say(f"  {line}")


def _more(became: visits.Became) -> list[str]:
    lines = []
    if became.change:
        lines.append(f"Đã thành đề nghị biến động số {became.change}; chờ xác nhận.")
    if became.question:
        lines.append(f"Trái với một lần thăm trước: câu hỏi số {became.question} chờ trả lời.")
    return [*lines, became.words] if became.words else lines


def take_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    file: Path = typer.Argument(help="Phiếu thăm đã điền: XLSX hoặc CSV (dondoc visit form)."),
    went: list[str] = typer.Option([], "--went", help=f"Ai đi: {_CODES}; lặp lại được."),
    on: str = typer.Option(None, "--on", help="Ngày thăm của dòng không ghi ngày."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi mọi lần thăm của một phiếu đã điền, trọn hoặc không; gửi lại tệp ấy không ghi thêm."""
    with context.desk(as_) as desk:
        day_ = parse_day(on) if on else None
        told = read_visits(file, desk.rulebook.visiting, directive, went, day_)
        request = visits.Request(tuple(told), visits.Source.SHEET, whole=True)
        answer = visits.record(desk, request)
    if json:
        emit(plain(answer))
        return
    before = len(answer.visits) - answer.recorded
    say(f"Đã ghi {shown(answer.recorded)} lần thăm; {shown(before)} lần đã ghi từ trước.")
    for one in answer.visits:
        for line in _more(one):
            say(f"  Lần thăm số {one.visit}: {line}")


def form_command(
    sheet: int = typer.Argument(min=1, max=LARGEST, help="Số của phiếu in (dondoc sheet show)."),
    out: Path = Out,
    force: bool = ForceOption,
    as_: str = ViewerOption,
) -> None:
    """Ghi phiếu thăm XLSX để gõ kết quả: số hồ sơ như trên phiếu in, không có họ tên."""
    from dondoc.documents.writers.xlsx import xlsx

    with context.look(Sight.PERSONS, as_) as (_, look):
        made, now = visit_form(look, sheet), look.desk.now
    with writing(out, force=force, private=True) as drafts:
        (drafts / f"phieu-tham-{sheet}.xlsx").write_bytes(xlsx(made.title, (made,), now))
    say(f"Đã ghi {out / f'phieu-tham-{sheet}.xlsx'}; điền xong: dondoc visit take")


def strike_command(
    visit: int = _VISIT,
    why: str = typer.Option(..., "--why", help=f"Vì sao: {_CODES} (strikes)."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Gạch một lần thăm ghi nhầm; nó vẫn còn trong sổ, không tính nữa."""
    with context.desk(as_) as desk:
        struck = visits.strike(desk, visits.Striking(visit, why))
        title = desk.rulebook.visiting.strikes[why].title
    if json:
        emit(plain(struck))
        return
    say(f"Đã gạch lần thăm số {visit} của hồ sơ số {struck.person}: {title}.")


def add_to(parent: typer.Typer) -> None:
    """Add the commands to those over visits."""
    parent.command("record")(record_command)
    parent.command("take")(take_command)
    parent.command("form")(form_command)
    parent.command("strike")(strike_command)
