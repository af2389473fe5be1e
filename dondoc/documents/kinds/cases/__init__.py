"""Báo cáo trường hợp: a body's written report of who does not join, each case by its number."""

from collections.abc import Mapping
from typing import Any

from dondoc.documents.kind import Kind
from dondoc.documents.kinds.cases.assembly import case_report
from dondoc.documents.kinds.cases.content import CasesReport
from dondoc.documents.kinds.cases.paper import cases_report
from dondoc.documents.kinds.cases.sheets import sheets
from dondoc.visible import Sight


def _then(report: CasesReport, asked: Mapping[str, Any]) -> str:
    """Return how its signature is recorded; empty for one that was signed."""
    if not report.draft:
        return ""
    number = asked["case_report"]
    annex, sign = f"dondoc case annex {number}", f"dondoc case sign {number}"
    return f"Phụ lục có họ tên: {annex}; ký xong thì ghi: {sign}"


KIND = Kind(
    command="cases",
    stem="bao-cao-truong-hop",
    help="Báo cáo từng trường hợp theo số hồ sơ, không có họ tên: để lấy số, ký và gửi.",
    sight=Sight.REPORT,
    content=CasesReport,
    fill=case_report,
    paper=cases_report,
    sheets=sheets,
    then=_then,
)
