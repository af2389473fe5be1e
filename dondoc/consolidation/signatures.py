"""The signatures of a round: which reports each one made to stand still, and when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models import Report, Signature, Signed


@dataclass(frozen=True, slots=True)
class SignedRound:
    """One signed consolidation: its row, the consolidator's report, the ids of those in it."""

    signature: Signature
    report: Report
    reports: frozenset[int]


def signatures_of(
    session: Session, obligation: int, as_of: datetime | None = None
) -> tuple[SignedRound, ...]:
    """Return the signatures that hold, oldest first.

    Args:
        obligation: the id of the consolidator's obligation.
        as_of: those known at that instant (aware), whatever was undone later; None: now.
    """
    holds: ColumnElement[bool] = Signature.undone_at.is_(None)
    if as_of is not None:
        holds = or_(holds, Signature.undone_at > as_of)
    query = (
        select(Signature, Report)
        .join(Report, Report.id == Signature.report_id)
        .where(Signature.obligation_id == obligation, holds)
        .order_by(Signature.revision)
    )
    if as_of is not None:
        query = query.where(Signature.signed_at <= as_of)
    found = session.execute(query).all()
    inside: dict[int, set[int]] = defaultdict(set)
    ids = [signature.id for signature, _ in found]
    for signature_id, report_id in session.execute(
        select(Signed.signature_id, Signed.report_id).where(Signed.signature_id.in_(ids))
    ):
        inside[signature_id].add(report_id)
    return tuple(
        SignedRound(signature, report, frozenset(inside[signature.id]))
        for signature, report in found
    )
