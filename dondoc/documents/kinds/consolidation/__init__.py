"""Báo cáo tổng hợp: a via body's report of one round, full or partial."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dondoc.consolidation.consolidate import consolidation, signed_round
from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.kinds.consolidation.content import ConsolidatedReport
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.kinds.consolidation.sheets import sheets
from language.zone import local


def _fill(
    sources: Sources,
    directive: str,
    round_due: date,
    as_of: datetime | None = None,
    revision: int | None = None,
) -> ConsolidatedReport:
    session, rulebook = sources.session, sources.rulebook
    if revision is None:
        found = consolidation(session, rulebook, directive, round_due, as_of)
    else:
        found = signed_round(session, rulebook, directive, round_due, revision)
    return consolidated_report(session, rulebook, found, sources.now)


def _then(report: ConsolidatedReport, asked: Mapping[str, Any]) -> str:
    """Return how the signature is recorded; empty for a round that was signed."""
    if asked["revision"] is not None:
        return ""
    partial = " --partial" if report.partial else ""
    closed = local(report.closed_at).replace(tzinfo=None).isoformat()
    return (
        f"Ký xong thì ghi: dondoc sign {asked['directive']} --due {asked['round_due']} "
        f"--closed-at {closed}{partial}"
    )


KIND = Kind(
    command="consolidation",
    stem="tong-hop",
    help="Báo cáo tổng hợp của một đợt; còn thiếu đơn vị nào thì ghi rõ.",
    content=ConsolidatedReport,
    fill=_fill,
    paper=consolidated,
    sheets=sheets,
    then=_then,
)
