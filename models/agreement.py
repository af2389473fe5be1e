"""A person agreed that a sponsor is told who they are; without it a sponsor is told counts."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Agreement(Base):
    """From the local date `given_on` until `withdrawn_on` (first day no longer; NULL: it holds).

    `evidence`: the paper with the person's word. Only what withdraws it is ever filled in.
    """

    __tablename__ = "agreement"
    __proof__: ClassVar = Proof(
        plain=(
            "person_id sponsor_id given_on withdrawn_on withdrawn_at withdrawn_by recorded_at "
            "recorded_by"
        ),
        personal="evidence",
    )
    __table_args__ = (Index(None, "sponsor_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"))
    given_on: Mapped[date]
    evidence: Mapped[str]
    withdrawn_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    withdrawn_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
