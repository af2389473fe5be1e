"""Commands over cards: asked for, issued, handed over, and how many wait."""

import typer

from dondoc.cases.cards import cards_by_body
from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.desk import card
from dondoc.desk.own_people import declared_of
from dondoc.desk.plain import plain
from dondoc.visible import Sight
from language.numbers import count, shown
from models import CARD_STAGE_NAMES, CardStage

app = typer.Typer(no_args_is_help=True)
_CASES = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của những người này.")
_ON = typer.Option(..., "--on", help="Ngày nào.")
_EVIDENCE = typer.Option(..., "--evidence", help="Giấy tờ, ví dụ sổ ký nhận; không nêu họ tên.")


@app.callback()
def _group() -> None:
    """Thẻ bảo hiểm: đã đề nghị cấp, đã cấp, đã trao, còn bao nhiêu thẻ chưa trao."""


@app.command()
def asked(
    persons: list[int] = _CASES,
    on: str = _ON,
    evidence: str = _EVIDENCE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi đã đề nghị cấp thẻ."""
    request = card.Request(tuple(persons), CardStage.ASKED, parse_day(on), evidence)
    with context.desk(as_) as desk:
        _show(card.step(desk, request), CardStage.ASKED, json)


@app.command()
def issued(
    persons: list[int] = _CASES,
    from_: str = typer.Option(..., "--from", help="Thẻ có hiệu lực từ ngày nào."),
    until: str = typer.Option(..., "--until", help="Ngày cuối ghi trên thẻ."),
    on: str = _ON,
    evidence: str = _EVIDENCE,
    category: str = typer.Option("", "--category", help="Mã đối tượng ghi trên thẻ."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi tay thẻ đã cấp mà danh sách thẻ chưa có; tính như thẻ trong danh sách."""
    days = parse_day(from_), parse_day(until), parse_day(on)
    request = card.Issued(tuple(persons), *days, evidence, category)
    with context.desk(as_) as desk:
        _show(card.issue(desk, request), CardStage.ISSUED, json)


@app.command()
def handed(
    persons: list[int] = _CASES,
    on: str = _ON,
    evidence: str = _EVIDENCE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi đã trao thẻ cho người có thẻ."""
    request = card.Request(tuple(persons), CardStage.HANDED, parse_day(on), evidence)
    with context.desk(as_) as desk:
        _show(card.step(desk, request), CardStage.HANDED, json)


@app.command()
def undo(
    step: int = typer.Argument(min=1, max=LARGEST, help="Số của bước ghi nhầm."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Hủy một bước ghi nhầm."""
    with context.desk(as_) as desk:
        done = card.undo(desk, card.Which(step))
    if json:
        emit(plain(done))
    else:
        say(f"Đã hủy bước thẻ số {step}.")


@app.command()
def show(
    directive: str = typer.Argument(help="Mã văn bản."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem theo xã bao nhiêu thẻ đã đề nghị, đã cấp, đã trao, chưa trao quá lâu; chỉ số đếm."""
    with context.look(Sight.COUNTS, as_) as (office, look):
        declared = declared_of(look.desk, directive)
        today, rulebook = look.desk.today, office.rulebook
        found = cards_by_body(look.session, rulebook, declared.id, today, look.visible)
        names = {one.uid: one.name for one in rulebook.bodies.all()}
        days = rulebook.helping.hand_over_days
    if json:
        emit(plain(found))
    elif not found:
        say("Chưa có danh sách người nào.")
    else:
        late = f"Quá {days} ngày làm việc"
        columns = ("Đơn vị", "Số người", "Đã đề nghị", "Đã cấp", "Đã trao", "Chưa trao", late)
        rows = (
            (
                names[one.body],
                *map(
                    shown,
                    (one.people, one.asked, one.issued, one.handed, one.waiting, one.late),
                ),
            )
            for one in found
        )
        show_table("Thẻ", columns, rows)


def _show(done: card.Answer, stage: CardStage, json: bool) -> None:
    if json:
        emit(plain(done))
        return
    numbers = ", ".join(map(str, done.steps))
    say(f"{CARD_STAGE_NAMES[stage]}: {count(len(done.steps))} người, bước số {numbers}.")


def add_to(parent: typer.Typer) -> None:
    """Add `card` to the commands."""
    parent.add_typer(
        app, name="card", help="Thẻ bảo hiểm: đã đề nghị cấp, đã cấp, đã trao, chưa trao."
    )
