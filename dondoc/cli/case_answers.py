"""Commands over what whoever takes the cases does: return, consolidate, propose, decide."""

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
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    emit,
    parse_day,
    say,
)
from dondoc.desk import case_return, proposals
from dondoc.desk import sign as signing
from dondoc.desk.case_answer import Answer
from dondoc.desk.own_people import declared_of
from dondoc.desk.plain import plain
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from language.numbers import shown

_CASES = typer.Argument(min=1, max=LARGEST, help="Những số hồ sơ nào.")


_REASON = typer.Option(..., "--reason", help="Vì sao; lời ghi được mã hóa.")


def return_command(
    directive: str = DirectiveArgument,
    body: str = BodyArgument,
    case: list[int] = typer.Option(
        [], "--case", min=1, max=LARGEST, help="Chỉ những hồ sơ này (mặc định: tất cả)."
    ),
    reason: str = _REASON,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Trả lại báo cáo của một đơn vị vì những trường hợp này, có lý do."""
    request = case_return.Returning(directive, body, reason, tuple(case))
    with context.desk(as_) as desk:
        answer = case_return.give_back_cases(desk, request)
    _tell(answer, "trả lại", json)


def consolidate(
    directive: str = DirectiveArgument,
    number: str = NumberOption,
    dated: str = DatedOption,
    signer: str = SignerOption,
    capacity: str = CapacityOption,
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


def propose(
    directive: str = DirectiveArgument,
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
    request = proposals.Proposing(directive, tuple(case), kind, reason, name)
    with context.desk(as_) as desk:
        answer = proposals.propose(desk, request)
    _tell(answer, "đề xuất", json)


def forward(
    directive: str = DirectiveArgument,
    number: str = NumberOption,
    dated: str = DatedOption,
    signer: str = SignerOption,
    capacity: str = CapacityOption,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi các đề xuất đã báo cáo lên bằng văn bản."""
    request = proposals.Forwarding(directive, number, parse_day(dated), signer, capacity)
    with context.desk(as_) as desk:
        answer = proposals.forward(desk, request)
    _tell(answer, "báo cáo đề xuất", json)


def decide(
    directive: str = DirectiveArgument,
    case: list[int] = typer.Option(
        [], "--case", min=1, max=LARGEST, help="Chỉ những hồ sơ này (mặc định: mọi đề xuất)."
    ),
    accept: bool = typer.Option(..., "--accept/--refuse", help="Đồng ý, hay không đồng ý."),
    number: str = NumberOption,
    dated: str = DatedOption,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi quyết định về các đề xuất: trở lại xã thành việc."""
    request = proposals.Deciding(directive, accept, number, parse_day(dated), tuple(case))
    with context.desk(as_) as desk:
        answer = proposals.decide(desk, request)
    _tell(answer, "quyết định", json)


def _tell(answer: Answer, what: str, json: bool) -> None:
    if json:
        emit(plain(answer))
        return
    say(f"Đã ghi {what}: {shown(answer.cases)} trường hợp.")


def add_to(parent: typer.Typer) -> None:
    """Add the commands to those over single cases."""
    parent.command("return")(return_command)
    for command in (consolidate, propose, forward, decide):
        parent.command(command.__name__)(command)
