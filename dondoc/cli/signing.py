"""The commands that close a round: its consolidated report was signed, or that was a mistake."""

from pathlib import Path

import typer

from dondoc.cli import context, reports
from dondoc.cli.consolidation import Directive, DueIfAny, Duty
from dondoc.cli.output import AsOption, JsonOption, emit, parse_instant, say, tell
from dondoc.desk import sign as signing
from dondoc.desk import unsign as unsigning
from dondoc.desk.plain import plain
from dondoc.reports.attach import examine
from language.numbers import count


def sign_command(
    directive: str = Directive,
    due: str = DueIfAny,
    duty: str = Duty,
    closed_at: str = typer.Option(
        None,
        "--closed-at",
        help="Thời điểm chốt số liệu in trên báo cáo; chỉ báo cáo đã có lúc đó được tính "
        "(mặc định: bây giờ).",
    ),
    partial: bool = typer.Option(
        False, "--partial", help="Ký từng phần, khi còn (hoặc mọi) đơn vị chưa có số liệu."
    ),
    untold: bool = typer.Option(
        False,
        "--without-figures",
        help="Vẫn ký là đủ, khi có đơn vị được giao nhóm đã nộp mà chưa có số liệu của nhóm ấy.",
    ),
    received_at: str = reports.ReceivedAt,
    road: str = reports.Road,
    number: str = reports.Number,
    dated: str = reports.Dated,
    signer: str = reports.Signer,
    capacity: str = reports.Capacity,
    copies: list[str] = reports.Copy,
    sent: str = reports.Sent,
    attach: list[Path] = typer.Option(
        [], "--attach", help="Bản ký (PDF, ảnh) kèm theo; nhiều lần được."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi báo cáo tổng hợp đã ký: tính là đã nộp, số liệu trong đó được chốt.

    Sau đó bản sửa của một đơn vị là "điều chỉnh kỳ trước" của kỳ sau.
    """
    files = tuple(examine(path) for path in attach)
    request = signing.Request(
        directive,
        reports.optional_day(due),
        reports.receipt(received_at, road, number, dated, signer, capacity, sent, copies=copies),
        parse_instant(closed_at),
        partial,
        untold,
        files,
        duty,
    )
    with context.desk(as_) as desk:
        done = signing.sign(desk, request)
        came = reports.how_it_came(desk, done.obligation, on_time=done.on_time)
    if json:
        emit(plain(done))
    else:
        _tell(done, came)


def _tell(done: signing.Answer, came: str) -> None:
    say(
        f"Đã ghi báo cáo tổng hợp{' từng phần' if done.partial else ''} đã ký: "
        f"{len(done.in_)}/{len(done.in_) + len(done.missing)} đơn vị, {came}."
    )
    say(
        f"Chốt thêm số liệu của {len(done.frozen)} đơn vị; bản sửa từ nay là điều chỉnh kỳ trước "
        "của kỳ sau."
    )
    if done.prints:
        say(
            f"Đã lưu bản ký ({', '.join(done.prints)}); in lại bằng: dondoc document consolidation."
        )
    else:
        tell(f"Chưa lưu được bản ký: {done.unprinted}.")


def unsign_command(
    directive: str = Directive,
    due: str = DueIfAny,
    duty: str = Duty,
    reason: str = typer.Option(..., "--reason", help="Vì sao hủy."),
    as_: str = AsOption,
) -> None:
    """Hủy lần ký ghi nhầm gần nhất của một đợt: số liệu chốt theo nó sửa lại được."""
    on = reports.optional_day(due)
    with context.desk(as_) as desk:
        done = unsigning.unsign(desk, unsigning.Request(directive, on, reason, duty))
    say("Đã hủy lần ký; số liệu chốt theo lần ấy sửa lại được, dấu vết vẫn giữ.")
    say(f"Báo cho {count(done.told)} người theo dõi đợt này.")


def add_to(app: typer.Typer) -> None:
    """Add `sign` and `unsign` to the commands."""
    app.command("sign")(sign_command)
    app.command("unsign")(unsign_command)
