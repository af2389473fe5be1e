"""An account that rests: what it sends on is wrong, not the messages that wait for it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Account(Base):
    """The pause of one channel's account; no row, or no `paused_until`: it is in use.

    `code` and `reason` say why, without an address, a name or a secret.
    """

    __tablename__ = "account"
    __proof__: ClassVar = Proof(plain="paused_at paused_until code reason")

    name: Mapped[str] = mapped_column(primary_key=True)
    paused_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    paused_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    code: Mapped[str]
    reason: Mapped[str]
