"""What people decided: calls with promises, decisions over many obligations, the switch."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Call(Base):
    """One call to a bearer: who was met, what was said, the local date promised if any."""

    __tablename__ = "call"
    __proof__: ClassVar = Proof(
        plain="obligation_id cycle called_at called_by promised_on held_until",
        personal="met note",
    )
    __table_args__ = (Index(None, "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    cycle: Mapped[int]
    called_at: Mapped[datetime] = mapped_column(UtcInstant)
    called_by: Mapped[str]
    met: Mapped[str]
    note: Mapped[str | None]
    promised_on: Mapped[date | None]
    held_until: Mapped[date | None]


class DecisionKind(StrEnum):
    """What a decision does to the obligations it covers."""

    PAUSE = "pause"
    MOVE = "move"
    EXTEND = "extend"
    UNDO = "undo"

    @classmethod
    def dating(cls) -> frozenset["DecisionKind"]:
        """Return those that give another date."""
        return frozenset({cls.MOVE, cls.EXTEND})


class Decision(Base):
    """One decision with its number, reason and approver; `days` moves, `until` pauses.

    `undoes_id`: which one it takes back; nothing becomes late by that before the day after `until`.
    """

    __tablename__ = "decision"
    __proof__: ClassVar = Proof(
        plain="kind number days until decided_at undoes_id", personal="reason approver"
    )
    # A decision is taken back once.
    __table_args__ = (Index(None, "undoes_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    number: Mapped[str | None]
    reason: Mapped[str]
    approver: Mapped[str]
    days: Mapped[int | None]
    until: Mapped[date | None]
    decided_at: Mapped[datetime] = mapped_column(UtcInstant)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """Return, as SQL, whether no later decision takes it back."""
        later = aliased(cls)
        return cls.id.not_in(select(later.undoes_id).where(later.undoes_id.is_not(None)))


class Covered(Base):
    """That a decision covers an obligation, with the dates it had before."""

    __tablename__ = "covered"
    __proof__: ClassVar = Proof(plain="due_on_before late_from_before")

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    due_on_before: Mapped[date]
    late_from_before: Mapped[datetime] = mapped_column(UtcInstant)


class Switch(Base):
    """A named switch; `off_since` NULL means on."""

    __tablename__ = "switch"
    __proof__: ClassVar = Proof(plain="off_since changed_by changed_at", personal="reason")

    name: Mapped[str] = mapped_column(primary_key=True)
    off_since: Mapped[datetime | None] = mapped_column(UtcInstant)
    reason: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(UtcInstant)
