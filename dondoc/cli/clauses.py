"""The command that says how far a dispatch has been carried out, clause by clause."""

import typer

from dondoc.cli import context
from dondoc.cli.output import JsonOption, ViewerOption, emit, parse_instant, show_table
from dondoc.cli.status import AsOf
from dondoc.documents.parts import carried
from dondoc.sending.names import name_of
from dondoc.visible import Sight
from language.dates import hour_of_day

_COLUMNS = ("Câu", "Việc", "Tình trạng", "Đã ghi nhận", "Còn, và văn bản không nêu")


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(clauses)


def clauses(
    directive: str = typer.Argument(help="Mã văn bản."),
    as_of: str = AsOf,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Văn bản đã được thực hiện đến đâu: từng câu, đã ghi nhận gì, còn gì, văn bản không nêu gì."""
    with context.look(Sight.STATUS, as_) as (office, look):
        at, rules = parse_instant(as_of) or look.desk.now, office.rulebook
        found = carried.clauses(look.session, rules, directive, at, look.visible)
        if json:
            emit([one.as_json() for one in found])
        else:
            own = look.who if not look.visible.everything else None
            whose = f", phần của {name_of(own.body)}" if own else ""
            title = f"Thực hiện văn bản đến {hour_of_day(at)}{whose}"
            show_table(title, _COLUMNS, (_row(one) for one in found))


def _row(one: carried.Carried) -> list[str]:
    return [
        one.duty.place,
        one.duty.name,
        one.said,
        "; ".join(map(str, one.evidence)),
        "; ".join([*map(str, one.open), *one.gaps.values()]),
    ]
