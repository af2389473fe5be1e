"""A village of a commune: no person, a place that lists name."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Village(Base):
    """One village (thôn, bản, tổ dân phố) as a body's lists call it; `name` in NFC."""

    __tablename__ = "village"
    __proof__: ClassVar = Proof(plain="body_uid name recorded_at recorded_by")
    __table_args__ = (UniqueConstraint("body_uid", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_uid: Mapped[str]
    name: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_by: Mapped[str]
