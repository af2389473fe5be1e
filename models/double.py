"""Two persons that may be one: what was judged of them, and what was made one."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class DoubleReason(StrEnum):
    """Why two are one or are not: a closed list, since a text of one's own would name somebody."""

    PAPERS = "papers"
    MET = "met"
    FAMILY = "family"
    LISTS = "lists"
    MISTAKE = "mistake"


DOUBLE_REASONS = {
    DoubleReason.PAPERS: "theo giấy tờ tùy thân",
    DoubleReason.MET: "đã gặp, xác minh tại thôn",
    DoubleReason.FAMILY: "theo hộ, quan hệ trong hộ",
    DoubleReason.LISTS: "theo dữ liệu thẻ BHYT, BHXH",
    DoubleReason.MISTAKE: "lần trước kết luận nhầm",
}


class DoubleJudged(Base):
    """A pair that was looked at, the lower case number first; a pair judged is asked no more.

    `same` NULL: likely, and nobody has judged it yet. `score`: in thousandths. `reason`: why, a
    `DoubleReason`.
    """

    __tablename__ = "double_judged"
    __proof__: ClassVar = Proof(
        plain="one_id other_id score same found_at judged_at judged_by", personal="reason"
    )
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    score: Mapped[int]
    same: Mapped[bool | None]
    reason: Mapped[str | None]
    found_at: Mapped[datetime] = mapped_column(UtcInstant)
    judged_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    judged_by: Mapped[str | None]


class PersonMerge(Base):
    """`gone_id` was made one with `kept_id`; `before`: both histories, sealed, to be given back.

    `reason`: a `DoubleReason`.
    """

    __tablename__ = "person_merge"
    __proof__: ClassVar = Proof(
        plain="kept_id gone_id merged_at merged_by undone_at undone_by",
        personal="reason before",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str]
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key: Mapped[int | None]
    merged_at: Mapped[datetime] = mapped_column(UtcInstant)
    merged_by: Mapped[str]
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_by: Mapped[str | None]
