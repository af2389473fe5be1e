"""Commands that count: the four-way return, by duty or by body, and on-time rates."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import islice

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    JsonOption,
    ViewerOption,
    day,
    emit,
    emit_list,
    parse_instant,
    say,
    show_table,
)
from dondoc.cli.paging import ROWS, AfterOption, PageOption, say_rest
from dondoc.looking.by_body import ByBody
from dondoc.looking.shown import rate_view, standing_view
from dondoc.looking.status import rates_of, table
from dondoc.looking.status import status as count_status
from dondoc.obligations.rates import Rate
from dondoc.obligations.standing import Standing
from dondoc.sending.names import name_of
from dondoc.sending.target_phrases import in_words
from dondoc.visible import Sight
from language.collation import vietnamese
from language.dates import day_and_hour, hour_of_day
from models.standing import WAY_NAMES, has_term
from rules.rulebook import Rulebook

AsOf = typer.Option(None, "--as-of", help="Tình hình như biết tại thời điểm này.")
_COLUMNS = (
    "Hạn",
    "Nhiệm vụ",
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Chưa hoàn thành, trong hạn",
    "Chưa hoàn thành, quá hạn",
    "Chưa có số liệu",
    "Chờ đơn vị",
)
_BODY_COLUMNS = ("Hạn", "Nhiệm vụ", "Đơn vị", "Tình trạng", "Nhận lúc", "Ghi nhận lúc", "Gia hạn")
_RATE_COLUMNS = (
    "Đơn vị",
    "Nhiệm vụ",
    "Đúng hạn",
    "Quá hạn",
    "Chưa gửi",
    "Số kỳ",
    "Tỷ lệ",
    "Các kỳ",
)
# One letter a round: the whole year fits in a line.
_LETTERS = {"done_on_time": "Đ", "done_late": "Q", "open_overdue": "C"}


class By(StrEnum):
    """What a row of the return is about."""

    DUTY = "duty"
    BODY = "body"


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (status, rates):
        app.command()(command)


def status(
    directive: str = typer.Argument(None, help="Mã văn bản (mặc định: tất cả)."),
    by: By = typer.Option(By.DUTY, "--per", help="Mỗi dòng một nhiệm vụ và kỳ, hoặc từng đơn vị."),
    as_of: str = AsOf,
    page: int | None = PageOption,
    after: int | None = AfterOption,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Đúng hạn, quá hạn, còn trong hạn, chưa có số liệu: theo từng nhiệm vụ và kỳ hạn."""
    if by is By.DUTY and (page or after is not None):
        raise typer.BadParameter("--page và --after đi cùng --per body")
    with context.look(Sight.STATUS, as_) as (office, look):
        at, session = parse_instant(as_of) or look.desk.now, look.session
        title, rules = f"Tình hình đến {hour_of_day(at)}", office.rulebook
        if by is By.DUTY:
            rows = count_status(session, rules, directive, at, look.visible)
            if json:
                emit([row.as_json() for row in rows])
            else:
                show_table(title, _COLUMNS, table(rows, rules))
            return
        found = ByBody(session, rules, directive, at, look.visible)
        if json:
            every = found.rows(after, page) if page else found.rows(after)
            emit_list(standing_view(one, rules.bodies) for one in islice(every, page))
        else:
            _show_page(title, found, rules, page or ROWS, after)


def _show_page(title: str, found: ByBody, rules: Rulebook, page: int, after: int | None) -> None:
    shown = list(islice(found.rows(after, page), page))
    show_table(title, _BODY_COLUMNS, _standing_rows(shown, rules))
    if shown:
        last = shown[-1].owed.id
        say_rest(found.count(last), last)


def rates(
    directive: str = typer.Argument(help="Mã văn bản."),
    duty: str = typer.Option(None, "--duty", help="Mã nhiệm vụ (mặc định: mọi báo cáo)."),
    as_of: str = AsOf,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Tỷ lệ đúng hạn của từng đơn vị, qua từng kỳ; kỳ tạm dừng, kỳ trước khi đăng ký không tính."""
    with context.look(Sight.STATUS, as_) as (office, look):
        at, session = parse_instant(as_of) or look.desk.now, look.session
        rules, bodies = office.rulebook, office.rulebook.bodies
        found = rates_of(session, directive, duty, at, look.visible)
    found.sort(key=lambda rate: (rate.duty, vietnamese(bodies.get(rate.bearer).name)))
    if json:
        emit([rate_view(rate, bodies) for rate in found])
        return
    title = f"Tỷ lệ đúng hạn đến {hour_of_day(at)}"
    show_table(title, _RATE_COLUMNS, (_rate_row(rate, rules) for rate in found))
    say("Các kỳ, từ cũ đến mới: Đ đúng hạn, Q gửi quá hạn, C chưa gửi và đã quá hạn.")


def _standing_rows(found: Iterable[Standing], rules: Rulebook) -> Iterable[tuple[str, ...]]:
    for one in found:
        yield (
            day(one.due_on) if has_term(one.late_from) else f"không nêu (mở {day(one.due_on)})",
            rules.duty_name(one.owed.directive_id, one.owed.duty),
            name_of(rules.bodies.get(one.owed.bearer_uid)),
            _stands(one, rules) + (", tạm dừng" if one.paused else ""),
            day_and_hour(one.received_at) if one.received_at else "",
            day_and_hour(one.recorded_at) if one.recorded_at else "",
            "có" if one.extended else "",
        )


def _stands(one: Standing, rules: Rulebook) -> str:
    if not has_term(one.late_from):
        return "chưa hoàn thành" if one.received_at is None else "đã hoàn thành"
    if one.target is None or one.way == "open_in_time":
        return WAY_NAMES[one.way]
    duty = rules.directives[one.owed.directive_id].duties[one.owed.duty]
    by = one.target.by
    return in_words(rules, duty, one.target, name_of(rules.bodies.get(by.body)) if by else "")


def _rate_row(rate: Rate, rules: Rulebook) -> tuple[str, ...]:
    return (
        name_of(rules.bodies.get(rate.bearer)),
        rules.duty_name(rate.directive, rate.duty),
        str(rate.on_time),
        str(rate.count("done_late")),
        str(rate.count("open_overdue")),
        str(rate.rounds),
        "" if rate.percent is None else f"{rate.percent}%",
        "".join(_LETTERS[one.way] for one in rate.outcomes),
    )
