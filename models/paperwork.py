"""The paper of a report: presented for signature, signed, issued. Its figures are another fact."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, or_
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PaperStep(StrEnum):
    """What was done with the document that says what the figures say."""

    PRESENTED = "presented"
    SIGNED = "signed"
    ISSUED = "issued"


PAPER_STEP_NAMES = {
    "presented": "đã trình ký",
    "signed": "đã ký",
    "issued": "đã phát hành",
}


class Paperwork(Base):
    """One step of the document of an obligation's report, as somebody entered it.

    `done_on`: the local date of it. `number`: of one that was issued, the document's own; a receipt
    has none. `signer`, `capacity`: of one that was signed. `counts_at`: where the duty says that
    issuing decides timeliness, the instant that counts; NULL elsewhere. One entered by mistake
    keeps its row: `undone_at`, `undone_reason`.
    """

    __tablename__ = "paperwork"
    __proof__: ClassVar = Proof(
        plain=(
            "obligation_id step done_on number capacity counts_at recorded_at recorded_by undone_at"
        ),
        personal="signer undone_reason",
    )
    __table_args__ = (Index(None, "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    step: Mapped[str]
    done_on: Mapped[date]
    number: Mapped[str | None]
    signer: Mapped[str | None]
    capacity: Mapped[str | None]
    counts_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_reason: Mapped[str | None]

    @classmethod
    def stands(cls, as_of: datetime | None = None) -> ColumnElement[bool]:
        """Select what was entered and not taken back at the instant `as_of` (aware); None: now."""
        if as_of is None:
            return cls.undone_at.is_(None)
        later = or_(cls.undone_at.is_(None), cls.undone_at > as_of)
        return (cls.recorded_at <= as_of) & later
