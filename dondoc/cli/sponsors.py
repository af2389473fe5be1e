"""Commands over sponsors: who they are, what they gave, for whom it was used, what is left."""

from collections.abc import Callable, Mapping

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    day,
    emit,
    parse_day,
    parse_month,
    say,
    show_table,
)
from dondoc.desk import sponsor as desk_sponsor
from dondoc.desk import sponsor_use
from dondoc.desk.plain import plain
from dondoc.desk.sponsor import Answer
from dondoc.desk.sponsor_account import Account, Kept, Shown, account_of, accounts
from dondoc.visible import Sight
from language.numbers import grouped
from models import ENTRY_KIND_NAMES, SPONSOR_KIND_NAMES, EntryKind, SponsorKind

_SPONSOR = typer.Argument(min=1, max=LARGEST, help="Số của nhà tài trợ (dondoc sponsor balance).")
_AMOUNT = typer.Argument(min=1, max=LARGEST, help="Số tiền, đồng.")
_ON = typer.Option(..., "--on", help="Ngày nào.")
_EVIDENCE = typer.Option(
    ..., "--evidence", help="Biên lai, giấy tờ; không nêu họ tên người khó khăn."
)
_KINDS = "; ".join(f"{kind.value}: {name}" for kind, name in SPONSOR_KIND_NAMES.items())


def add(
    kind: SponsorKind = typer.Argument(help=f"{_KINDS}."),
    name: str = typer.Option(..., "--name", help="Tên; của cá nhân thì được niêm phong."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi một nhà tài trợ: tổ chức, cá nhân hay một nguồn ngân sách."""
    with context.desk(as_) as desk:
        answer = desk_sponsor.add(desk, desk_sponsor.Request(kind, name))
    if json:
        emit(plain(answer))
    else:
        say(f"Nhà tài trợ số {answer.sponsor}: {SPONSOR_KIND_NAMES[kind]}.")


def pledge(
    sponsor: int = _SPONSOR,
    amount: int = _AMOUNT,
    on: str = _ON,
    evidence: str = _EVIDENCE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi nhà tài trợ hứa hỗ trợ bao nhiêu."""
    _money(EntryKind.PLEDGE, sponsor, amount, on, evidence, as_, json)


def receive(
    sponsor: int = _SPONSOR,
    amount: int = _AMOUNT,
    on: str = _ON,
    evidence: str = _EVIDENCE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi đã nhận bao nhiêu."""
    _money(EntryKind.RECEIVE, sponsor, amount, on, evidence, as_, json)


def give_back(
    sponsor: int = _SPONSOR,
    amount: int = _AMOUNT,
    on: str = _ON,
    evidence: str = _EVIDENCE,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi đã trả lại nhà tài trợ bao nhiêu, nhiều nhất là phần chưa dùng."""
    _money(EntryKind.RETURN, sponsor, amount, on, evidence, as_, json)


def _money(
    kind: EntryKind, sponsor: int, amount: int, on: str, evidence: str, as_: str, json: bool
) -> None:
    request = desk_sponsor.Money(sponsor, kind, amount, parse_day(on), evidence)
    with context.desk(as_) as desk:
        _show(desk_sponsor.money(desk, request), json)


def use(
    directive: str = typer.Argument(help="Mã văn bản."),
    sponsor: int = _SPONSOR,
    persons: list[int] = typer.Argument(min=1, max=LARGEST, help="Số hồ sơ của những người này."),
    from_month: str = typer.Option(..., "--from", help="Từ tháng nào (2024-06)."),
    months: int = typer.Option(12, "--months", min=1, max=LARGEST, help="Mấy tháng."),
    on: str = _ON,
    evidence: str = _EVIDENCE,
    percent: int = typer.Option(
        None, "--percent", min=1, max=100, help="Bao nhiêu % mức đóng (mặc định: cả phần tự đóng)."
    ),
    share_evidence: str = typer.Option(
        "", "--share-evidence", help="Căn cứ của --percent, khi chưa rõ phần tự đóng."
    ),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Dùng tiền tài trợ đóng phần tự đóng cho người khó khăn; số tiền theo mức đóng từng tháng."""
    request = sponsor_use.Request(
        directive,
        sponsor,
        tuple(persons),
        parse_month(from_month),
        months,
        parse_day(on),
        evidence,
        percent,
        share_evidence,
    )
    with context.desk(as_) as desk:
        answer = sponsor_use.use(desk, request)
    if not json:
        for one in answer.parts:
            money = f"{grouped(one.amount)} đồng ({one.percent}% của {months} tháng)"
            say(f"Dòng số {one.entry}: hồ sơ số {one.person}, {money}.")
    _show(answer, json)


def undo(
    entry: int = typer.Argument(min=1, max=LARGEST, help="Số của dòng (dondoc sponsor balance)."),
    reason: str = typer.Option(..., "--reason", help="Vì sao hủy; không nêu họ tên ai."),
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Hủy một dòng ghi nhầm bằng một dòng khác; không dòng nào bị sửa hay xoá."""
    with context.desk(as_) as desk:
        _show(desk_sponsor.undo(desk, desk_sponsor.Which(entry, reason)), json)


def balance(
    sponsor: int = typer.Argument(
        None, min=1, max=LARGEST, help="Số của nhà tài trợ; không nêu thì số dư của mọi nhà."
    ),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem các nhà tài trợ và số dư, hoặc từng dòng trong sổ của một nhà.

    Số dư tính lại từ các dòng. Tên cá nhân không hiện; dùng cho hồ sơ nào
    chỉ đơn vị giữ sổ thấy, và mỗi lần xem được ghi lại.
    """
    with context.look(Sight.COUNTS, as_) as (office, look):
        kept = account_of(look, sponsor) if sponsor else None
        found = [] if kept else accounts(look)
        bodies = {one.uid: one.name for one in office.rulebook.bodies.all()}
    if json:
        emit(plain(kept or found))
    elif kept:
        _show_account(kept)
    elif not found:
        say("Chưa ghi nhà tài trợ nào.")
    else:
        columns = ("Số", "Của", "Loại", "Tên", "Hứa", "Đã nhận", "Đã dùng", "Trả lại", "Còn")
        show_table("Nhà tài trợ", columns, (_line(one, bodies) for one in found))


def _line(one: Account, bodies: Mapping[str, str]) -> tuple[str, ...]:
    now = one.balance
    sums = (now.pledged, now.received, now.used, now.returned, one.in_hand)
    whose = bodies.get(one.body, one.body)
    told = (f"{one.sponsor}", whose, SPONSOR_KIND_NAMES[one.kind], one.name or "–")
    return (*told, *map(grouped, sums))


def _show_account(kept: Kept) -> None:
    now = kept.account.balance
    columns = ("Dòng", "Ngày", "Việc", "Số tiền", "Hồ sơ", "Ghi chú")
    rows = ((f"{one.line.id}", *_row(one)) for one in kept.lines)
    show_table(f"Sổ của nhà tài trợ số {kept.account.sponsor}", columns, rows)
    say(
        f"Còn {grouped(now.in_hand)} đồng = nhận {grouped(now.received)} - dùng "
        f"{grouped(now.used)} - trả lại {grouped(now.returned)}; đã hứa {grouped(now.pledged)}."
    )


def _row(one: Shown) -> tuple[str, ...]:
    line = one.line
    note = f"hủy dòng {line.undoes}" if line.undoes else "đã hủy" if one.undone else ""
    person = f"số {line.person}" if line.person else "–"
    return day(line.done_on), ENTRY_KIND_NAMES[line.kind], grouped(line.amount), person, note


def _show(answer: Answer, json: bool) -> None:
    if json:
        emit(plain(answer))
        return
    numbers = ", ".join(map(str, answer.entries))
    say(
        f"Đã ghi dòng số {numbers}. Nhà tài trợ số {answer.sponsor}: đã nhận "
        f"{grouped(answer.received)}, đã dùng {grouped(answer.used)}, còn "
        f"{grouped(answer.in_hand)} đồng."
    )


_COMMANDS: dict[str, Callable[..., None]] = {
    "add": add,
    "pledge": pledge,
    "receive": receive,
    "use": use,
    "return": give_back,
    "undo": undo,
    "balance": balance,
}


def add_to(parent: typer.Typer) -> None:
    """Add the commands to those over sponsors."""
    for name, command in _COMMANDS.items():
        parent.command(name)(command)
