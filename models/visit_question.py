"""Questions about visits: two of them contradict each other, and a person says what holds."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Doubt(StrEnum):
    """Why two visits are asked about."""

    SAME_DAY = "same-day"
    CLOCK = "clock"


class VisitQuestion(Base):
    """The visits `one_id` and `other_id`, of the same person, contradict: `doubt` says in what.

    Until it is settled neither counts as the person's answer. `holds_id`: the visit that holds;
    NULL though settled: neither does, somebody goes again.
    """

    __tablename__ = "visit_question"
    __proof__: ClassVar = Proof(
        plain="person_id one_id other_id doubt asked_at settled_at settled_by holds_id"
    )
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    one_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    doubt: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcInstant)
    settled_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    settled_by: Mapped[str | None]
    holds_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
