"""The command that takes a report in: figures, evidence and files, all of it or nothing."""

from pathlib import Path

import typer

from dondoc.cli import context, reports
from dondoc.cli.named import say_named
from dondoc.cli.output import LARGEST, AsOption, JsonOption, emit, say
from dondoc.desk import record as recording
from dondoc.desk.plain import plain
from dondoc.reports.attach import examine


def record_command(
    directive: str = reports.Directive,
    duty: str = reports.Duty,
    bearer: str = reports.Bearer,
    due: str = reports.DueIfAny,
    figures: Path = typer.Option(
        None, "--figures", help="Tệp số liệu: mẫu XLSX (dondoc template) hoặc JSON."
    ),
    count: int = typer.Option(None, "--count", min=0, max=LARGEST, help="Số duy nhất mà mẫu hỏi."),
    nil: bool = typer.Option(False, "--nil", help="Báo cáo “Không phát sinh”."),
    as_of: str = typer.Option(
        None, "--as-of", help="Với --nil: số liệu tính đến ngày (mặc định: ngày cuối của kỳ)."
    ),
    explain: list[str] = typer.Option(
        [], "--explain", help="Giải trình tại một số liệu: NHÓM.SỐ-LIỆU=LỜI; nhiều lần được."
    ),
    attach: list[Path] = typer.Option(
        [], "--attach", help="Tệp kèm theo (PDF, DOCX, XLSX, ảnh); nhiều lần được."
    ),
    revise: bool = typer.Option(False, "--revise", help="Thay bản đã ghi nhận bằng bản này."),
    received_at: str = reports.ReceivedAt,
    road: str = reports.Road,
    number: str = reports.Number,
    dated: str = reports.Dated,
    signer: str = reports.Signer,
    capacity: str = reports.Capacity,
    copies: list[str] = reports.Copy,
    sent: str = reports.Sent,
    reason: str = typer.Option(
        None,
        "--reason",
        help="Vì sao ghi là đã nhận trước lúc nơi tổng hợp trả lời chưa nhận; cần cả chứng cứ: "
        "--attach, hoặc --number và --dated.",
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi nhận báo cáo của một đơn vị; thông báo chưa gửi của kỳ đó được hủy."""
    if sum((figures is not None, nil, count is not None)) > 1:
        raise typer.BadParameter("chọn một: --figures, --count hoặc --nil")
    files = tuple(examine(path) for path in attach)
    words = reports.by_address(reports.pair(text, "--explain") for text in explain)
    request = recording.Request(
        of=reports.which(directive, duty, bearer, due),
        receipt=reports.receipt(
            received_at, road, number, dated, signer, capacity, sent, reason, copies
        ),
        figures=figures,
        count=count,
        nil=nil,
        nil_as_of=reports.optional_day(as_of),
        explanations=words,
        files=files,
        revises=revise,
    )
    with context.desk(as_) as desk:
        done, bodies = recording.record(desk, request), desk.rulebook.bodies
        came = reports.how_it_came(desk, done.obligation, on_time=done.on_time)
    if json:
        emit(plain(done))
    else:
        _tell(done, came)
        say_named(done.named, bodies)


def _tell(done: recording.Answer, came: str) -> None:
    if done.adjustment:
        where = "kỳ sau" if done.adjusts else "hồ sơ (không còn kỳ sau)"
        say(f"Số liệu kỳ này đã chốt: ghi là điều chỉnh kỳ trước của {where}.")
        return
    if done.awaits_issue:
        say("Đã ghi nhận số liệu; đúng hạn hay không tính theo ngày phát hành văn bản báo cáo.")
        return
    say(f"Đã ghi nhận, {came}; hủy {done.cancelled_notices} thông báo chưa gửi.")
    for remark in done.explained:
        say(f"Có giải trình: {remark.name}: {remark.says}")
    if done.told_wrongly:
        say(
            f"{done.told_wrongly} thông báo quá hạn đã gửi đi trong khi báo cáo đến đúng hạn: "
            f"đính chính sẽ được gửi tới {done.corrected} nơi đã nhận."
        )


def add_to(app: typer.Typer) -> None:
    """Add `record` to the commands over reports."""
    app.command("record")(record_command)
