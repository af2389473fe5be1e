"""The command that records a công văn that went out: its number, its date, whom it names."""

import typer

from dondoc.cli import context, reports
from dondoc.cli.consolidation import Directive, Due, Duty
from dondoc.cli.output import AsOption, JsonOption, emit, parse_day, say
from dondoc.desk import issue as issuing
from dondoc.desk import unissue as unissuing
from dondoc.desk.plain import plain


def issue_command(
    directive: str = Directive,
    due: str = Due,
    duty: str = Duty,
    number: str = typer.Option(..., "--number", help="Số, ký hiệu của công văn."),
    dated: str = typer.Option(..., "--dated", help="Ngày ghi trên công văn, YYYY-MM-DD."),
    signer: str = reports.Signer,
    capacity: str = reports.Capacity,
    bearer: list[str] = typer.Option(
        [],
        "--bearer",
        help="Đơn vị công văn nêu là chậm; nhiều lần được (mặc định: như dự thảo đã gửi).",
    ),
    amends: str = typer.Option(
        None, "--amends", help="Số của công văn trước mà công văn này sửa đổi, thay thế."
    ),
    undo: bool = typer.Option(
        False, "--undo", help="Hủy ghi nhận công văn có số, ngày này: đã ghi nhầm."
    ),
    reason: str = typer.Option("", "--reason", help="Vì sao hủy (với --undo)."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi công văn đôn đốc đã phát hành: số, ngày, người ký, nêu đơn vị nào; --undo thì hủy."""
    if undo:
        _undo(
            unissuing.Request(directive, parse_day(due), number, parse_day(dated), reason, duty),
            as_,
            json,
        )
        return
    request = issuing.Request(
        directive,
        parse_day(due),
        number,
        parse_day(dated),
        signer,
        capacity,
        tuple(bearer),
        amends,
        duty,
    )
    with context.desk(as_) as desk:
        done = issuing.issue(desk, request)
        names = {uid: desk.rulebook.bodies.get(uid).name for uid in done.names}
    if json:
        emit(plain(done))
        return
    said = ", ".join(names.values()) or "không đơn vị nào"
    say(f"Đã ghi công văn số {number}; nêu: {said}.")
    if done.wrongly:
        wrong = ", ".join(names[uid] for uid in done.wrongly)
        say(
            f"Nêu chưa đúng {wrong}: báo cáo đã được nhận đúng hạn. Dự thảo công văn sửa đổi: "
            f"dondoc document amend {directive} --due {due} --out THƯ_MỤC"
        )


def _undo(request: unissuing.Request, as_: str, json: bool) -> None:
    with context.desk(as_) as desk:
        done = unissuing.undo(desk, request)
    if json:
        emit(plain(done))
        return
    told = f" {done.corrected} người đã được báo là đã phát hành: sẽ nhận thư báo lại."
    say(
        f"Đã hủy ghi nhận công văn số {request.number}: không còn tính là đã phát hành."
        f"{told if done.corrected else ''}"
    )
    for cited in done.cited:
        say(
            f"{cited} có mục Đính chính nêu công văn này là đã phát hành: đề nghị nơi ký thay thế "
            "bằng báo cáo cùng hình thức."
        )


def add_to(app: typer.Typer) -> None:
    """Add `issue` to the commands."""
    app.command("issue")(issue_command)
