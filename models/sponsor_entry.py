"""What a sponsor pledged, gave, paid for whom, took back: lines that are only ever added."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class EntryKind(StrEnum):
    """What happened to the money; `undo`: another line was entered by mistake."""

    PLEDGE = "pledge"
    RECEIVE = "receive"
    USE = "use"
    RETURN = "return"
    UNDO = "undo"


ENTRY_KIND_NAMES = {
    EntryKind.PLEDGE: "hứa hỗ trợ",
    EntryKind.RECEIVE: "đã nhận",
    EntryKind.USE: "đã dùng",
    EntryKind.RETURN: "trả lại",
    EntryKind.UNDO: "hủy dòng ghi nhầm",
}


class SponsorEntry(Base):
    """One line of a sponsor's account; nothing of it ever changes.

    `amount`: whole đồng, above 0; of an undo that of the line it takes back. `done_on`: the local
    date on which it happened. `evidence`: the receipt or paper. Of a use alone: `person_id` for
    whom, `from_month` the first day of the first month, `months` how many, `percent` of the
    contribution, `directive_id` under which. `undoes`: the id of the line taken back, each at most
    once.
    """

    __tablename__ = "sponsor_entry"
    __proof__: ClassVar = Proof(
        plain=(
            "sponsor_id kind amount done_on person_id from_month months percent directive_id "
            "undoes recorded_at recorded_by"
        ),
        personal="evidence",
    )
    __table_args__ = (Index(None, "undoes", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    done_on: Mapped[date]
    evidence: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    from_month: Mapped[date | None]
    months: Mapped[int | None]
    percent: Mapped[int | None]
    directive_id: Mapped[str | None]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("sponsor_entry.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
