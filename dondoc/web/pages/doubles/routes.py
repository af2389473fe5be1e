"""The page of doubles: pairs side by side, judged one by one; of another body only that one is."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from dondoc.desk import double
from dondoc.looking.beside import beside
from dondoc.looking.doubles import pairs
from dondoc.visible import Sight
from dondoc.web.visit import Here, Visit
from models import DOUBLE_REASONS, DoubleReason

router = APIRouter(prefix="/trung")
PAGE = "/trung"
# So many pairs are opened at once: each person who is shown is logged.
_AT_ONCE = 5
Number = Annotated[int, Query(ge=1, le=10_000)]


@router.get("")
def show(visit: Here, trang: Number = 1) -> Response:
    """Show the pairs that nobody has judged, the likeliest first."""
    return _shown(visit, trang)


def _shown(visit: Visit, page: int = 1, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as looking:
        after = (page - 1) * _AT_ONCE
        found = pairs(looking.session, looking.visible, _AT_ONCE + 1, after)
        shown = beside(looking, found[:_AT_ONCE])
    return visit.show(
        "doubles/doubles.html",
        status=400 if wrong else 200,
        shown=shown,
        page=page,
        more=len(found) > _AT_ONCE,
        reasons=[(one.value, name) for one, name in DOUBLE_REASONS.items()],
        wrong=wrong,
    )


@router.post("/ket-luan")
def judge(visit: Here) -> Response:
    """Make the two one, or write down that they are two."""
    kept, gone = _case(visit, "giu"), _case(visit, "kia")
    reason = visit.field("can_cu")
    verdict = visit.field("la")
    if not (kept and gone and reason in set(DoubleReason) and verdict in ("mot", "hai", "mot-kia")):
        return _shown(visit, wrong="Chọn căn cứ và kết luận cho cặp hồ sơ.")
    if verdict == "mot-kia":
        kept, gone = gone, kept
    one = verdict != "hai"
    return visit.do(
        double.merge if one else double.apart,
        double.Request(kept, gone, DoubleReason(reason)),
        to=PAGE,
        receipt=(
            f"Đã gộp hồ sơ số {gone} vào hồ sơ số {kept}; tách lại được."
            if one
            else f"Đã ghi: hồ sơ số {kept} và số {gone} là hai người; không hỏi lại nữa."
        ),
        again=lambda wrong: _shown(visit, wrong=wrong),
    )


def _case(visit: Visit, name: str) -> int:
    """Return the case number that was sent; 0 where it is none."""
    said = visit.field(name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0
