"""What happened to a person's card beside what the card lists show: asked for, handed over."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class CardStage(StrEnum):
    """What was done; that a card was issued is a fact of the person (`carded`), told in one place.

    `issued`: a card that was entered by hand, from which that fact was told.
    """

    ASKED = "asked"
    ISSUED = "issued"
    HANDED = "handed"


CARD_STAGE_NAMES = {
    CardStage.ASKED: "đã đề nghị cấp thẻ",
    CardStage.ISSUED: "đã cấp thẻ",
    CardStage.HANDED: "đã trao thẻ",
}


class CardStep(Base):
    """One step on the local date `done_on`; `struck_at`: entered by mistake.

    `evidence`: the paper, as a receipt signed by whoever took the card.
    """

    __tablename__ = "card_step"
    __proof__: ClassVar = Proof(
        plain="person_id stage done_on struck_at struck_by recorded_at recorded_by",
        personal="evidence",
    )
    __table_args__ = (Index(None, "person_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[str]
    done_on: Mapped[date]
    evidence: Mapped[str]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
