"""Reconciliations: begun, three lists brought in, differences explained, agreed, signed.

Whoever differs is a case number; that it is shown is logged.
"""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dondoc.cases.reconciled import sides_of
from dondoc.desk import reconcile, reconcile_signing
from dondoc.desk.look import Look
from dondoc.desk.reconciliations import Listed, apart, reconciliations
from dondoc.desk.sheet_of_money import Sheet
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import minutes
from dondoc.errors import Refused
from dondoc.visible import Sight
from dondoc.web.download import download
from dondoc.web.given import day, month, number_of, sent_files
from dondoc.web.pages.seen import Names
from dondoc.web.visit import WRONG, Here, Visit
from language.zone import local_date
from models import RECONCILIATION_STATE_NAMES, Directive, ReconciliationState, Side

ROOT = "/doi-chieu"
router = APIRouter(prefix=ROOT)
_LARGEST = 2**31
_KINDS = (".csv", ".xlsx")


@router.get("")
def index(visit: Here) -> Response:
    """Show every reconciliation that is visible, and begin one."""
    return _index(visit)


def _index(visit: Visit, wrong: str = "") -> Response:
    rulebook = visit.office.rulebook
    with visit.look(Sight.COUNTS) as look:
        found = reconciliations(look)
        groups = list(_groups(look))
    return visit.show(
        "reconciling/index.html",
        status=400 if wrong else 200,
        found=found[::-1],
        groups=groups,
        names=Names(rulebook),
        rulebook=rulebook,
        STATES=RECONCILIATION_STATE_NAMES,
        signed=[one for one in found if one.state is ReconciliationState.SIGNED],
        may=visit.may_do("reconcile.open"),
        given=visit.field,
        wrong=wrong,
    )


def _groups(look: Look) -> list[tuple[str, str]]:
    """Return what there is to reconcile: a group of a directive that lays the duty on somebody."""
    followed = set(look.session.scalars(select(Directive.id)))
    return [
        (f"{one.id}|{id_}", f"{group.name} ({one.title})")
        for one in look.desk.rulebook.directives.values()
        if one.id in followed
        and any(reconcile.SHOWN_BY in duty.shown_by for duty in one.duties.values())
        for id_, group in one.groups.items()
    ]


@router.post("")
def opened(visit: Here) -> Response:
    """Begin a reconciliation."""
    directive, _, group = visit.field("nhom").partition("|")
    try:
        corrects = visit.field("thay")
        request = reconcile.Request(
            directive,
            group,
            month(visit, "tu_thang", "Từ tháng"),
            number_of(visit, "so_thang", "Số tháng"),
            number_of(visit, "thay", "Thay biên bản") if corrects else None,
        )
    except Refused as wrong:
        return _index(visit, str(wrong))
    return visit.do(
        reconcile.open_,
        request,
        to=lambda done: f"{ROOT}/{done.reconciliation}",
        receipt=lambda done: f"Đã lập đối chiếu số {done.reconciliation}.",
        again=lambda wrong: _index(visit, wrong),
    )


@router.get("/{number}")
def show(visit: Here, number: int) -> Response:
    """Show one with its lists and whoever they differ on."""
    return _shown(visit, number)


def _shown(visit: Visit, number: int, wrong: str = "", at: str = "") -> Response:
    if not 0 < number < _LARGEST:
        raise HTTPException(404)
    helping = visit.office.rulebook.helping
    with visit.look(Sight.COUNTS) as look:
        differing = apart(look, number)
        one = _one(reconciliations(look), number)
        sides = {side.side: side for side in sides_of(look.session, number)}
        bodies = [(body.uid, body.name) for body in look.desk.bodies.all()]
    own = visit.said.partition("/")[0] == one.body and visit.may_do("reconcile.bring")
    return visit.show(
        "reconciling/one.html",
        status=400 if wrong else 200,
        one=one,
        directive=visit.office.rulebook.directives[one.directive],
        sides=sides,
        differing=differing,
        helping=helping,
        reasons=[(id_, said.title) for id_, said in helping.reasons.items() if not said.by_itself],
        bodies=bodies,
        names=Names(visit.office.rulebook),
        STATES=RECONCILIATION_STATE_NAMES,
        SIDES=list(Side),
        drafted=own and one.state is ReconciliationState.DRAFT,
        agreed=own and one.state is ReconciliationState.AGREED,
        given=visit.field,
        wrong=wrong,
        at=at,
    )


def _one(found: list[Listed], number: int) -> Listed:
    return next(one for one in found if one.id == number)


def _done(
    visit: Visit,
    number: int,
    act: Callable[..., reconcile.Answer],
    ask: Callable[[], object],
    receipt: str,
    at: str = "",
) -> Response:
    try:
        request = ask()
    except WRONG as wrong:
        return _shown(visit, number, str(wrong), at)
    return visit.do(
        act,
        request,
        to=f"{ROOT}/{number}",
        receipt=receipt,
        again=lambda wrong: _shown(visit, number, wrong, at),
    )


@router.post("/{number}/danh-sach/{side}")
def brought(visit: Here, number: int, side: Side) -> Response:
    """Bring in one side's list: a file, or what is stored of cards."""
    return _done(
        visit,
        number,
        reconcile.bring,
        lambda: reconcile.Bringing(
            number,
            side,
            day(visit, "tinh_den", "Tính đến ngày") or local_date(visit.now),
            _sheet(visit),
            visit.field("don_vi") or None,
            visit.field("nguon"),
        ),
        "Đã đưa danh sách vào.",
        side.value,
    )


def _sheet(visit: Visit) -> Sheet | None:
    sent = sent_files(visit)
    if not sent:
        return None
    name = sent[0].name
    if not name.casefold().endswith(_KINDS):
        raise Refused("tệp cần là XLSX hoặc CSV; tệp .xls thì mở ra, lưu lại thành .xlsx")
    return Sheet(Path(name), sent[0].content)


@router.post("/{number}/ly-do")
def explained(visit: Here, number: int) -> Response:
    """Say why the lists differ on a case."""
    return _done(
        visit,
        number,
        reconcile.explain,
        lambda: reconcile.Explaining(
            number, number_of(visit, "ho_so", "Số hồ sơ"), visit.field("ly_do")
        ),
        "Đã ghi lý do.",
        "ly-do",
    )


@router.post("/{number}/thong-nhat")
def settled(visit: Here, number: int) -> Response:
    """Say that the three agree, or do not after all."""
    back = bool(visit.field("tro_lai"))
    receipt = "Đã trở lại dự thảo." if back else "Đã ghi ba bên thống nhất."
    which = reconcile.Which(number, back)
    return _done(visit, number, reconcile_signing.agree, lambda: which, receipt)


@router.post("/{number}/ky")
def signed(visit: Here, number: int) -> Response:
    """Enter the signed minutes."""
    return _done(
        visit,
        number,
        reconcile_signing.sign,
        lambda: reconcile_signing.Signing(
            number,
            visit.field("so"),
            day(visit, "ngay", "Ngày biên bản") or local_date(visit.now),
            tuple(
                reconcile_signing.Hand(
                    side, visit.field(f"nguoi.{side.value}"), visit.field(f"tu_cach.{side.value}")
                )
                for side in Side
            ),
        ),
        "Đã ghi biên bản đã ký.",
        "ky",
    )


@router.get("/{number}/bien-ban.{kind}")
def printed(visit: Here, number: int, kind: str) -> Response:
    """Give the minutes to be printed and signed; who differs stands there by case number."""
    if kind not in ("pdf", "docx") or not 0 < number < _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.COUNTS) as look:
        apart(look, number)
        document = minutes.KIND.filled(
            Sources(look.session, visit.office, visit.now), reconciliation=number
        )
    [(name, content)] = minutes.KIND.files(document, visit.now, (kind,), mark=visit.office.mark)
    return download(content if isinstance(content, bytes) else b"".join(content), name)
