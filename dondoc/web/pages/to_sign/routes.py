"""What waits for a chair's signature: cases that have their evidence, those held back and why."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dondoc.cases.cases import reporting_duty
from dondoc.cases.road import STATE_NAMES
from dondoc.desk import case_report, case_signing
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import cases as cases_kind
from dondoc.errors import Refused
from dondoc.looking.signing import to_sign
from dondoc.visible import Sight
from dondoc.web.download import download
from dondoc.web.given import day
from dondoc.web.pages.seen import Names
from dondoc.web.visit import Here, Visit
from language.zone import local_date
from models import ANNEX_ROAD_NAMES, AnnexRoad

ROOT = "/can-ky"
router = APIRouter(prefix=ROOT)


@router.get("")
def index(visit: Here) -> Response:
    """Show the cases of the body of whoever is signed in, dispatch by dispatch."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.look(Sight.PERSONS) as look:
        found = [
            to_sign(look, one)
            for one in visit.office.rulebook.directives.values()
            if reporting_duty(one)
        ]
    return visit.show(
        "to_sign/to_sign.html",
        status=400 if wrong else 200,
        found=[one for one in found if one.cases],
        ready=sum(len(one.ready) for one in found),
        held=sum(len(one.held) for one in found),
        STATES=STATE_NAMES,
        roads=[(road.value, ANNEX_ROAD_NAMES[road]) for road in AnnexRoad],
        names=Names(visit.office.rulebook),
        wrong=wrong,
        given=visit.field,
    )


@router.post("/{directive}/du-thao")
def drafted(visit: Here, directive: str) -> Response:
    """Draft the report of every case that has its evidence."""
    if directive not in visit.office.rulebook.directives:
        raise HTTPException(404)
    with visit.look(Sight.PERSONS) as look:
        body = look.who.body.uid if look.who else ""
    return visit.do(
        case_report.draft,
        case_report.Request(directive, body),
        to=ROOT,
        receipt=lambda done: f"Đã lập dự thảo số {done.report}: {done.cases} trường hợp.",
        again=lambda wrong: _shown(visit, wrong),
    )


@router.post("/{report}/ky")
def signed(visit: Here, report: int) -> Response:
    """Enter that the draft was signed."""
    try:
        request = case_signing.Signing(
            report,
            visit.field("so"),
            day(visit, "ngay", "Ngày văn bản") or local_date(visit.now),
            visit.field("nguoi_ky"),
            visit.field("phu_luc"),
            AnnexRoad(visit.field("duong")),
            visit.field("tu_cach") or None,
        )
    except (Refused, ValueError) as wrong:
        return _shown(visit, str(wrong))
    return visit.do(
        case_signing.sign,
        request,
        to=ROOT,
        receipt=lambda done: f"Đã ghi báo cáo với {done.cases} trường hợp; đã lên nơi tổng hợp.",
        again=lambda wrong: _shown(visit, wrong),
    )


@router.post("/{report}/bo")
def dropped(visit: Here, report: int) -> Response:
    """Give a draft up."""
    return visit.do(
        case_report.drop,
        case_report.Dropping(report),
        to=ROOT,
        receipt=f"Đã bỏ dự thảo số {report}.",
        again=lambda wrong: _shown(visit, wrong),
    )


@router.get("/{report}/ban-in.{kind}")
def printed(visit: Here, report: int, kind: str) -> Response:
    """Give the written report, by case numbers alone."""
    if kind not in ("pdf", "docx"):
        raise HTTPException(404)
    with visit.look(Sight.REPORT) as look:
        look.refuse_hidden(case_report=report)
        sources = Sources(look.session, visit.office, visit.now)
        document = cases_kind.KIND.filled(sources, case_report=report)
    files = cases_kind.KIND.files(document, visit.now, (kind,), mark=visit.office.mark)
    [(name, content)] = files
    return download(content if isinstance(content, bytes) else b"".join(content), name)
