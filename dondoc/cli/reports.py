"""Commands over reports: accept or return one, undo a mistaken record."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    JsonOption,
    day,
    emit,
    parse_day,
    parse_instant,
    say,
    tell,
)
from dondoc.desk import accept as accepting
from dondoc.desk import give_back as giving_back
from dondoc.desk import undo as undoing
from dondoc.desk.context import Desk, Which
from dondoc.desk.plain import plain
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.reports.return_report import WHOLE
from models import Obligation
from models.report import ROAD_NAMES
from models.standing import has_term

Directive = typer.Argument(help="Mã văn bản.")
Duty = typer.Argument(help="Mã nhiệm vụ, ví dụ bao-cao-thang.")
Bearer = typer.Argument(help="Mã đơn vị, hoặc tên như trong rules/bodies.")
Due = typer.Option(..., "--due", help="Ngày hạn ghi trong văn bản, YYYY-MM-DD.")
# Of what has no term the day on which a round began; left out, the last one is meant.
DueIfAny = typer.Option(
    None,
    "--due",
    help="Ngày hạn ghi trong văn bản; việc không nêu thời hạn: ngày mở đợt (mặc định: đợt cuối).",
)
ReceivedAt = typer.Option(None, "--received-at", help="Lúc nơi nhận nhận được (mặc định: bây giờ).")
Road = typer.Option(
    None,
    "--road",
    help=f"Đường gửi: {', '.join(ROAD_NAMES)} (mặc định: paper; đơn vị tự nộp: system).",
)
Number = typer.Option(None, "--number", help="Số, ký hiệu của báo cáo.")
Dated = typer.Option(None, "--dated", help="Ngày ghi trên báo cáo.")
Signer = typer.Option(None, "--signer", help="Người ký.")
Copy = typer.Option(
    [],
    "--copy",
    help="Nơi nhận do người ký chọn, từng dòng; nhiều lần được (mặc định: như đã khai báo).",
)
Capacity = typer.Option(None, "--capacity", help="Ký với tư cách: CT, KT. CT, Q. CT.")
Sent = typer.Option(None, "--sent", help="Ngày gửi.")
# What stands before "=" where a figure is meant, mistyped or not; an office's words are no such.
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_.-]*", re.ASCII)


def receipt(
    received_at: str | None,
    road: str | None,
    number: str | None,
    dated: str | None,
    signer: str | None,
    capacity: str | None,
    sent: str | None,
    grounds: str | None = None,
    copies: Sequence[str] = (),
) -> Receipt:
    """Return how a report came, as far as the options say it."""
    return Receipt(
        at=parse_instant(received_at),
        road=road,
        number=number,
        dated=optional_day(dated),
        signer=signer,
        capacity=capacity,
        sent_on=optional_day(sent),
        grounds=grounds,
        copies=tuple(copies),
    )


def accept_command(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = DueIfAny,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Chấp nhận báo cáo đã nộp."""
    request = accepting.Request(which(directive, duty, bearer, due))
    with context.desk(as_) as desk:
        done = accepting.accept(desk, request)
    if json:
        emit(plain(done))
    else:
        say("Đã chấp nhận báo cáo.")


def return_command(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = DueIfAny,
    reason: list[str] = typer.Option(
        ...,
        "--reason",
        help="Lý do trả lại, bằng lời; tại một số liệu: NHÓM.SỐ-LIỆU=LỜI; nhiều lần được.",
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Trả lại báo cáo, nêu lý do chung hoặc từng số liệu; hẹn gửi lại trong 02 ngày làm việc."""
    reasons = by_address(_reason(text) for text in reason)
    request = giving_back.Request(which(directive, duty, bearer, due), reasons)
    with context.desk(as_) as desk:
        done = giving_back.give_back(desk, request)
    if json:
        emit(plain(done))
    else:
        say(f"Đã trả lại; đề nghị gửi lại chậm nhất là ngày {day(done.reply_by)}.")
        say("Không tính quá hạn thêm.")


def undo(
    directive: str = Directive,
    duty: str = Duty,
    bearer: str = Bearer,
    due: str = DueIfAny,
    reason: str = typer.Option(..., "--reason", help="Vì sao hủy."),
    as_: str = AsOption,
) -> None:
    """Hủy một lần ghi nhận nhầm; việc nhắc tiếp tục từ chỗ đã dừng."""
    request = undoing.Request(which(directive, duty, bearer, due), reason)
    with context.desk(as_) as desk:
        undoing.undo(desk, request)
    tell("Bản trước đó (nếu có) lại được tính.")
    say("Đã hủy ghi nhận; lượt quét sau sẽ xét lại.")


def which(directive: str, duty: str, bearer: str, due: str | None) -> Which:
    """Return the obligation that is meant."""
    return Which(directive, duty, bearer, optional_day(due))


def how_it_came(desk: Desk, obligation: int, *, on_time: bool) -> str:
    """Return in time, late, or that no term was set, of what came for an obligation (its id)."""
    if not has_term(desk.session.get_one(Obligation, obligation).late_from):
        return "văn bản không nêu thời hạn"
    return "đúng hạn" if on_time else "quá hạn"


def _reason(text: str) -> tuple[str, str]:
    """Read "address=words", or plain words about the report as a whole."""
    at, equals, _ = text.partition("=")
    if equals and _ADDRESS.fullmatch(at.strip()):
        return pair(text, "--reason")
    return WHOLE, text.strip()


def by_address(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the words at each address: what was said twice of one is kept whole."""
    found: dict[str, str] = {}
    for at, words in pairs:
        found[at] = f"{found[at]}; {words}" if at in found else words
    return found


def pair(text: str, option: str) -> tuple[str, str]:
    """Read "address=words" of an option; raise Refused where it is not."""
    at, equals, word = text.partition("=")
    if not equals or not word.strip():
        raise Refused(f"{option} cần dạng SỐ-LIỆU=LỜI, ví dụ NHÓM.SỐ-LIỆU=đã đối chiếu")
    return at.strip(), word.strip()


def optional_day(text: str | None) -> date | None:
    """Read a local date that may be left out."""
    return parse_day(text) if text else None


def add_to(over_reports: typer.Typer) -> None:
    """Add these commands to those over reports."""
    over_reports.command("accept")(accept_command)
    over_reports.command("return")(return_command)
    over_reports.command("undo")(undo)
