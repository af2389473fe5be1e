"""Help that was sought for a person: whom was asked, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class HelpOutcome(StrEnum):
    """What whoever was asked said."""

    WAITING = "waiting"
    REFUSED = "refused"
    PROMISED = "promised"


HELP_OUTCOME_NAMES = {
    HelpOutcome.WAITING: "đang chờ trả lời",
    HelpOutcome.REFUSED: "không hỗ trợ được",
    HelpOutcome.PROMISED: "nhận hỗ trợ",
}


class HelpAsked(Base):
    """One who was asked on the local date `asked_on`, whatever was given in the end.

    `kind`: of whom was asked, as of a sponsor; `sealed`: who, by the key numbered `seal_key`, as it
    may be a neighbour. `struck_at`: entered by mistake. Of a row only the outcome and that are ever
    filled in.
    """

    __tablename__ = "help_asked"
    __proof__: ClassVar = Proof(
        plain=(
            "person_id directive_id body_uid kind asked_on outcome answered_on answered_by "
            "struck_at struck_by recorded_at recorded_by"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )
    __table_args__ = (Index(None, "directive_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    directive_id: Mapped[str]
    body_uid: Mapped[str]
    kind: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seal_key: Mapped[int]
    asked_on: Mapped[date]
    outcome: Mapped[str]
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
