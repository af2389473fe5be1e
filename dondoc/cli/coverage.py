"""The command that counts coverage from people."""

from datetime import date

import typer

from dondoc.cli import context
from dondoc.cli.output import JsonOption, ViewerOption, emit, parse_day, say, show_table
from dondoc.errors import Refused
from dondoc.looking.coverage import Covered, by_group, coverage
from dondoc.visible import Sight
from language.dates import full_day
from language.numbers import shown

_COLUMNS = (
    "Đơn vị",
    "Toàn bộ",
    "Danh sách",
    "Sau khi giảm",
    "Xã báo tham gia",
    "Có thẻ",
    "Đã tham gia",
    "Còn lại",
    "Thẻ sắp hết",
    "Lệch",
)


def add_to(parent: typer.Typer) -> None:
    """Add `coverage` to the commands."""

    @parent.command("coverage")
    def coverage_command(
        directive: str = typer.Argument(help="Mã văn bản."),
        as_of: str = typer.Option(
            None, "--as-of", help="Tình hình của ngày này (mặc định: hôm nay).", show_default=False
        ),
        as_: str = ViewerOption,
        json: bool = JsonOption,
    ) -> None:
        """Bao phủ tính từ từng người trong danh sách: ba mẫu số, xã báo và dữ liệu thẻ, còn ai."""
        with context.look(Sight.COUNTS, as_) as (office, look):
            declared = office.rulebook.directives.get(directive)
            if declared is None:
                known = ", ".join(office.rulebook.directives)
                raise Refused(f"không có văn bản {directive!r}; có: {known}")
            on = _day(as_of, look.desk.today)
            lines = coverage(look.session, office.rulebook, declared, on, look.visible)
        if json:
            emit([line.document() for line in lines])
            return
        if not lines:
            say("Chưa có danh sách người nào: dondoc list import TỆP")
        for group, mine in by_group(lines):
            title = f"{declared.groups[group].name}, đến {full_day(on)}; không cộng các nhóm"
            show_table(title, _COLUMNS, [_cells(line) for line in mine])


def _day(said: str | None, today: date) -> date:
    on = parse_day(said) if said else today
    if on > today:
        raise Refused(f"ngày {full_day(on)} chưa tới")
    return on


def _cells(line: Covered) -> list[str]:
    numbers = (
        line.population,
        line.listed,
        line.confirmed,
        line.stated,
        line.carded,
        line.enrolled,
        line.remaining,
        line.number("ending") if line.people else None,
        len(line.people.differ) if line.people else None,
    )
    return [line.body.name, *("–" if one is None else shown(one) for one in numbers)]
