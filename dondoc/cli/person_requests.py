"""Commands over what people ask of their own data: entered, answered, which wait."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    say,
    show_table,
)
from dondoc.desk import person_request as requests
from dondoc.desk.person_request import Answer
from dondoc.desk.persons import log_numbers
from dondoc.desk.plain import plain
from dondoc.visible import Sight
from models import REQUEST_KIND_NAMES, Purpose, RequestKind

app = typer.Typer(no_args_is_help=True)
_KINDS = "; ".join(f"{kind.value}: {name}" for kind, name in REQUEST_KIND_NAMES.items())


@app.callback()
def _group() -> None:
    """Yêu cầu của người dân về dữ liệu của chính mình: ghi, trả lời, còn bao lâu."""


@app.command("ask")
def ask_command(
    person: int = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của người này."),
    kind: RequestKind = typer.Argument(help=f"{_KINDS}."),
    asked: str = typer.Option(..., "--asked", help="Yêu cầu gì; được mã hóa."),
    on: str = typer.Option(None, "--on", help="Nhận ngày nào (mặc định: hôm nay)."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một yêu cầu: của ai, yêu cầu gì, nhận ngày nào; hạn trả lời tính từ ngày ấy."""
    request = requests.Request(person, kind, asked, parse_day(on) if on else None)
    with context.desk(as_) as desk:
        _show(requests.ask(desk, request), json)


@app.command("answer")
def answer_command(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số của yêu cầu."),
    grant: bool = typer.Option(..., "--grant/--refuse", help="Chấp nhận, hay không."),
    answer: str = typer.Option(..., "--answer", help="Trả lời thế nào; được mã hóa."),
    paper: str = typer.Option(..., "--number", help="Số, ký hiệu văn bản trả lời."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi đã trả lời một yêu cầu; việc sửa dữ liệu ghi bằng biến động hoặc danh sách mới."""
    with context.desk(as_) as desk:
        _show(requests.reply(desk, requests.Replying(number, grant, answer, paper)), json)


@app.command("show")
def show_command(
    number: int = typer.Argument(min=1, max=LARGEST, help="Số của yêu cầu."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem một yêu cầu đã hỏi gì, đã trả lời gì; mỗi lần xem được ghi lại."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        found, asked, answer = requests.shown(look, number)
    if json:
        emit({"request": plain(found), "asked": asked, "answer": answer})
        return
    say(f"Yêu cầu số {found.request}, hồ sơ số {found.person}: {REQUEST_KIND_NAMES[found.kind]}.")
    say(f"Nhận ngày {day(found.asked_on)}, trả lời chậm nhất {day(found.answer_by)}.")
    say(f"Yêu cầu: {asked or '(đã xóa)'}")
    if found.granted is not None:
        taken = "chấp nhận" if found.granted else "không chấp nhận"
        say(f"Trả lời ({taken}, văn bản {found.number}): {answer or '(đã xóa)'}")


@app.command("list")
def list_command(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Xem những yêu cầu chưa trả lời, còn mấy ngày; chỉ số hồ sơ, mỗi lần xem được ghi lại."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        found = requests.waiting(look)
        log_numbers(look, sorted({one.person for one in found}), Purpose.DUTY)
    if json:
        emit(plain(found))
        return
    if not found:
        say("Không có yêu cầu nào chờ trả lời.")
        return
    rows = (
        (
            str(one.request),
            f"số {one.person}",
            REQUEST_KIND_NAMES[one.kind],
            day(one.asked_on),
            f"{day(one.answer_by)}, {_clock(one)}",
        )
        for one in found
    )
    columns = ("Số", "Hồ sơ", "Yêu cầu", "Nhận ngày", "Trả lời chậm nhất")
    show_table("Yêu cầu của người dân về dữ liệu của mình", columns, rows)


def _show(done: Answer, json: bool) -> None:
    if json:
        emit(plain(done))
        return
    what = REQUEST_KIND_NAMES[done.kind]
    say(f"Yêu cầu số {done.request}, hồ sơ số {done.person}: {what}.")
    if done.granted is None:
        say(f"Trả lời chậm nhất {day(done.answer_by)} ({_clock(done)}).")
    else:
        say(f"{'Chấp nhận' if done.granted else 'Không chấp nhận'}, văn bản {done.number}.")


def _clock(one: Answer) -> str:
    left = one.days_left or 0
    return f"còn {left} ngày" if left >= 0 else f"đã quá {-left} ngày"


def add_to(parent: typer.Typer) -> None:
    """Add `request` to the commands over persons."""
    parent.add_typer(app, name="request", help="Yêu cầu của người dân về dữ liệu của mình.")
