"""A numbered sheet of people of one village that was printed: given out, destroyed."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PrintedSheet(Base):
    """One printed sheet; its `id` is the number on it. Who stands on it is read from the list.

    `village_id` NULL: those of the commune's part of whom no village is known. `given_on`: the
    local date on which whoever works in the village got it; `destroyed_on`: on which it was given
    back and destroyed; `settled_by`: who entered the later of both, as `uid/post`.
    """

    __tablename__ = "printed_sheet"
    __proof__: ClassVar = Proof(
        plain=(
            "list_id body_uid village_id people given_on destroyed_on settled_by recorded_at "
            "recorded_by"
        )
    )
    __table_args__ = (Index(None, "list_id", "body_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("person_list.id"))
    body_uid: Mapped[str]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    people: Mapped[int]
    given_on: Mapped[date | None]
    destroyed_on: Mapped[date | None]
    settled_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
