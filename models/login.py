"""Who may sign in at the web, and as which posts; how often somebody tried in vain."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Login(Base):
    """A person's way in: by `name` and `password` (an argon2 hash).

    `code`: SHA-256 of the code by which a new password is set once, until `code_ends_at`. `second`:
    the sealed secret of the second factor, `second_step` the last of its steps that was used.
    `language`: that of the pages, NULL for Vietnamese.
    """

    __tablename__ = "login"
    __proof__: ClassVar = Proof(
        plain="opened_at opened_by closed_at code_ends_at",
        personal="name person password code second",
        unproven={
            "second_step": "that no code of the second factor is taken twice",
            "language": "in which language the pages are read",
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    person: Mapped[str]
    password: Mapped[str | None]
    code: Mapped[str | None]
    code_ends_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    second: Mapped[bytes | None] = mapped_column(LargeBinary)
    second_step: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime] = mapped_column(UtcInstant)
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    language: Mapped[str | None]


class Seat(Base):
    """A post that a login acts as.

    `contact_id`: the row of the address book by which its person holds the post: what that says of
    the period, of acting and of deputies decides. NULL for a post that the book lists nobody for.
    `given_on`, `taken_on`: local dates; taken on a day means not on that day any more.
    """

    __tablename__ = "seat"
    __proof__: ClassVar = Proof(plain="login_id body_uid post contact_id given_on taken_on")
    __table_args__ = (Index(None, "login_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login_id: Mapped[int] = mapped_column(ForeignKey("login.id"))
    body_uid: Mapped[str]
    post: Mapped[str]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    given_on: Mapped[date]
    taken_on: Mapped[date | None]

    @property
    def said(self) -> str:
        """Return the post as an act names it, `uid/post`."""
        return f"{self.body_uid}/{self.post}"


class Tries(Base):
    """How often somebody tried in vain since `since`; closed until `until`.

    `what`: a digest of what was tried – a name, an address, a code –, whether there is such a one
    or not.
    """

    __tablename__ = "tries"
    __proof__: ClassVar = Proof(nothing="who tries just now")

    what: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcInstant)
    until: Mapped[datetime | None] = mapped_column(UtcInstant)
