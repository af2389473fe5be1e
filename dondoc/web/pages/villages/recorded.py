"""The pages of what was recorded: visits, each to be struck, those that contradict, decisions."""

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from dondoc.desk import visit as visits
from dondoc.desk.persons import log_numbers
from dondoc.looking import visited
from dondoc.looking.decided_cases import to_do
from dondoc.visible import Sight
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from models import Purpose
from models.visit_question import Doubt

router = APIRouter()
_LARGEST = 2**31 - 1
# So many visits are shown to be struck.
_LAST = 50
_DOUBTS = {Doubt.SAME_DAY.value: "cùng ngày, khác nhau", Doubt.CLOCK.value: "viết sau mà đến trước"}


@router.get("/quyet-dinh")
def decided(visit: Here) -> Response:
    """Show what was decided on cases and is still to be done, case by case."""
    with visit.look(Sight.PERSONS) as looking:
        found = to_do(looking)
    return visit.show(
        "villages/decided.html",
        found=found,
        visits=[one for one in found if one.decided.becomes == "visit"],
        helps=[one for one in found if one.decided.becomes == "help"],
    )


@router.get("/hoi")
def questions(visit: Here) -> Response:
    """Show the visits that contradict each other."""
    return _questions(visit)


def _questions(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as looking:
        found = visited.questions(looking.session, looking.visible)
        log_numbers(looking, visited.cases(found), Purpose.DUTY)
    return visit.show(
        "villages/questions.html",
        status=400 if wrong else 200,
        questions=found,
        words=visit.office.rulebook.visiting,
        doubts=_DOUBTS,
        names=Names(visit.office.rulebook),
        wrong=wrong,
    )


@router.post("/hoi/{question}")
def settle(visit: Here, question: int) -> Response:
    """Say which of two visits holds."""
    if not 0 < question <= _LARGEST:
        raise HTTPException(404)
    said = visit.field("dung")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return _questions(visit, "Chọn lần thăm nào đúng.")
    return visit.do(
        visits.settle,
        visits.Settling(question, int(said) or None),
        to="/thon/hoi",
        receipt="Đã ghi lần thăm nào đúng.",
        again=lambda wrong: _questions(visit, wrong),
    )


@router.get("/da-tham")
def made(visit: Here) -> Response:
    """Show the visits that were made last, each to be struck where it was a mistake."""
    return _made(visit)


def _made(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as looking:
        found = visited.visited(looking.session, looking.visible, most=_LAST)
        log_numbers(looking, visited.cases(found), Purpose.DUTY)
    words = visit.office.rulebook.visiting
    return visit.show(
        "villages/made.html",
        status=400 if wrong else 200,
        found=found,
        words=words,
        reasons=[(code, one.title) for code, one in words.strikes.items()],
        may=visit.may_do("visit.strike"),
        wrong=wrong,
    )


@router.post("/da-tham/{number}")
def struck(visit: Here, number: int) -> Response:
    """Strike a visit that was entered by mistake; it stays in the book."""
    if not 0 < number <= _LARGEST:
        raise HTTPException(404)
    return visit.do(
        visits.strike,
        visits.Striking(number, visit.field("vi_sao")),
        to="/thon/da-tham",
        receipt=lambda done: f"Đã gạch lần thăm số {done.visit}.",
        again=lambda wrong: _made(visit, wrong),
    )
