"""What is proposed for one case that was reported, and what was decided on it."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Proposal(Base):
    """A proposal for the case of one line; a later one of the same line replaces it.

    `kind`: a code of the rules. `sealed`: why, and what has to be named with it, in words.
    `report_id`: the report by which it went further, NULL while it has not. `accepted`: NULL until
    somebody decided; `number`, `dated`: of the decision's paper.
    """

    __tablename__ = "proposal"
    __proof__: ClassVar = Proof(
        plain=(
            "case_line_id person_id kind proposed_at proposed_by report_id accepted number dated "
            "decided_at decided_by"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_line_id: Mapped[int] = mapped_column(ForeignKey("case_line.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seal_key: Mapped[int]
    proposed_at: Mapped[datetime] = mapped_column(UtcInstant)
    proposed_by: Mapped[str]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    accepted: Mapped[bool | None]
    number: Mapped[str | None]
    dated: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    decided_by: Mapped[str | None]
