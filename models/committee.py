"""Who sits on a committee, by the decision that says so."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class CommitteeDecision(Base):
    """The decision `number` of the local date `dated` names the members of `body_uid`.

    It holds from its date on, until one of a later date takes its place.
    """

    __tablename__ = "committee_decision"
    __proof__: ClassVar = Proof(plain="body_uid number dated issuer recorded_at recorded_by")
    __table_args__ = (UniqueConstraint("body_uid", "dated"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    number: Mapped[str]
    dated: Mapped[date]
    issuer: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]


class CommitteeMember(Base):
    """One member: a post of a body; `person`: the official the decision names, if it does."""

    __tablename__ = "committee_member"
    __proof__: ClassVar = Proof(plain="decision_id body_uid post", personal="person")
    __table_args__ = (Index(None, "decision_id"), Index(None, "body_uid"))

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("committee_decision.id"))
    body_uid: Mapped[str]
    post: Mapped[str | None]
    person: Mapped[str | None]
