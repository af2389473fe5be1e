"""Bodies as last known from the rules."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Body(Base):
    """An organisation with its validity (local dates, both ends included)."""

    __tablename__ = "body"

    uid: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
