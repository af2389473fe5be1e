"""Sponsors and their balances; one account with its lines; money, use and agreement entered.

Whoever is paid for is a case number here, and is shown to the body that keeps the account alone.
"""

from fastapi import APIRouter
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dondoc.cases.cards import cards_by_body
from dondoc.cases.outside import outside_help
from dondoc.desk import agreement, sponsor, sponsor_use
from dondoc.desk.reconciliations import reconciliations
from dondoc.desk.sponsor_account import account_of, accounts
from dondoc.errors import Refused
from dondoc.looking.decided_cases import number_to_do
from dondoc.visible import Sight
from dondoc.web.given import day, month, number_of, numbers_of
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from language.zone import local_date
from models import (
    ENTRY_KIND_NAMES,
    RECONCILIATION_STATE_NAMES,
    SPONSOR_KIND_NAMES,
    Directive,
    EntryKind,
    SponsorKind,
)

ROOT = "/tai-tro"
router = APIRouter(prefix=ROOT)
_MONEY = (EntryKind.PLEDGE, EntryKind.RECEIVE, EntryKind.RETURN)
# More is no number of the database.
_LARGEST = 2**31


@router.get("")
def index(visit: Here) -> Response:
    """Show every sponsor with their balance, how cards stand, what was reconciled."""
    return _index(visit)


def _index(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.COUNTS) as look:
        found = accounts(look)
        followed = list(look.session.scalars(select(Directive.id).order_by(Directive.id)))
        directives = visit.office.rulebook.directives
        counted = [
            (
                directives[one],
                cards_by_body(
                    look.session, visit.office.rulebook, one, look.desk.today, look.visible
                ),
                outside_help(look.session, look.visible, one, look.desk.today),
            )
            for one in followed
            if one in directives
        ]
        reconciled = reconciliations(look)
        decided_open = number_to_do(look, "help")
    return visit.show(
        "sponsors/index.html",
        status=400 if wrong else 200,
        found=found,
        names=_names(visit, [one.sponsor for one in found]),
        bodies=Names(visit.office.rulebook),
        counted=counted,
        days=visit.office.rulebook.helping.hand_over_days,
        reconciled=reconciled,
        decided_open=decided_open,
        in_hand=sum(one.in_hand for one in found),
        KINDS=SPONSOR_KIND_NAMES,
        STATES=RECONCILIATION_STATE_NAMES,
        may=visit.may_do("sponsor.add"),
        given=visit.field,
        wrong=wrong,
    )


def _names(visit: Visit, sponsors: list[int]) -> dict[int, str]:
    """Return what the own sponsors are called; nothing for who keeps none."""
    if not visit.may_do("sponsor.add"):
        return {}
    with visit.desk() as desk:
        return dict(sponsor.names_of(desk, sponsors))


@router.post("")
def added(visit: Here) -> Response:
    """Enter a sponsor."""
    kind = visit.field("loai")
    if kind not in tuple(SponsorKind):
        return _index(visit, "Chọn loại nhà tài trợ.")
    return visit.do(
        sponsor.add,
        sponsor.Request(SponsorKind(kind), visit.field("ten")),
        to=lambda answer: f"{ROOT}/{answer.sponsor}",
        receipt=lambda answer: f"Đã ghi nhà tài trợ số {answer.sponsor}.",
        again=lambda wrong: _index(visit, wrong),
    )


@router.get("/{number}")
def show(visit: Here, number: int) -> Response:
    """Show one account; who is paid for is logged before it is shown."""
    return _shown(visit, number)


def _shown(visit: Visit, number: int, wrong: str = "", at: str = "") -> Response:
    if not 0 < number < _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.COUNTS) as look:
        kept = account_of(look, number)
        followed = set(look.session.scalars(select(Directive.id)))
    own = visit.said.partition("/")[0] == kept.account.body
    return visit.show(
        "sponsors/account.html",
        status=400 if wrong else 200,
        kept=kept,
        name=_names(visit, [number]).get(number, ""),
        bodies=Names(visit.office.rulebook),
        directives=[one for one in visit.office.rulebook.directives.values() if one.id in followed],
        KINDS=SPONSOR_KIND_NAMES,
        ENTRIES=ENTRY_KIND_NAMES,
        money=[(one.value, ENTRY_KIND_NAMES[one]) for one in _MONEY],
        may=own and visit.may_do("sponsor.use"),
        may_undo=own and visit.may_do("sponsor.undo"),
        given=visit.field,
        wrong=wrong,
        at=at,
    )


@router.post("/{number}/tien")
def money(visit: Here, number: int) -> Response:
    """Enter money that was pledged, came or went back."""
    kind = visit.field("viec")
    if kind not in tuple(one.value for one in _MONEY):
        return _shown(visit, number, "Chọn tiền hứa, đã nhận hay trả lại.", "tien")
    try:
        on = day(visit, "ngay", "Ngày") or local_date(visit.now)
        amount = number_of(visit, "so_tien", "Số tiền")
    except Refused as refused:
        return _shown(visit, number, str(refused), "tien")
    return visit.do(
        sponsor.money,
        sponsor.Money(number, EntryKind(kind), amount, on, visit.field("giay_to")),
        to=f"{ROOT}/{number}",
        receipt=lambda answer: f"Đã ghi dòng số {answer.entries[0]}.",
        again=lambda wrong: _shown(visit, number, wrong, "tien"),
    )


@router.post("/{number}/dung")
def used(visit: Here, number: int) -> Response:
    """Let the sponsor pay for people."""
    try:
        request = sponsor_use.Request(
            visit.field("van_ban"),
            number,
            numbers_of(visit, "ho_so", "Số hồ sơ"),
            month(visit, "tu_thang", "Từ tháng"),
            number_of(visit, "so_thang", "Số tháng"),
            day(visit, "ngay", "Ngày") or local_date(visit.now),
            visit.field("giay_to"),
            number_of(visit, "phan_tram", "Phần hỗ trợ") if visit.field("phan_tram") else None,
            visit.field("can_cu"),
        )
    except Refused as refused:
        return _shown(visit, number, str(refused), "dung")
    return visit.do(
        sponsor_use.use,
        request,
        to=f"{ROOT}/{number}",
        receipt="Đã ghi; phần đóng của người ấy đã đổi theo.",
        again=lambda wrong: _shown(visit, number, wrong, "dung"),
    )


@router.post("/{number}/dong-y")
def agreed(visit: Here, number: int) -> Response:
    """Enter that somebody agreed to be named to the sponsor, or not any more."""
    try:
        request = agreement.Request(
            number,
            number_of(visit, "ho_so", "Số hồ sơ"),
            day(visit, "ngay", "Ngày") or local_date(visit.now),
            visit.field("giay_to"),
            bool(visit.field("rut")),
        )
    except Refused as refused:
        return _shown(visit, number, str(refused), "dong-y")
    return visit.do(
        agreement.agree,
        request,
        to=f"{ROOT}/{number}",
        receipt="Đã ghi.",
        again=lambda wrong: _shown(visit, number, wrong, "dong-y"),
    )


@router.post("/{number}/huy/{entry}")
def undone(visit: Here, number: int, entry: int) -> Response:
    """Take a line back by another."""
    return visit.do(
        sponsor.undo,
        sponsor.Which(entry, visit.field("ly_do")),
        to=f"{ROOT}/{number}",
        receipt=f"Đã hủy dòng số {entry} bằng một dòng mới.",
        again=lambda wrong: _shown(visit, number, wrong, f"huy-{entry}"),
    )
