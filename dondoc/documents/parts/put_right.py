"""Corrections of signed rounds that count in this one ("điều chỉnh kỳ trước"), for its report."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.documents.parts.coverage import Adjustment
from dondoc.forms import asked_form
from dondoc.reports.filed import Correction, corrections
from language.dates import full_day
from models import Obligation
from rules.meaning.form import Role
from rules.rulebook import Rulebook


def put_right(
    session: Session,
    rulebook: Rulebook,
    rows: Iterable[Obligation],
    as_of: datetime | None = None,
) -> tuple[Adjustment, ...]:
    """Return what corrections change of the openings of `rows`, one entry a closing.

    Args:
        as_of: those on file at that instant (aware); None: now.
    """
    return tuple(
        Adjustment(
            body=rulebook.bodies.get(one.row.bearer_uid).in_text,
            group=_row_name(rulebook, one),
            period=f"báo cáo hạn {full_day(one.row.original_due_on)}",
            figure=_closing_name(rulebook, one),
            was=one.was,
            now=one.now,
            reason=one.word,
        )
        for one in corrections(session, rulebook, {row.id for row in rows}, as_of)
        if one.was != one.now
    )


def _row_name(rulebook: Rulebook, one: Correction) -> str:
    form = asked_form(rulebook, one.row)
    names = form.row_names(rulebook.directives[one.row.directive_id]) if form else {}
    return names.get(one.group, one.group)


def _closing_name(rulebook: Rulebook, one: Correction) -> str:
    form = asked_form(rulebook, one.row)
    closing = form.only(Role.CLOSING) if form else None
    return form.figure(closing).name if form and closing else ""
