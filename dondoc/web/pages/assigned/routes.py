"""The page of villages and who has them, commune by commune; those that nobody has come first.

Everything somebody has is handed over here in one step: transfer, leave, a deputy, the end.
"""

from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.desk import villages
from dondoc.errors import Refused
from dondoc.looking.assigned import Assigned, assigned
from dondoc.visible import Sight
from dondoc.web.given import day
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit

ROOT = "/giao-thon"
router = APIRouter(prefix=ROOT)


@router.get("")
def listed(visit: Here) -> Response:
    """Show the villages of whoever is visible, with who has them today."""
    return _listed(visit)


def _listed(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.COUNTS) as looking:
        found = assigned(looking)
        own = looking.who.body.uid if looking.who else ""
        every = looking.visible.everything
    rows = [(body, list(some)) for body, some in groupby(found, lambda one: one.body)]
    rows.sort(key=lambda one: -sum(not each.officer for each in one[1]))
    hands = visit.may_do("assignment.hand_over")
    mine = [(body, some) for body, some in rows if hands and (every or body == own)]
    return visit.show(
        "assigned/assigned.html",
        status=400 if wrong else 200,
        bodies=rows,
        nobodys=sum(not one.officer for one in found),
        holders={body: _holders(some) for body, some in mine},
        names=Names(visit.office.rulebook),
        at=visit.field("don_vi"),
        given=visit.field,
        wrong=wrong,
    )


def _holders(villages: list[Assigned]) -> list[str]:
    """Return who has something of a commune; a deputy stands beside whom they stand in for."""
    named = [name for one in villages for name in f"{one.officer}, {one.head}".split(", ")]
    return list(dict.fromkeys(name for name in named if name))


@router.post("/ban-giao")
def handed(visit: Here) -> Response:
    """Hand over, or end, everything that somebody has of a commune."""
    try:
        since, until = day(visit, "tu", "Từ ngày"), day(visit, "den", "Đến trước ngày")
        number, dated = visit.field("so") or None, day(visit, "ngay", "Ngày văn bản")
    except Refused as wrong:
        return _listed(visit, str(wrong))
    body, holder, to = visit.field("don_vi"), visit.field("ai"), visit.field("cho")
    login = visit.field("tai_khoan")
    if not (to or login):
        return visit.do(
            villages.end,
            villages.Ending(body, holder, since),
            to=ROOT,
            receipt=lambda done: f"Đã thôi giao {len(done.assignments)} thôn; chưa ai nhận.",
            again=lambda wrong: _listed(visit, wrong),
        )
    return visit.do(
        villages.hand_over,
        villages.Handing(body, holder, to, login, since, until, number, dated),
        to=ROOT,
        receipt=lambda done: f"Đã bàn giao {len(done.assignments)} thôn.",
        again=lambda wrong: _listed(visit, wrong),
    )
