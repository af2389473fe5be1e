"""What a body is writing for a report it has not filed: no report, and nothing counts it."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class DraftEnd(StrEnum):
    """What became of a draft that is written no more."""

    FILED = "filed"
    DISCARDED = "discarded"


class Draft(Base):
    """The draft of one obligation's report; one row, begun again where it is written again.

    `sealed`: what was written, by whom and when, encrypted with the office's key; NULL once it has
    ended. `version` grows with every saving and never falls, so that who writes on an older one is
    told. `saved_by`: the post, as `uid/post`. `ended_as`: one of `DraftEnd`; `once`: the token of
    the page by which it was filed, so that a page sent twice files once; `report_id`: what it
    became.
    """

    __tablename__ = "draft"
    __proof__: ClassVar = Proof(
        plain="obligation_id begun_at begun_by ended_at ended_as ended_by report_id",
        unproven={
            "version": "a draft is never evidence: only that it was begun, and how it ended, is",
            "saved_at": "see version",
            "saved_by": "see version",
            "sealed": "encrypted with a seal that notices any change",
            "once": "a page's token",
        },
    )

    __table_args__ = (
        # Whether any draft has changed is asked with every page.
        Index(
            "ix_draft_written",
            "version",
            # On PostgreSQL too, by the migrations: named here it would load that dialect.
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), unique=True)
    version: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(UtcInstant)
    begun_by: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(UtcInstant)
    saved_by: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    ended_as: Mapped[str | None]
    ended_by: Mapped[str | None]
    once: Mapped[str | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))

    def end(self, how: DraftEnd, by: str, now: datetime) -> None:
        """End it at the instant `now` (aware): nothing of what was written stays."""
        self.ended_as, self.ended_by, self.ended_at, self.sealed = how.value, by, now, None
