"""Commands over a directive as a whole: follow it no more, follow it again, correct its text."""

from dataclasses import replace
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    parse_day,
    parse_instant,
    say,
    show_table,
)
from dondoc.desk import correct_text as correcting
from dondoc.desk import stop as stopping
from dondoc.desk.plain import plain
from dondoc.looking.drafted import MOST_BYTES, drafted
from dondoc.looking.texts import text_of, texts
from dondoc.reports.attach import read_limited
from language.dates import day_and_hour, full_day

app = typer.Typer(no_args_is_help=True)

Directive = typer.Argument(help="Mã văn bản.")


@app.callback()
def _group() -> None:
    """Văn bản đang theo dõi: ngừng, theo dõi lại, sửa lời văn đã lưu."""


@app.command()
def stop(
    directive: str = Directive,
    on: str = typer.Option(..., "--on", help="Ngày cuối cùng còn theo dõi, YYYY-MM-DD."),
    reason: str = typer.Option(..., "--reason", help="Vì sao: văn bản thay thế, bãi bỏ, …"),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Ngừng theo dõi: rút hạn sau ngày ấy, hủy thông báo chưa gửi; số liệu đã có giữ nguyên."""
    request = stopping.Request(directive, parse_day(on), reason)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = stopping.stop(desk, request)
    if json:
        emit(plain(done))
        return
    say(
        f"Ngừng theo dõi {done.directive} từ sau ngày {full_day(done.on)}: rút {done.withdrawn} "
        f"việc chưa đến hạn, {done.left} việc đã đến hạn giữ nguyên trong thống kê và không nhắc "
        f"nữa, hủy {done.cancelled_notices} thông báo chưa gửi."
    )


@app.command()
def start(
    directive: str = Directive,
    reason: str = typer.Option(..., "--reason", help="Vì sao theo dõi lại."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
) -> None:
    """Theo dõi lại một văn bản đã ngừng: những hạn chưa đến được mở lại ở lượt quét sau."""
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = stopping.start(desk, stopping.Again(directive, reason))
    say(f"Theo dõi lại {done}; lượt quét sau mở lại những hạn chưa đến.")


@app.command()
def new(
    directive: str = typer.Argument(help="Mã sẽ đặt cho văn bản: chữ thường không dấu, gạch nối."),
    text_file: Path = typer.Argument(help="Tệp lời văn (.txt, UTF-8)."),
    out: Path = typer.Option(Path(), "--out", help="Đặt thư mục của văn bản vào đâu."),
    json: bool = JsonOption,
) -> None:
    """Soạn nháp một văn bản từ lời văn: mỗi câu có thể giao việc, hạn đọc được, chỗ phải điền."""
    made = drafted(directive, read_limited(text_file, MOST_BYTES), out)
    if json:
        emit({"directive": directive, "folder": str(made.folder), "proposed": made.proposed})
        return
    say(f"Đã soạn {made.proposed} câu vào {made.folder}.")
    say("Điền chỗ trống, đặt vào thư mục directives của bộ quy tắc, rồi chạy: dondoc check.")


def add_to(parent: typer.Typer) -> None:
    """Add `directive` to the commands."""
    parent.add_typer(app, name="directive", help="Văn bản: ngừng theo dõi, theo dõi lại.")


@app.command("correct-text")
def correct_text(
    directive: str = Directive,
    reason: str = typer.Option(..., "--reason", help="Vì sao sửa: gõ nhầm, quét sai, …"),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Ghi lý do sửa lời văn đã lưu (đã sửa trong quy tắc); hạn, thông báo đã có giữ nguyên."""
    request = correcting.Request(directive, reason)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = correcting.correct_text(desk, request)
    if json:
        emit(plain(done))
        return
    say(
        f"Lời văn của {directive} là bản {done.version} từ nay; bản trước: dondoc directive text "
        f"{directive} --version {done.version - 1}."
    )


@app.command()
def text(
    directive: str = Directive,
    version: int = typer.Option(None, "--version", min=1, max=LARGEST, help="In lời văn bản này."),
    json: bool = JsonOption,
) -> None:
    """Lời văn của một văn bản qua các lần sửa: mỗi bản một dòng; --version in cả bản."""
    with context.office() as office, office.reading() as session:
        found = texts(session, directive)
    if version is not None:
        one = text_of(found, directive, version)
        emit(plain(one)) if json else typer.echo(one.content, nl=False)
        return
    if json:
        emit(plain([replace(one, content=None) for one in found]))
        return
    rows = [
        (str(one.version), day_and_hour(one.stored_at), one.sha256[:12], one.reason or "")
        for one in found
    ]
    show_table(office.mark, ("bản", "lưu lúc", "sha256", "lý do sửa"), rows)
