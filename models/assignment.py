"""Who is assigned to a village: an officer of the commune, the head of the village."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof
from steps.posts import Post


class Duty(StrEnum):
    """As what somebody is assigned to a village."""

    OFFICER = Post.OFFICER.value
    HEAD = "village-head"


class Assignment(Base):
    """Somebody has a village from the local date `from_on`; `until_on` is the first day no more.

    `holder`: what the official is called. `login_id`: their account, where they have one: of its
    own commune it sees the persons of its villages. `stands_for_id`: of whom it is the deputy.
    `number`, `dated`: of the decision. `given_by`, `ended_by`: who entered it, as `uid/post`.
    """

    __tablename__ = "assignment"
    __proof__: ClassVar = Proof(
        plain=(
            "village_id body_uid role login_id stands_for_id from_on until_on number dated "
            "given_at given_by ended_at ended_by"
        ),
        personal="holder",
    )
    __table_args__ = (Index(None, "body_uid", "village_id"), Index(None, "login_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    role: Mapped[str]
    holder: Mapped[str]
    login_id: Mapped[int | None] = mapped_column(ForeignKey("login.id"))
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    number: Mapped[str | None]
    dated: Mapped[date | None]
    given_at: Mapped[datetime] = mapped_column(UtcInstant)
    given_by: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    ended_by: Mapped[str | None]
