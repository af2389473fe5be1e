"""How far each case has come by what people did with the report that names it.

A report is a draft until it is signed; then the stored report it is tells whether it was returned,
received, brought together. What replaced it, or was undone, counts no more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dondoc.cases.road import State
from dondoc.find import counted
from language.zone import local_date
from models import CaseLine, CaseReport, Proposal, Report, ReportState

_AT_ONCE = 500


@dataclass(frozen=True)
class Placed:
    """One line that counts: in which report, `filed` as which stored one (None: a draft)."""

    line: CaseLine
    report: CaseReport
    filed: Report | None
    proposal: Proposal | None
    state: State

    @property
    def decided_on(self) -> date | None:
        """Return the local date of the decision on its proposal, None where there is none."""
        at = self.proposal.decided_at if self.proposal else None
        return local_date(at) if at else None


def placed(
    session: Session,
    directive: str,
    bodies: Collection[str] | None = None,
    persons: Collection[int] | None = None,
) -> dict[int, Placed]:
    """Return, by case number, the last line that counts under `directive`.

    Args:
        bodies: in the reports of these (uids); None: of all. persons: of these; None: of all.
    """
    mine: list[ColumnElement[bool]] = []
    if bodies is not None:
        mine.append(CaseReport.body_uid.in_(sorted(bodies)))
    if persons is None:
        return _placed(session, directive, mine)
    numbers, found = sorted(persons), dict[int, Placed]()
    for at in range(0, len(numbers), _AT_ONCE):
        some = CaseLine.person_id.in_(numbers[at : at + _AT_ONCE])
        found |= _placed(session, directive, [*mine, some])
    return found


def _placed(
    session: Session, directive: str, mine: Iterable[ColumnElement[bool]]
) -> dict[int, Placed]:
    rows = session.execute(
        select(CaseLine, CaseReport, Report)
        .join(CaseReport, CaseReport.id == CaseLine.case_report_id)
        .outerjoin(Report, Report.id == CaseReport.report_id)
        .where(CaseReport.directive_id == directive, CaseReport.dropped_at.is_(None), *mine)
        .order_by(CaseReport.id, CaseLine.id)
        # Whoever reads after a lock sees what its holder did, and not what was read before it.
        .execution_options(populate_existing=True)
    ).all()
    last = _last(session, {filed.obligation_id for _, _, filed in rows if filed})
    counts = [
        (line, report, filed if filed and filed.undone_at is None else None)
        for line, report, filed in rows
        if filed is None or filed.undone_at or last.get(filed.obligation_id) == filed.revision
    ]
    picked = {report.id for line, report, _ in counts if line.returned_at}
    proposals = _proposals(session, [line.id for line, _, _ in counts])
    return {
        line.person_id: Placed(
            line,
            report,
            filed,
            proposals.get(line.id),
            _state(line, filed, proposals.get(line.id), picked=report.id in picked),
        )
        for line, report, filed in counts
    }


def _last(session: Session, obligations: Collection[int]) -> dict[int, int]:
    query = (
        select(Report.obligation_id, func.max(Report.revision))
        .where(Report.obligation_id.in_(obligations), counted())
        .group_by(Report.obligation_id)
    )
    return {obligation: revision for obligation, revision in session.execute(query)}  # noqa: C416


def _proposals(session: Session, lines: Collection[int]) -> dict[int, Proposal]:
    found: dict[int, Proposal] = {}
    numbers = sorted(lines)
    for at in range(0, len(numbers), _AT_ONCE):
        some = Proposal.case_line_id.in_(numbers[at : at + _AT_ONCE])
        query = select(Proposal).where(some).order_by(Proposal.id)
        for row in session.scalars(query.execution_options(populate_existing=True)):
            found[row.case_line_id] = row
    return found


def _state(
    line: CaseLine, filed: Report | None, proposal: Proposal | None, *, picked: bool
) -> State:
    """Return how far a line is. `picked`: of its report single cases were returned."""
    if filed is None:
        return State.DRAFTED
    if proposal is not None:
        return State.DECIDED if proposal.accepted is not None else State.PROPOSED
    if filed.frozen_by is not None:
        return State.CONSOLIDATED
    if filed.state == ReportState.RETURNED:
        return State.RETURNED if line.returned_at or not picked else State.REPORTED
    return State.RECEIVED if filed.state == ReportState.ACCEPTED else State.REPORTED


def by_report(found: Mapping[int, Placed]) -> dict[int, list[Placed]]:
    """Return the lines by the number of the report that names them."""
    reports: dict[int, list[Placed]] = defaultdict(list)
    for one in found.values():
        reports[one.report.id].append(one)
    return reports
