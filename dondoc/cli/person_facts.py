"""Commands over what is told of one person: who pays which share, under which category; undone."""

import typer

from dondoc.cli import context
from dondoc.cli.output import LARGEST, AsOption, JsonOption, emit, parse_day, say
from dondoc.desk import person_fact as telling
from dondoc.desk.person_fact import Answer
from dondoc.desk.plain import plain
from dondoc.looking.person import PAYER_NAMES
from dondoc.people.fact import Payer

_DIRECTIVE = typer.Argument(help="Mã văn bản.")
_CASE = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của người này.")
_FROM = typer.Option(..., "--from", help="Từ ngày nào.")
_UNTIL = typer.Option(None, "--until", help="Đến trước ngày nào (mặc định: chưa biết).")
_KNOWN = typer.Option(None, "--known-from", help="Biết từ ngày nào (mặc định: hôm nay).")
_SOURCE = typer.Option(..., "--source", help="Căn cứ: số, ký hiệu văn bản, điều khoản.")


def support_command(
    directive: str = _DIRECTIVE,
    person: int = _CASE,
    payer: Payer = typer.Argument(help="own, state, local hoặc sponsor."),
    percent: int = typer.Argument(min=1, max=100, help="Phần trăm mức đóng."),
    since: str = _FROM,
    source: str = _SOURCE,
    until: str = _UNTIL,
    known_from: str = _KNOWN,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi ai đóng bao nhiêu phần trăm cho một người, từ ngày nào, theo căn cứ nào."""
    request = telling.Request(
        directive,
        person,
        parse_day(since),
        source,
        payer=payer,
        percent=percent,
        until=parse_day(until) if until else None,
        known_from=parse_day(known_from) if known_from else None,
    )
    with context.desk(as_) as desk:
        _show(telling.tell(desk, request), json)


def category_command(
    directive: str = _DIRECTIVE,
    person: int = _CASE,
    category: str = typer.Argument(help="Hai chữ đầu của số thẻ, như CN, DT."),
    since: str = _FROM,
    source: str = _SOURCE,
    until: str = _UNTIL,
    known_from: str = _KNOWN,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một người đóng theo loại đối tượng nào, từ ngày nào, theo căn cứ nào."""
    request = telling.Request(
        directive,
        person,
        parse_day(since),
        source,
        category=category,
        until=parse_day(until) if until else None,
        known_from=parse_day(known_from) if known_from else None,
    )
    with context.desk(as_) as desk:
        _show(telling.tell(desk, request), json)


def untell_command(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số của lần ghi."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Rút lại một lần ghi phần đóng hoặc loại đối tượng; điều trước đó có hiệu lực lại."""
    with context.desk(as_) as desk:
        _show(telling.untell(desk, telling.Which(number)), json)


def _show(done: Answer, json: bool) -> None:
    if json:
        emit(plain(done))
        return
    shares = "; ".join(f"{PAYER_NAMES[Payer(of)]} {part}%" for of, part in done.shares.items())
    say(f"Lần ghi số {done.telling}, hồ sơ số {done.person}: {shares or 'chưa rõ ai đóng'}.")
    if left := 100 - sum(done.shares.values()):
        say(f"Còn {left}% chưa rõ ai đóng.")
    if done.category:
        say(f"Loại đối tượng: {done.category}.")


def add_to(parent: typer.Typer) -> None:
    """Add the commands to those over persons."""
    parent.command("support")(support_command)
    parent.command("category")(category_command)
    parent.command("untell")(untell_command)
