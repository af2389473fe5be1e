"""Commands over reports: accept or return one, undo a mistaken record."""

from datetime import date, datetime

import typer
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.cli import context
from dondoc.cli.output import JsonOption, actor, day, emit, parse_day, parse_instant, say, tell
from dondoc.decisions.release import holding
from dondoc.errors import Refused
from dondoc.obligations.work import work_of
from dondoc.reports.accept import accept
from dondoc.reports.record import Evidence, consolidators_of
from dondoc.reports.return_report import return_report
from dondoc.reports.undo import undo as undo_record
from dondoc.setup.wiring import Office
from dondoc.wording import ROAD_NAMES
from models import Obligation

app = typer.Typer(no_args_is_help=True)

Directive = typer.Argument(help="Mã văn bản.")
Duty = typer.Argument(help="Mã nhiệm vụ, ví dụ bao-cao-thang.")
Bearer = typer.Argument(help="Mã đơn vị (02617@base) hoặc tên (Đại Phú).")
Due = typer.Option(..., "--due", help="Ngày hạn ghi trong văn bản, YYYY-MM-DD.")
By = typer.Option(
    "van-phong/specialist", "--by", callback=actor, help="Ai ghi nhận: đơn vị/chức danh."
)
ReceivedAt = typer.Option(None, "--received-at", help="Lúc nơi nhận nhận được (mặc định: bây giờ).")
Road = typer.Option("paper", "--road", help=f"Đường gửi: {', '.join(ROAD_NAMES)}.")
Number = typer.Option(None, "--number", help="Số, ký hiệu của báo cáo.")
Dated = typer.Option(None, "--dated", help="Ngày ghi trên báo cáo.")
Signer = typer.Option(None, "--signer", help="Người ký.")
Capacity = typer.Option(None, "--capacity", help="Ký với tư cách: CT, KT. CT, Q. CT.")
Sent = typer.Option(None, "--sent", help="Ngày gửi.")


def evidence(
    now: datetime,
    received_at: str | None,
    road: str,
    number: str | None,
    dated: str | None,
    signer: str | None,
    capacity: str | None,
    sent: str | None,
) -> Evidence:
    """Return how a report came, as the options say it; received at `now` where they do not."""
    return Evidence(
        received_at=parse_instant(received_at) or now,
        road=road,
        number=number,
        dated=optional_day(dated),
        signer=signer,
        capacity=capacity,
        sent_on=optional_day(sent),
    )


@app.command("accept")
def accept_command(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = Due,
    by: str = By,
    json: bool = JsonOption,
) -> None:
    """Chấp nhận báo cáo đã nộp."""
    with context.office() as office, office.writing() as session:
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        report = accept(session, office.rulebook, row.id, by, office.clock.now())
        found = {"obligation": row.id, "report": report.id, "state": row.state}
    if json:
        emit(found)
    else:
        say("Đã chấp nhận báo cáo.")


@app.command("return")
def return_command(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = Due,
    reason: list[str] = typer.Option(
        ..., "--reason", help="Lý do tại một số liệu: can-ngheo.closing=LỜI; nhiều lần được."
    ),
    by: str = By,
    json: bool = JsonOption,
) -> None:
    """Trả lại báo cáo, nêu lý do tại từng số liệu; hẹn gửi lại trong 02 ngày làm việc."""
    reasons = dict(pair(text, "--reason") for text in reason)
    with context.office() as office, office.writing() as session:
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        report = return_report(session, work_of(office), row.id, reasons, by, office.clock.now())
        reply_by = report.reply_by
        assert reply_by is not None  # noqa: S101 - a return sets it
        found = {
            "obligation": row.id,
            "report": report.id,
            "state": row.state,
            "reply_by": reply_by.isoformat(),
        }
    if json:
        emit(found)
    else:
        say(f"Đã trả lại; đề nghị gửi lại chậm nhất {day(reply_by)}. Không tính quá hạn thêm.")


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
        higher = above(office, session, row)
        now = office.clock.now()
        undo_record(session, row.id, reason, by, now, higher, holding(office))
    tell("Bản trước đó (nếu có) lại được tính.")
    say("Đã hủy ghi nhận; lượt quét sau sẽ xét lại.")


def above(office: Office, session: Session, row: Obligation) -> list[Obligation]:
    """Return the consolidations that build on `row`."""
    duty = office.rulebook.directives[row.directive_id].duties[row.duty]
    return consolidators_of(session, row, duty.consolidated_by)


def pair(text: str, option: str) -> tuple[str, str]:
    """Read "address=words" of an option; raise Refused where it is not."""
    at, equals, word = text.partition("=")
    if not equals or not word.strip():
        raise Refused(f"{option} cần dạng SỐ-LIỆU=LỜI, ví dụ can-ngheo.closing=đã đối chiếu")
    return at.strip(), word.strip()


def optional_day(text: str | None) -> date | None:
    """Read a local date that may be left out."""
    return parse_day(text) if text else None
