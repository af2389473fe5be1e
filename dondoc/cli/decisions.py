"""Commands for what people decide: answer, call, suspend, extend, move, sending, brief."""

from datetime import date

import typer

from dondoc import find
from dondoc.cli import context
from dondoc.cli.consolidation import Duty
from dondoc.cli.named import say_named
from dondoc.cli.output import (
    MOST_DAYS,
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    ViewerOption,
    emit,
    parse_day,
    parse_instant,
    say,
    tell,
)
from dondoc.decisions.call import Said
from dondoc.decisions.decide import Grounds
from dondoc.desk import answer as answering
from dondoc.desk import call as calling
from dondoc.desk import extend as extending
from dondoc.desk import move as moving
from dondoc.desk import sending as switching
from dondoc.desk import suspend as suspending
from dondoc.desk.context import Which
from dondoc.desk.plain import plain
from dondoc.desk.scope import Scope
from dondoc.looking.roundup import roundup
from dondoc.visible import Sight
from language.dates import full_day

sending = typer.Typer(no_args_is_help=True)

Directive = typer.Argument(help="Mã văn bản.")
Due = typer.Option(..., "--due", help="Ngày hạn của kỳ, YYYY-MM-DD.")
Reason = typer.Option(..., "--reason", help="Lý do.")
Approver = typer.Option(..., "--approver", help="Người duyệt.")
Confirm = typer.Option(False, "--confirm", help="Xác nhận đúng là dài hơn 92 ngày.")
Number = typer.Option(None, "--number", help="Số, ký hiệu của quyết định.")
DutyOption = typer.Option(None, "--duty", help="Chỉ nhiệm vụ này.")
DueOption = typer.Option(None, "--due", help="Chỉ kỳ có hạn này.")
Bearers = typer.Option([], "--bearer", help="Chỉ đơn vị này; có thể nêu nhiều lần.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (answer, call, suspend, extend, move, brief):
        app.command()(command)
    app.add_typer(sending, name="sending", help="Công tắc chung: ngừng gửi, gửi lại.")


def answer(
    directive: str = Directive,
    due: str = Due,
    duty: str = Duty,
    received: list[str] = typer.Option(
        [], "--received", help="ĐƠN_VỊ hoặc ĐƠN_VỊ=THỜI_ĐIỂM đã nhận bằng đường khác."
    ),
    none: bool = typer.Option(False, "--none", help="Không nhận được báo cáo nào khác."),
    road: str = typer.Option("paper", "--road", help="Đường gửi: paper, mail, document-system."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Trả lời của nơi tổng hợp: đơn vị nào đã gửi bằng đường khác, các đơn vị còn lại chưa."""
    if bool(received) == none:
        raise typer.BadParameter("nêu --received ĐƠN_VỊ (một hoặc nhiều), hoặc --none")
    came = tuple(_came(text) for text in received)
    request = answering.Request(directive, parse_day(due), came, road, duty)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done, bodies = answering.answer(desk, request), desk.rulebook.bodies
    if json:
        emit(plain(done))
        return
    say(
        f"Đã ghi nhận {done.recorded} báo cáo; nơi tổng hợp xác nhận chưa nhận được của "
        f"{done.confirmed_missing} đơn vị quá hạn."
    )
    if done.corrected:
        say(f"Đính chính được gửi tới {done.corrected} nơi đã được báo là quá hạn.")
    say_named(done.named, bodies)


def _came(text: str) -> answering.Came:
    name, _, when = text.partition("=")
    return answering.Came(name, parse_instant(when or None))


def call(
    directive: str = Directive,
    duty: str = typer.Argument(help="Mã nhiệm vụ."),
    bearer: str = typer.Argument(help="Mã hoặc tên đơn vị."),
    due: str = Due,
    met: str = typer.Option(..., "--met", help="Đã gặp ai."),
    promise: str = typer.Option(None, "--promise", help="Ngày hẹn gửi, YYYY-MM-DD."),
    note: str = typer.Option(None, "--note", help="Ghi thêm."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một cuộc gọi: gặp ai, hẹn ngày nào. Lần hẹn đầu giữ lại bước nhắc tiếp theo."""
    said = Said(met, parse_day(promise) if promise else None, note)
    request = calling.Request(Which(directive, duty, bearer, parse_day(due)), said)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = calling.call(desk, request)
    if json:
        emit(plain(done))
    elif done.held_until:
        say(f"Đã ghi; bước tiếp theo chờ đến sáng {full_day(done.held_until)}.")
    else:
        say("Đã ghi; các bước nhắc giữ nguyên.")


def suspend(
    directive: str = Directive,
    until: str = typer.Option(..., "--until", help="Tạm dừng đến hết ngày, YYYY-MM-DD."),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    confirm: bool = Confirm,
    duty: str = DutyOption,
    due: str = DueOption,
    bearer: list[str] = Bearers,
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Tạm dừng đôn đốc nhiều nghĩa vụ bằng một quyết định (bão, bầu cử, sự cố)."""
    scope, grounds = (
        _scope(directive, duty, due, bearer),
        Grounds(reason, approver, number, confirm),
    )
    request = suspending.Request(scope, parse_day(until), grounds)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = suspending.suspend(desk, request)
    if json:
        emit(plain(done))
    else:
        say(f"Quyết định {done.decision}: tạm dừng đến hết {full_day(parse_day(until))}.")


def extend(
    directive: str = Directive,
    duty: str = typer.Argument(help="Mã nhiệm vụ."),
    bearer: str = typer.Argument(help="Mã hoặc tên đơn vị."),
    due: str = Due,
    days: int = typer.Option(..., "--days", min=1, max=MOST_DAYS, help="Số ngày gia hạn."),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    confirm: bool = Confirm,
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Gia hạn một nghĩa vụ, mỗi kỳ một lần; hạn gốc được giữ lại."""
    which = Which(directive, duty, bearer, parse_day(due))
    grounds = Grounds(reason, approver, number, confirm)
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = extending.extend(desk, extending.Request(which, days, grounds))
    if json:
        emit(plain(done))
    else:
        granted = f"gia hạn đến {full_day(done.due_on)} (hạn gốc {full_day(parse_day(due))})"
        say(f"Quyết định {done.decision}: {granted}.")
        _tell_past(done.past)


def move(
    directive: str = Directive,
    days: int = typer.Option(..., "--days", min=1, max=MOST_DAYS, help="Lùi bao nhiêu ngày."),
    reason: str = Reason,
    approver: str = Approver,
    number: str = Number,
    confirm: bool = Confirm,
    duty: str = DutyOption,
    due: str = DueOption,
    bearer: list[str] = Bearers,
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Lùi hạn nhiều nghĩa vụ bằng một quyết định; không tính vào lần gia hạn của từng đơn vị."""
    scope, grounds = (
        _scope(directive, duty, due, bearer),
        Grounds(reason, approver, number, confirm),
    )
    with context.desk(as_, parse_instant(now), future=future) as desk:
        done = moving.move(desk, moving.Request(scope, days, grounds))
    if json:
        emit(plain(done))
    else:
        say(f"Quyết định {done.decision}: lùi hạn {days} ngày.")
        _tell_past(done.past)


def _tell_past(past: date | None) -> None:
    if past is not None:
        tell(
            f"Lưu ý: hạn mới nằm sau hạn tổng hợp {full_day(past)}. Nếu phải tổng hợp đủ thì "
            "lùi cả hạn ấy; nếu không, nơi tổng hợp ký từng phần."
        )


def _scope(directive: str, duty: str | None, due: str | None, bearers: list[str]) -> Scope:
    on: date | None = parse_day(due) if due else None
    return Scope(directive, duty or None, on, tuple(bearers))


@sending.command("stop")
def sending_stop(
    reason: str = Reason, as_: str = AsOption, now: str = NowOption, future: bool = FutureOption
) -> None:
    """Ngừng mọi việc gửi; việc quét vẫn tiếp tục."""
    with context.desk(as_, parse_instant(now), future=future, at_any_hour=True) as desk:
        switching.stop(desk, switching.Request(reason))
    say("Đã ngừng gửi. Gửi lại: dondoc sending start --reason …")


@sending.command("start")
def sending_start(
    reason: str = Reason, as_: str = AsOption, now: str = NowOption, future: bool = FutureOption
) -> None:
    """Gửi lại; những gì còn đúng đi ở lượt gửi tiếp theo."""
    with context.desk(as_, parse_instant(now), future=future) as desk:
        switching.start(desk, switching.Request(reason))
    say("Đã bật việc gửi.")


def brief(
    directive: str = typer.Argument(None, help="Mã văn bản (mặc định: văn bản đầu của cấu hình)."),
    due: str = typer.Option(None, "--due", help="Ngày hạn của đợt (mặc định: đợt đang chờ)."),
    duty: str = Duty,
    for_zalo: bool = typer.Option(False, "--for-zalo", help="Danh sách trung tính để dán."),
    as_: str = ViewerOption,
    now: str = NowOption,
) -> None:
    """Tình hình một đợt báo cáo bằng lời, để dán vào nhóm trao đổi."""
    if not for_zalo:
        raise typer.BadParameter("nêu --for-zalo: báo cáo lãnh đạo do hệ thống tự soạn và gửi")
    with context.look(Sight.ROUND, as_, parse_instant(now)) as (office, look):
        session, rulebook = look.session, office.rulebook
        name = directive or office.settings.settings.directives[0]
        day_ = parse_day(due) if due else find.waiting_round(session, name)
        look.refuse_round(find.inputs_of(session, rulebook, name, day_, duty)[0])
        if office.mark:
            say(office.mark)
        say(roundup(session, rulebook, name, day_, look.desk.now, duty))
