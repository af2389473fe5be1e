"""Who sits on a committee on a day: by the last decision that says so, or nobody knows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CommitteeDecision, CommitteeMember


@dataclass(frozen=True)
class Member:
    """One member: a body (uid), the post of it that sits there, and who is named."""

    body: str
    post: str | None
    person: str | None


def decision_of(session: Session, committee: str, on: date) -> CommitteeDecision | None:
    """Return the decision on the members of a committee (uid) that holds on a local date."""
    query = (
        select(CommitteeDecision)
        .where(CommitteeDecision.body_uid == committee, CommitteeDecision.dated <= on)
        .order_by(CommitteeDecision.dated.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def members_of(session: Session, committee: str, on: date) -> list[Member]:
    """Return the members of a committee on a local date; none where no decision is known."""
    decision = decision_of(session, committee, on)
    if decision is None:
        return []
    query = select(CommitteeMember).where(CommitteeMember.decision_id == decision.id)
    rows = session.scalars(query.order_by(CommitteeMember.id))
    return [Member(row.body_uid, row.post, row.person) for row in rows]
