"""The page of one person; a wrong merge is undone here."""

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from dondoc.desk import double
from dondoc.looking.person import person
from dondoc.looking.side import said
from dondoc.visible import Sight
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from models import DOUBLE_REASONS, DoubleReason
from models.person_access import ACCESS_NAMES, PURPOSE_NAMES

router = APIRouter(prefix="/nguoi")
# More is no number of the database.
_LARGEST = 2**62


@router.get("/{case}")
def show(visit: Here, case: int) -> Response:
    """Show the person with this case number; that it is read is logged."""
    return _shown(visit, case)


def _shown(visit: Visit, case: int, wrong: str = "") -> Response:
    if not 0 < case < _LARGEST:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as looking:
        one = person(looking, case)
    return visit.show(
        "person/person.html",
        status=400 if wrong else 200,
        one=one,
        lines=[(name, value) for name, value in said(one.side) if value] if one.side else [],
        reasons=[(reason.value, name) for reason, name in DOUBLE_REASONS.items()],
        names=Names(visit.office.rulebook),
        ways=ACCESS_NAMES,
        why=PURPOSE_NAMES,
        wrong=wrong,
    )


@router.post("/{case}/tach")
def part(visit: Here, case: int) -> Response:
    """Undo the merge by which another case turned out to be this one."""
    gone, reason = visit.field("ho_so"), visit.field("can_cu")
    if not (gone.isascii() and gone.isdigit() and len(gone) < 18 and reason in set(DoubleReason)):
        return _shown(visit, case, "Chọn căn cứ tách hồ sơ.")
    return visit.do(
        double.unmerge,
        double.Undoing(int(gone), DoubleReason(reason)),
        to=f"/nguoi/{case}",
        receipt=f"Đã tách hồ sơ số {int(gone)}; mỗi hồ sơ trở lại như trước khi gộp.",
        again=lambda wrong: _shown(visit, case, wrong),
    )
