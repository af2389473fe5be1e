"""A link in a letter that was taken back before its time."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class EndedLink(Base):
    """The letter whose link opens nothing any more, since when and by whom."""

    __tablename__ = "ended_link"
    __proof__: ClassVar = Proof(plain="ended_at ended_by")

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id"), primary_key=True, autoincrement=False
    )
    ended_at: Mapped[datetime] = mapped_column(UtcInstant)
    ended_by: Mapped[str]
