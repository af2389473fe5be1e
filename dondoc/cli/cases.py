"""Commands over cases of who does not join: how they stand, all of them and one."""

import typer

from dondoc.cases.road import STATE_NAMES, State
from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    JsonOption,
    ViewerOption,
    emit,
    say,
    show_table,
)
from dondoc.desk.own_people import declared_of
from dondoc.looking.case import case_of
from dondoc.looking.cases import Told, in_words, told, told_with_cases
from dondoc.visible import Sight
from language.numbers import shown

DirectiveArgument = typer.Argument(help="Mã văn bản.")
BodyArgument = typer.Argument(help="Đơn vị nào: mã hoặc tên.")
_CASE = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ.")
NumberOption = typer.Option(..., "--number", help="Số, ký hiệu của văn bản.")
DatedOption = typer.Option(..., "--dated", help="Ngày của văn bản.")
SignerOption = typer.Option(..., "--signer", help="Họ tên người ký.")
CapacityOption = typer.Option(
    None, "--capacity", help="Ký thế nào, ví dụ “KT. CHỦ TỊCH; PHÓ CHỦ TỊCH”."
)


def cases_command(
    directive: str = DirectiveArgument,
    body: str = typer.Option(None, "--body", help="Chỉ đơn vị này: mã hoặc tên."),
    persons: bool = typer.Option(
        False, "--persons", help="Kèm từng số hồ sơ; chỉ ai được xem từng người, có ghi nhật ký."
    ),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Đếm các trường hợp chưa tham gia theo trạng thái, đơn vị, nhóm; thiếu bằng chứng gì."""
    sight = Sight.PERSONS if persons else Sight.COUNTS
    with context.look(sight, as_) as (_, look):
        declared = declared_of(look.desk, directive)
        found = (told_with_cases if persons else told)(look, declared, body)
        bodies, missing = (
            look.desk.bodies,
            {one.person: in_words(look, one.standing.missing) for one in found.cases},
        )
        names = {uid: bodies.get(uid).name for uid in {one.body for one in found.by_body}}
    if json:
        emit(found.document())
        return
    if not found.goes_up:
        say(f"{directive}: {found.why}.")
    _show(found, names)
    for one in found.cases:
        lacking = f"; {'; '.join(missing[one.person])}" if missing[one.person] else ""
        say(f"Hồ sơ số {one.person}: {STATE_NAMES[one.standing.state]}{lacking}")


def _show(found: Told, names: dict[str, str]) -> None:
    states = [state for state in State if state.value in found.states]
    columns = ("Đơn vị", "Nhóm", *(STATE_NAMES[state] for state in states))
    rows = (
        (names[one.body], one.group, *(shown(one.states.get(state.value, 0)) for state in states))
        for one in found.by_body
    )
    show_table("Trường hợp chưa tham gia", columns, rows)


def show(
    directive: str = DirectiveArgument,
    number: int = _CASE,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem đường của một hồ sơ: bằng chứng, còn thiếu gì, đã lên đến đâu; không có họ tên."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        one = case_of(look, declared_of(look.desk, directive), number)
    if json:
        emit(one.document())
        return
    say(f"Hồ sơ số {number}: {one.state_name}")
    for step in one.steps:
        say(f"  {step}")
    for lacking in one.missing:
        say(f"  Còn thiếu: {lacking}")


def add_to(parent: typer.Typer) -> None:
    """Add `cases`, and `show` to those over single cases."""
    parent.command("cases")(cases_command)
    parent.command("show")(show)
