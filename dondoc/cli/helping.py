"""Commands over help beside money: who agreed, who was asked, who is outside the lists."""

import typer

from dondoc.cli import context
from dondoc.cli.output import LARGEST, AsOption, JsonOption, emit, parse_day, say
from dondoc.desk import agreement, helping
from dondoc.desk import outside as outsiders
from dondoc.desk.plain import plain
from language.numbers import grouped
from models import HELP_OUTCOME_NAMES, SPONSOR_KIND_NAMES, HelpOutcome, SponsorKind

_CASE = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của người này.")
_SPONSOR = typer.Argument(min=1, max=LARGEST, help="Số của nhà tài trợ (dondoc sponsor balance).")
_DIRECTIVE = typer.Argument(help="Mã văn bản.")
_ON = typer.Option(..., "--on", help="Ngày nào.")
_KINDS = "; ".join(f"{kind.value}: {name}" for kind, name in SPONSOR_KIND_NAMES.items())
_OUTCOMES = "; ".join(f"{one.value}: {name}" for one, name in HELP_OUTCOME_NAMES.items())


def agree(
    sponsor: int = _SPONSOR,
    person: int = _CASE,
    on: str = _ON,
    evidence: str = typer.Option("", "--evidence", help="Giấy đồng ý của người ấy."),
    withdraw: bool = typer.Option(False, "--withdraw", help="Người ấy rút lại."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một người đồng ý cho nhà tài trợ biết mình, hoặc rút lại; không có thì chỉ nêu số đếm."""
    request = agreement.Request(sponsor, person, parse_day(on), evidence, withdraw)
    with context.desk(as_) as desk:
        answer = agreement.agree(desk, request)
    if json:
        emit(plain(answer))
    else:
        now = "được" if answer.holds else "không còn được"
        say(f"Nhà tài trợ số {sponsor} {now} biết hồ sơ số {person}.")


def seek(
    directive: str = _DIRECTIVE,
    person: int = _CASE,
    kind: SponsorKind = typer.Argument(help=f"{_KINDS}."),
    of: str = typer.Option(..., "--of", help="Đã vận động ai; được niêm phong."),
    on: str = _ON,
    outcome: HelpOutcome = typer.Option(HelpOutcome.WAITING, "--outcome", help=f"{_OUTCOMES}."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi đã vận động ai hỗ trợ một người; ai cũng từ chối là “đã vận động, chưa có nguồn”."""
    request = helping.Sought(directive, person, kind, of, parse_day(on), outcome)
    with context.desk(as_) as desk:
        _show(helping.seek(desk, request), json)


def answer(
    asked: int = typer.Argument(min=1, max=LARGEST, help="Số của lần vận động."),
    outcome: HelpOutcome = typer.Argument(help=f"{_OUTCOMES}."),
    on: str = _ON,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi nơi đã vận động trả lời thế nào."""
    with context.desk(as_) as desk:
        _show(helping.answer(desk, helping.Answered(asked, outcome, parse_day(on))), json)


def outside(
    directive: str = _DIRECTIVE,
    duty: str = typer.Argument(help="Mã nhiệm vụ (dondoc duties)."),
    people: int = typer.Option(..., "--people", min=1, max=LARGEST, help="Bao nhiêu người."),
    who: str = typer.Option(..., "--who", help="Những ai, bằng lời; không nêu họ tên."),
    on: str = _ON,
    evidence: str = typer.Option(..., "--evidence", help="Biên lai, giấy tờ."),
    amount: int = typer.Option(None, "--amount", min=1, max=LARGEST, help="Số tiền, đồng."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi số người ngoài các danh sách đã được hỗ trợ; chỉ ghi số đếm."""
    request = outsiders.Outside(directive, duty, who, people, parse_day(on), evidence, amount)
    with context.desk(as_) as desk:
        done = outsiders.outside(desk, request)
    if json:
        emit(plain(done))
    else:
        say(f"Đã ghi lần hỗ trợ số {done.number}: {grouped(people)} người ngoài danh sách.")


def strike(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số của lần vận động ghi nhầm."),
    is_outside: bool = typer.Option(
        False, "--outside", help="Số ấy là của một lần hỗ trợ ngoài danh sách."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Hủy một lần vận động, hay một lần hỗ trợ ngoài danh sách, đã ghi nhầm."""
    striking = outsiders.strike_outside if is_outside else helping.strike
    with context.desk(as_) as desk:
        done = striking(desk, helping.Which(number))
    if json:
        emit(plain(done))
    else:
        say(f"Đã hủy dòng số {number}.")


def _show(one: helping.Asked, json: bool) -> None:
    if json:
        emit(plain(one))
    else:
        said = HELP_OUTCOME_NAMES[one.outcome]
        say(f"Lần vận động số {one.asked}, hồ sơ số {one.person}: {said}.")


def add_to(parent: typer.Typer) -> None:
    """Add the commands to those over sponsors."""
    for command in (agree, seek, answer, outside, strike):
        parent.command(command.__name__)(command)
