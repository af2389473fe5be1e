"""A program's way in: for one post, for a time, found by the digest of what the program holds."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class ApiToken(Base):
    """Who holds it acts and looks as one post, at the API and nowhere else.

    `token`: SHA-256 of what was shown once. `name`: what it is for, in somebody's words.
    `ends_on`: the last local day on which it opens anything. `ended_at`: when it was taken back.
    `read_on`: the local day of the last entry about its reading; `used_at`: when it was last used.
    """

    __tablename__ = "api_token"
    __proof__: ClassVar = Proof(
        plain="body_uid post given_at given_by ends_on ended_at ended_by",
        personal="name token",
        unproven={
            "used_at": "when it was last used; what it did is entered",
            "read_on": "that its reading is entered once a day",
        },
    )
    __table_args__ = (Index(None, "body_uid", "post"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    body_uid: Mapped[str]
    post: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcInstant)
    given_by: Mapped[str]
    ends_on: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    ended_by: Mapped[str | None]
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    read_on: Mapped[date | None]

    @property
    def said(self) -> str:
        """Return the post as an act names it, `uid/post`."""
        return f"{self.body_uid}/{self.post}"

    def opens(self, today: date) -> bool:
        """Say whether it opens anything on the local date `today`."""
        return self.ended_at is None and today <= self.ends_on
