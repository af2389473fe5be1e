"""Commands over visits as they stand: listed, counted, and where two of them contradict."""

from collections.abc import Mapping

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    say,
    show_table,
)
from dondoc.desk import visit as visits
from dondoc.desk.own_people import declared_of
from dondoc.desk.persons import log_numbers
from dondoc.desk.plain import plain
from dondoc.errors import Refused
from dondoc.looking import visited as looking
from dondoc.looking.to_visit import standings
from dondoc.visible import Sight
from language.numbers import shown
from models import Purpose
from rules.meaning.body import BodyRegistry
from rules.meaning.visiting import Visiting, Word


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
    """Add the commands to those over visits."""
    parent.command("list")(list_command)
    parent.command("survey")(survey_command)
    parent.command("question")(question_command)
    parent.command("settle")(settle_command)
