"""Commands over reports: record one that came, undo a mistaken record."""

import typer
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.cli import context
from dondoc.cli.output import JsonOption, emit, instant, parse_day, parse_instant, say
from dondoc.record import Evidence, consolidators_of, record
from dondoc.undo import undo as undo_record
from dondoc.wiring import Office
from models import Obligation

app = typer.Typer(no_args_is_help=True)

Directive = typer.Argument(help="Mã văn bản.")
Duty = typer.Argument(help="Mã nhiệm vụ, ví dụ bao-cao-thang.")
Bearer = typer.Argument(help="Mã đơn vị (02617@base) hoặc tên (Đại Phú).")
Due = typer.Option(..., "--due", help="Ngày hạn ghi trong văn bản, YYYY-MM-DD.")
By = typer.Option("van-phong/specialist", "--by", help="Ai ghi nhận: đơn vị/chức danh.")


@app.command("record")
def record_command(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = Due,
    received_at: str = typer.Option(
        None, "--received-at", help="Lúc nơi nhận nhận được (mặc định: bây giờ)."
    ),
    road: str = typer.Option(
        "paper", "--road", help="Đường gửi: paper, mail, document-system, phone, system."
    ),
    number: str = typer.Option(None, "--number", help="Số, ký hiệu của báo cáo."),
    dated: str = typer.Option(None, "--dated", help="Ngày ghi trên báo cáo."),
    by: str = By,
    json: bool = JsonOption,
) -> None:
    """Ghi nhận báo cáo của một đơn vị; thông báo chưa gửi của kỳ đó được hủy."""
    with context.office() as office, office.writing() as session:
        now = office.clock.now()
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        evidence = Evidence(
            received_at=parse_instant(received_at) or now,
            road=road,
            number=number,
            dated=parse_day(dated) if dated else None,
        )
        above = _above(office, session, row)
        done = record(session, row.id, evidence, by, now, above)
    if json:
        emit(
            {
                "obligation": done.obligation,
                "report": done.report,
                "received_at": instant(evidence.received_at),
                "on_time": done.on_time,
                "cancelled_notices": done.cancelled,
                "told_wrongly": done.told_wrongly,
            }
        )
        return
    say(
        f"Đã ghi nhận, {'đúng hạn' if done.on_time else 'quá hạn'}; "
        f"hủy {done.cancelled} thông báo chưa gửi."
    )
    if done.told_wrongly:
        say(
            f"{done.told_wrongly} thông báo quá hạn đã gửi đi trong khi báo cáo đến đúng hạn: "
            f"đính chính sẽ được gửi tới {done.corrected} nơi đã nhận."
        )


@app.command()
def undo(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = Due,
    reason: str = typer.Option(..., "--reason", help="Vì sao hủy."),
    by: str = By,
) -> None:
    """Hủy một lần ghi nhận nhầm; việc nhắc tiếp tục từ chỗ đã dừng."""
    with context.office() as office, office.writing() as session:
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        above = _above(office, session, row)
        undo_record(session, row.id, reason, by, office.clock.now(), above)
    say("Đã hủy ghi nhận; lượt quét sau sẽ xét lại.")


def _above(office: Office, session: Session, row: Obligation) -> list[Obligation]:
    duty = office.rulebook.directives[row.directive_id].duties[row.duty]
    return consolidators_of(session, row, duty.consolidated_by)
