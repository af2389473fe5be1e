"""Documents that wait for their number, the steps of one, and the registers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dondoc.desk import paper as papers
from dondoc.desk.context import Desk, Which
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import register
from dondoc.documents.kinds.register.content import BOOK_NAMES, Book
from dondoc.errors import Refused
from dondoc.looking.papers import MOST, PaperLine, paper_of, papers_waiting
from dondoc.visible import Sight
from dondoc.web.download import TYPES, download
from dondoc.web.given import day
from dondoc.web.visit import Here, Visit
from language.zone import local_date
from models import PaperStep
from models.paperwork import PAPER_STEP_NAMES
from rules.meaning.duty import TIMELINESS_NAMES
from rules.meaning.recipient import Party

ROOT = "/van-thu"
router = APIRouter(prefix=ROOT)
PAGE = "/{directive}/{duty}/{due}/{uid}"
_ACTS: dict[PaperStep, tuple[str, Callable[[Desk, papers.Request], papers.Answer]]] = {
    PaperStep.PRESENTED: ("paper.present", papers.present),
    PaperStep.SIGNED: ("paper.sign", papers.sign),
    PaperStep.ISSUED: ("paper.issue", papers.issue),
}


@dataclass(frozen=True)
class Place:
    """Whose report of which round a page is about."""

    which: Which

    @property
    def path(self) -> str:
        """Return the address of its page."""
        of = self.which
        due = of.due.isoformat() if of.due else ""
        return f"{ROOT}/{quote(of.directive)}/{quote(of.duty)}/{due}/{quote(of.bearer)}"


def _place(directive: str, duty: str, due: date, uid: str) -> Place:
    return Place(Which(directive, duty, uid, due))


There = Annotated[Place, Depends(_place)]


def _path(line: PaperLine) -> str:
    row = line.obligation
    return Place(Which(row.directive_id, row.duty, row.bearer_uid, row.original_due_on)).path


@router.get("")
def waiting(visit: Here) -> Response:
    """Show which documents wait, one's own first, and the registers."""
    with visit.look(Sight.REPORT) as look:
        lines = papers_waiting(look)
        own = [(line, _path(line)) for line in lines if line.own]
        others = [(line, _path(line)) for line in lines if not line.own]
        who = look.who
        body = (who.body.uid, who.body.name) if who else ("", "")
    this = local_date(visit.now).year
    return visit.show(
        "papers/papers.html",
        own=own,
        others=others,
        most=MOST if len(lines) == MOST else 0,
        body=body,
        books=[(book.value, name) for book, name in BOOK_NAMES.items()],
        years=(this, this - 1),
        formats=("pdf", "docx", "xlsx"),
    )


@router.get("/so/{uid}/{book}-{year}.{format}")
def printed(visit: Here, uid: str, book: str, year: int, format: str) -> Response:
    """Give one register of one body."""
    if format not in TYPES or book not in tuple(Book) or not 2000 <= year <= 2100:
        raise HTTPException(404)
    with visit.look(Sight.REPORT) as look:
        if uid not in look.desk.rulebook.bodies:
            raise HTTPException(404)
        look.refuse([Party(uid, office=look.desk.work.office)])
        sources = Sources(look.session, visit.office, visit.now)
        found = register.KIND.filled(sources, bearer=uid, book=book, year=year)
        files = register.KIND.files(found, visit.now, [format], mark=visit.office.mark)
        [(_, content)] = list(files)
    whole = content if isinstance(content, bytes) else b"".join(content)
    return download(whole, f"so-van-ban-{book}-{year}.{format}")


@router.get(PAGE)
def show(visit: Here, place: There) -> Response:
    """Show the document of one report, step by step."""
    return _shown(visit, place)


def _shown(
    visit: Visit, place: Place, wrong: str = "", at: str = "", status: int = 200
) -> Response:
    with visit.look(Sight.REPORT) as look:
        row = look.one(place.which)
        line = paper_of(look, row)
        if line is None:
            raise Refused("chưa có báo cáo nào được ghi nhận: gửi số liệu trước, rồi ghi văn bản")
        may = {step.value for step, (act, _) in _ACTS.items() if look.desk.may(act, [row])}
        undoes = bool(look.desk.may("paper.undo", [row]))
    return visit.show(
        "papers/paper.html",
        status=status,
        line=line,
        place=place,
        may=may,
        undoes=undoes,
        wrong=wrong,
        at=at,
        today=local_date(visit.now),
        reading=TIMELINESS_NAMES["issued" if line.report.awaits else "received"],
    )


@router.post(f"{PAGE}/huy/{{step}}")
def undone(visit: Here, place: There, step: str) -> Response:
    """Take one step back: it was entered by mistake."""
    which = _step(step)
    request = papers.Undoing(place.which, which, visit.field("ly_do"))
    return visit.do(
        papers.undo,
        request,
        to=place.path,
        receipt=f"Đã hủy lần ghi “{PAPER_STEP_NAMES[which]}”.",
        again=lambda wrong: _shown(visit, place, wrong, f"huy-{step}", 400),
    )


@router.post(f"{PAGE}/{{step}}")
def entered(visit: Here, place: There, step: str) -> Response:
    """Enter one step of the document."""
    which = _step(step)
    try:
        request = papers.Request(
            place.which,
            day(visit, "ngay", "Ngày") or local_date(visit.now),
            visit.field("so") or None,
            visit.field("nguoi_ky") or None,
            visit.field("tu_cach") or None,
        )
    except Refused as refused:
        return _shown(visit, place, str(refused), step, 400)
    return visit.do(
        _ACTS[which][1],
        request,
        to=place.path,
        receipt=_receipt,
        again=lambda wrong: _shown(visit, place, wrong, step, 400),
    )


def _step(step: str) -> PaperStep:
    if step not in tuple(PaperStep):
        raise HTTPException(404)
    return PaperStep(step)


def _receipt(answer: papers.Answer) -> str:
    said = f"Đã ghi: văn bản {PAPER_STEP_NAMES[answer.step]}"
    if answer.on_time is not None:
        said += f", {'đúng hạn' if answer.on_time else 'quá hạn'}"
    told = f"; {answer.corrected} người sẽ nhận đính chính" if answer.corrected else ""
    return f"{said}{told}."
