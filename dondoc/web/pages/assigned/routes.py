"""The page of villages and who has them, commune by commune; those that nobody has come first."""

from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from dondoc.looking.assigned import assigned
from dondoc.visible import Sight
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here

router = APIRouter(prefix="/giao-thon")


@router.get("")
def listed(visit: Here) -> Response:
    """Show the villages of whoever is visible, with who has them today."""
    with visit.look(Sight.COUNTS) as looking:
        found = assigned(looking)
    rows = [(body, list(some)) for body, some in groupby(found, lambda one: one.body)]
    rows.sort(key=lambda one: -sum(not each.officer for each in one[1]))
    return visit.show(
        "assigned/assigned.html",
        bodies=rows,
        nobodys=sum(not one.officer for one in found),
        names=Names(visit.office.rulebook),
    )
