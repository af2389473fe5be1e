"""Báo cáo tổng hợp: a via body's report of one round, full or partial."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.prints import kept_prints, prints_of
from dondoc.documents.kind import Kind, Sources
from dondoc.documents.kinds.consolidation.assembly import drafted_report, signed_report
from dondoc.documents.kinds.consolidation.content import ConsolidatedReport
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.kinds.consolidation.sheets import sheets
from dondoc.visible import Sight
from language.zone import local


def _fill(
    sources: Sources,
    directive: str,
    round_due: date | None = None,
    as_of: datetime | None = None,
    revision: int | None = None,
    signer: str | None = None,
    round_duty: str | None = None,
) -> ConsolidatedReport:
    session, rulebook = sources.session, sources.rulebook
    if revision is not None:
        return signed_report(
            session, rulebook, directive, round_due, revision, sources.now, round_duty
        )
    found = consolidation(session, rulebook, directive, round_due, as_of, duty=round_duty)
    return drafted_report(session, rulebook, found, sources.now, signer)


def _kept(
    sources: Sources,
    directive: str,
    round_due: date | None = None,
    as_of: datetime | None = None,
    revision: int | None = None,
    signer: str | None = None,
    round_duty: str | None = None,
) -> list[tuple[str, bytes]] | None:
    """Return the files of the signed `revision`, or of the last one while nothing is newer."""
    if as_of is not None or signer is not None:
        return None
    found = consolidation(sources.session, sources.rulebook, directive, round_due, duty=round_duty)
    asked = [one for one in found.signatures if revision in (None, one.signature.revision)]
    if not asked or (revision is None and found.says_more_than(asked[-1])):
        return None
    prints = prints_of(sources.session, asked[-1].signature)
    return kept_prints(sources.office.settings.state_folder, prints) if prints else None


def _then(report: ConsolidatedReport, asked: Mapping[str, Any]) -> str:
    """Return how the signature is recorded; empty for a round that was signed."""
    if asked["revision"] is not None:
        return ""
    partial = " --partial" if report.partial else ""
    closed = local(report.closed_at).replace(tzinfo=None).isoformat()
    duty = f" --duty {asked['round_duty']}" if asked["round_duty"] else ""
    due = f" --due {asked['round_due']}" if asked["round_due"] else ""
    return (
        f"Ký xong thì ghi: dondoc sign {asked['directive']}{due}{duty} "
        f"--closed-at {closed}{partial}"
    )


KIND = Kind(
    command="consolidation",
    stem="tong-hop",
    help="Báo cáo tổng hợp của một đợt; còn thiếu đơn vị nào thì ghi rõ.",
    sight=Sight.ROUND,
    content=ConsolidatedReport,
    fill=_fill,
    paper=consolidated,
    sheets=sheets,
    others=True,
    then=_then,
    kept=_kept,
)
