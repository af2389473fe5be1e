"""Since when and until when a person belongs to a group, as far as was known on which day."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Membership(Base):
    """A person is in a group from `valid_from` until before `valid_to` (local dates; NULL: on).

    `known_from`: the local date from which the office knew it. `source`: by which list, decision or
    legal text. `list_id`: the list that opened it; `change_id`: the change that closed it.
    """

    __tablename__ = "membership"
    __proof__: ClassVar = Proof(
        plain=(
            "person_id group_id valid_from valid_to known_from source list_id change_id "
            "recorded_at recorded_by"
        )
    )
    __table_args__ = (Index(None, "group_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    known_from: Mapped[date]
    source: Mapped[str]
    list_id: Mapped[int | None] = mapped_column(ForeignKey("person_list.id"))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("person_change.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
