"""Bodies as last known from the rules."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.proof import Proof


class Body(Base):
    """An organisation with its validity (local dates, both ends included)."""

    __tablename__ = "body"
    __proof__: ClassVar = Proof(plain="code name kind valid_from valid_to")

    uid: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
