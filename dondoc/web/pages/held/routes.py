"""Visits that wait: of a revoked device, or that could not be entered as they were sent."""

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import held_visit
from dondoc.looking.held_visits import waiting
from dondoc.visible import Sight
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from models import Held

router = APIRouter(prefix="/cho-xem")
_WHY = {
    Held.REVOKED: "máy đã thu hồi, hoặc người giữ máy đã thôi chức danh",
    Held.REFUSED: "không ghi được như đã gửi",
}


@router.get("")
def show(visit: Here) -> Response:
    """Show the visits that wait; whoever is shown is logged."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as looking:
        found = waiting(looking)
    return visit.show(
        "held/held.html",
        status=400 if wrong else 200,
        found=found,
        why=_WHY,
        names=Names(visit.office.rulebook),
        wrong=wrong,
    )


@router.post("/{number}")
def confirm(visit: Here, number: int) -> Response:
    """Enter one, or do not."""
    take = visit.field("viec") == "ghi"
    return visit.do(
        held_visit.confirm,
        held_visit.Confirming(number, take),
        to="/cho-xem",
        receipt="Đã ghi lần thăm." if take else "Không ghi lần thăm này.",
        again=lambda wrong: _shown(visit, wrong),
    )
