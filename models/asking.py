"""Asking: a body asks for more time for what it owes; the office grants it, or says why not."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class AskingEnd(StrEnum):
    """What became of it."""

    GRANTED = "granted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


ASKING_END_NAMES = {
    "granted": "đã gia hạn",
    "refused": "không gia hạn",
    "taken_back": "đơn vị rút lại",
}


class Asking(Base):
    """One request for more time, about one obligation.

    `until`: the local date asked for. `end` NULL: it waits for the office. `decision_id`: the
    decision by which it was granted; `answer`: why it was refused.
    """

    __tablename__ = "asking"
    __proof__: ClassVar = Proof(
        plain="obligation_id until asked_at asked_by end ended_at ended_by decision_id",
        personal="reason answer",
    )
    __table_args__ = (Index(None, "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    until: Mapped[date]
    reason: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcInstant)
    asked_by: Mapped[str]
    end: Mapped[str | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    ended_by: Mapped[str | None]
    answer: Mapped[str | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
