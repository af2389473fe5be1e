"""What is done of duties without a date: seen, told with evidence, said to be unchanged."""

from fastapi import APIRouter
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dondoc.desk import activity, inspection
from dondoc.errors import Refused
from dondoc.looking.activities import evidence_of
from dondoc.looking.dateless import dateless
from dondoc.looking.inspections import paper_of_inspection
from dondoc.visible import Sight
from dondoc.web.download import download
from dondoc.web.given import attached, day
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from language.zone import local_date
from models import INSPECTION_STEP_NAMES, Directive, InspectionStep
from rules.meaning.directive import Directive as Declared

ROOT = "/hoat-dong"
router = APIRouter(prefix=ROOT)


@router.get("")
def index(visit: Here) -> Response:
    """Show which dispatches have such duties; of one alone, that one."""
    with visit.look(Sight.REPORT) as look:
        followed = set(look.session.scalars(select(Directive.id)))
    found = [
        one
        for one in visit.office.rulebook.directives.values()
        if one.id in followed and any("activity" in duty.shown_by for duty in one.duties.values())
    ]
    return visit.show("activities/index.html", found=found)


@router.get("/minh-chung/{number}")
def evidence(visit: Here, number: int) -> Response:
    """Give the evidence of one activity."""
    with visit.look(Sight.REPORT) as look:
        name, content = evidence_of(look, number)
    return download(content, name)


@router.get("/kiem-tra/tep/{entry}")
def paper(visit: Here, entry: int) -> Response:
    """Give the file that came with one step of an inspection."""
    with visit.look(Sight.REPORT) as look:
        name, content = paper_of_inspection(look, entry)
    return download(content, name)


@router.get("/{directive}")
def show(visit: Here, directive: str) -> Response:
    """Show the duties of one dispatch that name no day."""
    return _shown(visit, directive)


def _declared(visit: Visit, directive: str) -> Declared:
    declared = visit.office.rulebook.directives.get(directive)
    if declared is None:
        raise HTTPException(404)
    return declared


def _shown(visit: Visit, directive: str, wrong: str = "", at: str = "") -> Response:
    declared = _declared(visit, directive)
    with visit.look(Sight.REPORT) as look:
        found = dateless(look, declared)
    return visit.show(
        "activities/activities.html",
        status=400 if wrong else 200,
        found=found,
        names=Names(visit.office.rulebook),
        STEPS=INSPECTION_STEP_NAMES,
        wrong=wrong,
        at=at,
        given=visit.field,
    )


@router.post("/{directive}/khong-thay-doi")
def unchanged(visit: Here, directive: str) -> Response:
    """Enter that nothing has changed this quarter."""
    return visit.do(
        activity.unchanged,
        activity.Unchanged(_declared(visit, directive).id),
        to=f"{ROOT}/{directive}",
        receipt="Đã ghi: quý này không thay đổi.",
        again=lambda wrong: _shown(visit, directive, wrong, "khong"),
    )


@router.post("/{directive}/huy/{number}")
def undone(visit: Here, directive: str, number: int) -> Response:
    """Take back what was entered by mistake."""
    return visit.do(
        activity.undo,
        activity.Undoing(number, visit.field("ly_do")),
        to=f"{ROOT}/{directive}",
        receipt="Đã hủy hoạt động ghi nhầm.",
        again=lambda wrong: _shown(visit, directive, wrong, f"huy-{number}"),
    )


@router.post("/{directive}/{duty}/ghi")
def recorded(visit: Here, directive: str, duty: str) -> Response:
    """Enter what was done."""
    try:
        files = attached(visit)
        request = activity.Request(
            directive,
            duty,
            visit.field("da_lam"),
            day(visit, "ngay", "Ngày làm") or local_date(visit.now),
            day(visit, "den", "Đến ngày"),
            visit.field("ai"),
            visit.field("don_vi"),
            files[0] if files else None,
        )
    except Refused as refused:
        return _shown(visit, directive, str(refused), duty)
    return visit.do(
        activity.record,
        request,
        to=f"{ROOT}/{directive}#viec-{duty}",
        receipt=lambda answer: f"Đã ghi hoạt động số {answer.activity}.",
        again=lambda wrong: _shown(visit, directive, wrong, duty),
    )


@router.post("/{directive}/{duty}/kiem-tra")
def planned(visit: Here, directive: str, duty: str) -> Response:
    """Enter that an inspection is planned."""
    try:
        request = inspection.Request(
            directive, duty, visit.field("duoc_kiem_tra"), _told(visit), visit.field("don_vi")
        )
    except Refused as refused:
        return _shown(visit, directive, str(refused), f"kt-{duty}")
    return visit.do(
        inspection.plan,
        request,
        to=f"{ROOT}/{directive}#viec-{duty}",
        receipt=lambda answer: f"Đã ghi kế hoạch kiểm tra số {answer.inspection}.",
        again=lambda wrong: _shown(visit, directive, wrong, f"kt-{duty}"),
    )


@router.post("/{directive}/kiem-tra/{number}/{step}")
def went_on(visit: Here, directive: str, number: int, step: str) -> Response:
    """Enter the next step of an inspection."""
    if step not in tuple(InspectionStep):
        raise HTTPException(404)
    at = f"kt-{number}"
    try:
        request = inspection.Going(number, InspectionStep(step), _told(visit))
    except Refused as refused:
        return _shown(visit, directive, str(refused), at)
    return visit.do(
        inspection.enter,
        request,
        to=f"{ROOT}/{directive}",
        receipt=f"Đã ghi {INSPECTION_STEP_NAMES[InspectionStep(step)]}.",
        again=lambda wrong: _shown(visit, directive, wrong, at),
    )


def _told(visit: Visit) -> inspection.Told:
    files = attached(visit)
    return inspection.Told(
        visit.field("noi_dung"),
        day(visit, "ngay", "Ngày") or local_date(visit.now),
        visit.field("ai"),
        visit.field("so"),
        day(visit, "han", "Hạn khắc phục"),
        files[0] if files else None,
    )
