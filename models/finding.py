"""What a policy decided about one fact, with its because."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof
from models.trail import Event


class FindingOutcome(StrEnum):
    """Whether the policy's step was taken or passed over for a higher rung."""

    FIRED = "fired"
    MISSED = "missed"


class Finding(Base):
    """One decision. Never edited.

    `because` lists the leaves that held: [attribute, operator, constant, value seen];
    `facts` is the whole fact at that moment; `basis` is the clause id or "house".
    """

    __tablename__ = "finding"
    __proof__: ClassVar = Proof(
        plain="obligation_id cycle policy repeat step rung outcome basis because facts decided_at"
    )
    __table_args__ = (Index(None, "obligation_id", "cycle", "policy", "repeat", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    cycle: Mapped[int]
    policy: Mapped[str]
    repeat: Mapped[int]
    step: Mapped[str]
    rung: Mapped[int | None]
    outcome: Mapped[str]
    basis: Mapped[str]
    because: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    decided_at: Mapped[datetime] = mapped_column(UtcInstant)

    def entered(self) -> Event:
        """Return the entry of the trail that says what was decided."""
        data = {
            "policy": self.policy,
            "step": self.step,
            "rung": self.rung,
            "repeat": self.repeat,
            "cycle": self.cycle,
            "basis": self.basis,
            "because": self.because,
        }
        return Event(f"finding.{self.outcome}", f"obligation:{self.obligation_id}", data)
