"""What a bearer filed for an obligation, revision by revision."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.machine import Machine
from models.proof import Proof


class ReportState(StrEnum):
    """What became of a revision."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ADJUSTMENT = "adjustment"


# By what road a report came.
ROAD_NAMES = {
    "system": "phần mềm",
    "paper": "văn bản giấy",
    "mail": "thư điện tử",
    "document-system": "hệ thống quản lý văn bản",
    "phone": "điện thoại",
}


REPORT_STATE_NAMES = {
    "submitted": "đã nộp",
    "accepted": "đã chấp nhận",
    "returned": "trả lại",
    "adjustment": "điều chỉnh kỳ trước",
}


_S = ReportState
REPORT_MACHINE = Machine(
    "report",
    {
        _S.SUBMITTED: frozenset({_S.ACCEPTED, _S.RETURNED}),
        # Somebody looked again before the consolidation was signed.
        _S.ACCEPTED: frozenset({_S.RETURNED}),
    },
)


class Report(Base):
    """One revision of a report.

    `received_at` (when the receiver got it, by whatever `road`) decides timeliness;
    `recorded_at` decides what was known when. An undone report keeps its row:
    `undone_at` and `undone_reason` say since when and why it no longer counts.
    `form`: by which form and version of it it was filled in ("coverage@1"); `figures`: its figures
    and texts as `rules.meaning.figures` stores them; both NULL where only the paper is known.
    `explanations`: the filer's word by address. `number`, `dated`, `signer`, `capacity`,
    `sent_on`: what stands on a report that came by another road.
    `grounds`: why it is held to have come though the receiver had said that it had not.
    `reasons`: why it was returned, by address; `reply_by`: the local date of the answer.
    `awaits`: what decides its timeliness where that is not its receipt ("issued": its document),
    NULL where it is.
    `copies`: the lines of "Nơi nhận" that its signer chose, NULL: those declared.
    `frozen_by`: the id of the signed consolidation it went into. An adjustment corrects a frozen
    report and counts in the round of the obligation `adjusts_id`, NULL where none was left.
    """

    __tablename__ = "report"
    __proof__: ClassVar = Proof(
        plain=(
            "obligation_id revision received_at recorded_at recorded_by road number dated "
            "undone_at state form sent_on capacity decided_at decided_by reply_by frozen_by "
            "adjusts_id awaits copies"
        ),
        personal="undone_reason figures explanations signer grounds reasons",
    )
    __table_args__ = (
        UniqueConstraint("obligation_id", "revision"),
        Index("ix_report_adjusts_id", "adjusts_id", sqlite_where=text("adjusts_id IS NOT NULL")),
        # What came lately.
        Index(None, "recorded_at", "obligation_id"),
    )

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
    state: Mapped[str] = mapped_column(
        default=ReportState.SUBMITTED.value, server_default=ReportState.SUBMITTED.value
    )
    form: Mapped[str | None]
    figures: Mapped[dict[str, Any] | None]
    explanations: Mapped[dict[str, Any] | None]
    signer: Mapped[str | None]
    capacity: Mapped[str | None]
    sent_on: Mapped[date | None]
    grounds: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    decided_by: Mapped[str | None]
    reasons: Mapped[dict[str, Any] | None]
    reply_by: Mapped[date | None]
    frozen_by: Mapped[int | None]
    adjusts_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"))
    awaits: Mapped[str | None]
    copies: Mapped[list[Any] | None]

    def move(self, to: ReportState, by: str, now: datetime) -> None:
        """Go to state `to`, decided by `by` at `now`; raise `IllegalMove` where not allowed."""
        REPORT_MACHINE.check(ReportState(self.state), to)
        self.state, self.decided_by, self.decided_at = to.value, by, now
