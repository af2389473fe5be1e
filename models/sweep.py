"""The sweeps that ran, and the lease that keeps them one at a time."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Sweep(Base):
    """One finished sweep at the UTC instant `at`; `days_without` lists the local dates missed.

    `taken_back_at`: when a person said that it ran under a wrong clock; it counts no more.
    """

    __tablename__ = "sweep"
    __proof__: ClassVar = Proof(
        plain="at business_date examined fired missed notices days_without taken_back_at"
    )
    __table_args__ = (Index(None, "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcInstant)
    business_date: Mapped[date]
    examined: Mapped[int]
    fired: Mapped[int]
    missed: Mapped[int]
    notices: Mapped[int]
    days_without: Mapped[list[Any]]
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class Lease(Base):
    """A named right held by one owner until a real-time instant; taken by conditional UPDATE."""

    __tablename__ = "lease"
    __proof__: ClassVar = Proof(nothing="who works just now")

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str | None]
    until: Mapped[datetime | None] = mapped_column(UtcInstant)
