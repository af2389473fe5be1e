"""A phone or computer that somebody takes along where there is no signal."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Device(Base):
    """It fetches the people of its holder's own villages, and delivers visits; nothing else.

    `token`: SHA-256 of what it was given once. `mark`: SHA-256 of what it says while nobody has
    unlocked it yet, to hear whether it was revoked. `login_id`: whose it is, NULL for a role of a
    demonstration; it acts as `post` of `body_uid`. `name`: what its holder calls it. `seen_at`:
    when it was last in contact.
    """

    __tablename__ = "device"
    __proof__: ClassVar = Proof(
        plain="login_id body_uid post given_at given_by revoked_at revoked_by",
        personal="name token mark",
        unproven={"seen_at": "when it was last in contact; what it did is entered"},
    )
    __table_args__ = (Index(None, "login_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    mark: Mapped[str] = mapped_column(unique=True)
    login_id: Mapped[int | None] = mapped_column(ForeignKey("login.id"))
    body_uid: Mapped[str]
    post: Mapped[str]
    name: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcInstant)
    given_by: Mapped[str]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    revoked_by: Mapped[str | None]
    seen_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    @property
    def said(self) -> str:
        """Return the post as an act names it, `uid/post`."""
        return f"{self.body_uid}/{self.post}"
