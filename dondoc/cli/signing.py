"""The commands that close a round: its consolidated report was signed, or that was a mistake."""

from pathlib import Path

import typer

from dondoc.cli import context, reports
from dondoc.cli.consolidation import Directive, Due
from dondoc.cli.output import JsonOption, emit, instant, parse_day, parse_instant, say
from dondoc.consolidation.consolidate import consolidator
from dondoc.consolidation.sign import Signing, sign
from dondoc.consolidation.unsign import unsign
from dondoc.decisions.release import holding
from dondoc.reports.attach import examine, keep


def sign_command(
    directive: str = Directive,
    due: str = Due,
    closed_at: str = typer.Option(
        None,
        "--closed-at",
        help="Thời điểm chốt số liệu in trên báo cáo; chỉ báo cáo đã có lúc đó được tính "
        "(mặc định: bây giờ).",
    ),
    partial: bool = typer.Option(
        False, "--partial", help="Ký từng phần, khi còn đơn vị chưa có số liệu."
    ),
    received_at: str = reports.ReceivedAt,
    road: str = reports.Road,
    number: str = reports.Number,
    dated: str = reports.Dated,
    signer: str = reports.Signer,
    capacity: str = reports.Capacity,
    sent: str = reports.Sent,
    attach: list[Path] = typer.Option(
        [], "--attach", help="Bản ký (PDF, ảnh) kèm theo; nhiều lần được."
    ),
    by: str = reports.By,
    json: bool = JsonOption,
) -> None:
    """Ghi báo cáo tổng hợp đã ký: tính là đã nộp, số liệu trong đó được chốt.

    Sau đó bản sửa của một đơn vị là "điều chỉnh kỳ trước" của kỳ sau.
    """
    files = tuple(examine(path) for path in attach)
    with context.office() as office, office.writing() as session:
        now = office.clock.now()
        evidence = reports.evidence(now, received_at, road, number, dated, signer, capacity, sent)
        rulebook = office.rulebook
        row = consolidator(session, rulebook, directive, parse_day(due))
        done = sign(
            session,
            rulebook,
            directive,
            parse_day(due),
            evidence,
            by,
            now,
            parse_instant(closed_at),
            partial,
            reports.above(office, session, row),
            files,
        )
        for file in files:
            keep(office.settings.state_folder, file)
        document = _document(done)
    if json:
        emit(document)
    else:
        _tell(done)


def _document(done: Signing) -> dict[str, object]:
    signature = done.signature
    return {
        "obligation": signature.obligation_id,
        "report": signature.report_id,
        "revision": signature.revision,
        "partial": signature.partial,
        "closed_at": instant(signature.closed_at),
        "in": [line.body.uid for line in done.found.present],
        "missing": [line.body.uid for line in done.found.missing],
        "frozen": [report.id for report in done.frozen],
        "on_time": done.recorded.on_time,
    }


def _tell(done: Signing) -> None:
    found, partial = done.found, done.signature.partial
    say(
        f"Đã ghi báo cáo tổng hợp{' từng phần' if partial else ''} đã ký: "
        f"{len(found.present)}/{len(found.lines)} đơn vị, "
        f"{'đúng hạn' if done.recorded.on_time else 'quá hạn'}."
    )
    say(
        f"Chốt thêm số liệu của {len(done.frozen)} đơn vị; bản sửa từ nay là điều chỉnh kỳ trước "
        "của kỳ sau."
    )


def unsign_command(
    directive: str = Directive,
    due: str = Due,
    reason: str = typer.Option(..., "--reason", help="Vì sao hủy."),
    by: str = reports.By,
) -> None:
    """Hủy lần ký ghi nhầm gần nhất của một đợt: số liệu chốt theo nó sửa lại được."""
    with context.office() as office, office.writing() as session:
        rulebook, due_on = office.rulebook, parse_day(due)
        row = consolidator(session, rulebook, directive, due_on)
        above = reports.above(office, session, row)
        now = office.clock.now()
        unsign(session, rulebook, directive, due_on, reason, by, now, above, holding(office))
    say("Đã hủy lần ký; số liệu chốt theo lần ấy sửa lại được, dấu vết vẫn giữ.")


def add_to(app: typer.Typer) -> None:
    """Add `sign` and `unsign` to the commands."""
    app.command("sign")(sign_command)
    app.command("unsign")(unsign_command)
