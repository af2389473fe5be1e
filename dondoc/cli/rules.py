"""Commands over the rules alone: check, duties, occurrences."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import typer

from dondoc.cli.chosen import settings
from dondoc.cli.output import (
    JsonOption,
    day,
    emit,
    parse_day,
    say,
    show_table,
    tell,
)
from dondoc.desk.covering import uncovered
from dondoc.obligations import declared, worded
from dondoc.setup.agreement import house_of, text_problems, unknown_directives
from dondoc.setup.rules import rules_of
from language.dates import day_and_hour
from rules.cases import run_cases
from rules.errors import RuleError
from rules.meaning.absent import check_absent
from rules.meaning.recipient import office_among
from rules.rulebook import Rulebook, load

Directive = typer.Argument(help="Mã văn bản: tên thư mục của văn bản trong rules/directives.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (check, duties, occurrences, wording):
        app.command()(command)


def _rulebook() -> Rulebook:
    return rules_of(settings())


def check(
    paths: list[Path] = typer.Argument(None, help="Thư mục rules khác (mặc định: của cấu hình)."),
) -> None:
    """Kiểm tra văn bản, chính sách, đơn vị, lịch và các tình huống mẫu; nêu tệp, dòng, lý do."""
    problems = text_problems()
    folders: Sequence[Path | None] = paths or [None]
    for folder in folders:
        try:
            rulebook = load(folder) if folder else rules_of(settings())
            office = _office_of(rulebook, folder is None)
        except RuleError as error:
            problems.extend(error.problems)
            continue
        if folder is None:
            problems.extend(unknown_directives(settings(), rulebook))
        rights = (folder or settings().rules_folder) / "rights"
        problems.extend(uncovered(rulebook, str(rights)))
        for directive in rulebook.directives.values():
            found = run_cases(rulebook, directive)
            found += check_absent(
                directive, rulebook.policies, rulebook.bodies, office, rulebook.calendar
            )
            problems.extend(found)
            tell(f"{directive.id}: {len(directive.duties)} nhiệm vụ, lỗi: {len(found)}")
            for line in declared.periods_in_words(rulebook, directive):
                say(line)
    if problems:
        raise RuleError(problems)
    say("Không có lỗi.")


def _office_of(rulebook: Rulebook, configured: bool) -> str | None:
    """Return the uid of the office that follows up: as config.yaml says, or else the bodies.

    Raises: RuleError where config.yaml names a body that there is not.
    """
    if not configured:
        return office_among(rulebook.bodies)
    return house_of(settings(), rulebook.bodies).body or None


def duties(
    directive: str = Directive,
    as_of: str = typer.Option(
        None,
        "--as-of",
        help="Xét các đơn vị có hiệu lực ngày này (mặc định: ngày đầu hiệu lực của văn bản).",
    ),
    json: bool = JsonOption,
) -> None:
    """Từng câu giao việc của văn bản: ai, làm gì, gửi ai, hạn thế nào, còn thiếu gì."""
    rulebook = _rulebook()
    on = parse_day(as_of) if as_of else None
    rows = declared.duties(rulebook, directive, on)
    if json:
        emit(rows)
        return
    show_table(
        rulebook.directives[directive].title,
        ("Nơi ghi", "Loại", "Ai", "Câu trong văn bản", "Hạn"),
        (
            (
                row["place"],
                row["kind_name"],
                row["bearers_name"],
                row["quote"],
                row["wording"] or "",
            )
            for row in declared.duties_for_people(rulebook, directive, on)
        ),
    )


def occurrences(directive: str = Directive, json: bool = JsonOption) -> None:
    """Mọi hạn có ngày của văn bản: ngày ghi, ngày cần xong, thời điểm tính quá hạn."""
    rulebook = _rulebook()
    readings = settings().settings.readings_for_rules()
    rows = declared.occurrences(rulebook, directive, readings)
    if json:
        emit(rows)
        return
    show_table(
        rulebook.directives[directive].title,
        ("Nhiệm vụ", "Đơn vị", "Ngày ghi trong văn bản", "Ngày làm việc cuối", "Quá hạn từ"),
        (
            (
                rulebook.duty_name(directive, r["duty"]),
                r["bearer_name"],
                day(date.fromisoformat(r["due_on"])),
                day(date.fromisoformat(r["aim_on"])),
                day_and_hour(datetime.fromisoformat(r["late_from"])),
            )
            for r in rows
        ),
    )


def wording(
    text: str = typer.Argument(help="Câu nêu thời hạn, đúng như văn bản viết, trong dấu nháy."),
    period: str = typer.Option(
        None, "--period", help="Một kỳ để tính ra ngày: 2025-W18, 2025-06, 2025-Q2, 2025-H1, 2025."
    ),
    json: bool = JsonOption,
) -> None:
    """Đọc thử một câu nêu thời hạn: hiểu được gì, chưa hiểu gì, ra ngày nào trong một kỳ."""
    calendar = _rulebook().calendar
    if json:
        emit(worded.reading(text, period, calendar))
        return
    show_table(text, ("Điều", "Đọc được"), worded.reading_in_words(text, period, calendar))
