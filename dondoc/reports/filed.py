"""What has been filed: the revision that counts, what came before it, what corrects it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from models import Obligation, ObligationState, Report, ReportState
from rules.body import Body, BodyRegistry
from rules.figures import COVERAGE, Figures, GroupFigures, groups_asked
from rules.report_facts import Past
from rules.rulebook import Rulebook


def known(as_of: datetime | None) -> ColumnElement[bool]:
    """Select the reports on file at the instant `as_of` (aware); None: now."""
    if as_of is None:
        return Report.undone_at.is_(None)
    undone = or_(Report.undone_at.is_(None), Report.undone_at > as_of)
    return and_(Report.recorded_at <= as_of, undone)


def _counts(as_of: datetime | None) -> ColumnElement[bool]:
    return and_(known(as_of), Report.state != ReportState.ADJUSTMENT.value)


def counting(
    session: Session, obligations: Collection[int], as_of: datetime | None = None
) -> dict[int, Report]:
    """Return, per obligation id, the report that counts: the last neither undone nor adjusting.

    Its `state` is today's; whether it was returned by an instant, `is_returned` tells.
    """
    last = (
        select(Report.obligation_id, func.max(Report.revision).label("revision"))
        .where(Report.obligation_id.in_(obligations), _counts(as_of))
        .group_by(Report.obligation_id)
        .subquery()
    )
    query = select(Report).join(
        last,
        and_(Report.obligation_id == last.c.obligation_id, Report.revision == last.c.revision),
    )
    return {report.obligation_id: report for report in session.scalars(query)}


def figures_of(report: Report | None) -> Figures | None:
    """Return the figures of a report, None where there is none or only its paper is known."""
    if report is None or report.figures is None:
        return None
    return Figures.from_json(report.figures)


def is_returned(report: Report, as_of: datetime | None = None) -> bool:
    """Tell whether `report` stood returned at the instant `as_of` (aware); None: now."""
    if report.state != ReportState.RETURNED:
        return False
    return as_of is None or (report.decided_at is not None and report.decided_at <= as_of)


def first_received(
    session: Session, obligations: Collection[int], as_of: datetime | None = None
) -> dict[int, datetime]:
    """Return, per obligation id, the instant its first report that counts was received."""
    query = (
        select(Report.obligation_id, func.min(Report.received_at))
        .where(Report.obligation_id.in_(obligations), _counts(as_of))
        .group_by(Report.obligation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def latest_figures(
    session: Session, obligations: Collection[int], as_of: datetime | None = None
) -> dict[int, Figures]:
    """Return, per obligation id, the figures to consolidate; returned ones are not."""
    found = {}
    for id_, report in counting(session, obligations, as_of).items():
        figures = figures_of(report)
        if figures is not None and not is_returned(report, as_of):
            found[id_] = figures
    return found


def groups_of(rulebook: Rulebook, row: Obligation) -> tuple[str, ...] | None:
    """Return the groups `row` asks figures of, None where its duty asks no coverage form."""
    directive = rulebook.directives[row.directive_id]
    if directive.duties[row.duty].asks != COVERAGE:
        return None
    bodies = rulebook.bodies
    return groups_asked(directive, bodies, bodies.get(row.bearer_uid), row.due_on)


def last_known(session: Session, row: Obligation) -> tuple[Obligation, Figures] | None:
    """Return the bearer's last figures before the round of `row`, and the round they are of."""
    rounds = _rounds_before(session, row, row.bearer_uid)
    return rounds[-1] if rounds else None


def past_of(session: Session, bodies: BodyRegistry, row: Obligation) -> Past:
    """Return what the bearer of `row` filed in earlier rounds and what corrections come to.

    Where it has no round of its own yet, its predecessors' last closings are added up.
    """
    rounds = [figures for _, figures in _rounds_before(session, row, row.bearer_uid)]
    return Past(
        rounds=rounds,
        last={} if rounds else _inherited(session, bodies, row, row.bearer_uid),
        adjusted=corrections_into(session, [row.id]).get(row.id, {}),
    )


def _rounds_before(
    session: Session, row: Obligation, bearer: str
) -> list[tuple[Obligation, Figures]]:
    query = (
        select(Obligation)
        .where(
            Obligation.directive_id == row.directive_id,
            Obligation.duty == row.duty,
            Obligation.bearer_uid == bearer,
            Obligation.period < row.period,
        )
        .order_by(Obligation.period)
    )
    rows = list(session.scalars(query))
    reports = counting(session, [earlier.id for earlier in rows])
    found = ((earlier, figures_of(reports.get(earlier.id))) for earlier in rows)
    return [(earlier, figures) for earlier, figures in found if figures is not None]


def _inherited(
    session: Session, bodies: BodyRegistry, row: Obligation, heir: str
) -> Mapping[str, int]:
    """Return the last closings `heir` took over; a body that was split hands none down."""
    total: dict[str, int] = defaultdict(int)
    for body in bodies.predecessors(heir):
        if len(body.succeeded_by) > 1:
            continue
        rounds = _rounds_before(session, row, body.uid)
        closings = (
            {id_: group.closing for id_, group in rounds[-1][1].groups.items()}
            if rounds
            else _inherited(session, bodies, row, body.uid)
        )
        for id_, people in closings.items():
            total[id_] += people
    return total


def corrections_into(session: Session, obligations: Collection[int]) -> dict[int, dict[str, int]]:
    """Return, per obligation id and group, by how many people corrections change its opening.

    Each correction counts by what it changes of the closing before it.
    """
    adjusting = aliased(Report)
    corrected = select(adjusting.obligation_id).where(adjusting.adjusts_id.in_(obligations))
    query = (
        select(Report)
        .where(Report.obligation_id.in_(corrected), Report.undone_at.is_(None))
        .order_by(Report.obligation_id, Report.revision)
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    before: dict[int, Figures] = {}
    for report in session.scalars(query):
        figures = figures_of(report)
        if figures is None:
            continue
        into = report.adjusts_id
        if into is not None and into in obligations:
            for id_, change in _changes(before.get(report.obligation_id), figures).items():
                found[into][id_] += change
        before[report.obligation_id] = figures
    return {id_: dict(groups) for id_, groups in found.items()}


def _changes(before: Figures | None, after: Figures) -> dict[str, int]:
    old = before.groups if before else {}
    return {
        id_: group.closing - old.get(id_, GroupFigures()).closing
        for id_, group in after.groups.items()
    }


def next_unfrozen(session: Session, bodies: BodyRegistry, row: Obligation) -> Obligation | None:
    """Return the first later round of the bearer, or of its heir, that no signature froze."""
    bearer: Body | None = bodies.get(row.bearer_uid)
    while bearer is not None:
        query = (
            select(Obligation)
            .where(
                Obligation.directive_id == row.directive_id,
                Obligation.duty == row.duty,
                Obligation.bearer_uid == bearer.uid,
                Obligation.period > row.period,
                Obligation.state != ObligationState.WITHDRAWN.value,
            )
            .order_by(Obligation.period)
        )
        later = list(session.scalars(query))
        reports = counting(session, [each.id for each in later])
        for each in later:
            report = reports.get(each.id)
            if report is None or report.frozen_by is None:
                return each
        bearer = bodies.get(bearer.succeeded_by[0]) if bearer.succeeded_by else None
    return None
