"""Who sees a person beside the body that lives with them: a case's road."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class PersonReached(Base):
    """A person's case was laid before a body, which sees the person from then on."""

    __tablename__ = "person_reached"
    __proof__: ClassVar = Proof(plain="person_id body_uid reached_on recorded_at recorded_by")
    __table_args__ = (Index(None, "body_uid", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    body_uid: Mapped[str]
    reached_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
