"""A công văn that was numbered, signed and sent, and which bodies it names as late."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Issued(Base):
    """One công văn about a round, as its issuer's clerk issued it.

    `obligation_id`: the consolidator's own, which stands for the round. `number`, `dated`,
    `signer`, `capacity`: what stands on it. `amends_id`: the earlier one that it amends or
    replaces. `recorded_at`: when that became known here. One entered by mistake keeps its row:
    `undone_at`, `undone_reason`.
    """

    __tablename__ = "issued"
    __proof__: ClassVar = Proof(
        plain=("obligation_id number dated capacity amends_id recorded_at recorded_by undone_at"),
        personal="signer undone_reason",
    )
    __table_args__ = (Index(None, "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    number: Mapped[str]
    dated: Mapped[date]
    signer: Mapped[str | None]
    capacity: Mapped[str | None]
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("issued.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_reason: Mapped[str | None]

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """Select those that were issued indeed."""
        return cls.undone_at.is_(None)


class Named(Base):
    """That an issued công văn names the bearer of an obligation as late with it."""

    __tablename__ = "named"
    __proof__: ClassVar = Proof()
    __table_args__ = (Index(None, "obligation_id"),)

    issued_id: Mapped[int] = mapped_column(ForeignKey("issued.id"), primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
