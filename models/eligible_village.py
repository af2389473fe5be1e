"""The villages whose people a group of a directive means, as a decision lists them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class EligibleVillage(Base):
    """From the local date `since` up to the end of `until` people of that village are meant.

    `until` NULL: no end is known. `name`: of the village, in NFC, whether a list of people names it
    or not. `source`: the decision it is taken from. What is entered anew of a village strikes what
    stood there (`struck_at`), so that any earlier instant can be read again.
    """

    __tablename__ = "eligible_village"
    __proof__: ClassVar = Proof(
        plain=(
            "directive_id group_id body_uid name since until struck_at struck_by recorded_at "
            "recorded_by"
        ),
        personal="source",
    )
    __table_args__ = (Index(None, "directive_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[str]
    group_id: Mapped[str]
    body_uid: Mapped[str]
    name: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[str]
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
