"""Commands over the rules alone: check, duties, occurrences, simulate."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    Bar,
    JsonOption,
    day,
    emit,
    emit_lines,
    parse_day,
    say,
    show_table,
    tell,
)
from dondoc.desk.registry import uncovered
from dondoc.looking.behaviour import Behaviour, read_behaviour
from dondoc.looking.simulate import TimelineEvent, simulate
from dondoc.looking.timeline import EVENT_NAMES
from dondoc.obligations import declared
from dondoc.setup.wiring import house_of, text_problems, unknown_directives
from language.dates import day_and_hour
from rules.cases import run_cases
from rules.errors import RuleError
from rules.meaning.absent import check_absent
from rules.meaning.directive import Directive as Declared
from rules.meaning.policy import HOUSE
from rules.meaning.recipient import office_among
from rules.rulebook import Rulebook, load
from steps.table import named

Directive = typer.Argument(help="Mã văn bản: tên thư mục của văn bản trong rules/directives.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (check, duties, occurrences):
        app.command()(command)
    app.command("simulate")(simulate_command)


def _rulebook() -> Rulebook:
    return load(context.settings().rules_folder)


def check(
    paths: list[Path] = typer.Argument(None, help="Thư mục rules khác (mặc định: của cấu hình)."),
) -> None:
    """Kiểm tra văn bản, chính sách, đơn vị, lịch và các tình huống mẫu; nêu tệp, dòng, lý do."""
    problems = text_problems()
    folders: Sequence[Path | None] = paths or [None]
    for folder in folders:
        try:
            rulebook = load(folder or context.settings().rules_folder)
            office = _office_of(rulebook, folder is None)
        except RuleError as error:
            problems.extend(error.problems)
            continue
        if folder is None:
            problems.extend(unknown_directives(context.settings(), rulebook))
        rights = (folder or context.settings().rules_folder) / "rights"
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
    return house_of(context.settings(), rulebook.bodies).body or None


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
    readings = context.settings().settings.readings_for_rules()
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


def simulate_command(
    directive: str = Directive,
    from_: str = typer.Option(..., "--from", help="Ngày bắt đầu, YYYY-MM-DD."),
    to: str = typer.Option(..., "--to", help="Ngày kết thúc, YYYY-MM-DD."),
    behaviour: Path = typer.Option(None, "--behaviour", help="Tệp ai nộp khi nào (YAML/JSON)."),
    json: bool = JsonOption,
) -> None:
    """Nếu áp dụng văn bản này thì sẽ gửi gì, cho ai, ngày nào. Không gửi gì thật."""
    first, last = parse_day(from_), parse_day(to)
    if last < first:
        raise typer.BadParameter("--to ở trước --from")
    how = read_behaviour(behaviour) if behaviour else Behaviour()
    rulebook = _rulebook()
    with Bar("Mô phỏng") as bar:
        events = simulate(rulebook, directive, first, last, how, context.settings().settings, bar)
    if json:
        emit_lines(event.as_json() for event in events)
    else:
        _print_timeline(rulebook.directives[directive], events, first, last)


def _print_timeline(
    declared_: Declared, events: list[TimelineEvent], first: date, last: date
) -> None:
    """Print what happens, the same thing on one day in one row."""
    grouped: dict[tuple[str, ...], list[TimelineEvent]] = {}
    for event in events:
        post = (event.recipient or "").rpartition("/")[2]
        key = (
            day_and_hour(event.at),
            event.event,
            event.step or "",
            event.duty,
            day(event.due_on),
            post,
            event.basis or "",
        )
        grouped.setdefault(key, []).append(event)
    show_table(
        f"{declared_.title}: từ {day(first)} đến {day(last)}",
        ("Lúc", "Sự kiện", "Việc", "Hạn", "Gửi ai", "Căn cứ gửi", "Đơn vị"),
        (
            (
                key[0],
                EVENT_NAMES[key[1]],
                ": ".join(filter(None, (key[2] and named(key[2]), declared_.duties[key[3]].name))),
                key[4],
                declared.post_name(key[5]),
                _basis(declared_, key[6]),
                _who(same),
            )
            for key, same in grouped.items()
        ),
    )


def _basis(declared_: Declared, basis: str) -> str:
    if basis == HOUSE:
        return "quy ước của Văn phòng"
    return declared_.clause(basis).place if basis else ""


def _who(events: list[TimelineEvent]) -> str:
    names = list(dict.fromkeys(event.bearer_name for event in events))
    if len(names) > 3:
        return f"{len(names)} đơn vị: {names[0]}, {names[1]}, …"
    return ", ".join(names)
