"""Where the time is short: a body asks for more of it, or says itself when its report will come."""

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import ask
from dondoc.desk.context import Which
from dondoc.web.pages.report.showing import again, mine
from dondoc.web.visit import Here, Visit
from language.dates import full_day, read_day

router = APIRouter()


@router.post("/{number}/gia-han")
def request(visit: Here, number: int) -> Response:
    """Ask for more time."""
    until = read_day(visit.field("ngay"))
    if until is None:
        return _no_day(visit, number)
    return visit.do(
        ask.ask,
        ask.Request(_which(visit, number), until, visit.field("ly_do")),
        to=f"/bao-cao/{number}#khong-kip",
        receipt=f"Đã xin gia hạn đến {full_day(until)}; hạn chưa đổi cho đến khi có quyết định.",
        again=lambda wrong: again(visit, number, wrong),
    )


@router.post("/{number}/rut-gia-han")
def withdraw(visit: Here, number: int) -> Response:
    """Ask no more."""
    return visit.do(
        ask.withdraw,
        ask.Withdrawing(_which(visit, number)),
        to=f"/bao-cao/{number}#khong-kip",
        receipt="Đã rút lại đề nghị gia hạn.",
        again=lambda wrong: again(visit, number, wrong),
    )


@router.post("/{number}/hen")
def promise(visit: Here, number: int) -> Response:
    """Say when it will come."""
    on = read_day(visit.field("ngay"))
    if on is None:
        return _no_day(visit, number)
    return visit.do(
        ask.promise,
        ask.Promise(_which(visit, number), on, visit.field("ghi") or None),
        to=f"/bao-cao/{number}#khong-kip",
        receipt=f"Đã ghi ngày hẹn {full_day(on)}; nơi tổng hợp và Văn phòng thấy ngày này.",
        again=lambda wrong: again(visit, number, wrong),
    )


def _no_day(visit: Visit, number: int) -> Response:
    said = visit.field("ngay")
    return again(visit, number, f"“{said}” không phải một ngày; ghi như 08/8/2024")


def _which(visit: Visit, number: int) -> Which:
    with visit.desk() as opened:
        row = mine(opened, number)
        return Which(row.directive_id, row.duty, row.bearer_uid, row.original_due_on)
