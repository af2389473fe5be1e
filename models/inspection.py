"""An inspection: planned, what was found, what is to be put right, and that it was."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class InspectionStep(StrEnum):
    """How far an inspection is, one after the other: what was found may need nothing put right."""

    PLAN = "plan"
    FINDING = "finding"
    REMEDY = "remedy"
    PUT_RIGHT = "put-right"


INSPECTION_STEP_NAMES = {
    InspectionStep.PLAN: "kế hoạch kiểm tra",
    InspectionStep.FINDING: "kết quả kiểm tra",
    InspectionStep.REMEDY: "việc phải khắc phục",
    InspectionStep.PUT_RIGHT: "đã khắc phục",
}


class Inspection(Base):
    """The body `body_uid` inspects the body `inspected_uid` under a duty."""

    __tablename__ = "inspection"
    __proof__: ClassVar = Proof(
        plain="directive_id duty body_uid inspected_uid recorded_at recorded_by"
    )
    __table_args__ = (Index(None, "directive_id", "duty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    duty: Mapped[str]
    body_uid: Mapped[str]
    inspected_uid: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]


class InspectionEntry(Base):
    """One step of it, on the local date `done_on` (of a plan: for which day).

    `who`: by whom, in words. `by_on`: by when it is to be put right, a term of the office that no
    text states; NULL: none. `number`: of the paper, where there is one.
    """

    __tablename__ = "inspection_entry"
    __proof__: ClassVar = Proof(
        plain=(
            "inspection_id step done_on by_on number content_type size sha256 recorded_at "
            "recorded_by"
        ),
        personal="words who file_name",
    )
    __table_args__ = (UniqueConstraint("inspection_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    step: Mapped[str]
    done_on: Mapped[date]
    by_on: Mapped[date | None]
    words: Mapped[str]
    who: Mapped[str | None]
    number: Mapped[str | None]
    file_name: Mapped[str | None]
    content_type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
