"""What was sent on the ground of a clause, and the công văn that were put out about its rounds."""

from collections.abc import Sequence

from sqlalchemy import func, select

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from language.zone import local_date
from models import Issued, Notice, NoticeState, Obligation
from rules.meaning.duty import Duty
from steps.table import OVERDUE, named


def letters(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return the letters that were sent on the ground of each duty's clause, step by step."""
    query = (
        select(
            Notice.basis,
            Notice.step,
            func.count(),
            func.min(Notice.settled_at),
            func.max(Notice.settled_at),
        )
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(
            Obligation.directive_id == asked.declared.id,
            Notice.state == NoticeState.SENT.value,
            Notice.settled_at.is_not(None),
            Notice.settled_at <= asked.as_of,
            *asked.visible.where(Obligation.bearer_uid),
        )
        .group_by(Notice.basis, Notice.step)
        .order_by(Notice.basis, Notice.step)
    )
    by_clause = {duty.clause: duty.id for duty in duties}
    found: dict[str, Found] = {}
    for basis, step, number, first, until in asked.session.execute(query):
        if duty := by_clause.get(basis):
            days = [local_date(at) if at else None for at in (first, until)]
            told = Recorded(f"lượt gửi “{named(step)}”", number, days[0], days[1], "/vi-sao")
            found[duty] = found.get(duty, Found()) + Found(evidence=(told,))
    return found


def issued(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return the công văn about late rounds, for the clauses on which urging them rests."""
    grounds = {one.clause for one in asked.declared.grounds if OVERDUE.id in one.steps}
    urging = [duty.id for duty in duties if duty.clause in grounds]
    if not urging:
        return {}
    query = (
        select(func.count(), func.min(Issued.dated), func.max(Issued.dated))
        .join(Obligation, Obligation.id == Issued.obligation_id)
        .where(
            Obligation.directive_id == asked.declared.id,
            Issued.stands(),
            Issued.recorded_at <= asked.as_of,
            *asked.visible.where(Obligation.bearer_uid),
        )
    )
    number, first, last = asked.session.execute(query).one()
    if not number:
        return {}
    told = Recorded("công văn đôn đốc đã phát hành", number, first, last)
    return {duty: Found(evidence=(told,)) for duty in urging}
