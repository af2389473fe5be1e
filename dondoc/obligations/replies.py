"""By when the bearers of returned reports answer."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Report, ReportState


def reply_dates(session: Session, returned: Collection[int]) -> dict[int, date]:
    """Return the reply date (local) of each obligation in `returned` (ids), in one query.

    Whoever is given a report back again never has less time than before: the latest date counts.
    """
    if not returned:
        return {}
    query = (
        select(Report.obligation_id, func.max(Report.reply_by))
        .where(
            Report.obligation_id.in_(returned),
            Report.state == ReportState.RETURNED.value,
            Report.undone_at.is_(None),
        )
        .group_by(Report.obligation_id)
    )
    found = session.connection().execute(query)
    return {obligation: reply_by for obligation, reply_by in found if reply_by}
