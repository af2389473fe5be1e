"""Commands over cases of who does not join: how they stand, the report, what comes of it."""

from pathlib import Path

import typer

from dondoc.cases.road import STATE_NAMES, State
from dondoc.cli import context
from dondoc.cli.documents import Out
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    parse_day,
    say,
    show_table,
    tell,
)
from dondoc.cli.written import ForceOption, writing
from dondoc.desk import case_answer, case_report
from dondoc.desk import sign as signing
from dondoc.desk.own_people import declared_of
from dondoc.desk.plain import plain
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.looking.annexed import annex_of
from dondoc.looking.case import case_of
from dondoc.looking.cases import Told, in_words, told, told_with_cases
from dondoc.visible import Sight
from language.numbers import shown
from models import AnnexRoad
from models.case_report import ANNEX_ROAD_NAMES

app = typer.Typer(no_args_is_help=True)
_DIRECTIVE = typer.Argument(help="Mã văn bản.")
_BODY = typer.Argument(help="Đơn vị nào: mã hoặc tên.")
_CASE = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ.")
_CASES = typer.Argument(min=1, max=LARGEST, help="Những số hồ sơ nào.")
_REPORT = typer.Argument(min=1, max=LARGEST, help="Số của dự thảo (dondoc case report).")
_NUMBER = typer.Option(..., "--number", help="Số, ký hiệu của văn bản.")
_DATED = typer.Option(..., "--dated", help="Ngày của văn bản.")
_SIGNER = typer.Option(..., "--signer", help="Họ tên người ký.")
_CAPACITY = typer.Option(None, "--capacity", help="Ký thế nào, ví dụ “KT. CHỦ TỊCH; PHÓ CHỦ TỊCH”.")
_REASON = typer.Option(..., "--reason", help="Vì sao; lời ghi được mã hóa.")
_ROADS = "; ".join(f"{road.value}: {name}" for road, name in ANNEX_ROAD_NAMES.items())


@app.callback()
def _group() -> None:
    """Từng trường hợp chưa tham gia: xem, báo cáo, trả lại, tổng hợp, đề xuất, quyết định."""


def cases_command(
    directive: str = _DIRECTIVE,
    body: str = typer.Option(None, "--body", help="Chỉ đơn vị này: mã hoặc tên."),
    persons: bool = typer.Option(
        False, "--persons", help="Kèm từng số hồ sơ; chỉ ai được xem từng người, có ghi nhật ký."
    ),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Đếm các trường hợp chưa tham gia theo trạng thái, đơn vị, nhóm; thiếu bằng chứng gì."""
    sight = Sight.PERSONS if persons else Sight.COUNTS
    with context.look(sight, as_) as (_, look):
        declared = declared_of(look.desk, directive)
        found = (told_with_cases if persons else told)(look, declared, body)
        bodies, missing = (
            look.desk.bodies,
            {one.person: in_words(look, one.standing.missing) for one in found.cases},
        )
        names = {uid: bodies.get(uid).name for uid in {one.body for one in found.by_body}}
    if json:
        emit(found.document())
        return
    if not found.goes_up:
        say(f"{directive}: {found.why}.")
    _show(found, names)
    for one in found.cases:
        lacking = f"; {'; '.join(missing[one.person])}" if missing[one.person] else ""
        say(f"Hồ sơ số {one.person}: {STATE_NAMES[one.standing.state]}{lacking}")


def _show(found: Told, names: dict[str, str]) -> None:
    states = [state for state in State if state.value in found.states]
    columns = ("Đơn vị", "Nhóm", *(STATE_NAMES[state] for state in states))
    rows = (
        (names[one.body], one.group, *(shown(one.states.get(state.value, 0)) for state in states))
        for one in found.by_body
    )
    show_table("Trường hợp chưa tham gia", columns, rows)


@app.command()
def show(
    directive: str = _DIRECTIVE,
    number: int = _CASE,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem đường của một hồ sơ: bằng chứng, còn thiếu gì, đã lên đến đâu; không có họ tên."""
    with context.look(Sight.PERSONS, as_) as (_, look):
        one = case_of(look, declared_of(look.desk, directive), number)
    if json:
        emit(one.document())
        return
    say(f"Hồ sơ số {number}: {one.state_name}")
    for step in one.steps:
        say(f"  {step}")
    for lacking in one.missing:
        say(f"  Còn thiếu: {lacking}")


@app.command()
def report(
    directive: str = _DIRECTIVE,
    body: str = _BODY,
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


@app.command()
def sign(
    report: int = _REPORT,
    number: str = _NUMBER,
    dated: str = _DATED,
    signer: str = _SIGNER,
    annex: str = typer.Option(..., "--annex", help="Số ghi trên phụ lục danh sách."),
    annex_road: AnnexRoad = typer.Option(AnnexRoad.SEALED.value, "--annex-road", help=f"{_ROADS}."),
    capacity: str = _CAPACITY,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi báo cáo đã ký, gửi: các trường hợp lên nơi tổng hợp, nơi ấy được xem từng hồ sơ."""
    request = case_report.Signing(
        report, number, parse_day(dated), signer, annex, annex_road, capacity
    )
    with context.desk(as_) as desk:
        answer = case_report.sign(desk, request)
        names = [desk.bodies.get(uid).name for uid in answer.reached]
    if json:
        emit(plain(answer))
        return
    say(f"Đã ghi báo cáo với {shown(answer.cases)} trường hợp; đã lên: {', '.join(names)}.")
    if answer.left:
        say(f"{shown(answer.left)} trường hợp đã rời sau ngày văn bản.")


@app.command()
def drop(report: int = _REPORT, as_: str = AsOption, json: bool = JsonOption) -> None:
    """Bỏ một dự thảo chưa ký."""
    with context.desk(as_) as desk:
        answer = case_report.drop(desk, case_report.Dropping(report))
    if json:
        emit(plain(answer))
        return
    say(f"Đã bỏ dự thảo số {report}.")


@app.command()
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


@app.command("return")
def return_command(
    directive: str = _DIRECTIVE,
    body: str = _BODY,
    case: list[int] = typer.Option(
        [], "--case", min=1, max=LARGEST, help="Chỉ những hồ sơ này (mặc định: tất cả)."
    ),
    reason: str = _REASON,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Trả lại báo cáo của một đơn vị vì những trường hợp này, có lý do."""
    request = case_answer.Returning(directive, body, reason, tuple(case))
    with context.desk(as_) as desk:
        answer = case_answer.give_back_cases(desk, request)
    _tell(answer, "trả lại", json)


@app.command()
def consolidate(
    directive: str = _DIRECTIVE,
    number: str = _NUMBER,
    dated: str = _DATED,
    signer: str = _SIGNER,
    capacity: str = _CAPACITY,
    partial: bool = typer.Option(False, "--partial", help="Còn đơn vị bị trả lại chưa gửi lại."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi báo cáo tổng hợp các trường hợp đã ký: các báo cáo trong đợt chốt lại."""
    with context.desk(as_) as desk:
        declared = declared_of(desk, directive)
        duty = next((one for one in declared.duties.values() if one.cases), None)
        if duty is None:
            raise Refused(f"{directive} không giao ai báo cáo từng trường hợp")
        receipt = Receipt(number=number, dated=parse_day(dated), signer=signer, capacity=capacity)
        answer = signing.sign(
            desk,
            signing.Request(directive, None, receipt, partial=partial, duty=duty.id),
        )
    if json:
        emit(plain(answer))
        return
    say(f"Đã ghi tổng hợp của {shown(len(answer.in_))} đơn vị.")


@app.command()
def propose(
    directive: str = _DIRECTIVE,
    case: list[int] = _CASES,
    kind: str = typer.Option(
        ..., "--kind", help="Loại đề xuất, một mã trong rules/people/ho-so.yaml."
    ),
    reason: str = _REASON,
    name: str = typer.Option("", "--name", help="Nêu tên, như nguồn hỗ trợ nào."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Đề xuất giải pháp cho những trường hợp đã tổng hợp."""
    request = case_answer.Proposing(directive, tuple(case), kind, reason, name)
    with context.desk(as_) as desk:
        answer = case_answer.propose(desk, request)
    _tell(answer, "đề xuất", json)


@app.command()
def forward(
    directive: str = _DIRECTIVE,
    number: str = _NUMBER,
    dated: str = _DATED,
    signer: str = _SIGNER,
    capacity: str = _CAPACITY,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi các đề xuất đã báo cáo lên bằng văn bản."""
    request = case_answer.Forwarding(directive, number, parse_day(dated), signer, capacity)
    with context.desk(as_) as desk:
        answer = case_answer.forward(desk, request)
    _tell(answer, "báo cáo đề xuất", json)


@app.command()
def decide(
    directive: str = _DIRECTIVE,
    case: list[int] = typer.Option(
        [], "--case", min=1, max=LARGEST, help="Chỉ những hồ sơ này (mặc định: mọi đề xuất)."
    ),
    accept: bool = typer.Option(..., "--accept/--refuse", help="Đồng ý, hay không đồng ý."),
    number: str = _NUMBER,
    dated: str = _DATED,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi quyết định về các đề xuất: trở lại xã thành việc."""
    request = case_answer.Deciding(directive, accept, number, parse_day(dated), tuple(case))
    with context.desk(as_) as desk:
        answer = case_answer.decide(desk, request)
    _tell(answer, "quyết định", json)


def _tell(answer: case_answer.Answer, what: str, json: bool) -> None:
    if json:
        emit(plain(answer))
        return
    say(f"Đã ghi {what}: {shown(answer.cases)} trường hợp.")


def add_to(parent: typer.Typer) -> None:
    """Add `cases` and `case` to the commands."""
    parent.command("cases")(cases_command)
    parent.add_typer(
        app, name="case", help="Từng trường hợp chưa tham gia: báo cáo, trả lại, đề xuất."
    )
