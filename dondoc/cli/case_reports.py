"""Commands over a body's written report of who does not join: drafted, signed, its annex."""

from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.cases import (
    BodyArgument,
    CapacityOption,
    DatedOption,
    DirectiveArgument,
    NumberOption,
    SignerOption,
)
from dondoc.cli.documents import Out
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    parse_day,
    say,
    tell,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.desk import case_report, case_signing
from dondoc.desk.plain import plain
from dondoc.looking.annexed import annex_of
from dondoc.visible import Sight
from language.numbers import shown
from models import AnnexRoad
from models.case_report import ANNEX_ROAD_NAMES

_REPORT = typer.Argument(min=1, max=LARGEST, help="Số của dự thảo (dondoc case report).")


_ROADS = "; ".join(f"{road.value}: {name}" for road, name in ANNEX_ROAD_NAMES.items())


def report(
    directive: str = DirectiveArgument,
    body: str = BodyArgument,
    without: list[int] = typer.Option(
        [], "--without", min=1, max=LARGEST, help="Chưa đưa hồ sơ này vào; lặp lại được."
    ),
    signer: str = typer.Option(
        None, "--signer-post", help="Chức danh sẽ ký (mặc định: theo thể thức)."
    ),
    copies: list[str] = typer.Option([], "--copy", help="Một dòng Nơi nhận; lặp lại được."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Lập dự thảo báo cáo mọi trường hợp đủ bằng chứng của một đơn vị; bỏ dự thảo trước."""
    request = case_report.Request(directive, body, tuple(without), signer, tuple(copies))
    with context.desk(as_) as desk:
        answer = case_report.draft(desk, request)
    if json:
        emit(plain(answer))
        return
    say(
        f"Dự thảo số {answer.report}: {shown(answer.cases)} trường hợp; giữ lại "
        f"{shown(answer.held_back)} trường hợp thiếu bằng chứng."
    )
    say(
        f"In: dondoc document cases --report {answer.report}; ký xong: dondoc case sign "
        f"{answer.report} …"
    )


def sign(
    report: int = _REPORT,
    number: str = NumberOption,
    dated: str = DatedOption,
    signer: str = SignerOption,
    annex: str = typer.Option(..., "--annex", help="Số ghi trên phụ lục danh sách."),
    annex_road: AnnexRoad = typer.Option(AnnexRoad.SEALED.value, "--annex-road", help=f"{_ROADS}."),
    capacity: str = CapacityOption,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi báo cáo đã ký, gửi: các trường hợp lên nơi tổng hợp, nơi ấy được xem từng hồ sơ."""
    request = case_signing.Signing(
        report, number, parse_day(dated), signer, annex, annex_road, capacity
    )
    with context.desk(as_) as desk:
        answer = case_signing.sign(desk, request)
        names = [desk.bodies.get(uid).name for uid in answer.reached]
    if json:
        emit(plain(answer))
        return
    say(f"Đã ghi báo cáo với {shown(answer.cases)} trường hợp; đã lên: {', '.join(names)}.")
    if answer.left:
        say(f"{shown(answer.left)} trường hợp đã rời sau ngày văn bản.")


def drop(report: int = _REPORT, as_: str = AsOption, json: bool = JsonOption) -> None:
    """Bỏ một dự thảo chưa ký."""
    with context.desk(as_) as desk:
        answer = case_report.drop(desk, case_report.Dropping(report))
    if json:
        emit(plain(answer))
        return
    say(f"Đã bỏ dự thảo số {report}.")


def annex(
    report: int = _REPORT,
    out: Path = Out,
    force: bool = ForceOption,
    as_: str = ViewerOption,
) -> None:
    """Ghi phụ lục có họ tên của một báo cáo thành tệp XLSX mã hóa; câu mở tệp hiện một lần."""
    from dondoc.documents.writers.locked import locked, passphrase
    from dondoc.documents.writers.xlsx import xlsx

    with context.look(Sight.PERSONS, as_) as (_, look):
        sheet = annex_of(look, report)
        phrase, now = passphrase(), look.desk.now
    content = locked(xlsx(sheet.title, (sheet,), now), phrase)
    name = f"phu-luc-bao-cao-truong-hop-{report}.xlsx"
    with writing(out, force=force, private=True) as drafts:
        (drafts / name).write_bytes(content)
    tell(f"Đã ghi {out / name}")
    say(f"Phụ lục: {shown(len(sheet.rows))} người. Chỉ gửi nơi nhận báo cáo và nơi tổng hợp.")
    say(f"Câu mở tệp (báo bằng đường khác, không ghi cùng tệp): {phrase}")


def add_to(parent: typer.Typer) -> None:
    """Add the commands to those over single cases."""
    for command in (report, sign, drop, annex):
        parent.command(command.__name__)(command)
