"""Commands over visits: enter one, look at them, strike a mistake, settle what contradicts."""

from collections.abc import Mapping
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
    day,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.desk import visit as visits
from dondoc.desk.own_people import declared_of
from dondoc.desk.persons import log_numbers
from dondoc.desk.plain import plain
from dondoc.errors import Refused
from dondoc.looking import visited as looking
from dondoc.looking.to_visit import standings
from dondoc.looking.visit_form import visit_form
from dondoc.visible import Sight
from language.numbers import shown
from models import Purpose
from rules.meaning.body import BodyRegistry
from rules.meaning.visiting import Visiting, Word

app = typer.Typer(no_args_is_help=True)
_CODES = "một mã trong rules/people/tham.yaml"
_VISIT = typer.Argument(min=1, max=LARGEST, help="Số của lần thăm (dondoc visit list).")


@app.callback()
def _group() -> None:
    """Thăm hộ: ghi lần thăm, xem, gạch lần ghi nhầm, trả lời khi hai lần thăm trái nhau."""


@app.command("record")
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


@app.command("take")
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


@app.command("form")
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


@app.command("list")
def list_command(
    case: int = typer.Option(None, "--case", min=1, max=LARGEST, help="Chỉ của hồ sơ số này."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem các lần thăm, mới nhất trước, theo số hồ sơ; không có họ tên."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        found = looking.visited(look.session, look.visible, case)
        log_numbers(look, looking.cases(found), Purpose.DUTY)
        words, bodies = look.desk.rulebook.visiting, look.desk.bodies
    if json:
        emit(plain(found))
        return
    columns = (
        "Lần",
        "Ngày",
        "Hồ sơ",
        "Đơn vị",
        "Gặp",
        "Đã làm",
        "Trả lời",
        "Tình trạng",
        "Ghi chú",
    )
    show_table("Các lần thăm", columns, (_row(one, words, bodies) for one in found))
    say(f"{shown(len(found))} lần thăm.")


def _row(one: looking.Visited, words: Visiting, bodies: BodyRegistry) -> tuple[str, ...]:
    answer = words.answers[one.answer].title if one.answer in words.answers else one.answer
    if one.promised_on:
        answer += f", hẹn {day(one.promised_on)}"
    done = [
        what for what, so in (("tuyên truyền", one.informed), ("vận động", one.mobilised)) if so
    ]
    struck = words.strikes.get(one.struck) if one.struck else None
    return (
        str(one.visit),
        day(one.on),
        str(one.person),
        bodies.get(one.body).name,
        words.met[one.met].title if one.met in words.met else one.met,
        ", ".join(done) or "–",
        answer,
        words.situations[one.situation].title if one.situation in words.situations else "–",
        f"đã gạch: {struck.title}" if struck else "",
    )


@app.command("survey")
def survey_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Rà soát, thống kê từng thôn theo các lần thăm: số hộ, số người, câu trả lời; không nêu ai."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        declared_of(look.desk, directive)
        found = standings(look, directive)
        words, bodies = look.desk.rulebook.visiting, look.desk.bodies
    if json:
        emit(plain(found))
        return
    rows = (
        (
            bodies.get(one.body).name,
            one.name or "không ghi thôn",
            f"{one.visited}/{one.households}" + (f" (+{one.homeless})" if one.homeless else ""),
            shown(one.people),
            shown(one.informed),
            shown(one.mobilised),
            _counted(one.answers, words.answers),
            _counted(one.situations, words.situations),
        )
        for one in found
    )
    columns = ("Đơn vị", "Thôn", "Hộ đã đến/hộ", "Người", "Đã tuyên truyền", "Đã vận động")
    show_table("Rà soát, thống kê", (*columns, "Trả lời", "Tình trạng"), rows)
    say("Số hộ theo danh sách đã giao, không phải mọi hộ của thôn; (+N): N người chưa rõ hộ.")


def _counted(counts: Mapping[str, int], of: Mapping[str, Word]) -> str:
    """Return how many said what, in the order of the closed list."""
    return "; ".join(f"{one.title}: {counts[code]}" for code, one in of.items() if code in counts)


@app.command("strike")
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


@app.command("question")
def question_command(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Xem các lần thăm trái nhau còn chờ trả lời, theo số hồ sơ."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        found = looking.questions(look.session, look.visible)
        log_numbers(look, looking.cases(found), Purpose.DUTY)
        words, bodies = look.desk.rulebook.visiting, look.desk.bodies
    if json:
        emit(plain(found))
        return
    columns = ("Câu hỏi", "Hồ sơ", "Đơn vị", "Lần này", "Lần kia")
    rows = (
        (
            str(one.question),
            str(one.person),
            bodies.get(one.one.body).name,
            *(_said(which, words) for which in (one.one, one.other)),
        )
        for one in found
    )
    show_table("Các lần thăm trái nhau", columns, rows)
    say("Trả lời: dondoc visit settle SỐ --holds LẦN, hoặc --neither")


@app.command("settle")
def settle_command(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số của câu hỏi."),
    holds: int = typer.Option(None, "--holds", min=1, max=LARGEST, help="Lần thăm số này đúng."),
    neither: bool = typer.Option(False, "--neither", help="Không lần nào đúng, phải thăm lại."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Cho biết lần thăm nào đúng khi hai lần trái nhau."""
    if (holds is None) != neither:
        raise Refused("nêu lần thăm nào đúng (--holds SỐ), hoặc --neither")
    with context.desk(as_) as desk:
        settled = visits.settle(desk, visits.Settling(number, holds))
    if json:
        emit(plain(settled))
        return
    say(f"Câu hỏi số {number}: " + (f"lần thăm số {holds} đúng." if holds else "phải thăm lại."))


def _said(one: looking.Visited, words: Visiting) -> str:
    answer = words.answers[one.answer].title if one.answer in words.answers else one.answer
    return f"số {one.visit}, ngày {day(one.on)}: {answer}"


def add_to(parent: typer.Typer) -> None:
    """Add `visit` to the commands."""
    parent.add_typer(app, name="visit", help="Thăm hộ: ghi, xem, gạch lần ghi nhầm.")
