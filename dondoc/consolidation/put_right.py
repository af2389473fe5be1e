"""Corrections of signed rounds that count in this one ("điều chỉnh kỳ trước"), for its report."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.documents.parts.coverage import Adjustment
from dondoc.reports.filed import corrections
from dondoc.wording import FIGURE_NAMES
from language.dates import full_day
from language.text import lower_first
from models import Obligation
from rules.meaning.body import BodyRegistry
from rules.meaning.directive import Directive


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
    return tuple(
        Adjustment(
            body=lower_first(bodies.get(one.row.bearer_uid).name),
            group=directive.groups[one.group].name,
            period=f"báo cáo hạn {full_day(one.row.original_due_on)}",
            figure=FIGURE_NAMES["closing"],
            was=one.was,
            now=one.now,
            reason=one.word,
        )
        for one in corrections(session, {row.id for row in rows}, as_of)
        if one.was != one.now
    )
