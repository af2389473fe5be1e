"""Days that bearers have: to answer a returned report, and since they were told of being late."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from language.zone import local_date
from models import Finding, FindingOutcome, Obligation, Report, ReportState
from models.among import among
from steps.table import OVERDUE

# Asked at every sweep: made once.
_REPLIES = (
    select(Report.obligation_id, func.max(Report.reply_by))
    .where(
        among(Report.obligation_id, "ids"),
        Report.state == ReportState.RETURNED.value,
        Report.undone_at.is_(None),
    )
    .group_by(Report.obligation_id)
)
_TOLD = (
    select(Finding.obligation_id, func.max(Finding.decided_at))
    .join(Obligation, Obligation.id == Finding.obligation_id)
    .where(
        among(Finding.obligation_id, "ids"),
        Finding.cycle == Obligation.cycle,
        Finding.step == OVERDUE.id,
        Finding.outcome == FindingOutcome.FIRED.value,
    )
    .group_by(Finding.obligation_id)
)


def reply_dates(session: Session, returned: Collection[int]) -> dict[int, date]:
    """Return the reply date (local) of each obligation in `returned` (ids), in one query.

    Whoever is given a report back again never has less time than before: the latest date counts.
    """
    if not returned:
        return {}
    found = session.connection().execute(_REPLIES, {"ids": list(returned)})
    return {obligation: reply_by for obligation, reply_by in found if reply_by}


def told_dates(session: Session, late: Collection[int]) -> dict[int, date]:
    """Return when (local date) it was last decided to tell the bearer of each one in `late` (ids).

    In the present cycle: who was granted another date is told anew. One query.
    """
    if not late:
        return {}
    found = session.connection().execute(_TOLD, {"ids": list(late)})
    return {obligation: local_date(at) for obligation, at in found}
