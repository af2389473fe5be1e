"""Commands for what people decide: answer, call, suspend, extend, move, sending, brief."""

from collections.abc import Sequence
from datetime import date, datetime

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.cli import context
from dondoc.cli.output import actor, parse_day, parse_instant, say
from dondoc.decisions import decide
from dondoc.decisions.answer import answer as enter_answer
from dondoc.decisions.call import Said
from dondoc.decisions.call import call as enter_call
from dondoc.errors import Refused
from dondoc.looking.roundup import roundup
from dondoc.reports.record import Evidence
from dondoc.sending.switch import start_sending, stop_sending
from dondoc.setup.wiring import Office
from models import Obligation

sending = typer.Typer(no_args_is_help=True)

By = typer.Option("van-phong/specialist", "--by", callback=actor, help="Ai ghi: đơn vị/chức danh.")
Directive = typer.Argument(help="Mã văn bản.")
Due = typer.Option(..., "--due", help="Ngày hạn của kỳ, YYYY-MM-DD.")
Reason = typer.Option(..., "--reason", help="Lý do.")
Approver = typer.Option(..., "--approver", help="Người duyệt.")
Number = typer.Option(None, "--number", help="Số, ký hiệu của quyết định.")
DutyOption = typer.Option(None, "--duty", help="Chỉ nhiệm vụ này.")
DueOption = typer.Option(None, "--due", help="Chỉ kỳ có hạn này.")
Bearers = typer.Option([], "--bearer", help="Chỉ đơn vị này; có thể nêu nhiều lần.")
Now = typer.Option(None, "--now", help="Thời điểm (mặc định: bây giờ).")


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (answer, call, suspend, extend, move, brief):
        app.command()(command)
    app.add_typer(sending, name="sending", help="Công tắc chung: ngừng gửi, gửi lại.")


def _now(office: Office, text: str | None) -> datetime:
    return parse_instant(text) or office.clock.now()


def answer(
    directive: str = Directive,
    due: str = Due,
    received: list[str] = typer.Option(
        [], "--received", help="ĐƠN_VỊ hoặc ĐƠN_VỊ=THỜI_ĐIỂM đã nhận bằng đường khác."
    ),
    none: bool = typer.Option(False, "--none", help="Không nhận được báo cáo nào khác."),
    road: str = typer.Option("paper", "--road", help="Đường gửi: paper, mail, document-system."),
    by: str = typer.Option(
        "bhxh-huyen/officer", "--by", callback=actor, help="Ai trả lời: đơn vị/chức danh."
    ),
    now: str = Now,
) -> None:
    """Trả lời của nơi tổng hợp: đơn vị nào đã gửi bằng đường khác, các đơn vị còn lại chưa."""
    if bool(received) == none:
        raise typer.BadParameter("nêu --received ĐƠN_VỊ (một hoặc nhiều), hoặc --none")
    with context.office() as office, office.writing() as session:
        at, on = _now(office, now), parse_day(due)
        evidence = {}
        for text in received:
            name, _, when = text.partition("=")
            uid = find.body_uid(office.rulebook.bodies, name, on)
            evidence[uid] = Evidence(parse_instant(when or None) or at, road)
        done = enter_answer(session, office.rulebook, directive, on, evidence, by, at)
    say(
        f"Đã ghi nhận {len(done.recorded)} báo cáo; nơi tổng hợp xác nhận chưa nhận được của "
        f"{done.confirmed_missing} đơn vị quá hạn."
    )
    corrected = sum(one.corrected for one in done.recorded)
    if corrected:
        say(f"Đính chính được gửi tới {corrected} nơi đã được báo là quá hạn.")


def call(
    directive: str = Directive,
    duty: str = typer.Argument(help="Mã nhiệm vụ."),
    bearer: str = typer.Argument(help="Mã hoặc tên đơn vị."),
    due: str = Due,
    met: str = typer.Option(..., "--met", help="Đã gặp ai."),
    promise: str = typer.Option(None, "--promise", help="Ngày hẹn gửi, YYYY-MM-DD."),
    note: str = typer.Option(None, "--note", help="Ghi thêm."),
    by: str = By,
    now: str = Now,
) -> None:
    """Ghi một cuộc gọi: gặp ai, hẹn ngày nào. Lần hẹn đầu giữ lại bước nhắc tiếp theo."""
    said = Said(met, parse_day(promise) if promise else None, note)
    with context.office() as office, office.writing() as session:
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        at = office.settings.settings.sweep.at
        held = enter_call(session, office.rulebook, row, said, by, _now(office, now), at)
    say(
        f"Đã ghi; bước tiếp theo chờ đến sáng {held:%d/%m/%Y}."
        if held
        else "Đã ghi; các bước nhắc giữ nguyên."
    )


def suspend(
    directive: str = Directive,
    until: str = typer.Option(..., "--until", help="Tạm dừng đến hết ngày, YYYY-MM-DD."),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    duty: str = DutyOption,
    due: str = DueOption,
    bearer: list[str] = Bearers,
    now: str = Now,
) -> None:
    """Tạm dừng đôn đốc nhiều nghĩa vụ bằng một quyết định (bão, bầu cử, sự cố)."""
    grounds = decide.Grounds(reason, approver, number)
    with context.office() as office, office.writing() as session:
        rows = _scope(office, session, directive, duty, due, bearer)
        done = decide.pause(session, rows, parse_day(until), grounds, _now(office, now))
        number_ = done.id
    say(f"Quyết định {number_}: tạm dừng đến hết {until}.")


def extend(
    directive: str = Directive,
    duty: str = typer.Argument(help="Mã nhiệm vụ."),
    bearer: str = typer.Argument(help="Mã hoặc tên đơn vị."),
    due: str = Due,
    days: int = typer.Option(..., "--days", min=1, help="Số ngày gia hạn."),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    now: str = Now,
) -> None:
    """Gia hạn một nghĩa vụ, mỗi kỳ một lần; hạn gốc được giữ lại."""
    grounds = decide.Grounds(reason, approver, number)
    with context.office() as office, office.writing() as session:
        row = find.one(session, office.rulebook, directive, duty, bearer, parse_day(due))
        decide.move(
            session, office.rulebook, [row], days, grounds, _now(office, now), extension=True
        )
        changed = row.due_on
    say(f"Đã gia hạn đến {changed:%d/%m/%Y} (hạn gốc {due}).")


def move(
    directive: str = Directive,
    days: int = typer.Option(..., "--days", min=1, help="Lùi bao nhiêu ngày."),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    duty: str = DutyOption,
    due: str = DueOption,
    bearer: list[str] = Bearers,
    now: str = Now,
) -> None:
    """Lùi hạn nhiều nghĩa vụ bằng một quyết định; không tính vào lần gia hạn của từng đơn vị."""
    grounds = decide.Grounds(reason, approver, number)
    with context.office() as office, office.writing() as session:
        rows = _scope(office, session, directive, duty, due, bearer)
        done = decide.move(session, office.rulebook, rows, days, grounds, _now(office, now))
        number_ = done.id
    say(f"Quyết định {number_}: lùi hạn {days} ngày.")


def _scope(
    office: Office,
    session: Session,
    directive: str,
    duty: str | None,
    due: str | None,
    bearers: Sequence[str],
) -> list[Obligation]:
    query = select(Obligation).where(Obligation.directive_id == directive)
    if duty:
        query = query.where(Obligation.duty == duty)
    if due:
        query = query.where(Obligation.due_on == parse_day(due))
    if bearers:
        on = parse_day(due) if due else date.max
        uids = [find.body_uid(office.rulebook.bodies, name, on) for name in bearers]
        query = query.where(Obligation.bearer_uid.in_(uids))
    if not (duty or due or bearers):
        raise Refused("nêu phạm vi: --duty, --due hoặc --bearer")
    # What has not been opened yet is out of reach of a decision on the present.
    return list(session.scalars(query.where(Obligation.received_at.is_(None))))


@sending.command("stop")
def sending_stop(reason: str = Reason, by: str = By, now: str = Now) -> None:
    """Ngừng mọi việc gửi; việc quét vẫn tiếp tục."""
    with context.office() as office, office.writing() as session:
        stop_sending(session, reason, by, _now(office, now))
    say("Đã ngừng gửi. Gửi lại: dondoc sending start --reason …")


@sending.command("start")
def sending_start(reason: str = Reason, by: str = By, now: str = Now) -> None:
    """Gửi lại; những gì còn đúng đi ở lượt gửi tiếp theo."""
    with context.office() as office, office.writing() as session:
        start_sending(session, reason, by, _now(office, now))
    say("Đã bật việc gửi.")


def brief(
    directive: str = typer.Argument(None, help="Mã văn bản (mặc định: văn bản đầu của cấu hình)."),
    due: str = typer.Option(None, "--due", help="Ngày hạn của đợt (mặc định: đợt đang chờ)."),
    for_zalo: bool = typer.Option(False, "--for-zalo", help="Danh sách trung tính để dán."),
    now: str = Now,
) -> None:
    """Tình hình một đợt báo cáo bằng lời, để dán vào nhóm trao đổi."""
    if not for_zalo:
        raise typer.BadParameter("nêu --for-zalo: báo cáo lãnh đạo do hệ thống tự soạn và gửi")
    with context.office() as office, office.reading() as session:
        at = _now(office, now)
        name = directive or office.settings.settings.directives[0]
        day_ = parse_day(due) if due else find.waiting_round(session, name)
        say(roundup(session, office.rulebook, name, day_, at))
