"""The command that examines the office, a line a matter."""

from dataclasses import asdict

import typer
from sqlalchemy.exc import DatabaseError

from dondoc.cli import context
from dondoc.cli.output import JsonOption, NowOption, ViewerOption, emit, parse_instant, say
from dondoc.looking.doctor import examine, schema_finding, unopened
from dondoc.setup.schema import SchemaRefused
from dondoc.visible import Sight


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(doctor)


def doctor(now: str = NowOption, as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Khám: mỗi thứ một dòng; mã thoát 1 khi có việc cần người xử lý."""
    try:
        with context.look(Sight.HEALTH, as_, parse_instant(now)) as (office, look):
            look.refuse_part()
            found = examine(office, look.desk.now)
    except SchemaRefused as refused:
        found = [schema_finding(refused)]
    except DatabaseError as error:
        found = unopened(error, context.settings().state_folder)
    if json:
        emit([{**asdict(one), "receiver": one.receiver} for one in found])
    else:
        for one in found:
            who = "" if one.ok else f" [{one.receiver}]"
            say(f"{'tốt      ' if one.ok else 'CẦN XEM  '}{one.name}: {one.said}{who}")
    if not all(one.ok for one in found):
        raise typer.Exit(1)
