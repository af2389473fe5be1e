"""What a report's page gives to be read or kept: receipts, the form, papers, files."""

from urllib.parse import quote

from fastapi import APIRouter
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dondoc.desk.context import Desk
from dondoc.desk.look import look
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.report import KIND
from dondoc.reports.attach import kept_bytes, safe_names
from dondoc.reports.blank import blank_form, blank_name
from dondoc.visible import Sight
from dondoc.web.pages.report import receipt
from dondoc.web.visit import Here
from models import Attachment, Kind, Obligation, Report

router = APIRouter()
NOT_THERE = HTTPException(404)


@router.get("/{number}/bien-nhan")
def receipt_of(visit: Here, number: int) -> Response:
    """Show what was filed: its number, its instant, a copy."""
    with visit.look(Sight.REPORT) as looking:
        row = visible(looking.desk, number)
        found = receipt.receipt(looking, row)
        if found is None:
            return RedirectResponse("/viec", 303)
        mine = bool(looking.desk.may("report.file", [row]))
    return visit.show("report/receipt.html", filed=found, mine=mine)


@router.get("/{number}/bieu")
def form_file(visit: Here, number: int) -> Response:
    """Give the form as a file, filled in as far as something is offered."""
    with visit.look(Sight.REPORT) as looking:
        row = visible(looking.desk, number)
        rulebook = looking.desk.rulebook
        content = blank_form(looking.session, rulebook, row, visit.office.mark)
        return _file(blank_name(rulebook, row), content)


@router.get("/{number}/ban/{kind}")
def paper(visit: Here, number: int, kind: str) -> Response:
    """Give the report as an official paper, to be numbered and signed."""
    if kind not in ("pdf", "docx"):
        raise NOT_THERE
    with visit.look(KIND.sight) as looking:
        row = visible(looking.desk, number)
        asked = {
            "directive": row.directive_id,
            "duty": row.duty,
            "bearer": row.bearer_uid,
            "due": row.original_due_on,
        }
        looking.refuse_hidden(**asked)  # type: ignore[arg-type]
        document = KIND.filled(Sources(looking.session, visit.office, visit.now), **asked)
        [(name, content)] = KIND.files(document, visit.now, (kind,), mark=visit.office.mark)
        return _file(name, content if isinstance(content, bytes) else b"".join(content))


@router.get("/{number}/tep/{attachment}")
def attached(visit: Here, number: int, attachment: int) -> Response:
    """Give a file that came with the report, byte for byte."""
    with visit.look(Sight.REPORT) as looking:
        row = visible(looking.desk, number)
        file = looking.session.scalar(
            select(Attachment)
            .join(Report, Report.id == Attachment.report_id)
            .where(Attachment.id == attachment, Report.obligation_id == row.id)
        )
        if file is None or file.purged:
            raise NOT_THERE
        return _file(file.name, kept_bytes(looking.desk.state, file.sha256, file.name))


def visible(desk: Desk, number: int) -> Obligation:
    """Return the obligation numbered so; what is hidden is as if it were not there."""
    row = desk.session.get(Obligation, number) if number < 2**31 else None
    if row is None or row.kind != Kind.OBLIGATION:
        raise NOT_THERE
    if not look(desk, Sight.REPORT).shown([row]):
        raise NOT_THERE
    return row


def _file(name: str, content: bytes) -> Response:
    """Return a file to be kept, never to be shown: what it holds is somebody else's."""
    safe = safe_names([name])[0]
    plain = safe.encode("ascii", "ignore").decode().replace('"', "") or "tep"
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="application/octet-stream", headers=headers)
