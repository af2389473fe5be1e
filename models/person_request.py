"""What somebody whose data is kept asks of it: to have it corrected, shown or erased."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class RequestKind(StrEnum):
    """What is asked of the data."""

    CORRECT = "correct"
    SHOW = "show"
    ERASE = "erase"
    OBJECT = "object"


REQUEST_KIND_NAMES = {
    RequestKind.CORRECT: "chỉnh sửa dữ liệu",
    RequestKind.SHOW: "xem, được cung cấp dữ liệu",
    RequestKind.ERASE: "xóa dữ liệu",
    RequestKind.OBJECT: "phản đối, hạn chế xử lý",
}


class PersonRequest(Base):
    """One request of the person numbered `person_id`, or of who speaks for them.

    `asked_on`: the local date on which it came to the body `body_uid`; `answer_by`: the last local
    date on which an answer is in time, by the term that held then. `sealed`: what was asked and
    what was answered, in words. `granted` NULL: nobody has answered.
    """

    __tablename__ = "person_request"
    __proof__: ClassVar = Proof(
        plain=(
            "person_id kind body_uid asked_on answer_by recorded_at recorded_by answered_at "
            "answered_by granted number"
        ),
        personal="sealed",
        unproven={"seal_key": "by which key it is sealed; another opens nothing"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    body_uid: Mapped[str]
    asked_on: Mapped[date]
    answer_by: Mapped[date]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
    answered_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    answered_by: Mapped[str | None]
    granted: Mapped[bool | None]
    number: Mapped[str | None]
