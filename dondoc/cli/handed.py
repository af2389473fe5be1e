"""The command that says which duties hand lists down, and how far each is."""

from typing import Any

import typer

from dondoc.cli import context
from dondoc.cli.output import JsonOption, ViewerOption, day, emit, say
from dondoc.desk.plain import plain
from dondoc.errors import Refused
from dondoc.looking.handed import GroupHanded, Handed, handed
from dondoc.visible import Sight
from rules.meaning.body import BodyRegistry


def handed_command(
    directive: str = typer.Argument(help="Mã văn bản."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem câu nào giao đưa danh sách xuống xã, đã giao đến đâu theo xã ghi nhận."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        declared = office.rulebook.directives.get(directive)
        if declared is None:
            known = ", ".join(office.rulebook.directives)
            raise Refused(f"không có văn bản {directive!r}; có: {known}")
        found = list(handed(look.session, declared, look.visible))
    if json:
        emit([{**_plain(one), "done_on": plain(one.done_on)} for one in found])
        return
    bodies = office.rulebook.bodies
    for one in found:
        say(f"{one.clause} ({one.place}), {', '.join(one.bearers)}: {_how_far(one)}")
        for group in one.groups:
            say(f"  {declared.groups[group.group].name}: {_received(group, bodies)}")


def _plain(one: Handed) -> dict[str, Any]:
    said = plain(one)
    return said if isinstance(said, dict) else {}


def _how_far(one: Handed) -> str:
    if one.done_on:
        return f"đã giao đủ ngày {day(one.done_on)}"
    return "chưa giao" if all(group.list is None for group in one.groups) else "đang giao"


def _received(group: GroupHanded, bodies: BodyRegistry) -> str:
    if group.list is None:
        return "chưa có danh sách nào"
    lacking = ", ".join(bodies.get(uid).name for uid in group.lacking)
    return (
        f"danh sách số {group.list} tính đến {day(group.as_of)}: {group.received} trong "
        f"{group.parts} xã đã nhận" + (f"; chưa: {lacking}" if lacking else "")
    )
