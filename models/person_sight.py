"""Who sees persons beside the bodies that live with them: assigned villages, and a case's road."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class VillageSeat(Base):
    """A login is assigned to a village: of its own commune it sees the persons of its villages.

    `given_on`, `taken_on`: local dates; taken on a day means not on that day any more. A login
    without any sees its whole commune.
    """

    __tablename__ = "village_seat"
    __proof__: ClassVar = Proof(plain="login_id village_id given_on taken_on given_by taken_by")
    __table_args__ = (Index(None, "login_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login_id: Mapped[int] = mapped_column(ForeignKey("login.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    given_on: Mapped[date]
    taken_on: Mapped[date | None]
    given_by: Mapped[str]
    taken_by: Mapped[str | None]


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
