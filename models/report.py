"""What a bearer filed for an obligation."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant


class Report(Base):
    """One revision of a report.

    `received_at` (when the receiver got it, by whatever `road`) decides timeliness;
    `recorded_at` decides what was known when. An undone report keeps its row:
    `undone_at` and `undone_reason` say since when and why it no longer counts.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("obligation_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    revision: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    road: Mapped[str]
    number: Mapped[str | None]
    dated: Mapped[date | None]
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_reason: Mapped[str | None]
