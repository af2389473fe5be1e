"""The command that says who has seen a person."""

import typer

from dondoc.cli import context
from dondoc.cli.output import LARGEST, JsonOption, ViewerOption, emit, say, show_table
from dondoc.desk.plain import plain
from dondoc.people.access import who_saw
from dondoc.visible import Sight
from language.dates import hour_of_day
from language.zone import local
from models.person_access import ACCESS_NAMES, PURPOSE_NAMES


def seen_command(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ."),
    most: int = typer.Option(50, "--most", min=1, max=10_000, help="Nhiều nhất bao nhiêu lần."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem ai đã xem hồ sơ của một người, lúc nào, để làm gì; mới nhất trước."""
    with context.look(Sight.TRAIL, as_) as (_, look):
        look.refuse_part()
        found = list(who_saw(look.session, number, most))
    if json:
        emit({"person": number, "seen": plain(found)})
        return
    if not found:
        say(f"Chưa ai xem hồ sơ số {number}.")
        return
    rows = (
        (hour_of_day(local(one.at)), one.who, ACCESS_NAMES[one.what], PURPOSE_NAMES[one.why])
        for one in found
    )
    show_table(f"Ai đã xem hồ sơ số {number}", ("Lúc", "Ai", "Cách", "Để làm gì"), rows)


def add_to(parent: typer.Typer) -> None:
    """Add the command to those over persons."""
    parent.command("seen")(seen_command)
