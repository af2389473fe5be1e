"""One duty × one bearer × one period, and the states it goes through."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

from sqlalchemy import ForeignKey, Index, Table, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.machine import Machine
from models.proof import Proof
from steps.states import ObligationState


class Kind(StrEnum):
    """What sort of fact an obligation yields to the policies."""

    OBLIGATION = "obligation"
    CONSOLIDATION = "consolidation"
    TARGET = "target"
    # It owes a list of people to the communes: done when each has its part.
    HANDING = "handing"
    # Its bearer goes to people, or informs them: followed as long as lists of people are kept.
    VISITING = "visiting"
    # Its bearer is asked once a quarter what it did of duties without a date.
    ASKING = "asking"
    # Cases of who does not join wait for it: for a report, a proposal, or to be carried out.
    CASES = "cases"

    @classmethod
    def endless(cls) -> frozenset["Kind"]:
        """Return the kinds that are only followed: nothing is ever filed, nothing is ever done."""
        return frozenset({cls.VISITING, cls.ASKING, cls.CASES})


_S = ObligationState
OBLIGATION_MACHINE = Machine(
    "obligation",
    {
        _S.OPEN: frozenset({_S.SUBMITTED, _S.SUSPENDED, _S.WITHDRAWN}),
        # Back to open: the record was a mistake and was undone with a reason.
        _S.SUBMITTED: frozenset({_S.ACCEPTED, _S.RETURNED, _S.OPEN, _S.HISTORIC, _S.WITHDRAWN}),
        _S.RETURNED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
        # Looked at again before the consolidation was signed.
        _S.ACCEPTED: frozenset({_S.RETURNED}),
        _S.SUSPENDED: frozenset({_S.OPEN, _S.SUBMITTED, _S.WITHDRAWN}),
        # Historic is fileable, and a person may activate it with a reason.
        _S.HISTORIC: frozenset({_S.OPEN, _S.SUBMITTED, _S.WITHDRAWN}),
        # The directive names it again before it was due: taking it out had been a mistake.
        _S.WITHDRAWN: frozenset({_S.OPEN}),
    },
)


class Obligation(Base):
    """What one bearer owes for one period.

    `due_on` is the date the text names, `aim_on` the last working day under the strict
    reading, `late_from` the first instant at which it is late under the office's reading,
    which `readings` records. Without a term these dates are the day on which it arose, and
    `late_from` never comes. `received_at` and `recorded_at` are those of the first complete report.
    `wake_at` is the next instant at which a sweep must look; NULL means never.
    `fired` maps each step outside the ladder to the repeat numbers already fired in this
    `cycle`; `briefed` holds the round's figures the leaders were last told.
    `via_checked_at`: when the via body confirmed that it has not received the report.
    `suspended_until`: the last local date of a pause. `extended`: its one extension is used up.
    """

    __tablename__ = "obligation"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id duty clause_id period bearer_uid kind state due_on aim_on "
            "late_from opens_on original_due_on readings cycle rung fired briefed "
            "registered_at opened_at received_at recorded_at withdrawn_at via_checked_at "
            "suspended_until extended"
        ),
        unproven={"wake_at": "when a sweep looks next"},
    )
    __table_args__ = (
        UniqueConstraint("directive_id", "duty", "period", "bearer_uid"),
        Index(
            "ix_obligation_wake_at",
            "wake_at",
            "id",
            # On PostgreSQL too, by the migrations: named here it would load that dialect.
            sqlite_where=text("wake_at IS NOT NULL"),
        ),
        # The order in which they are listed.
        Index(None, "directive_id", "due_on", "duty", "bearer_uid", "id"),
        # What one body owes, over all directives.
        Index(None, "bearer_uid", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str] = mapped_column(ForeignKey("directive.id"))
    duty: Mapped[str]
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"))
    period: Mapped[str]
    bearer_uid: Mapped[str] = mapped_column(ForeignKey("body.uid"))
    kind: Mapped[str]
    state: Mapped[str]
    due_on: Mapped[date]
    aim_on: Mapped[date]
    late_from: Mapped[datetime] = mapped_column(UtcInstant)
    opens_on: Mapped[date]
    original_due_on: Mapped[date]
    readings: Mapped[dict[str, Any]]
    cycle: Mapped[int] = mapped_column(default=0)
    rung: Mapped[int] = mapped_column(default=0)
    fired: Mapped[dict[str, Any]] = mapped_column(default=dict)
    briefed: Mapped[list[Any] | None]
    wake_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    registered_at: Mapped[datetime] = mapped_column(UtcInstant)
    opened_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    received_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    via_checked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    suspended_until: Mapped[date | None]
    extended: Mapped[bool] = mapped_column(default=False, server_default=false())

    def move(self, to: ObligationState) -> None:
        """Go to state `to`; raise `IllegalMove` where the table does not allow it."""
        OBLIGATION_MACHINE.check(ObligationState(self.state), to)
        self.state = to.value


# For statements over many rows, beside the table of moves.
OBLIGATION = cast(Table, Obligation.__table__)
