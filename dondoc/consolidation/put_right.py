"""Corrections of signed rounds that count in this one ("điều chỉnh kỳ trước"), for its report."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.content import Adjustment
from dondoc.documents.papers.words import FIGURE_NAMES
from dondoc.reports.filed import figures_of, known
from models import Obligation, Report
from notifications.wording import full_day
from rules.body import BodyRegistry
from rules.directive import Directive
from rules.figures import Figures


def put_right(
    session: Session,
    directive: Directive,
    bodies: BodyRegistry,
    rows: Iterable[Obligation],
    as_of: datetime | None = None,
) -> tuple[Adjustment, ...]:
    """Return what corrections change of the openings of `rows`, one entry a closing.

    Args:
        as_of: those on file at that instant (aware); None: now.
    """
    into = {row.id for row in rows}
    corrected = select(Report.obligation_id).where(Report.adjusts_id.in_(into))
    query = (
        select(Report, Obligation)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(Report.obligation_id.in_(corrected), known(as_of))
        .order_by(Report.obligation_id, Report.revision)
    )
    found: list[Adjustment] = []
    before: dict[int, Figures] = {}
    for report, row in session.execute(query):
        figures = figures_of(report)
        if figures is None:
            continue
        if report.adjusts_id in into and row.id in before:
            name = bodies.get(row.bearer_uid).name
            found += _entries(directive, before[row.id], figures, name, row.due_on)
        before[row.id] = figures
    return tuple(found)


def _entries(
    directive: Directive, was: Figures, now: Figures, body: str, due_on: date
) -> Iterator[Adjustment]:
    for id_, group in now.groups.items():
        then = was.groups.get(id_)
        if then is not None and then.closing != group.closing:
            yield Adjustment(
                body=body[:1].lower() + body[1:],
                group=directive.groups[id_].name,
                period=f"báo cáo hạn {full_day(due_on)}",
                figure=FIGURE_NAMES["closing"],
                was=then.closing,
                now=group.closing,
            )
