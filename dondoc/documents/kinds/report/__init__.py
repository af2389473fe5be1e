"""Báo cáo: a body's own report, from the figures it recorded."""

from datetime import date

from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.report.assembly import own_report
from dondoc.documents.kinds.report.content import CommuneReport
from dondoc.documents.kinds.report.paper import commune_report
from dondoc.documents.kinds.report.sheets import sheets
from dondoc.obligations.arising import one
from dondoc.visible import Sight


def _fill(
    sources: Sources,
    directive: str,
    duty: str,
    bearer: str,
    due: date | None = None,
    signer: str | None = None,
) -> CommuneReport:
    row = one(sources.session, sources.rulebook, directive, duty, bearer, due)
    return own_report(sources.session, sources.rulebook, row, signer)


KIND = Kind(
    command="report",
    stem="bao-cao",
    help="Báo cáo của chính đơn vị, từ số liệu đã ghi: để lấy số, ký và gửi.",
    sight=Sight.REPORT,
    content=CommuneReport,
    fill=_fill,
    paper=commune_report,
    sheets=sheets,
)
