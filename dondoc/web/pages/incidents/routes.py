"""Incidents with data of persons: recorded at once, with the clock of their report; closed."""

from datetime import datetime

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from dondoc.desk import incident
from dondoc.errors import Refused
from dondoc.looking.incidents import clock, incidents
from dondoc.web.pages.seen import Names
from dondoc.web.visit import WRONG, Here, Visit
from language.dates import read_day
from language.zone import ZONE
from models import INCIDENT_KIND_NAMES, IncidentKind

router = APIRouter(prefix="/su-co")
_LARGEST = 2**62


@router.get("")
def show(visit: Here) -> Response:
    """Show the incidents of who looks; the office sees all."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.desk() as desk:
        found = incidents(desk.session, desk.now, incident.shown_of(desk))
        term = desk.rulebook.incidents
    return visit.show(
        "incidents/incidents.html",
        status=400 if wrong else 200,
        found=[(one, INCIDENT_KIND_NAMES[IncidentKind(one.kind)]) for one in reversed(found)],
        waits=[one for one in found if one.hours_left is not None],
        clock=clock,
        term=term,
        kinds=[(kind.value, name) for kind, name in INCIDENT_KIND_NAMES.items()],
        names=Names(visit.office.rulebook),
        typed={key: visit.field(key) for key in _FIELDS} if wrong else {},
        wrong=wrong,
    )


_FIELDS = ("ngay", "gio", "loai", "da_lam", "danh_sach", "ho_so")


@router.post("")
def record(visit: Here) -> Response:
    """Enter an incident."""
    try:
        request = incident.Request(
            found_at=_instant(visit, "Phát hiện ngày"),
            kind=IncidentKind(visit.field("loai")),
            done=visit.field("da_lam"),
            lists=_numbers(visit.field("danh_sach")),
            people=_numbers(visit.field("ho_so")),
        )
    except (*WRONG, ValueError) as wrong:
        return _shown(visit, str(wrong) if isinstance(wrong, WRONG) else "Chọn sự cố thế nào.")
    return visit.do(
        incident.record,
        request,
        to=lambda done: f"/su-co/{done.incident}",
        receipt=lambda done: f"Đã ghi sự cố số {done.incident}.",
        again=lambda wrong: _shown(visit, wrong),
    )


@router.get("/{number}")
def one(visit: Here, number: int) -> Response:
    """Show one incident and what was written of it."""
    return _one(visit, number)


def _one(visit: Visit, number: int, wrong: str = "") -> Response:
    if not 0 < number < _LARGEST:
        raise HTTPException(404)
    with visit.desk() as desk:
        whose = incident.shown_of(desk)
        found = {row.incident: row for row in incidents(desk.session, desk.now, whose)}
        if number not in found:
            raise HTTPException(404)
        said, term = incident.said_of(desk, number), desk.rulebook.incidents
    row = found[number]
    return visit.show(
        "incidents/one.html",
        status=400 if wrong else 200,
        row=row,
        kind=INCIDENT_KIND_NAMES[IncidentKind(row.kind)],
        said=said,
        clock=clock,
        term=term,
        names=Names(visit.office.rulebook),
        wrong=wrong,
    )


@router.post("/{number}/bao")
def report(visit: Here, number: int) -> Response:
    """Enter that it was reported."""
    try:
        at = _instant(visit, "Báo ngày") if visit.field("ngay") else visit.now
    except Refused as wrong:
        return _one(visit, number, str(wrong))
    request = incident.Reporting(number, at, visit.field("van_ban"), visit.field("noi_nhan"))
    return visit.do(
        incident.report,
        request,
        to=f"/su-co/{number}",
        receipt=lambda done: "Đã ghi: báo đúng hạn." if done.in_time else "Đã ghi: báo chậm.",
        again=lambda wrong: _one(visit, number, wrong),
    )


@router.post("/{number}/ket-thuc")
def close(visit: Here, number: int) -> Response:
    """Enter that it is over, and why."""
    return visit.do(
        incident.close,
        incident.Closing(number, visit.field("ly_do")),
        to="/su-co",
        receipt=f"Đã ghi: sự cố số {number} kết thúc.",
        again=lambda wrong: _one(visit, number, wrong),
    )


def _instant(visit: Visit, called: str) -> datetime:
    day = read_day(visit.field("ngay"))
    try:
        at = datetime.strptime(visit.field("gio") or "00:00", "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        at = None
    if day is None or at is None:
        raise Refused(f"“{called}” cần ngày dạng 10/4/2024 và giờ dạng 14:30")
    return datetime.combine(day, at, ZONE)


def _numbers(typed: str) -> tuple[int, ...]:
    said = typed.replace(",", " ").replace(";", " ").split()
    if any(not (one.isascii() and one.isdigit() and len(one) < 18) for one in said):
        raise Refused("danh sách và hồ sơ ghi bằng số, cách nhau bằng dấu phẩy")
    return tuple(int(one) for one in said)
